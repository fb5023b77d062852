"""Numbers put to a cell: the unrolled cell together with a value for every free symbol.

The author gives numbers by name: parameters as they are, inputs as a list over the steps, the
state before the first step as `h0`.  Sizes follow from the numbers.  A number where the cell has
a vector makes that axis vanish, so that the same text serves `W_h = 0.5` and a 2x2 matrix.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import SupportsFloat

import numpy as np

from reference.cells.cell import Cell
from reference.language.dimension import SCALAR, Shape, show_shape, size
from reference.language.errors import NumbersError, ShapeError
from reference.language.expression import Symbol, symbols
from reference.language.functions import Array
from reference.language.parse import suggestion
from reference.readings.evaluate import Program, Values
from reference.readings.shapes import complete_shapes, sized
from reference.rewrites.omit import omit
from reference.rewrites.unroll import unroll

_FRACTION = re.compile(r"[-+]?\d{1,300}/\d{1,300}")
_SHOWN = 40  # characters of a text that are shown again


@dataclass(frozen=True)
class System:
    """A cell that can be solved: unrolled, sized, with its inputs.

    `written` is the cell with relative steps, `cell` the unrolled one.  `inputs` maps every free
    symbol (`x[1]`, `h[0]`, `W`) to its array; `pins` are quantities that were given instead of
    computed.  Arrays may have leading axes of variants.
    """

    written: Cell
    cell: Cell
    steps: int
    sizes: Mapping[str, int]
    inputs: Values
    pins: Values
    _like: Program | None = field(default=None, compare=False, repr=False)

    @cached_property
    def program(self) -> Program:
        """The compiled equations."""
        return Program(self.cell, like=self._like)

    def solve(self, given: Values | None = None) -> dict[str, Array]:
        """The values of all symbols by name, with quantities pinned as asked."""
        return self.program(self.inputs, given={**self.pins, **(given or {})})

    def rewritten(self, cell: Cell) -> System:
        """The same numbers under other equations."""
        return replace(self, cell=cell, _like=self.program)


def bind(
    cell: Cell, given: Mapping[str, object], *, steps: int = 1, variants: bool = False
) -> System:
    """Put numbers to a cell and unroll it over `steps`.

    With `variants`, the first axis of every array counts variants; an array without that axis
    serves them all.  Initial states that are not given are 0; optional symbols that are not given
    are left out.  Raises NumbersError for numbers that are missing, unknown or do not fit.
    """
    if steps < 1:
        raise NumbersError(f"{cell.name}: a cell runs for at least 1 step (got {steps})")
    arrays = {name: as_array(value, name) for name, value in given.items()}
    cell = _without_optional(cell, arrays)
    names = _names(cell, steps)
    unknown = [name for name in arrays if name not in names]
    if unknown:
        hint = suggestion(unknown[0], names)
        raise NumbersError(f"{cell.name} has no symbol {unknown[0]}{hint}")
    found = _find(cell, names, arrays, steps, variants=variants)
    fitted = _sized(cell, found.sizes)
    inputs: dict[str, Array] = {}
    pins: dict[str, Array] = {}
    for name, array in arrays.items():
        symbol = names[name]
        _check_domain(cell, symbol, array)
        target = pins if symbol.name in cell.quantities and symbol.step != 0 else inputs
        target.update(_lay_out(found, name, array))
    known = {*inputs, *pins}
    unrolled = _without_idle(unroll(fitted, steps), known, pins)
    missing = []
    for symbol in unrolled.free:
        if str(symbol) in known:
            continue
        if symbol.name in cell.states or _is_outside(symbol, steps, cell):
            shape = [dimension.size or 1 for dimension in fitted.shape(symbol)]
            inputs[str(symbol)] = np.zeros(shape)
        else:
            missing.append(symbol.name if symbol.name not in arrays else str(symbol))
    if missing:
        named = ", ".join(dict.fromkeys(missing))
        raise NumbersError(f"{cell.name}: no number is given for {named}")
    return System(fitted, unrolled, steps, found.sizes, inputs, pins)


def _is_outside(symbol: Symbol, steps: int, cell: Cell) -> bool:
    """Whether an input is looked up before the first step or after the last one."""
    looked_back = symbol.name in cell.looked_back
    return looked_back and isinstance(symbol.step, int) and not 1 <= symbol.step <= steps


def _check_domain(cell: Cell, symbol: Symbol, array: Array) -> None:
    """Refuse numbers for which the equations were not made: a step size of 0, a decay above 1."""
    domain = cell.domains.get(symbol.name)
    if domain is None or domain.holds(array):
        return
    if symbol.name not in cell.quantities or symbol.step == 0:
        outside = next(float(n) for n in array.flat if not domain.holds(np.asarray(n)))
        message = f"{symbol} lies in {domain} in the cell (got {outside:g})"
        raise NumbersError(f"{cell.name}: {message}")


def _without_idle(cell: Cell, known: Collection[str], pins: Collection[str]) -> Cell:
    """Leave out how given quantities are computed, where the numbers for it are not given."""
    from_cell = {*known, *map(str, cell.by_target)}
    return cell.with_equations(
        equation
        for equation in cell.equations
        if str(equation.target) not in pins
        or all(str(s) in from_cell or s.name in cell.quantities for s in symbols(equation.value))
    )


def as_array(value: object, name: str = "a value") -> Array:
    """Numbers as an author writes them (`3/2` too) as an array; NumbersError for anything else."""
    try:
        array = np.asarray(_plain(value, name), dtype=np.float64)
    except OverflowError:
        raise NumbersError(f"{name}: expected finite numbers") from None
    except (ValueError, TypeError, RecursionError):
        raise NumbersError(f"{name}: expected numbers in rows of equal length") from None
    if not np.all(np.isfinite(array)):
        raise NumbersError(f"{name}: expected finite numbers")
    if not array.size:
        raise NumbersError(f"{name}: expected at least one number (got an empty list)")
    return array


def _plain(item: object, name: str) -> object:
    match item:
        case str():
            return _number(item, name)
        case list() | tuple():
            return [_plain(inner, name) for inner in item]
        case bool() | complex() | None:
            raise NumbersError(f"{name}: expected a number (got {item!r})")
        case np.ndarray() if item.dtype.kind not in "iuf":
            return _plain(item.tolist(), name)
        case SupportsFloat() | np.ndarray():
            return item
        case _:
            raise NumbersError(f"{name}: expected a number (got a {type(item).__name__})")


def _number(text: str, name: str) -> float:
    plain = "".join(text.split()).replace("−", "-")
    try:
        # a fraction is read from whole numbers only: Fraction("1e999999999") would take for ever
        return float(Fraction(plain)) if _FRACTION.fullmatch(plain) else float(plain)
    except (ValueError, ZeroDivisionError, OverflowError):
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        raise NumbersError(f"{name}: expected a number (got {shown!r})") from None


def _sized(cell: Cell, sizes: Mapping[str, int]) -> Cell:
    try:
        found = sized(cell, sizes)
        return replace(found, shapes=complete_shapes(found))
    except ShapeError as error:
        raise NumbersError(f"{cell.name}: {error}") from None


def _without_optional(cell: Cell, given: Mapping[str, object]) -> Cell:
    absent = {name for name in cell.optional if name not in given}
    if not absent:
        return cell
    left = omit(cell, absent)
    for equation in cell.equations:
        used = {symbol.name for symbol in symbols(equation.value)}
        value = left.by_target.get(equation.target)
        rest = {symbol.name for symbol in symbols(value)} if value else set[str]()
        # an output layer of which only the bias is left says nothing any more
        alone = used - cell.optional and not rest - cell.optional
        idle = sorted(n for n in used & set(given) if n not in left.shapes or (alone and n in rest))
        if idle and used & absent:
            lost = ", ".join(sorted(used & absent))
            raise NumbersError(f"{cell.name}: {idle[0]} is of no use without {lost}")
    return left


def _names(cell: Cell, steps: int) -> dict[str, Symbol]:
    """What an author may give a number to.

    `h0` stands for the state before the first step, `h[1]` for a quantity that is known there.
    """
    names = {
        str(Symbol(name, t)): Symbol(name, t)
        for name in cell.quantities
        for t in range(1, steps + 1)
        if cell.recurrent
    }
    for state in (*cell.states, *cell.looked_back):
        names[f"{state}0"] = names[f"{state}_0"] = Symbol(state, 0)
    names |= {name: Symbol(name) for name in (*cell.parameters, *cell.inputs, *cell.quantities)}
    return names


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
    message: str


class _Fit:
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
        # single names first: a size such as n + d is then checked, not guessed
        for name in sorted(arrays, key=lambda name: _vague(self.shape(name))):
            faults = []
            for layout in self.possible(name, variants=variants):
                fault = self.place(name, arrays[name], layout)
                if fault is None:
                    break
                faults.append(fault)
            else:
                self.faults.append(min(faults, key=lambda fault: fault.weight))

    def shape(self, name: str) -> Shape:
        return self.cell.shape(self.names[name])

    def possible(self, name: str, *, variants: bool) -> Iterator[_Layout]:
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
            return _Fault(3, f"{name} has shape {declared} in the cell (got {got})")
        if layout.variants and self.variants not in (None, array.shape[0]):
            return _Fault(
                2, f"{name}: expected {self.variants} variants as before (got {array.shape[0]})"
            )
        if layout.stepped and array.shape[layout.extra - 1] != self.steps:
            got = str(array.shape[layout.extra - 1])
            return _Fault(1, f"{name} needs {self.steps} values, one a step (got {got})")
        if layout.doubtful and array.shape[layout.extra : layout.extra + 1] == (self.steps,):
            # one vector for all steps, or a list of numbers over the steps that should be vectors?
            inner = show_shape(self.shape(name))
            return _Fault(1, f"{name} needs {self.steps} values of shape {inner}, one a step")
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
                    return _Fault(2, f"{name}: {got} entries are not {dimension} for any {unknown}")
                found[unknown] = whole
            elif left.size is not None and left.size != got:
                sides = f"{dimension} = {left}" if dimension.terms else str(left)
                return _Fault(2, f"{name}: expected {sides} entries along an axis (got {got})")
        return found


def _find(
    cell: Cell,
    names: Mapping[str, Symbol],
    arrays: Mapping[str, Array],
    steps: int,
    *,
    variants: bool,
) -> _Fit:
    """The sizes under which all arrays fit, with as few axes gone as possible.

    With variants, what can be an axis of them is one: four numbers for four students are no
    vector that all of them share.
    """
    letters = dict.fromkeys(n for s in cell.shapes.values() for d in s for n in d.names)
    attempts = []
    for count in range(len(letters) + 1):
        for scalars in combinations(letters, count):
            attempt = _Fit(cell, names, steps, scalars)
            attempt.fit(arrays, variants=variants)
            attempts.append(attempt)
            if not (attempt.faults or variants):
                return attempt
    best = min(attempts, key=lambda attempt: (attempt.distance, -attempt.varying))
    if best.faults:
        said = "; ".join(fault.message for fault in best.faults)
        raise NumbersError(f"{cell.name}: {said}")
    return best


def _vague(shape: Shape) -> int:
    return sum(len(dimension.names) + abs(dimension.constant) > 1 for dimension in shape)


def _lay_out(found: _Fit, name: str, array: Array) -> dict[str, Array]:
    """One given array as the arrays of the symbols it stands for."""
    cell, symbol, layout = found.cell, found.names[name], found.layouts[name]
    if symbol.step:
        return {name: array}
    if symbol.step == 0:
        directions = {**cell.states, **cell.looked_back}
        start = 0 if directions[symbol.name] < 0 else found.steps + 1
        return {str(Symbol(symbol.name, start)): array}
    if name in cell.parameters or not cell.recurrent:
        return {name: array}
    keys = [str(Symbol(name, t)) for t in range(1, found.steps + 1)]
    if not layout.stepped:
        return dict.fromkeys(keys, array)
    entries = map(np.asarray, np.moveaxis(array, int(layout.variants), 0))
    return dict(zip(keys, entries, strict=True))
