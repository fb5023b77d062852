"""A cell's working written down as single operations, with every place where one may round.

The places are those of `reference.readings.rounding`: the same rule, told once more over registers of
a straight line in place of affine forms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from reference.language.cell import Cell
from reference.language.errors import NumbersError
from reference.language.exponents import fixed_number
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
from reference.language.functions import FUNCTIONS
from reference.language.shapes import constants_of, shape_of
from reference.proof import by_hand
from reference.proof.outward import UNIT, NotBounded
from reference.proof.room import Rule
from reference.proof.sheet import Registers, Sheet, as_written, lifted
from reference.readings.evaluate import Values
from reference.readings.known import is_compound
from reference.readings.room import Rounding, is_on_grid
from reference.records import dataclass
from reference.words import say

_LARGEST_POWER = 12
_COPIED = {-UNIT, 0, UNIT}


@dataclass(frozen=True)
class Own:
    """What a student wrote for a quantity: the numbers, and half of what their digits leave open."""

    values: tuple[Fraction, ...]
    halves: tuple[Fraction, ...]
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """The registers of a quantity before it is rounded and as it is used, and how often it was.

    A sum that is rounded after its `term` was is one chain of roundings; else it begins a new one.
    """

    before: Registers
    used: Registers
    chain: int = 0
    term: bool = False


def _same(registers: Registers, *, term: bool = False) -> Found:
    return Found(registers, registers, term=term)


class Recorder:
    """The working of an unrolled cell with its numbers, quantity by quantity."""

    def __init__(
        self,
        cell: Cell,
        inputs: Values,
        rounding: Rounding,
        *,
        pins: Values,
        own: Mapping[str, Own],
        coarser: Mapping[str, int],
    ) -> None:
        self.sheet = Sheet(rounding)
        self.cell = cell
        self.given = {**inputs, **pins}
        self.own = own
        self.rounding = rounding
        self._coarser = coarser
        self._known: dict[Symbol, Found] = {}

    def accepted(self, expression: Expression) -> Registers:
        """An answer that may be rounded as everything on its way."""
        found = self._worked(expression)
        return self.sheet.rounded(found.before, found.chain + 1)

    def reached(self, expression: Expression) -> Registers:
        """An answer that is not rounded itself."""
        return self._worked(expression).used

    def cut(self, registers: Registers, decimals: int) -> Registers:
        """An answer of which the further digits are cut off."""
        return self.sheet.each(
            lambda k: self.sheet.line.do("cut", k, of="answer", extra=(decimals,)), registers
        )

    def near(self, registers: Registers, reach: Callable[[Fraction], Fraction]) -> Registers:
        """An answer that may lie so far from the key."""

        def one(register: int) -> int:
            exact = Fraction(sum(self.sheet.line.steps[register].exact), 2 * UNIT)
            return self.sheet.line.near(register, reach(exact), of="answer")

        return self.sheet.each(one, registers)

    @property
    def worked_out(self) -> frozenset[Symbol]:
        """The quantities whose equations were gone through."""
        return frozenset(symbol for symbol in self._known if not self._stands(symbol))

    # -- the walk through the equations ------------------------------------------------------

    def _worked(self, expression: Expression) -> Found:
        for symbol in self._order(expression):
            self._quantity(symbol)
        self.sheet.of = "answer"
        return self._visit(expression)

    def _order(self, expression: Expression) -> list[Symbol]:
        """The quantities that go into an expression, as far as nothing given stands for them."""
        wanted, order = {*symbols(expression)}, []
        for equation in reversed(self.cell.equations):
            target = equation.target
            if target in wanted and target not in self._known and not self._stands(target):
                order.append(target)
                wanted.update(equation.symbols)
        return order[::-1]

    def _stands(self, symbol: Symbol) -> bool:
        return str(symbol) in self.own or str(symbol) in self.given

    def _quantity(self, symbol: Symbol) -> Found:
        if symbol not in self._known:
            self._known[symbol] = self._looked_up(symbol)
        return self._known[symbol]

    def _looked_up(self, symbol: Symbol) -> Found:
        name = str(symbol)
        if name in self.own:
            return _same(self._taken(name, self.own[name]))
        if name in self.given:
            return _same(self._given(name), term=self._at_rest(self.given[name]))
        if symbol not in self.cell.by_target:
            raise NumbersError(say("no-number-given", cell=self.cell.name, names=symbol))
        self.sheet.of = name
        found = self._visit(self.cell.by_target[symbol])
        if not self.rounding.reaches("named"):
            return found
        rounding = self.rounding.coarsened(self._coarser.get(name))
        rule = Rule(rounding.decimals, rounding.significant, rounding.truncation)
        chain = found.chain + 1
        return Found(found.before, self.sheet.rounded(found.before, chain, rule), chain)

    def _taken(self, name: str, own: Own) -> Registers:
        found = [
            self.sheet.line.taken(name, place, value, half)
            for place, (value, half) in enumerate(zip(own.values, own.halves, strict=True))
        ]
        return np.array(found, dtype=np.int64).reshape(own.shape)

    def _given(self, name: str) -> Registers:
        array = np.asarray(self.given[name], dtype=np.float64)
        found = [
            self.sheet.line.given(name, place, as_written(value))
            for place, value in enumerate(array.flat)
        ]
        return np.array(found, dtype=np.int64).reshape(array.shape)

    def _rank(self, expression: Expression) -> int:
        return len(shape_of(expression, self.cell.shapes))

    def _visit(self, node: Expression) -> Found:
        match node:
            case Number(value):
                at_rest = self._at_rest(np.asarray(float(value)))
                return _same(np.asarray(self.sheet.line.number(as_written(value))), term=at_rest)
            case Symbol():
                return self._quantity(node)
            case Negate(operand):
                found = self._visit(operand)
                before = self.sheet.do("negate", found.before)
                same = found.before is found.used
                used = before if same else self.sheet.do("negate", found.used)
                return Found(before, used, found.chain, found.term)
            case Binary("+" | "-"):
                return self._sum(node)
            case Binary("@", left, right) if self._rank(left) and self._rank(right):
                return self._matrix_product(left, right)
            case Binary():
                return self._product(node)
            case Call():
                return self._call(node)
            case _:
                assert_never(node)

    def _sum(self, node: Binary) -> Found:
        sides = [self._visit(node.left), self._visit(node.right)]
        name = "add" if node.operator == "+" else "subtract"
        ranks = [self._rank(node.left), self._rank(node.right)]
        total = self.sheet.do(name, *lifted([side.used for side in sides], ranks))
        of_terms = all(side.term for side in sides)
        chain = max(side.chain for side in sides) if of_terms else 0
        found = Found(total, total, chain, of_terms)
        return self._written(found) if self.rounding.reaches("every") else found

    def _written(self, found: Found) -> Found:
        used = self.sheet.rounded(found.before, found.chain + 1)
        return Found(found.before, used, found.chain + 1, found.term)

    def _at_rest(self, values: object) -> bool:
        """Whether numbers lie on the grid of the sheet: in a sum they leave it as it is."""
        array = np.asarray(values, dtype=np.float64)
        return not self.rounding.is_none and is_on_grid(array, self.rounding)

    def _factor(self, node: Expression) -> Registers:
        found = self._visit(node)
        is_sum = isinstance(node, Binary) and node.operator in "+-"
        if not is_sum or not self.rounding.reaches("written"):
            return found.used
        is_written = found.chain or any(is_compound(part) for part in children(node))
        return self._written(found).used if is_written else found.used

    def _product(self, node: Binary) -> Found:
        ranks = [self._rank(node.left), self._rank(node.right)]
        if node.operator == "**":
            return self._place(self._power(node, ranks))
        left = self._factor(node.left)
        divides = node.operator == "/"
        right = self._divisor(node.right) if divides else self._factor(node.right)
        name = "divide" if divides else "multiply"
        first, second = np.broadcast_arrays(*lifted([left, right], ranks))
        return self._place(self.sheet.do(name, first, second), self._copied(first, second, divides))

    def _divisor(self, node: Expression) -> Registers:
        """Whoever rounds a number to 0 has to keep more digits before dividing by it."""
        used, before = self._factor(node), self._visit(node).before

        def may_be_0(register: int) -> bool:
            low, high = self.sheet.bounds(register)
            return low <= 0 <= high

        return np.asarray(np.where(np.vectorize(may_be_0, otypes=[bool])(used), before, used))

    def _power(self, node: Binary, ranks: list[int]) -> Registers:
        by = fixed_number(node.right)
        if by is None:
            forms = [self._divisor(node.left), self._factor(node.right)]
            base, exponent = np.broadcast_arrays(*lifted(forms, ranks))
            return self._by_logarithm(base, exponent)
        if not by:
            return self.sheet.constant(1, self._factor(node.left))
        size, whole = abs(by), by == int(by)
        base = self._factor(node.left) if whole and by > 0 else self._divisor(node.left)
        if whole and size <= _LARGEST_POWER:
            found = self.sheet.times_itself(base, int(size))
        else:
            found = self._by_logarithm(base, self.sheet.constant(size, base))
        return found if by > 0 else self.sheet.do("divide", self.sheet.constant(1, found), found)

    def _by_logarithm(self, base: Registers, exponent: Registers) -> Registers:
        """A power of what is above 0: e to the power of its logarithm times the exponent."""
        return self.sheet.do("exp", self.sheet.do("multiply", self.sheet.do("log", base), exponent))

    def _copied(self, first: Registers, second: Registers, divides: bool) -> NDArray[np.bool_]:
        """The entries in which a product is one factor again, or 0."""

        def copies(left: int, right: int) -> bool:
            a, b = self.sheet.bounds(left), self.sheet.bounds(right)
            one = a[0] == a[1] and a[0] in ({0} if divides else _COPIED) and b[0] < b[1]
            return one or (b[0] == b[1] and b[0] in _COPIED and a[0] < a[1])

        return np.asarray(np.vectorize(copies, otypes=[bool])(first, second))

    def _place(self, registers: Registers, copied: NDArray[np.bool_] | None = None) -> Found:
        """What is written down at the level `written`, but where it only copies a factor."""
        if not self.rounding.reaches("written") or self.rounding.is_none:
            return _same(registers)
        rounded = self.sheet.rounded(registers, 1)
        used = rounded if copied is None else np.where(copied, registers, rounded)
        return Found(registers, used, 1, term=True)

    def _matrix_product(self, first: Expression, second: Expression) -> Found:
        left, right = self._factor(first), self._factor(second)
        a = left if left.ndim > 1 else left[np.newaxis]
        b = right if right.ndim > 1 else right[:, np.newaxis]
        every = self.rounding.reaches("every") and not self.rounding.is_none
        total: Registers | None = None
        for k in range(a.shape[-1]):
            pair = np.broadcast_arrays(a[:, k, np.newaxis], b[np.newaxis, k, :])
            product = self.sheet.do("multiply", *pair)
            if every and a.shape[-1] > 1:
                product = np.where(
                    self._copied(pair[0], pair[1], False), product, self.sheet.rounded(product, 1)
                )
            if total is None:
                total = product
                continue
            total = self.sheet.do("add", total, product)
            if every and k < a.shape[-1] - 1:
                total = self.sheet.rounded(total, 1)
        assert total is not None  # noqa: S101 - no size is 0
        total = total if left.ndim > 1 else total[0]
        total = total if right.ndim > 1 else total[..., 0]
        if not every:
            return _same(total)
        return Found(total, self.sheet.rounded(total, 1), 1, term=True)

    # -- functions -------------------------------------------------------------------------------

    def _call(self, node: Call) -> Found:
        row = FUNCTIONS[node.function]
        parts = [node.arguments[k] for k in row.places(len(node.arguments))]
        if row.is_rounded:
            return self._value(node, parts[0])
        if node.function == "identity":
            return self._visit(parts[0])
        ranks = [self._rank(part) for part in parts]
        forms = [self._visit(part).used for part in parts]
        match node.function:
            case "outer":
                pair = np.broadcast_arrays(*_crossed(forms, ranks))
                return self._place(
                    self.sheet.do("multiply", *pair), self._copied(pair[0], pair[1], False)
                )
            case "max" | "step" | "where":
                return _same(self.sheet.do(node.function, *lifted(forms, ranks)))
            case "min":
                return _same(self.sheet.smaller(*lifted(forms, ranks)))
            case "abs":
                return _same(self.sheet.do("max", forms[0], self.sheet.do("negate", forms[0])))
            case "sign":
                two, half = self.sheet.constant(2, forms[0]), self.sheet.constant(0.5, forms[0])
                doubled = self.sheet.do("multiply", two, self.sheet.do("step", forms[0], half))
                return _same(self.sheet.do("subtract", doubled, self.sheet.constant(1, forms[0])))
            case name if name in by_hand.GATHERED:
                return _same(by_hand.GATHERED[name](self.sheet, forms))
            case _:
                return _same(self._laid_out(node, forms, ranks))

    def _laid_out(self, node: Call, forms: list[Registers], ranks: list[int]) -> Registers:
        """What only moves entries about, with zeros between: the row does it to registers."""
        if node.function not in _MOVING:
            raise NotBounded(say("no-operation", name=node.function))
        row = FUNCTIONS[node.function]
        marked = [np.asarray(form + 1, dtype=np.float64) for form in forms]
        found = np.asarray(row.value(marked, ranks, constants_of(node)))
        if node.function in _CONSTANT:
            constants = [self.sheet.line.number(as_written(value)) for value in found.flat]
            return np.array(constants, dtype=np.int64).reshape(found.shape)
        zero = self.sheet.line.number(Fraction(0))
        return np.asarray(np.where(found == 0, zero, found - 1), dtype=np.int64)

    def _value(self, node: Call, part: Expression) -> Found:
        value = by_hand.worked(self.sheet, node.function, self._argument(part))
        if not self.rounding.reaches("named") or self.rounding.is_none:
            return _same(value)
        return Found(value, self.sheet.rounded(value, 1), 1, term=True)

    def _argument(self, part: Expression) -> Registers:
        found = self._visit(part)
        if (not children(part) and found.chain == 0) or not self.rounding.reaches("named"):
            return found.used
        return self.sheet.rounded(found.before, found.chain + 1)


_CONSTANT = ("ones", "unit", "share")
_MOVING = (
    *("concat", "part", "place", "piece", "entry", "transpose", "diagonal", "diagonal_matrix"),
    *("on_diagonal", "spread", "stop", *_CONSTANT),
)


def _crossed(forms: list[Registers], ranks: list[int]) -> tuple[Registers, Registers]:
    a, b = forms
    if ranks[1]:
        a = a[..., np.newaxis]
    if ranks[0]:
        b = b[..., np.newaxis, :] if ranks[1] else b[..., np.newaxis]
    return a, b


__all__ = ["NotBounded", "Own", "Recorder"]
