"""Two mistakes at once in the way to one number, where a number of another step shows both.

Somebody who forgets the bias and takes a sigmoid for tanh does both in h₁ and in h₂.  One number alone
is never enough: two mistakes give so many numbers that some are near to any.  So this is looked at only
where no single mistake explains a number, one equation leads to it from what is given or was written
before, and the same quantity of another step is wrong as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from grader.grading.joint import Beside
from grader.grading.mistaken_targets import (
    Identity,
    equations_before,
    identity,
    misconceptions_of,
)
from grader.key.target import Target
from reference import CellError, Interval, Symbol, misconceptions
from reference.language.effort import Budget, TooMuchWork, at_most
from reference.language.expression import Expression
from reference.readings.evaluate import evaluate_expression
from reference.records import dataclass, replace

_MOST_WORK = 20_000  # places looked at for the pairs of one equation
_SHARE = 0.005  # how many numbers come of two at once, for each that comes of nothing that is known
_UNLIKELY = 0.02  # as for one mistake


@dataclass(frozen=True)
class Pair:
    """Two mistakes in one equation: what each is called, and what the equation becomes."""

    notes: tuple[str, str]
    whats: tuple[str, str]
    expression: Expression

    @property
    def who(self) -> frozenset[Identity]:
        """What the two are called at whatever step."""
        return frozenset(map(identity, self.notes, self.whats))


def both_made(one: Beside, beside: Sequence[Beside]) -> tuple[Pair, float] | None:
    """The two mistakes that explain a number and one of another step, and how likely it was chance."""
    others = [other for other in beside if not other.stands and _is_same_quantity(one, other)]
    if not others:
        return None
    fitting = [(pair, found) for pair in pairs_of(one) if (found := _accepted(one, pair))]
    confirmed: dict[Expression, tuple[Pair, float]] = {}
    for pair, interval in fitting:
        chances = [c for other in others if (c := _confirmed(other, pair)) is not None]
        if chances:
            hit = one.chance(interval) * float(np.prod(chances))
            confirmed[pair.expression] = pair, hit
    if len({pair.who for pair, _ in confirmed.values()}) != 1:
        return None  # none, or nobody can tell which
    made, hit = next(iter(confirmed.values()))
    chance = hit * len(pairs_of(one)) / _SHARE
    return (made, chance) if chance < _UNLIKELY else None


def pairs_of(one: Beside) -> list[Pair]:
    """Every two usual mistakes in the one equation that leads to an answer."""
    target = one.key.target
    names = tuple(step.name for step in one.carried.steps)
    if ("pairs", names) not in target.known:
        found: list[Pair] = []
        try:
            with at_most(Budget(_MOST_WORK)):
                found = list(_pairs(target, names))
        except TooMuchWork:
            found = []  # all of them or none
        target.known["pairs", names] = found
    known: list[Pair] = target.known["pairs", names]
    return known


def _pairs(target: Target, names: Sequence[str]) -> Iterator[Pair]:
    before = equations_before(target, names)
    if target.of is not None or [e.target for e in before.equations] != [target.expression]:
        return
    single = misconceptions_of(before)
    seen = {before.equations[0].value, *(m.cell.equations[0].value for m in single)}
    for first in misconceptions(before):
        for second in misconceptions(first.cell):
            (equation,) = second.cell.equations
            if equation.value not in seen:
                seen.add(equation.value)
                notes, whats = (first.note, second.note), (first.sentence, second.sentence)
                yield Pair(notes, whats, equation.value)


def _is_same_quantity(one: Beside, other: Beside) -> bool:
    match one.key.target.expression, other.key.target.expression:
        case Symbol(name, step), Symbol(same, another):
            return name == same and step != another
    return False


def _confirmed(other: Beside, pair: Pair) -> float | None:
    """How likely any wrong number would show the same two mistakes, where one does."""
    for same in pairs_of(other):
        if same.who == pair.who and (interval := _accepted(other, same)) is not None:
            return other.chance(interval)
    return None


def _accepted(one: Beside, pair: Pair) -> Interval | None:
    """What honest rounding makes of two mistakes, where the numbers are just that."""
    target = one.key.target
    with np.errstate(all="ignore"):
        try:
            value = evaluate_expression(pair.expression, target.system.cell, one.values)
        except CellError:
            return None
    if not one.is_near(np.asarray(value)):
        return None
    mistaken = replace(target, expression=pair.expression)
    try:
        found = mistaken.accepted(one.answer.tolerance, one.carried.pins or None)
    except CellError:
        return None
    return found if bool(found.holds(one.typed).all()) else None
