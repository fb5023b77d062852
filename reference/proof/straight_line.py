"""A working as a straight line: single operations on single numbers, each with its bounds.

What is rounded, typed by a student, or worked out from rounded exponentials carries an error of its
own; `bounds` hold for whatever these errors are, `exact` where none was made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from reference.proof import outward
from reference.proof.outward import ONE, UNIT, ZERO, Ends
from reference.proof.room import Moved, Rule, cut_off, moved, rounded
from reference.records import dataclass, field

Extra: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Step:
    """One operation: its name, the steps it takes, what else it needs, and its bounds.

    `bounds` hold in any honest working, `exact` where nothing was rounded.  `error` is how far the number
    may be moved here, `plain` are bounds before that which also hold when all errors of a working are
    made smaller together; `of` is the equation it belongs to.
    """

    name: str
    takes: tuple[int, ...]
    extra: Extra
    of: str
    bounds: Ends
    exact: Ends
    plain: Ends
    error: Moved | None = None

    @cached_property
    def wide(self) -> Ends:
        """The plain bounds, moved here as well."""
        if self.error is None:
            return self.plain
        return self.plain[0] + self.error.below, self.plain[1] + self.error.above


@dataclass
class StraightLine:
    """Operations in the order in which they are done."""

    steps: list[Step] = field(default_factory=list)
    _same: dict[tuple[str, tuple[int, ...], Extra], int] = field(default_factory=dict)

    def bounds(self, register: int) -> Ends:
        """Between what the number of a step lies."""
        return self.steps[register].bounds

    # -- numbers --------------------------------------------------------------------------------

    def given(self, name: str, place: int, value: Fraction) -> int:
        """An entry of a given quantity."""
        found = outward.of(value)
        return self._once(Step("given", (), (name, place), "", found, found, found))

    def number(self, value: Fraction) -> int:
        """A number that stands in an equation."""
        found = outward.of(value)
        return self._once(Step("number", (), (str(value),), "", found, found, found))

    def taken(self, name: str, place: int, value: Fraction, half: Fraction) -> int:
        """A number of the student's own, with what its digits leave open."""
        at, reach = outward.of(value), outward.of(half)[1]
        bounds = (at[0] - reach, at[1] + reach)
        return self._new(Step("taken", (), (name, place), "", bounds, at, at, Moved(-reach, reach)))

    # -- operations -----------------------------------------------------------------------------

    def do(self, name: str, *takes: int, of: str = "", extra: Extra = ()) -> int:
        """An operation that moves nothing by itself; the same one is done once."""
        if (key := (name, takes, extra)) in self._same:
            return self._same[key]
        rule, before = OPERATIONS[name], [self.steps[k] for k in takes]
        kinds = [
            [step.bounds for step in before],
            [step.exact for step in before],
            [step.wide for step in before],
        ]
        bounds = rule(kinds[0], extra)
        exact = bounds if kinds[1] == kinds[0] else rule(kinds[1], extra)
        plain = bounds if kinds[2] == kinds[0] else rule(kinds[2], extra)
        return self._once(Step(name, takes, extra, of, bounds, exact, plain))

    def rounded(self, register: int, rule: Rule, places: int, *, of: str) -> int:
        """The number after up to so many roundings in a row; the same where none moves it."""
        step = self.steps[register]
        error = moved(step.bounds, rule, places)
        if error.none:
            return register
        extra, bounds = rounding(rule, places), rounded(step.bounds, rule, places)
        return self._new(
            Step("round", (register,), extra, of, bounds, step.exact, step.wide, error)
        )

    def slip(self, register: int, rule: Rule, *, of: str) -> int:
        """How far one rounding moves a number; without an error, not at all."""
        error = moved(self.steps[register].bounds, rule, 1)
        bounds = (error.below, error.above)
        return self._new(
            Step("slip", (register,), rounding(rule, 1), of, bounds, ZERO, ZERO, error)
        )

    def moved(self, register: int, by: tuple[int, ...], *, of: str) -> int:
        """The number, moved by one of several or by none."""
        step = self.steps[register]
        ends = [self.steps[k].bounds for k in by]
        error = Moved(min(0, *(low for low, _ in ends)), max(0, *(high for _, high in ends)))
        return self._new(self._disturbed("moved", (register, *by), (), of, error, step))

    def near(self, register: int, reach: Fraction, *, of: str) -> int:
        """The number and what lies no further from it than a tolerance."""
        step, far = self.steps[register], outward.of(reach)[1]
        error = Moved(-far, far)
        return self._new(self._disturbed("near", (register,), (str(reach),), of, error, step))

    @staticmethod
    def _disturbed(  # noqa: PLR0917 - a step has so many parts
        name: str, takes: tuple[int, ...], extra: Extra, of: str, error: Moved, before: Step
    ) -> Step:
        low, high = before.bounds
        bounds = (low + error.below, high + error.above)
        return Step(name, takes, extra, of, bounds, before.exact, before.wide, error)

    # -- keeping --------------------------------------------------------------------------------

    def _once(self, step: Step) -> int:
        key = (step.name, step.takes, step.extra)
        if key not in self._same:
            self._same[key] = self._new(step)
        return self._same[key]

    def _new(self, step: Step) -> int:
        self.steps.append(step)
        return len(self.steps) - 1


def rounding(rule: Rule, places: int) -> Extra:
    """A rule as an operation has it beside its name."""
    if rule.decimals is not None:
        return ("decimals", rule.decimals, places, int(rule.cuts))
    return ("significant", rule.significant or 1, places, int(rule.cuts))


def rule_of(extra: Extra) -> Rule:
    """The rule again."""
    kind, digits, _, cuts = extra
    if kind == "decimals":
        return Rule(int(digits), None, bool(cuts))
    return Rule(None, int(digits), bool(cuts))


# -- the table of operations ------------------------------------------------------------------

Operation: TypeAlias = Callable[[list[Ends], Extra], Ends]


def _step(a: list[Ends], _: Extra) -> Ends:
    z, slope = a
    if z[0] > 0:
        return ONE
    if z[1] < 0:
        return ZERO
    low = slope[0] if z[0] == 0 else 0
    high = slope[1] if z[1] == 0 else UNIT
    return min(low, high, UNIT), max(low, high, 0)


def _where(a: list[Ends], _: Extra) -> Ends:
    condition, first, second = a
    if condition[0] > 0:
        return first
    return second if condition[1] <= 0 else outward.hull(first, second)


def _argmax(a: list[Ends], _: Extra) -> Ends:
    """The place of the largest, between the first and the last that can be it; of equals the first."""
    least = max(low for low, _ in a)
    can_be = [k for k, (_, high) in enumerate(a, 1) if high >= least]
    exact = all(low == high for low, high in a)
    return can_be[0] * UNIT, (can_be[0] if exact else can_be[-1]) * UNIT


def _equals(a: list[Ends], extra: Extra) -> Ends:
    wanted = int(extra[0]) * UNIT
    (low, high) = a[0]
    if not low <= wanted <= high:
        return ZERO
    return ONE if low == high else (0, UNIT)


OPERATIONS: Mapping[str, Operation] = {
    "add": lambda a, _: outward.plus(a[0], a[1]),
    "subtract": lambda a, _: outward.minus(a[0], a[1]),
    "multiply": lambda a, _: outward.times(a[0], a[1]),
    "divide": lambda a, _: outward.over(a[0], a[1]),
    "negate": lambda a, _: (-a[0][1], -a[0][0]),
    "exp": lambda a, _: outward.exponential(a[0]),
    "log": lambda a, _: outward.logarithm(a[0]),
    "sqrt": lambda a, _: outward.root(a[0]),
    "max": lambda a, _: (max(a[0][0], a[1][0]), max(a[0][1], a[1][1])),
    "step": _step,
    "where": _where,
    "argmax": _argmax,
    "equals": _equals,
    "cut": lambda a, extra: cut_off(a[0], int(extra[0])),
}
