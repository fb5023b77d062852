"""How far honest workings really reach, found by trying: the second truth of `rounding`.

A working is worked out with plain numbers, place after place: at each place where one may round there
is one decision, to leave the number or to round it to the stated decimals or finer.  Decisions are
the leading axis of one pass; a search changes one at a time and keeps what moves the answer
furthest.  Nothing here knows of intervals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reference.language.cell import Cell
from reference.language.effort import spend
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Symbol,
    assert_never,
    symbols,
    terms,
)
from reference.language.functions import FUNCTIONS, Array, lift
from reference.language.interval import Interval
from reference.language.shapes import constants_of, shape_of
from reference.readings.evaluate import Values
from reference.readings.room import Rounding

Decisions = NDArray[np.int8]

_ROUNDS = 40  # changes that a search makes; what they bring dries up long before
_WAYS = ("straight", "two exponentials", "one exponential")  # how to come by a tanh


@dataclass(frozen=True)
class Places:
    """What may be rounded on the way to an answer, and how many single numbers that are."""

    cell: Cell
    answer: Expression
    inputs: Values
    rounding: Rounding
    way: int = (
        0  # how sigmoid, tanh and softmax are worked out; past the last, a different way each
    )

    @property
    def count(self) -> int:
        """How many single numbers may be rounded."""
        sheet = _Sheet(self, np.zeros((1, 0), dtype=np.int8), counting=True)
        sheet.answer()
        return sheet.taken


def places(
    cell: Cell, answer: Expression, inputs: Values, rounding: Rounding, *, way: int = 0
) -> Places:
    """The places of an unrolled cell with its numbers on the way to an answer."""
    return Places(cell.needed(symbols(answer)), answer, inputs, rounding, way)


def options(rounding: Rounding) -> list[tuple[int | None, str]]:
    """What one may do with a number: nothing, round it here or finer, cut it off."""
    found: list[tuple[int | None, str]] = [(None, "")]
    if rounding.is_none:
        return found
    for finer in range(3):
        found += [(finer, "up"), (finer, "down")]
        if rounding.truncation:
            found.append((finer, "cut"))
    return found


def work(here: Places, decisions: Decisions) -> Array:
    """The answers of many workings: `decisions` has a row a working and a column a number."""
    return _Sheet(here, decisions).answer()


@dataclass
class _Sheet:
    """The paper on which all workings are done at once."""

    here: Places
    decisions: Decisions
    counting: bool = False
    taken: int = 0
    ways: int = 0
    known: dict[str, Array] = field(default_factory=dict)

    def answer(self) -> Array:
        """The equations in order, then the answer, each rounded as decided."""
        for equation in self.here.cell.equations:
            if str(equation.target) in self.here.inputs:
                continue  # pinned
            value = self.worked(equation.value)
            at_named = self.here.rounding.reaches("named")
            self.known[str(equation.target)] = (
                self.place(value, self.rank(equation.target)) if at_named else value
            )
        return self.place(self.worked(self.here.answer), self.rank(self.here.answer))

    def rank(self, node: Expression) -> int:
        return len(shape_of(node, self.here.cell.shapes))

    def place(self, value: Array, rank: int) -> Array:
        """A value after what each working decides to do with each of its numbers."""
        rows = len(self.decisions)
        entries = value.shape[value.ndim - rank :]
        value = np.broadcast_to(value, (rows, *entries))
        size = int(np.prod(entries, dtype=int))
        start, self.taken = self.taken, self.taken + size
        spend(1 + rows * size // 1000)
        if self.counting:
            return value
        chosen = self.decisions[:, start : start + size].reshape(rows, *entries)
        return _decided(value, chosen, self.here.rounding)

    def at(self, level: str, value: Array, rank: int) -> Array:
        """A value that may be rounded from some level on."""
        reaches = self.here.rounding.reaches(level)  # type: ignore[arg-type]
        return self.place(value, rank) if reaches else value

    # -- expressions -------------------------------------------------------------------------

    def worked(self, node: Expression) -> Array:
        match node:
            case Number(value):
                return np.full(len(self.decisions), float(value))
            case Symbol():
                return self.number(node)
            case Negate(operand):
                return -self.worked(operand)
            case Binary("@", left, right) if self.rank(left) and self.rank(right):
                return self.matrix_product(left, right)
            case Binary():
                return self.binary(node)
            case Call():
                return self.call(node)
            case _:
                assert_never(node)

    def number(self, symbol: Symbol) -> Array:
        name = str(symbol)
        if name in self.known:
            return self.known[name]
        value = np.asarray(self.here.inputs[name], dtype=np.float64)
        return np.broadcast_to(value, (len(self.decisions), *value.shape))

    def binary(self, node: Binary) -> Array:
        sides = [node.left, node.right]
        ranks = [self.rank(side) for side in sides]
        rank = max(ranks)
        if node.operator in "+-":
            first, second = lift([self.worked(side) for side in sides], ranks)
            total = first + second if node.operator == "+" else first - second
            return self.at("every", total, rank)
        first, second = lift([self.factor(side) for side in sides], ranks)
        with np.errstate(all="ignore"):
            match node.operator:
                case "/":
                    value = first / second
                case "**":
                    value = first**second
                case _:
                    value = first * second
        return self.at("written", value, rank)

    def factor(self, node: Expression) -> Array:
        """A slope or another sum of worked-out terms is written down before it is used."""
        value = self.worked(node)
        is_sum = isinstance(node, Binary) and node.operator in "+-"
        if is_sum and _is_written_down(node, self.here.cell):
            return self.at("written", value, self.rank(node))
        return value

    def matrix_product(self, left: Expression, right: Expression) -> Array:
        """Row times column; products and partial sums are written down at the finest level."""
        a, b = self.factor(left), self.factor(right)
        ranks = (self.rank(left), self.rank(right))
        a = a if ranks[0] == 2 else a[:, np.newaxis]
        b = b if ranks[1] == 2 else b[..., np.newaxis]
        total: Array | None = None
        for k in range(a.shape[-1]):
            product = self.at("every", a[:, :, k, np.newaxis] * b[:, np.newaxis, k, :], 2)
            total = product if total is None else self.at("every", total + product, 2)
        assert total is not None  # noqa: S101 - no size is 0
        total = total if ranks[1] == 2 else total[..., 0]
        return total if ranks[0] == 2 else total[:, 0]

    def call(self, node: Call) -> Array:
        row = FUNCTIONS[node.function]
        parts = [node.arguments[k] for k in row.places(len(node.arguments))]
        ranks = [self.rank(part) for part in parts]
        if row.is_rounded:
            (part,) = parts
            argument = self.worked(part)
            if not (isinstance(part, Symbol) and str(part) in self.here.inputs):
                argument = self.at("named", argument, ranks[0])
            return self.at("named", self.function(node, argument, ranks[0]), self.rank(node))
        values = [self.worked(part) for part in parts]
        found = row.value(values, ranks, constants_of(node))
        return self.at("written", found, 2) if node.function == "outer" else found

    def function(self, node: Call, z: Array, rank: int) -> Array:
        """A function as one works it out by hand: straight, or from its exponentials."""
        name = node.function
        with np.errstate(all="ignore"):
            if self.here.rounding.reaches("written") and self.way():
                match name:
                    case "sigmoid":
                        return 1 / (1 + self.place(np.exp(-z), rank))
                    case "tanh" if self.way() == 1:
                        p, q = self.place(np.exp(z), rank), self.place(np.exp(-z), rank)
                        return (p - q) / (p + q)
                    case "tanh":
                        w = self.place(np.exp(2 * z), rank)
                        return (w - 1) / (w + 1)
                    case "softmax" if rank:
                        powers = self.place(np.exp(z), rank)
                        total = powers.sum(axis=-1, keepdims=True)
                        straight = FUNCTIONS[name].value([z], (rank,), ())
                        return np.asarray(np.where(total > 0, powers / total, straight))
            if name == "norm":
                squares = self.at("written", z**2, rank)
                return np.asarray(np.sqrt(squares.sum(axis=tuple(range(-rank, 0)))))
            value: Array = FUNCTIONS[name].value([z], (rank,), constants_of(node))
            return value

    def way(self) -> int:
        """Which way the working takes: the same everywhere, or one drawn for each function."""
        way = self.here.way
        if way < len(_WAYS):
            return way
        return int(np.random.default_rng([way, self.taken]).integers(len(_WAYS)))


def _is_written_down(node: Expression, cell: Cell) -> bool:
    """Whether a sum has nothing but worked-out terms and whole numbers, as 1 - h * h has."""
    found = [term for _, term in terms(node)]
    numbers = [term for term in found if isinstance(term, Number)]
    others = [term for term in found if not isinstance(term, Number)]

    def is_worked_out(term: Expression) -> bool:
        match term:
            case Binary("@", left, right):
                return not (shape_of(left, cell.shapes) and shape_of(right, cell.shapes))
            case Call(name):
                return FUNCTIONS[name].is_rounded or name == "outer"
            case _:
                return isinstance(term, Binary)

    whole = all(float(number.value).is_integer() for number in numbers)
    return whole and bool(others) and all(map(is_worked_out, others))


def _decided(value: Array, chosen: Decisions, rounding: Rounding) -> Array:
    result = np.array(value)
    for index, (finer, way) in enumerate(options(rounding)):
        if finer is not None:
            result = np.where(chosen == index, rounded(value, finer, way, rounding), result)
    return result


def rounded(value: Array, finer: int, way: str, rounding: Rounding) -> Array:
    """A number rounded (ties up or down) or cut off, so many places finer than the rule asks."""
    if rounding.decimals is not None:
        scale = np.asarray(10.0 ** (rounding.decimals + finer))
    else:
        with np.errstate(divide="ignore"):
            exponent = np.floor(np.log10(np.abs(value)) + 1e-12)
        exponent = np.where(value == 0, 0.0, exponent)
        scale = 10.0 ** ((rounding.significant or 1) - 1 - exponent + finer)
    scaled = value * scale
    match way:
        case "up":
            whole = np.floor(scaled + 0.5 + 1e-9)
        case "down":
            whole = np.ceil(scaled - 0.5 - 1e-9)
        case _:
            whole = np.trunc(scaled + np.copysign(1e-9, scaled))
    return np.asarray(whole / scale)


def reachable(
    cell: Cell, inputs: Values, answer: Expression, rounding: Rounding, *, seed: int = 0
) -> Interval:
    """The range of an answer over honest workings, as far as a search finds it."""
    ways = range(len(_WAYS) + 1 if rounding.reaches("written") else 1)
    found = [_searched(places(cell, answer, inputs, rounding, way=way), seed) for way in ways]
    return Interval(
        np.minimum.reduce([one.low for one in found]),
        np.maximum.reduce([one.high for one in found]),
    )


def _searched(here: Places, seed: int) -> Interval:
    ways, count = len(options(here.rounding)), here.count
    generator = np.random.default_rng(seed)
    tries = generator.integers(0, ways, size=(512, count), dtype=np.int8)
    tries[0] = 0

    exact = work(here, np.zeros_like(tries[:1])).reshape(1, -1)

    def answers(decisions: Decisions) -> Array:
        found = work(here, decisions).reshape(decisions.shape[0], -1)
        return np.where(np.isfinite(found), found, exact)  # nobody divides by 0

    found = answers(tries)
    low, high = found.min(axis=0), found.max(axis=0)
    for entry in range(found.shape[1]):
        for sign, bound in ((1.0, high), (-1.0, low)):

            def height(decisions: Decisions, entry: int = entry, sign: float = sign) -> Array:
                return sign * answers(decisions)[:, entry]

            best = tries[np.argmax(sign * found[:, entry])]
            bound[entry] = sign * _climbed(best, ways, height)
    shape = work(here, tries[:1]).shape[1:]
    return Interval(low.reshape(shape), high.reshape(shape))


def _climbed(best: Decisions, ways: int, height: Callable[[Decisions], Array]) -> float:
    """Change one decision after another while the answer moves on; how high it came."""
    count = best.shape[0]
    reached = -np.inf
    for _ in range(_ROUNDS):
        neighbours = np.repeat(best[np.newaxis], count * ways + 1, axis=0)
        rows = np.arange(count * ways)
        neighbours[rows, rows // ways] = rows % ways
        values = height(neighbours)
        top = int(np.argmax(values))
        if values[top] <= reached + 1e-12:
            break
        reached, best = float(values[top]), neighbours[top]
    return reached
