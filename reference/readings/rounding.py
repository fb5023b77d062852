"""The reading of accepted values: everything an honest student can reach who rounds on the way.

The rule: to the stated decimals or finer one may round any named quantity, the argument of an
activation, the value of a function, and the answer.  Given numbers are not rounded.  The reading
carries affine forms (see `affine`) through the equations and disturbs them at those places.

Two subtleties make the intervals right and not only plausible.  A number that lies on the grid of
the stated decimals does not move when it is rounded, so counts and ReLU integers have no slack.
And one number may be rounded several times in a row (0.4449 to 0.445 to 0.45), so a chain of k
places reaches a little further than one: each further place is another, finer rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

import numpy as np

from reference.language.cell import Cell
from reference.language.errors import CellError, NumbersError
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Symbol,
    assert_never,
    children,
    symbols,
)
from reference.language.functions import FUNCTIONS, Array
from reference.language.interval import Interval
from reference.language.shapes import constants_of, shape_of
from reference.readings import affine
from reference.readings.affine import Affine
from reference.readings.evaluate import Values
from reference.readings.uncertain import RULES

_FINER = 7  # further decimals that are tried; beyond them a rounding moves nothing one could see
_TIE = 1e-6  # how near to a tie, in units of the place, a float counts as one


@dataclass(frozen=True)
class Rounding:
    """How a student may round: to `decimals` or finer; None for not at all.

    With `truncation`, digits may also be cut off where they should be rounded.
    """

    decimals: int | None
    truncation: bool = False


Pins: TypeAlias = Mapping[str, Interval]


@dataclass(frozen=True)
class _Known:
    """A quantity before it is rounded, as it is used, and how often it may be rounded so far."""

    before: Affine
    used: Affine
    chain: int


class Workings:
    """The honest workings of an unrolled cell with its numbers.

    `given` pins quantities to what a student wrote: each with the interval of values that the
    written digits stand for.  `coarser` holds the decimals of quantities that may be rounded to fewer
    than the rest, by name.  Quantities are worked out when they are asked for.  With `natural`,
    errors are forgotten as soon as they are made: plain interval arithmetic, to compare with.
    """

    def __init__(
        self,
        cell: Cell,
        inputs: Values,
        rounding: Rounding,
        *,
        given: Pins | None = None,
        coarser: Mapping[str, int] | None = None,
        natural: bool = False,
    ) -> None:
        self.cell = cell
        self.rounding = rounding
        self._coarser = coarser or {}
        self._inputs = inputs
        self._given = dict(given or {})
        self._known: dict[Symbol, _Known] = {}
        self._errors = 0
        self._natural = natural

    def accepted(self, expression: Expression) -> Interval:
        """The values of an answer that honest rounding can reach, the answer rounded as well."""
        found = self._visit(expression)
        rank = self._rank(expression)
        rounded = self._rounded(found.before, found.chain + 1, rank)
        return Interval(rounded.low, rounded.high)

    def reached(self, expression: Expression) -> Interval:
        """The values an expression can have in honest workings, itself not rounded."""
        used = self._visit(expression).used
        return Interval(used.low, used.high)

    # -- the walk through the equations ------------------------------------------------------

    def _rank(self, expression: Expression) -> int:
        return len(shape_of(expression, self.cell.shapes))

    def _quantity(self, symbol: Symbol) -> _Known:
        if symbol not in self._known:
            self._known[symbol] = self._work_out(symbol)
        return self._known[symbol]

    def _work_out(self, symbol: Symbol) -> _Known:
        name = str(symbol)
        if name in self._given:
            return self._pinned(self._given[name], symbol)
        if name in self._inputs:
            return _unrounded(affine.exact(self._inputs[name]))
        equation = self.cell.by_target.get(symbol)
        if equation is None:
            raise NumbersError(f"{self.cell.name}: no number is given for {symbol}")
        for earlier in _earlier(equation, self.cell, self._known, self._inputs, self._given):
            self._quantity(earlier)
        found = self._visit(equation)
        chain, rank = found.chain + 1, self._rank(symbol)
        used = self._rounded(found.before, chain, rank, self._coarser.get(name))
        return _Known(found.before, used, chain)

    def _pinned(self, interval: Interval, symbol: Symbol) -> _Known:
        low, high = np.asarray(interval.low), np.asarray(interval.high)
        centre, half = 0.5 * (low + high), 0.5 * (high - low)
        form = self._disturbed(affine.exact(centre), -half, half, self._rank(symbol))
        return _unrounded(form)

    def _visit(self, node: Expression) -> _Known:
        """An expression's form, with how often its value has been rounded in a row."""
        found = self._form(node)
        if not self._natural:
            return found
        before, used = (affine.between(form.low, form.high) for form in (found.before, found.used))
        return _Known(before, used, found.chain)

    def _form(self, node: Expression) -> _Known:
        match node:
            case Number(value):
                return _unrounded(affine.exact(np.asarray(float(value))))
            case Symbol():
                return self._quantity(node)
            case Negate(operand):
                inner = self._visit(operand)
                return _Known(affine.negated(inner.before), affine.negated(inner.used), inner.chain)
            case Binary():
                return _unrounded(self._binary(node))
            case Call():
                return self._call(node)
            case _:
                assert_never(node)

    def _binary(self, node: Binary) -> Affine:
        if node.operator == "@":
            return self._product(node.left, node.right)
        left, right = self._visit(node.left).used, self._visit(node.right).used
        ranks = (self._rank(node.left), self._rank(node.right))
        left, right = affine.lifted([left, right], ranks)
        match node.operator:
            case "+":
                return affine.added(left, right)
            case "-":
                return affine.added(left, affine.negated(right))
            case "*":
                return affine.multiplied(left, right)
            case "/":
                return affine.multiplied(left, affine.inverted(right))
            case "**":
                exponent = _fixed(node.right)
                if exponent is None:
                    raise CellError("a power needs a fixed exponent to have an accepted interval")
                return affine.powered(left, exponent)

    def _product(self, first: Expression, second: Expression) -> Affine:
        """A matrix product as entry-by-entry products that are summed."""
        left, right = self._visit(first).used, self._visit(second).used
        match self._rank(first), self._rank(second):
            case (0, _) | (_, 0):
                ranks = (self._rank(first), self._rank(second))
                return affine.multiplied(*affine.lifted([left, right], ranks))
            case (1, 1):
                return _summed(affine.multiplied(left, right), -1)
            case (2, 1):
                right = affine.linear(right, lambda a: a[..., np.newaxis, :])
                return _summed(affine.multiplied(left, right), -1)
            case (1, 2):
                left = affine.linear(left, lambda a: a[..., np.newaxis])
                return _summed(affine.multiplied(left, right), -2)
            case _:
                left = affine.linear(left, lambda a: a[..., np.newaxis])
                right = affine.linear(right, lambda a: a[..., np.newaxis, :, :])
                return _summed(affine.multiplied(left, right), -2)

    def _call(self, node: Call) -> _Known:
        row = FUNCTIONS[node.function]
        parts = [node.arguments[k] for k in row.places(len(node.arguments))]
        ranks = [self._rank(part) for part in parts]
        constants = constants_of(node)
        if row.is_rounded:
            argument = self._argument(parts[0])
            value = self._function(node.function, argument, ranks[0])
            return _Known(value, self._rounded(value, 1, ranks[0]), 1)
        forms = [self._visit(part).used for part in parts]
        match node.function:
            case "concat":
                return _unrounded(
                    affine.joined(forms, lambda arrays: row.value(arrays, ranks, constants))
                )
            case "part" | "place" | "transpose" | "diagonal" | "entry" | "sum" | "mean":
                return _unrounded(
                    affine.linear(forms[0], lambda a: row.value([a], ranks, constants))
                )
            case "piece":
                sizes = [form.centre for form in forms[1:]]
                return _unrounded(
                    affine.linear(forms[0], lambda a: row.value([a, *sizes], ranks, constants))
                )
            case "outer":
                return _unrounded(_outer(forms, ranks))
            case "min" | "max":
                first, second = affine.lifted(forms, ranks)
                return _unrounded(affine.chosen(node.function == "max", first, second))
            case "step":
                return _unrounded(_step(*affine.lifted(forms, ranks)))
            case "identity":
                return self._visit(parts[0])
            case "abs":
                return _unrounded(affine.mapped(row, forms[0]))
            case "sign" | "ones" | "unit" | "share":
                ends = [row.value([a], ranks, constants) for a in (forms[0].low, forms[0].high)]
                return _unrounded(affine.between(np.minimum(*ends), np.maximum(*ends)))
            case name if name in RULES:
                return _unrounded(RULES[name](forms, ranks))
            case _:
                raise CellError(f"{node.function} has no accepted interval")

    def _argument(self, part: Expression) -> Affine:
        """The argument of an activation, which may be rounded on its own."""
        found = self._visit(part)
        if not children(part) and found.chain == 0:
            return found.used  # a given number
        return self._rounded(found.before, found.chain + 1, self._rank(part))

    def _function(self, name: str, argument: Affine, rank: int) -> Affine:
        match name:
            case "softmax" | "softmax_rows" if rank:
                return _softmax(argument)
            case "softmax" | "softmax_rows":
                return affine.exact(np.ones_like(argument.centre))
            case "norm":
                square = affine.powered(argument, 2)
                axes = tuple(range(-rank, 0))
                total = affine.linear(square, lambda a: a.sum(axis=axes)) if rank else square
                return affine.mapped(FUNCTIONS["sqrt"], total)
            case _ if name in RULES:
                return RULES[name]([argument], [rank])
            case _:
                return affine.mapped(FUNCTIONS[name], argument)

    # -- rounding ----------------------------------------------------------------------------

    def _rounded(self, form: Affine, places: int, rank: int, coarser: int | None = None) -> Affine:
        """The form after up to `places` roundings in a row, as an error of its own."""
        rounding = self.rounding
        if rounding.decimals is None:
            return form
        if coarser is not None and coarser < rounding.decimals:
            rounding = replace(rounding, decimals=coarser)
        unit = 10.0 ** -(rounding.decimals or 0)
        low, high = _reach(form.low, form.high, rounding, places)
        reach = np.full_like(form.high, 0.5 * unit * sum(0.1**k for k in range(places)))
        cut_up = cut_down = reach
        if self.rounding.truncation:
            cut_down = np.where(form.high > 0, 2 * reach, reach)
            cut_up = np.where(form.low < 0, 2 * reach, reach)
        below = np.minimum(np.maximum(-cut_down, low - form.high), 0.0)
        above = np.maximum(np.minimum(cut_up, high - form.low), 0.0)
        return affine.within(self._disturbed(form, below, above, rank), low, high)

    def _disturbed(self, form: Affine, below: Array, above: Array, rank: int) -> Affine:
        if not np.any(below < above):
            return form
        first = self._errors
        entries = form.centre.shape[form.centre.ndim - rank :]
        self._errors += int(np.prod(entries, dtype=int))
        return affine.disturbed(form, below, above, first=first, rank=rank)


def accepted(
    cell: Cell,
    inputs: Values,
    *,
    decimals: int | None,
    truncation: bool = False,
    given: Pins | None = None,
) -> dict[str, Interval]:
    """The accepted interval of every quantity of an unrolled cell, by name."""
    workings = Workings(cell, inputs, Rounding(decimals, truncation), given=given)
    return {str(e.target): workings.accepted(e.target) for e in cell.equations}


def _unrounded(form: Affine) -> _Known:
    return _Known(form, form, 0)


def _earlier(
    value: Expression,
    cell: Cell,
    known: Mapping[Symbol, _Known],
    inputs: Values,
    given: Pins,
) -> list[Symbol]:
    """The quantities that must be worked out first, in order: recursion would go too deep."""
    found: dict[Symbol, None] = {}

    def is_open(symbol: Symbol) -> bool:
        name = str(symbol)
        return not (symbol in known or symbol in found or name in inputs or name in given)

    stack = [s for s in symbols(value) if is_open(s)]
    while stack:
        symbol = stack[-1]
        equation = cell.by_target.get(symbol)
        missing = [s for s in symbols(equation) if is_open(s)] if equation is not None else []
        if missing:
            stack.extend(missing)
        else:
            found[symbol] = None
            stack.pop()
    return list(found)


def _reach(low: Array, high: Array, rounding: Rounding, places: int) -> tuple[Array, Array]:
    """The bounds after roundings in a row: rounding is monotone, so the ends decide."""
    assert rounding.decimals is not None  # noqa: S101 - the only caller has looked
    for _ in range(places):
        lowest, highest = low, high
        for decimals in range(rounding.decimals, rounding.decimals + _FINER):
            scale = 10.0**decimals
            lowest = np.minimum(lowest, np.ceil(low * scale - 0.5 - _TIE) / scale)
            highest = np.maximum(highest, np.floor(high * scale + 0.5 + _TIE) / scale)
            if rounding.truncation:
                lowest = np.minimum(lowest, _cut(low * scale) / scale)
                highest = np.maximum(highest, _cut(high * scale) / scale)
        low, high = lowest, highest
    return low, high


def _cut(scaled: Array) -> Array:
    """Digits cut off, towards 0; 28.999999999999996 is what a float makes of 29."""
    return np.trunc(scaled + np.copysign(_TIE, scaled))


def _summed(form: Affine, axis: int) -> Affine:
    return affine.linear(form, partial(np.sum, axis=axis))


def _outer(forms: list[Affine], ranks: list[int]) -> Affine:
    a, b = forms
    if ranks[1]:
        a = affine.linear(a, lambda array: array[..., np.newaxis])
    if ranks[0]:
        wide = ranks[1]
        b = affine.linear(
            b, lambda array: array[..., np.newaxis, :] if wide else array[..., np.newaxis]
        )
    return affine.multiplied(a, b)


def _softmax(form: Affine) -> Affine:
    shift = affine.exact(form.centre.max(axis=-1, keepdims=True))
    powers = affine.mapped(FUNCTIONS["exp"], affine.added(form, affine.negated(shift)))
    total = affine.linear(powers, lambda a: a.sum(axis=-1, keepdims=True))
    value = affine.multiplied(powers, affine.inverted(total))
    return affine.within(value, np.zeros_like(value.low), np.ones_like(value.high))


def _step(form: Affine, slope: Affine) -> Affine:
    at_zero = (form.low <= 0) & (form.high >= 0)
    lowest = np.where(form.low > 0, 1.0, np.where(at_zero, np.minimum(slope.low, 1.0), 0.0))
    lowest = np.where(at_zero & (form.low < 0), 0.0, lowest)
    highest = np.where(form.high < 0, 0.0, np.where(at_zero, np.maximum(slope.high, 0.0), 1.0))
    highest = np.where(at_zero & (form.high > 0), 1.0, highest)
    return affine.between(lowest, highest)


def _fixed(node: Expression) -> float | None:
    match node:
        case Number(value):
            return float(value)
        case Negate(Number(value)):
            return -float(value)
        case _:
            return None
