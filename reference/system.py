"""Numbers put to a cell: the unrolled cell together with a value for every free symbol.

The author gives numbers by name: parameters as they are, inputs as a list over the steps, the
state before the first step as `h0`.  Sizes follow from the numbers.  A number where the cell has
a vector makes that axis vanish, so that the same text serves `W_h = 0.5` and a 2x2 matrix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations

import numpy as np

from reference.cell import Cell
from reference.dimension import SCALAR, Shape, bind_shape, show_shape
from reference.errors import InputError, ShapeError
from reference.evaluate import Program, Values
from reference.expression import Symbol
from reference.functions import Array
from reference.omit import omit
from reference.parse import suggestion
from reference.shapes import complete_shapes, sized
from reference.unroll import unroll


_FRACTION = re.compile(r"[-+]?\d{1,300}\s*/\s*\d{1,300}")
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

    @cached_property
    def program(self) -> Program:
        """The compiled equations."""
        return Program(self.cell)

    def solve(self, given: Values | None = None) -> dict[str, Array]:
        """The values of all symbols by name, with quantities pinned as asked."""
        return self.program(self.inputs, given={**self.pins, **(given or {})})

    def rewritten(self, cell: Cell) -> System:
        """The same numbers under other equations."""
        return replace(self, cell=cell)


def bind(
    cell: Cell, given: Mapping[str, object], *, steps: int = 1, variants: bool = False
) -> System:
    """Put numbers to a cell and unroll it over `steps`.

    With `variants`, the first axis of every array counts variants; an array without that axis
    serves them all.  Initial states that are not given are 0; optional symbols that are not given
    are left out.  Raises InputError for numbers that are missing, unknown or do not fit.
    """
    arrays = {name: as_array(value, name) for name, value in given.items()}
    whole, cell = cell, _without_optional(cell, arrays)
    names = _names(cell)
    unknown = [name for name in arrays if name not in names]
    if unknown:
        if unknown[0] in whole.shapes:
            lost = ", ".join(sorted(whole.optional - set(arrays)))
            raise InputError(f"{cell.name}: {unknown[0]} is of no use without {lost}")
        hint = suggestion(unknown[0], names)
        raise InputError(f"{cell.name} has no symbol {unknown[0]}{hint}")
    fits = _Fit(cell, names, steps, 1 if variants else 0)
    sizes, layouts = fits.find(arrays)
    fitted = _sized(cell, sizes)
    inputs: dict[str, Array] = {}
    pins: dict[str, Array] = {}
    for name, array in arrays.items():
        symbol = names[name]
        target = pins if symbol.name in cell.quantities and name == symbol.name else inputs
        target.update(_lay_out(symbol, name, array, layouts[name], steps, cell))
    unrolled = unroll(fitted, steps)
    missing = []
    for symbol in unrolled.free:
        if str(symbol) in inputs or str(symbol) in pins:
            continue
        if symbol.name in cell.states:
            shape = [dimension.size or 1 for dimension in fitted.shape(symbol)]
            inputs[str(symbol)] = np.zeros(shape)
        else:
            missing.append(symbol.name if symbol.name not in arrays else str(symbol))
    if missing:
        named = ", ".join(dict.fromkeys(missing))
        raise InputError(f"{cell.name}: no number is given for {named}")
    shapes = complete_shapes(replace(fitted, equations=unrolled.equations))
    written = replace(fitted, shapes=shapes)
    return System(written, replace(unrolled, shapes=shapes), steps, sizes, inputs, pins)


def as_array(value: object, name: str = "a value") -> Array:
    """Numbers as an author writes them (`3/2` too) as an array; InputError for anything else."""

    try:
        array = np.asarray(_plain(value, name), dtype=np.float64)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise InputError(f"{name}: expected numbers in rows of equal length") from None
    if not np.all(np.isfinite(array)):
        raise InputError(f"{name}: expected finite numbers")
    if not array.size:
        raise InputError(f"{name}: expected at least one number (got an empty list)")
    return array


def _plain(item: object, name: str) -> object:
    match item:
        case str():
            return _number(item, name)
        case list() | tuple():
            return [_plain(inner, name) for inner in item]
        case bool() | complex() | None:
            raise InputError(f"{name}: expected a number (got {item!r})")
        case Fraction():
            return float(item)
        case np.ndarray() if item.dtype.kind not in "iuf":
            return _plain(item.tolist(), name)
        case _:
            return item


def _number(text: str, name: str) -> float:
    plain = text.strip().replace("−", "-")
    try:
        # a fraction is read from whole numbers only: Fraction("1e999999999") would take for ever
        return float(Fraction(plain)) if _FRACTION.fullmatch(plain) else float(plain)
    except (ValueError, ZeroDivisionError, OverflowError):
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        raise InputError(f"{name}: expected a number (got {shown!r})") from None


def _sized(cell: Cell, sizes: Mapping[str, int]) -> Cell:
    try:
        return sized(cell, sizes)
    except ShapeError as error:
        raise InputError(f"{cell.name}: {error}") from None


def _without_optional(cell: Cell, given: Mapping[str, object]) -> Cell:
    absent = {name for name in cell.optional if name not in given}
    return omit(cell, absent) if absent else cell


def _names(cell: Cell) -> dict[str, Symbol]:
    """What an author may give a number to: `h0` stands for the state before the first step."""
    names: dict[str, Symbol] = {}
    for state in cell.states:
        names[f"{state}0"] = names[f"{state}_0"] = Symbol(state, 0)
    names |= {name: Symbol(name) for name in (*cell.parameters, *cell.inputs, *cell.quantities)}
    return names


@dataclass(frozen=True)
class _Layout:
    """Which axes one given array has before its entries."""

    variants: bool
    stepped: bool


class _Fit:
    """The search for sizes under which all given arrays fit the declared shapes."""

    def __init__(self, cell: Cell, names: Mapping[str, Symbol], steps: int, lead: int) -> None:
        self.cell = cell
        self.names = names
        self.steps = steps
        self.lead = lead
        self.faults: list[str] = []

    def find(self, arrays: Mapping[str, Array]) -> tuple[dict[str, int], dict[str, _Layout]]:
        names = list(
            dict.fromkeys(n for s in self.cell.shapes.values() for d in s for n in d.names)
        )
        for count in range(len(names) + 1):
            for scalars in combinations(names, count):
                found = self.fit(arrays, scalars)
                if found:
                    return found
        raise InputError(f"{self.cell.name}: {self.faults[0]}")

    def fit(
        self, arrays: Mapping[str, Array], scalars: Sequence[str]
    ) -> tuple[dict[str, int], dict[str, _Layout]] | None:
        sizes = dict.fromkeys(scalars, SCALAR)
        layouts: dict[str, _Layout] = {}
        # single names first: a size such as n + d is then checked, not guessed
        ordered = sorted(arrays, key=lambda name: self.vague(self.shape(name)))
        for name in ordered:
            layout = self.place(name, arrays[name], sizes)
            if layout is None:
                return None
            layouts[name] = layout
        return sizes, layouts

    def shape(self, name: str) -> Shape:
        return self.cell.shape(self.names[name])

    @staticmethod
    def vague(shape: Shape) -> int:
        return sum(len(dimension.names) + abs(dimension.constant) > 1 for dimension in shape)

    def place(self, name: str, array: Array, sizes: dict[str, int]) -> _Layout | None:
        shape = bind_shape(self.shape(name), sizes)
        expected = len(shape)
        for layout in self.layouts(name):
            extra = int(layout.variants) + int(layout.stepped)
            if array.ndim != expected + extra:
                continue
            if layout.stepped and array.shape[int(layout.variants)] != self.steps:
                got = array.shape[int(layout.variants)]
                self.faults.append(f"{name} needs {self.steps} values, one a step (got {got})")
                continue
            if self.unify(name, shape, array.shape[extra:], sizes):
                return layout
        self.faults.append(
            f"{name} has shape ({show_shape(self.shape(name))}) in the cell; "
            f"the numbers given have shape {array.shape}"
        )
        return None

    def layouts(self, name: str) -> Iterator[_Layout]:
        symbol = self.names[name]
        stepped = name == symbol.name and name not in self.cell.parameters and self.cell.recurrent
        for variants in (True, False) if self.lead else (False,):
            if stepped:
                yield _Layout(variants, stepped=True)
            # what has no axis of steps is the same at every step, or there is only one
            yield _Layout(variants, stepped=False)

    def unify(
        self, name: str, shape: Shape, actual: tuple[int, ...], sizes: dict[str, int]
    ) -> bool:
        found = dict(sizes)
        for dimension, got in zip(shape, actual, strict=True):
            size = dimension.size
            if size is None:
                bound = dimension.bound(found)
                size = bound.size if bound is not None else 1
            if size is None and len(dimension.terms) == 1:
                unknown, factor = dimension.terms[0]
                if (got - dimension.constant) % factor:
                    return False
                found[unknown] = (got - dimension.constant) // factor
            elif size is not None and size != got:
                sides = f"{dimension} = {size}" if dimension.terms else str(size)
                self.faults.append(f"{name}: expected {sides} entries along an axis (got {got})")
                return False
        sizes.update(found)
        return True


def _lay_out(
    symbol: Symbol,
    name: str,
    array: Array,
    layout: _Layout,
    steps: int,
    cell: Cell,
) -> dict[str, Array]:
    """One given array as the arrays of the symbols it stands for."""
    if symbol.name in cell.states and name != symbol.name:
        start = 0 if cell.states[symbol.name] < 0 else steps + 1
        return {str(Symbol(symbol.name, start)): array}
    if name in cell.parameters or not cell.recurrent:
        return {name: array}
    if not layout.stepped:
        return {str(Symbol(name, t)): array for t in range(1, steps + 1)}
    entries = np.moveaxis(array, int(layout.variants), 0)
    return {str(Symbol(name, t)): entries[t - 1] for t in range(1, steps + 1)}

