"""How far honest workings really reach, found by trying: the second truth of `rounding`.

A working is worked out with plain numbers, place after place: at each place where one may round there
is one decision, to leave the number or to round it to the stated decimals or finer.  Decisions are
the leading axis of one pass.  Nothing here knows of intervals; `search` looks for the workings that
lead furthest.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reference.language.cell import Cell
from reference.language.effort import spend
from reference.language.exponents import fixed_number
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
from reference.language.shapes import constants_of, shape_of
from reference.readings.evaluate import Values
from reference.readings.room import Rounding
from reference.records import dataclass, field

Decisions = NDArray[np.int8]

_FINER = 7  # digits: those asked for, and up to six more
_WAYS = ("straight", "two exponentials", "one exponential")  # how to come by a tanh
_TIE = 1e-6  # how near to a tie, in units of the place, a float counts as one
_NOISE = 2.0**-46  # what a sum of floats may be off, as a part of it: 0.12 is 0.1199999999999999
MIXED = len(_WAYS)  # each number its own way, as the working decides


@dataclass(frozen=True)
class Places:
    """What may be rounded on the way to an answer, and how many single numbers that are."""

    cell: Cell
    answer: Expression
    inputs: Values
    rounding: Rounding
    way: int = 0  # how sigmoid, tanh and softmax are worked out

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


def options(rounding: Rounding) -> list[tuple[int, str]]:
    """What one may do with a number: nothing, round it here or finer, cut it off."""
    found: list[tuple[int, str]] = []
    if not rounding.is_none:
        ways = ("up", "down", "cut") if rounding.truncation else ("up", "down")
        found = [(finer, way) for finer in range(_FINER) for way in ways]
    return [(0, ""), *found]


def work(here: Places, decisions: Decisions) -> Array:
    """The answers of many workings: `decisions` has a row a working and a column a number.

    The last columns are the entries of the answer itself.  Where numbers have rows, too, every
    working has its own.
    """
    with np.errstate(all="ignore"):
        return _Sheet(here, decisions).answer()


@dataclass
class _Sheet:
    """The paper on which all workings are done at once."""

    here: Places
    decisions: Decisions
    counting: bool = False
    taken: int = 0
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
        chosen = self.chosen(value, rank)
        spend(1 + chosen.size // 1000)
        if self.counting:
            return value
        value = np.broadcast_to(value, chosen.shape)
        return decided(value, chosen, self.here.rounding)

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
        if value.ndim > self.rank(symbol):
            return value  # every working has numbers of its own
        return np.broadcast_to(value, (len(self.decisions), *value.shape))

    def binary(self, node: Binary) -> Array:
        sides = [node.left, node.right]
        ranks = [self.rank(side) for side in sides]
        rank = max(ranks)
        if node.operator in "+-":
            first, second = lift([self.worked(side) for side in sides], ranks)
            total = first + second if node.operator == "+" else first - second
            return self.at("every", total, rank)
        first, second = lift([self.factor(node.left), self.second(node)], ranks)
        with np.errstate(all="ignore"):
            match node.operator:
                case "/":
                    value = first / second
                case "**":
                    value = first**second
                case _:
                    value = first * second
        return self.at("written", value, rank)

    def second(self, node: Binary) -> Array:
        """The other side; of an exponent in numbers alone, such as 1/3, nobody writes digits down."""
        by = fixed_number(node.right) if node.operator == "**" else None
        return self.factor(node.right) if by is None else np.full(len(self.decisions), by)

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
        if node.function in ("sum", "mean"):
            whole = self.sum_of_entries(values[0], ranks[0])
            entries = values[0].shape[values[0].ndim - ranks[0] :]
            return whole / np.prod(entries) if node.function == "mean" else whole
        found = row.value(values, ranks, constants_of(node))
        return self.at("written", found, self.rank(node)) if node.function == "outer" else found

    def function(self, node: Call, z: Array, rank: int) -> Array:
        """A function as one works it out by hand: straight, or from its exponentials."""
        row = FUNCTIONS[node.function]
        if node.function == "norm":
            squares = self.at("written", z**2, rank)
            return np.sqrt(self.sum_of_entries(squares, rank))
        straight: Array = row.value([z], (rank,), constants_of(node))
        here = self.here.rounding
        if node.function not in _BY_HAND or not here.reaches("written"):
            return straight
        match self.here.way:
            case 0:
                return straight
            case 1 | 2:
                return self.by_hand(node.function, z, rank, straight, self.here.way)
            case _:
                ways = [self.by_hand(node.function, z, rank, straight, way) for way in (1, 2)]
                return np.choose(self.chosen(straight, rank) % len(_WAYS), [straight, *ways])

    def sum_of_entries(self, value: Array, rank: int) -> Array:
        """The sum of all entries, each partial sum written down where that is done."""
        entries = value.shape[value.ndim - rank :]
        flat = value.reshape(*value.shape[: value.ndim - rank], int(np.prod(entries, dtype=int)))
        return self.summed(flat, 0)

    def summed(self, value: Array, rank: int) -> Array:
        """The sum along the last axis, likewise."""
        total = value[..., 0]
        for k in range(1, value.shape[-1]):
            total = self.anew(total + value[..., k], rank)
        return total

    def anew(self, value: Array, rank: int) -> Array:
        """A sum of numbers that were written down: only significant digits make it longer than these."""
        return value if self.here.rounding.decimals is not None else self.at("every", value, rank)

    def chosen(self, value: Array, rank: int) -> Decisions:
        """What each working decides about each entry of a value, counted as a place."""
        entries = value.shape[value.ndim - rank :]
        size = int(np.prod(entries, dtype=int))
        start, self.taken = self.taken, self.taken + size
        if self.counting:
            return np.zeros((len(self.decisions), *entries), dtype=np.int8)
        return self.decisions[:, start : start + size].reshape(-1, *entries)

    def by_hand(self, name: str, z: Array, rank: int, straight: Array, way: int) -> Array:
        """From exponentials, each of them written down."""
        match name:
            case "sigmoid" if way == 2 and self.here.rounding.reaches("every"):
                w = self.place(np.exp(z), rank)
                return w / self.anew(1 + w, rank)
            case "sigmoid":
                return 1 / self.anew(1 + self.place(np.exp(-z), rank), rank)
            case "tanh" if way == 1:
                p, q = self.place(np.exp(z), rank), self.place(np.exp(-z), rank)
                return self.anew(p - q, rank) / self.anew(p + q, rank)
            case "tanh":
                w = self.place(np.exp(2 * z), rank)
                return self.anew(w - 1, rank) / self.anew(w + 1, rank)
            case _ if rank:
                powers = self.place(np.exp(z), rank)
                total = self.summed(powers, rank - 1)[..., np.newaxis]
                return np.asarray(np.where(total > 0, powers / total, straight))
            case _:
                return straight


_BY_HAND = ("sigmoid", "tanh", "softmax")


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


def decided(value: Array, chosen: Decisions, rounding: Rounding) -> Array:
    """Numbers after what was decided about each: an option's place in `options`, or an extreme."""
    if not chosen.any():
        return value
    known = options(rounding)
    plain = np.where(chosen < len(known), chosen, 0)
    finer = np.array([digits for digits, _ in known])[plain]
    ways = np.array([_KINDS.index(way) for _, way in known])[plain]
    scale = _scale(value, rounding) * 10.0**finer
    scaled = value * scale
    moved = [_rounded(scaled, way) for way in _KINDS[1:]]
    found = np.asarray(np.where(ways == 0, value, np.choose(ways, [scaled, *moved]) / scale))
    far = chosen >= len(known)
    if far.any():  # these few alone, for there are many ways
        few = np.broadcast_to(value, chosen.shape)[far]
        every = [few, *(rounded(few, digits, way, rounding) for digits, way in known[1:])]
        is_up = chosen[far] == extremes(rounding)[0]
        found[far] = np.where(is_up, np.maximum.reduce(every), np.minimum.reduce(every))
    return found


def extremes(rounding: Rounding) -> tuple[int, int]:
    """Two decisions more: whatever leads furthest up, or down."""
    known = options(rounding)
    return len(known), len(known) + 1


_KINDS = ("", "up", "down", "cut")


def rounded(value: Array, finer: int, way: str, rounding: Rounding) -> Array:
    """A number rounded (ties up or down) or cut off, so many places finer than the rule asks."""
    scale = _scale(value, rounding) * 10.0**finer
    return np.asarray(_rounded(value * scale, way) / scale)


def _scale(value: Array, rounding: Rounding) -> Array:
    if rounding.decimals is not None:
        return np.asarray(10.0**rounding.decimals)
    with np.errstate(divide="ignore"):
        exponent = np.floor(np.log10(np.abs(value)) + 1e-12)
    exponent = np.where(value == 0, 0.0, exponent)
    return np.asarray(10.0 ** ((rounding.significant or 1) - 1 - exponent))


def _rounded(scaled: Array, way: str) -> Array:
    match way:
        case "up":
            return np.asarray(np.floor(scaled + 0.5 + _TIE))
        case "down":
            return np.asarray(np.ceil(scaled - 0.5 - _TIE))
        case _:
            near = np.maximum(_TIE, _NOISE * np.abs(scaled))
            return np.asarray(np.trunc(scaled + np.copysign(near, scaled)))
