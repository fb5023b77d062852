"""Numbers put to a cell: the unrolled cell together with a value for every free symbol.

The author gives numbers by name: parameters as they are, inputs as a list over the steps, the
state before the first step as `h0`.  Sizes follow from the numbers.  A number where the cell has
a vector makes that axis vanish, so that the same text serves `W_h = 0.5` and a 2x2 matrix.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property
from typing import SupportsFloat

import numpy as np

from reference.fitting import Fit, fit
from reference.language.cell import Cell
from reference.language.errors import NumbersError, ShapeError
from reference.language.expression import Now, Symbol, symbols
from reference.language.functions import Array
from reference.language.omit import omit
from reference.language.parse import suggestion
from reference.language.shapes import complete_shapes, sized
from reference.readings.evaluate import Program, Values
from reference.records import dataclass, field, replace
from reference.rewrites.unroll import unroll
from reference.words import Message, Said, say

_FRACTION = re.compile(r"[-+]?\d{1,300}/\d{1,300}")
_SHOWN = 40  # characters of a text that are shown again


@dataclass(frozen=True)
class System:
    """A cell that can be solved: unrolled, sized, with its inputs.

    `written` is the cell with relative steps, `cell` the unrolled one.  `inputs` maps every free
    symbol (`x[1]`, `h[0]`, `W`) to its array; `pins` are quantities that were given instead of
    computed.  Arrays may have leading axes of variants.

    >>> from reference import bind, cell
    >>> system = bind(cell("relu-rnn"), {"V": -2, "W": 1, "h0": 2, "x": [2, 1.5, 4]}, steps=3)
    >>> [float(system.solve()[name]) for name in ("h[1]", "h[2]", "h[3]")]
    [0.0, 1.5, 1.0]
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
        return self.cell.keep("program", lambda: Program(self.cell, like=self._like))

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

    >>> from reference import bind, cell
    >>> system = bind(cell("relu-rnn"), {"V": -2, "W": 1, "h0": 2, "x": [2, 1.5, 4]}, steps=3)
    >>> system.steps, float(system.solve()["h[3]"])
    (3, 1.0)
    """
    if steps < 1:
        raise NumbersError(say("cell-of-at-least-one-step", cell=cell.name, steps=steps))
    arrays = {name: as_array(value, name) for name, value in given.items()}
    whole = cell
    cell = cell.keep(("without", frozenset(arrays)), lambda: _without_optional(whole, arrays))
    names = _names(cell, steps)
    _all_known(whole, names, arrays)
    found = fit(cell, names, arrays, steps, variants=variants)
    fitted = cell.keep(("sized", *found.sizes.items()), lambda: _sized(cell, found.sizes))
    inputs: dict[str, Array] = {}
    pins: dict[str, Array] = {}
    for name, array in arrays.items():
        symbol = names[name]
        _check_domain(cell, symbol, array)
        is_pin = symbol.name in cell.quantities and not _is_start(symbol, steps)
        target = pins if is_pin else inputs
        target.update(_lay_out(found, name, array))
    known = {*inputs, *pins}
    unrolled = fitted.keep(
        ("unrolled", steps, frozenset(known), frozenset(pins)),
        lambda: _without_idle(unroll(fitted, steps), known, pins),
    )
    open_ = [symbol for symbol in unrolled.free if str(symbol) not in known]
    states = [s for s in open_ if s.name in cell.states or _is_outside(s, steps, cell)]
    inputs |= {str(s): np.zeros([d.size or 1 for d in fitted.shape(s)]) for s in states}
    missing = [s.name if s.name not in arrays else str(s) for s in open_ if s not in states]
    if missing:
        said = say("no-number-given", cell=cell.name, names=[*dict.fromkeys(missing)])
        raise NumbersError(said, names=("",), remedy=_to_add(missing[0], cell, steps))
    return System(fitted, unrolled, steps, found.sizes, inputs, pins)


def _all_known(cell: Cell, names: Mapping[str, Symbol], given: Collection[str]) -> None:
    """Refuse a number for what a cell does not have."""
    unknown = next((name for name in given if name not in names), None)
    if unknown is not None:
        hint = _meant(unknown, cell, names, given)
        said = say("no-such-symbol", cell=cell.name, name=unknown, hint=hint)
        raise NumbersError(said, names=(unknown,))


def _is_start(symbol: Symbol, steps: int) -> bool:
    """Whether a state is given as it was before the first step, or after the last one."""
    return isinstance(symbol.step, int) and not 1 <= symbol.step <= steps


def _is_outside(symbol: Symbol, steps: int, cell: Cell) -> bool:
    """Whether an input is looked up before the first step or after the last one."""
    looked_back = symbol.name in cell.looked_back
    return looked_back and _is_start(symbol, steps)


def _check_domain(cell: Cell, symbol: Symbol, array: Array) -> None:
    """Refuse numbers for which the equations were not made: a step size of 0, a decay above 1."""
    domain = cell.domains.get(symbol.name)
    if domain is None or domain.holds(array):
        return
    if symbol.name not in cell.quantities or symbol.step == 0:
        outside = next(float(n) for n in array.flat if not domain.holds(np.asarray(n)))
        raise NumbersError(
            say(
                "outside-of-domain",
                cell=cell.name,
                symbol=symbol,
                domain=domain,
                got=f"{outside:g}",
            )
        )


def _to_add(name: str, cell: Cell, steps: int) -> Message:
    ahead = name.partition("[")[0]
    if ahead in cell.inputs and ahead != name:
        return say("only-so-many-steps", steps=steps, name=ahead)
    return say("add-under-given", name=name)


def _meant(word: str, cell: Cell, names: Mapping[str, Symbol], given: Collection[str]) -> Said:
    """Which symbol an unknown word stands for: one without a number yet, if it can be."""
    open_ = [name for name in (*cell.parameters, *cell.inputs) if name not in given]
    required = [name for name in open_ if name not in cell.optional]
    started = re.fullmatch(r"(\w+?)(\[0\]|_1|_?init)", word)
    if started and started[1] in cell.states:
        return say("did-you-mean", name=f"{started[1]}0")
    after = re.fullmatch(r"(\w+?)_?(\[\d+\]|\d+)", word)
    if after and cell.states.get(after[1]) == 1:  # it runs backwards: its start lies after the end
        return say("did-you-mean", name=f"{after[1]}0")
    same = [name for name in names if _letters(name) == _letters(word)]
    begins = [name for name in open_ if _letters(name)[:1] == _letters(word)[:1]]
    near = get_close_matches(word, open_, n=1) or [
        f"{state}0" for state in cell.states if word.casefold() in {f"{state}o", f"{state}o0"}
    ]
    alike = same or near or (required if len(required) == 1 else []) or begins
    return say("did-you-mean", name=alike[0]) if alike else suggestion(word, names)


def _letters(name: str) -> str:
    return name.replace("_", "").casefold()


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
    """Numbers as an author writes them (`3/2` too) as an array; NumbersError for anything else.

    >>> from reference import as_array
    >>> as_array([["1/2", 2], [3, "-4"]]).tolist()
    [[0.5, 2.0], [3.0, -4.0]]
    """
    try:
        array = np.asarray(_plain(value, name), dtype=np.float64)
    except OverflowError:
        raise NumbersError(say("expected-finite-numbers", name=name)) from None
    except (ValueError, TypeError, RecursionError):
        raise NumbersError(say("expected-rows-of-equal-length", name=name)) from None
    if not np.all(np.isfinite(array)):
        raise NumbersError(say("expected-finite-numbers", name=name))
    if not array.size:
        raise NumbersError(say("expected-at-least-one-number", name=name))
    return array


def _plain(item: object, name: str) -> object:
    match item:
        case str():
            return _number(item, name)
        case list() | tuple():
            return [_plain(inner, name) for inner in item]
        case bool() | complex() | None:
            raise NumbersError(say("expected-a-number", name=name, got=repr(item)))
        case np.ndarray() if item.dtype.kind not in "iuf":
            return _plain(item.tolist(), name)
        case int() | float() | np.ndarray() | SupportsFloat():  # the last takes long to find out
            return item
        case _:
            raise NumbersError(say("expected-a-number-not-a", name=name, kind=type(item).__name__))


def _number(text: str, name: str) -> float:
    plain = "".join(text.split()).replace("−", "-")
    try:
        # a fraction is read from whole numbers only: Fraction("1e999999999") would take for ever
        return float(Fraction(plain)) if _FRACTION.fullmatch(plain) else float(plain)
    except (ValueError, ZeroDivisionError, OverflowError):
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        raise NumbersError(say("expected-a-number", name=name, got=repr(shown))) from None


def _sized(cell: Cell, sizes: Mapping[str, int]) -> Cell:
    try:
        found = sized(cell, sizes)
        return replace(found, shapes=complete_shapes(found))
    except ShapeError as error:
        raise NumbersError(say("in-cell", cell=cell.name, fault=error.said)) from None


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
            raise NumbersError(say("no-use-without", cell=cell.name, name=idle[0], names=lost))
    return left


def _names(cell: Cell, steps: int) -> dict[str, Symbol]:
    """What an author may give a number to.

    `h0` stands for the state before the first step, `h[-1]` for the one before that where `h[t-2]` is
    used, `h[1]` for a quantity that is known there.
    """
    names = {
        str(Symbol(name, t)): Symbol(name, t)
        for name in cell.quantities
        for t in range(1, steps + 1)
        if cell.recurrent
    }
    for state in (*cell.states, *cell.looked_back):
        names[f"{state}0"] = names[f"{state}_0"] = Symbol(state, 0)
    for used in cell.used:
        back = used.step.offset if isinstance(used.step, Now) else 0
        further = [Symbol(used.name, t) for t in range(back + 1, 0)]
        names |= {str(symbol): symbol for symbol in further}
    names |= {name: Symbol(name) for name in (*cell.parameters, *cell.inputs, *cell.quantities)}
    return names


def _lay_out(found: Fit, name: str, array: Array) -> dict[str, Array]:
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
