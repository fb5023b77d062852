"""The reading of accepted values: everything an honest student can reach who rounds on the way.

The rule (see `room`): to the stated decimals or finer one may round the answer, and in between what
the stated level names.  Given numbers are not rounded.  The reading carries affine forms (see
`affine`) through the equations and disturbs them at those places.

Three subtleties make the intervals right and not only plausible.  A number that lies on the grid of
the stated decimals does not move when it is rounded.  One number may be rounded several times in a
row, so a chain of k places reaches a little further than one.  And a sum of products that were each
rounded lies on the grid already: rounding it moves it only if some product was not rounded, so the
sum gets no more room than its products leave (see `Spent`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from reference.language.cell import Cell
from reference.language.effort import spend
from reference.language.errors import CellError, NumbersError
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
)
from reference.language.functions import FUNCTIONS, Array
from reference.language.interval import Interval
from reference.language.roundings import ROUNDINGS
from reference.language.shapes import constants_of, shape_of
from reference.readings import affine, exponentials
from reference.readings.affine import Affine
from reference.readings.arrangements import crossed, rows_by_columns, step, summed, total
from reference.readings.evaluate import Values
from reference.readings.known import (
    Flags,
    Known,
    as_term,
    copies,
    is_compound,
    kept,
    lifted_spent,
    negated,
    unrounded,
)
from reference.readings.partial_sums import of_a_sum, partial_sums, written_down
from reference.readings.prerequisites import waiting
from reference.readings.room import Room, Rounding, Spent, is_on_grid, room
from reference.readings.uncertain import RULES
from reference.readings.unmoved import unmoved
from reference.records import replace
from reference.words import say

Pins: TypeAlias = Mapping[str, Interval]


class Workings:
    """The honest workings of an unrolled cell with its numbers.

    `given` pins quantities to what a student wrote: each with the interval of values that the
    written digits stand for.  `coarser` holds the decimals of quantities that may be rounded to fewer
    than the rest, by name.  Quantities are worked out when they are asked for.  With `natural`,
    errors are forgotten as soon as they are made: plain interval arithmetic, to compare with.

    >>> from reference import Rounding, Symbol, Workings, bind, cell
    >>> system = bind(cell("tanh-rnn"), {"W_x": 0.5, "W_h": 0.8, "x": [1, 2]}, steps=2)
    >>> workings = Workings(system.cell, system.inputs, Rounding(2))
    >>> interval = workings.accepted(Symbol("h", 2))
    >>> round(float(interval.low), 4), round(float(interval.high), 4)
    (0.878, 0.881)
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
        self._known: dict[Symbol, Known] = {}
        self._errors = 0
        self._natural = natural

    def under(self, cell: Cell, asked: Expression) -> Workings:
        """The same numbers under other equations, for one question: what they leave alone is taken over."""
        other = Workings(
            cell,
            self._inputs,
            self.rounding,
            given=self._given,
            coarser=self._coarser,
            natural=self._natural,
        )
        there = {*self._inputs, *self._given}
        for symbol in unmoved(asked, cell, self.cell, there):
            other._known[symbol] = self._quantity(symbol)
        other._errors = self._errors
        return other

    def accepted(self, expression: Expression) -> Interval:
        """The values of an answer that honest rounding can reach, the answer rounded as well."""
        found, rank = self._visit(expression), self._rank(expression)
        rounded = self._rounded(found.before, found.chain + 1, rank, spent=found.spent)
        return Interval(rounded.low, rounded.high)

    def reached(self, expression: Expression) -> Interval:
        """The values an expression can have in honest workings, itself not rounded."""
        used = self._visit(expression).used
        return Interval(used.low, used.high)

    # -- the walk through the equations ------------------------------------------------------

    def _rank(self, expression: Expression) -> int:
        return len(shape_of(expression, self.cell.shapes))

    def _quantity(self, symbol: Symbol) -> Known:
        if symbol not in self._known:
            self._known[symbol] = self._work_out(symbol)
        return self._known[symbol]

    def _is_there(self, symbol: Symbol) -> bool:
        return symbol in self._known or str(symbol) in self._inputs or str(symbol) in self._given

    def _work_out(self, symbol: Symbol) -> Known:
        name = str(symbol)
        if name in self._given:
            return self._pinned(self._given[name], symbol)
        if name in self._inputs:
            return self._exact(np.asarray(self._inputs[name], dtype=np.float64))
        equation = self.cell.by_target.get(symbol)
        if equation is None:
            raise NumbersError(say("no-number-given", cell=self.cell.name, names=symbol))
        for earlier in waiting(equation, self.cell, self._is_there):
            self._quantity(earlier)
        found = self._visit(equation)
        if not self.rounding.reaches("named"):
            return found
        chain, rank = found.chain + 1, self._rank(symbol)
        used = self._rounded(
            found.before, chain, rank, spent=found.spent, coarser=self._coarser.get(name)
        )
        return Known(found.before, used, chain, found.spent)

    def _pinned(self, interval: Interval, symbol: Symbol) -> Known:
        low, high = np.asarray(interval.low), np.asarray(interval.high)
        centre, half = 0.5 * (low + high), 0.5 * (high - low)
        if not np.any(half > 0):
            return unrounded(affine.exact(centre))
        form = self._disturbed(
            affine.exact(centre), Room(-half, half, low, high), self._rank(symbol)
        )
        return unrounded(form)

    def _visit(self, node: Expression) -> Known:
        """An expression's form, with how often its value has been rounded in a row."""
        spend(10 + self._errors)
        found = self._form(node)
        if not self._natural:
            return found
        before, used = (affine.between(form.low, form.high) for form in (found.before, found.used))
        return replace(found, before=before, used=used)

    def _form(self, node: Expression) -> Known:
        match node:
            case Number(value):
                return self._exact(np.asarray(float(value)))
            case Symbol():
                return self._quantity(node)
            case Negate(operand):
                return negated(self._visit(operand))
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

    def _exact(self, values: Array) -> Known:
        """A number that is given; on the grid of the sheet it leaves a sum as it is."""
        form = affine.exact(values)
        at_rest = not self.rounding.is_none and is_on_grid(values, self.rounding)
        return Known(form, form, 0, term=Spent.nothing() if at_rest else None)

    def _sum(self, node: Binary) -> Known:
        ranks = [self._rank(node.left), self._rank(node.right)]
        first, second = self._visit(node.left), self._visit(node.right)
        if node.operator == "-":
            second = negated(second)
        form = affine.added(*affine.lifted([first.used, second.used], ranks))
        if first.term is None or second.term is None:
            known = unrounded(form)
        else:
            spent = lifted_spent(first.term, max(ranks) - ranks[0]).joined(
                lifted_spent(second.term, max(ranks) - ranks[1])
            )
            known = Known(form, form, max(first.chain, second.chain), spent, spent)
        return self._written(known, max(ranks)) if self.rounding.reaches("every") else known

    def _written(self, found: Known, rank: int) -> Known:
        """A sum that one writes down before one goes on."""
        used = self._rounded(found.before, found.chain + 1, rank, spent=found.spent)
        return replace(found, used=used, chain=found.chain + 1)

    def _factor(self, node: Expression) -> Affine:
        """What a product is made of; one writes down a slope such as 1 - h * h before using it."""
        found = self._visit(node)
        match node:
            case Binary("+" | "-") if self.rounding.reaches("written"):
                if found.chain or any(is_compound(part) for part in children(node)):
                    return self._written(found, self._rank(node)).used
            case _:
                pass
        return found.used

    def _product(self, node: Binary) -> Known:
        """A product, quotient or power, entry by entry."""
        ranks = [self._rank(node.left), self._rank(node.right)]
        if node.operator == "**":
            return self._place(self._power(node, ranks), max(ranks))
        divides = node.operator == "/"
        second = self._divisor(node.right) if divides else self._factor(node.right)
        left, right = affine.lifted([self._factor(node.left), second], ranks)
        if divides:
            right = affine.inverted(right)
        copied = copies(left, right, divides=divides)
        return self._place(affine.multiplied(left, right), max(ranks), copied)

    def _power(self, node: Binary, ranks: Sequence[int]) -> Affine:
        """A power; whatever is written in numbers alone, such as 1/3, nobody rounds."""
        exponent = fixed_number(node.right)
        if exponent is None:
            forms = [self._divisor(node.left), self._factor(node.right)]
            return affine.raised(*affine.lifted(forms, ranks))
        is_product = exponent >= 0 and exponent == int(exponent)
        base = self._factor(node.left) if is_product else self._divisor(node.left)
        return affine.powered(base, exponent)

    def _divisor(self, node: Expression) -> Affine:
        """A number to divide by, or to take a root of: whoever rounds it to 0 has to keep more digits."""
        used = self._factor(node)
        holds_0 = (used.low <= 0) & (used.high >= 0)
        if not holds_0.any():
            return used
        used = affine.either(holds_0, self._visit(node).before, used)
        holds_0 = (used.low <= 0) & (used.high >= 0)
        if not holds_0.any() or not self.rounding.reaches("written"):
            return used
        finer = replace(self.rounding, at="named")
        careful = Workings(self.cell, self._inputs, finer, given=self._given)
        return affine.either(holds_0, careful._visit(node).before, used)

    def _place(self, form: Affine, rank: int, copied: Flags | None = None) -> Known:
        """What is written down at the level `written`, but where it only copies a factor."""
        if not self.rounding.reaches("written") or self.rounding.is_none:
            return unrounded(form)
        free = room(form.low, form.high, self.rounding, 1)
        if copied is not None:
            free = kept(free, form, copied)
        used = self._moved(form, free, rank)
        return Known(form, used, 1, term=as_term(form, free, self.rounding, copied))

    def _matrix_product(self, first: Expression, second: Expression) -> Known:
        """A matrix product as entry-by-entry products that are summed."""
        ranks = self._rank(first), self._rank(second)
        left, right, axis, rank = rows_by_columns(self._factor(first), self._factor(second), ranks)
        products = affine.multiplied(left, right)
        if not self.rounding.reaches("every") or self.rounding.is_none:
            return unrounded(summed(products, axis))
        free = kept(
            room(products.low, products.high, self.rounding, 1), products, copies(left, right)
        )
        sums = partial_sums(products.low, products.high, free, self.rounding, axis)
        used = self._moved(summed(products, axis), sums.room, rank)
        return Known(used, used, 1, sums.spent, sums.spent)

    def _call(self, node: Call) -> Known:
        row = FUNCTIONS[node.function]
        parts = [node.arguments[k] for k in row.places(len(node.arguments))]
        ranks = [self._rank(part) for part in parts]
        constants = constants_of(node)
        if row.is_rounded:
            return self._value(node, parts[0])
        forms = [self._visit(part).used for part in parts]
        match node.function:
            case "concat" | "rows":
                forms = affine.lifted(forms, ranks)  # a number beside vectors is one of one entry
                alike = [max(ranks)] * len(ranks)
                return unrounded(affine.joined(forms, lambda a: row.value(a, alike, constants)))
            case "sum" | "mean":
                return self._sum_of_entries(node.function, forms[0], ranks[0])
            case "part" | "place" | "transpose" | "diagonal" | "entry" | "piece":
                sizes = [form.centre for form in forms[1:]]  # of a piece alone
                return unrounded(
                    affine.linear(forms[0], lambda a: row.value([a, *sizes], ranks, constants))
                )
            case "outer":
                left, right = crossed(forms, ranks)
                product = affine.multiplied(left, right)
                return self._place(product, self._rank(node), copies(left, right))
            case "min" | "max":
                first, second = affine.lifted(forms, ranks)
                return unrounded(affine.chosen(node.function == "max", first, second))
            case "step":
                return unrounded(step(*affine.lifted(forms, ranks)))
            case "identity":
                return self._visit(parts[0])
            case "abs":
                return unrounded(affine.mapped(row, forms[0]))
            case name if name in ("sign", "ceil", "floor", "ones", "unit", "share", *ROUNDINGS):
                ends = [row.value([a], ranks, constants) for a in (forms[0].low, forms[0].high)]
                return unrounded(affine.between(np.minimum(*ends), np.maximum(*ends)))
            case name if name in RULES:
                return unrounded(RULES[name](forms, ranks))
            case _:
                raise CellError(say("no-accepted-interval", name=node.function))

    def _sum_of_entries(self, name: str, form: Affine, rank: int) -> Known:
        """A sum of entries, whose partial sums one writes down; a mean is one, divided."""
        entries = form.centre.shape[form.centre.ndim - rank :]
        count = int(np.prod(entries, dtype=int))
        flat = affine.linear(form, lambda a: a.reshape(*a.shape[: a.ndim - rank], count))
        whole = summed(flat, -1)
        free = written_down(flat.low, flat.high, self.rounding, -1)
        used = self._moved(whole, free, 0)
        if name == "mean":
            used = affine.linear(used, lambda a: a / count)
        return unrounded(used) if used is whole else Known(used, used, 1)

    def _total(self, powers: Affine, rank: int) -> tuple[Affine, Room]:
        """The sum of exponentials, for each row, and the room that it has."""
        free = written_down(powers.low, powers.high, self.rounding, -1)
        ends = (end[..., np.newaxis] for end in (free.below, free.above, free.low, free.high))
        whole = affine.linear(powers, lambda a: a.sum(axis=-1, keepdims=True))
        free = Room(*ends)
        return self._moved(whole, free, rank), free

    def _value(self, node: Call, part: Expression) -> Known:
        """The value of a function of one argument, which people write down."""
        value = self._function(node.function, self._argument(part), self._rank(part))
        if not self.rounding.reaches("named") or self.rounding.is_none:
            return unrounded(value)
        free = room(value.low, value.high, self.rounding, 1)
        used = self._moved(value, free, self._rank(node))
        return Known(value, used, 1, term=as_term(value, free, self.rounding))

    def _argument(self, part: Expression) -> Affine:
        """The argument of an activation, which may be rounded on its own."""
        found = self._visit(part)
        if not children(part) and found.chain == 0:
            return found.used  # a given number
        if not self.rounding.reaches("named"):
            return found.used
        return self._rounded(found.before, found.chain + 1, self._rank(part), spent=found.spent)

    def _function(self, name: str, argument: Affine, rank: int) -> Affine:
        match name:
            case "softmax" | "softmax_rows" if not rank:
                return affine.exact(np.ones_like(argument.centre))
            case "softmax" | "softmax_rows":
                if self.rounding.reaches("written"):
                    return exponentials.softmax_by_hand(
                        argument,
                        lambda form: self._rounded(form, 1, rank),
                        lambda powers: self._total(powers, rank),
                    )
                return exponentials.softmax(argument)
            case "norm":
                straight = affine.powered(argument, 2)
                square = self._place(straight, rank).used
                if rank:
                    straight = total(straight, rank)
                    square = self._sum_of_entries("sum", square, rank).used
                root = affine.mapped(
                    FUNCTIONS["sqrt"], affine.either(square.low <= 0, straight, square)
                )
                to_0 = affine.between(
                    np.zeros_like(square.low), np.sqrt(np.maximum(square.high, 0))
                )
                return affine.either((square.low <= 0) & (straight.low > 0), to_0, root)
            case _ if name in RULES:
                return RULES[name]([argument], [rank])
            case _:
                value = affine.mapped(FUNCTIONS[name], argument)
                if name in exponentials.BY_HAND and self.rounding.reaches("written"):
                    free = exponentials.by_hand(name, argument, self._rooms)
                    return self._moved(value, free, rank)
                return value

    # -- rounding ----------------------------------------------------------------------------

    @property
    def _rooms(self) -> exponentials.Rooms:
        rule = self.rounding
        return exponentials.Rooms(
            lambda low, high: room(low, high, rule, 1),
            lambda low, high: of_a_sum(low, high, rule),
            rule.reaches("every") and not rule.as_drawn,
        )

    def _rounded(
        self,
        form: Affine,
        places: int,
        rank: int,
        *,
        spent: Spent | None = None,
        coarser: int | None = None,
    ) -> Affine:
        """The form after up to `places` roundings in a row, as an error of its own."""
        rounding = self.rounding.coarsened(coarser)
        if rounding.is_none:
            return form
        # plain bounds forget what a term was rounded by, so they cannot count it
        left = spent if rounding == self.rounding and not self._natural else None
        return self._moved(form, room(form.low, form.high, rounding, places, left), rank)

    def _moved(self, form: Affine, free: Room, rank: int) -> Affine:
        """The form with an error of its own in every entry, as large as there is room."""
        if self.rounding.is_none or not np.any(free.below < free.above):
            return form
        return self._disturbed(form, free, rank)

    def _disturbed(self, form: Affine, free: Room, rank: int) -> Affine:
        first = self._errors
        entries = form.centre.shape[form.centre.ndim - rank :]
        self._errors += int(np.prod(entries, dtype=int))
        return affine.disturbed(
            form, free.below, free.above, free.low, free.high, first=first, rank=rank
        )
