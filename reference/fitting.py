"""How given numbers are laid out over a cell, and which of them are to blame where they do not fit.

The sizes follow from the numbers: every combination of axes that may vanish is tried, until all
arrays fit.  Where none does, those are to blame without which the others do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import numpy as np

from reference.language.cell import Cell
from reference.language.dimension import SCALAR, Shape, show_shape, size
from reference.language.errors import NumbersError
from reference.language.expression import Symbol
from reference.language.functions import Array
from reference.records import dataclass, replace
from reference.words import Message, Said, joined, say


@dataclass(frozen=True)
class _Layout:
    """Which axes one given array has before its entries.

    It is doubtful when a list over the steps could have been meant.
    """

    variants: bool
    stepped: bool
    doubtful: bool = False

    @property
    def extra(self) -> int:
        return int(self.variants) + int(self.stepped)


@dataclass(frozen=True)
class _Fault:
    """Why a given array does not fit; the lower the weight, the nearer it came."""

    weight: int
    said: Message
    name: str = ""


class Fit:
    """An attempt to lay out all given arrays, with the axes of some sizes gone."""

    def __init__(
        self, cell: Cell, names: Mapping[str, Symbol], steps: int, scalars: Iterable[str]
    ) -> None:
        self.cell = cell
        self.names = names
        self.steps = steps
        self.sizes = dict.fromkeys(scalars, SCALAR)
        self.variants: int | None = None
        self.layouts: dict[str, _Layout] = {}
        self.faults: list[_Fault] = []

    @property
    def distance(self) -> int:
        """How far the arrays are from fitting; 0 where they do."""
        return sum(fault.weight for fault in self.faults)

    @property
    def varying(self) -> int:
        """How many arrays have an axis of variants."""
        return sum(layout.variants for layout in self.layouts.values())

    def fit(self, arrays: Mapping[str, Array], *, variants: bool) -> None:
        """Lay out arrays, and remember what does not fit."""
        # single names first: a size such as n + d is then checked, not guessed
        for name in sorted(arrays, key=lambda name: _vague(self.shape(name))):
            faults = []
            for layout in self.possible(name, variants=variants):
                fault = self.place(name, arrays[name], layout)
                if fault is None:
                    break
                faults.append(fault)
            else:
                nearest = min(faults, key=lambda fault: fault.weight)
                self.faults.append(replace(nearest, name=name))

    def shape(self, name: str) -> Shape:
        """How the cell declares what a name stands for."""
        return self.cell.shape(self.names[name])

    def possible(self, name: str, *, variants: bool) -> Iterator[_Layout]:
        """The layouts that a name may have."""
        symbol = self.names[name]
        stepped = name == symbol.name and name not in self.cell.parameters and self.cell.recurrent
        # what has no axis of steps is the same at every step, or there is only one
        for over_steps in (True, False) if stepped else (False,):
            for over_variants in (True, False) if variants else (False,):
                doubtful = stepped and not over_steps and self.steps > 1
                yield _Layout(over_variants, over_steps, doubtful)

    def place(self, name: str, array: Array, layout: _Layout) -> _Fault | None:
        """Take over the sizes that follow if the array is laid out so."""
        shape = tuple(d for d in self.shape(name) if d.bound(self.sizes))
        if array.ndim != len(shape) + layout.extra:
            declared = show_shape(self.shape(name))
            got = ", ".join(map(str, array.shape)) or "scalar"
            return _Fault(3, say("declared-shape", name=name, declared=declared, got=got))
        if layout.variants and self.variants not in (None, array.shape[0]):
            return _Fault(
                2, say("variants-as-before", name=name, variants=self.variants, got=array.shape[0])
            )
        if layout.stepped and array.shape[layout.extra - 1] != self.steps:
            got = str(array.shape[layout.extra - 1])
            return _Fault(1, say("one-value-a-step", name=name, steps=self.steps, got=got))
        if layout.doubtful and array.shape[layout.extra : layout.extra + 1] == (self.steps,):
            # one vector for all steps, or a list of numbers over the steps that should be vectors?
            inner = show_shape(self.shape(name))
            return _Fault(
                1, say("one-shaped-value-a-step", name=name, steps=self.steps, shape=inner)
            )
        found = self.unified(name, shape, array.shape[layout.extra :])
        if isinstance(found, _Fault):
            return found
        self.sizes = found
        self.layouts[name] = layout
        if layout.variants:
            self.variants = array.shape[0]
        return None

    def unified(self, name: str, shape: Shape, actual: tuple[int, ...]) -> dict[str, int] | _Fault:
        """The sizes known so far and those that follow from one array."""
        found = dict(self.sizes)
        for dimension, got in zip(shape, actual, strict=True):
            left = dimension.bound(found) or size(1)  # a size found just now is never a scalar's
            if left.size is None and len(left.terms) == 1:
                unknown, factor = left.terms[0]
                whole, rest = divmod(got - left.constant, factor)
                if rest or whole < 1:
                    return _Fault(
                        2,
                        say(
                            "entries-for-no-size",
                            name=name,
                            got=got,
                            dimension=dimension,
                            unknown=unknown,
                        ),
                    )
                found[unknown] = whole
            elif left.size is not None and left.size != got:
                sides = f"{dimension} = {left}" if dimension.terms else str(left)
                return _Fault(2, say("entries-along-axis", name=name, sides=sides, got=got))
        return found


def fit(
    cell: Cell,
    names: Mapping[str, Symbol],
    arrays: Mapping[str, Array],
    steps: int,
    *,
    variants: bool,
) -> Fit:
    """The sizes under which all arrays fit, with as few axes gone as possible.

    With variants, what can be an axis of them is one: four numbers for four students are no
    vector that all of them share.
    """
    attempts = []
    for attempt in _attempts(cell, names, arrays, steps, variants=variants):
        attempts.append(attempt)
        if not (attempt.faults or variants):
            return attempt
    best = min(attempts, key=lambda attempt: (attempt.distance, -attempt.varying))
    if best.faults:
        raise _blamed(cell, names, arrays, steps, best)
    return best


def _attempts(
    cell: Cell,
    names: Mapping[str, Symbol],
    arrays: Mapping[str, Array],
    steps: int,
    *,
    variants: bool = False,
) -> Iterator[Fit]:
    letters = dict.fromkeys(n for s in cell.shapes.values() for d in s for n in d.names)
    for count in range(len(letters) + 1):
        for scalars in combinations(letters, count):
            attempt = Fit(cell, names, steps, scalars)
            attempt.fit(arrays, variants=variants)
            yield attempt


def _blamed(
    cell: Cell, names: Mapping[str, Symbol], arrays: Mapping[str, Array], steps: int, best: Fit
) -> NumbersError:
    """What to say of numbers that do not fit: those are to blame without which the others do."""
    culprits: dict[str, tuple[_Fault, Fit]] = {}
    for name, array in arrays.items():
        rest = {other: numbers for other, numbers in arrays.items() if other != name}
        fits = next((one for one in _attempts(cell, names, rest, steps) if not one.faults), None)
        if fits is not None:
            fits.fit({name: array}, variants=False)
            if fits.faults:
                culprits[name] = (fits.faults[0], fits)
    seen = joined("then", [fault.said for fault in best.faults])
    if not culprits:
        names_of_all = tuple(fault.name for fault in best.faults)
        return NumbersError(say("in-cell", cell=cell.name, fault=seen), names=names_of_all)
    least = min(fault.weight for fault, _ in culprits.values())
    nearest = {name: one for name, one in culprits.items() if one[0].weight == least}
    first, (fault, fits) = next(iter(nearest.items()))
    if len(nearest) == 1:
        said: Said = fault.said
    else:
        shown = joined("and", [_laid(fits, name, arrays[name]) for name in nearest])
        said = say("do-not-fit-together", seen=seen, shown=shown)
    remedy = _remedy(fits, first, fault, arrays[first])
    return NumbersError(
        say("in-cell", cell=cell.name, fault=said), names=tuple(nearest), remedy=remedy
    )


def _laid(fits: Fit, name: str, array: Array) -> Message:
    declared = show_shape(fits.shape(name))
    if not array.ndim:
        return say("laid-out-as-number", name=name, declared=declared)
    return say("laid-out", name=name, declared=declared, got=joined("by", map(str, array.shape)))


def _remedy(fits: Fit, name: str, fault: _Fault, array: Array) -> Message:
    """What to write in place of numbers that do not fit."""
    sizes = [d.bound(fits.sizes) for d in fits.shape(name)]
    entries = [d.size or 2 for d in sizes if d is not None]
    if fault.weight == 1 and array.ndim and array.ndim == len(entries) + 1:
        return say("write-steps", steps=array.shape[0], values=fits.steps)
    example = str(np.zeros(entries).astype(int).tolist())
    per_step = name in fits.cell.inputs and fits.cell.recurrent
    return say("write-one-a-step" if per_step else "write-in-the-form", example=example)


def _vague(shape: Shape) -> int:
    return sum(len(dimension.names) + abs(dimension.constant) > 1 for dimension in shape)
