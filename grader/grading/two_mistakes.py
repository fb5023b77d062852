"""Two mistakes at once in the way to one number, where a number of another step shows both.

Somebody who forgets the bias and takes a sigmoid for tanh does both in h₁ and in h₂.  One number alone
is never enough: two mistakes give so many numbers that some are near to any.  So this is looked at only
where no single mistake explains a number, and the same quantity of another step is wrong as well.  In
one equation each mistake is made on top of the other; where several lead to the number from what is
given or was written before, each is made in equations of its own, at every step that they go through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

import numpy as np

from grader.grading.joint import Beside
from grader.grading.mistaken_targets import (
    Identity,
    equations_before,
    identity,
    misconceptions_of,
)
from grader.key.target import Target
from reference import (
    Cell,
    CellError,
    Equation,
    Interval,
    Misconception,
    Symbol,
    misconceptions,
    symbols,
)
from reference.language.effort import Budget, TooMuchWork, at_most
from reference.readings.evaluate import Rule, compile_expression
from reference.records import dataclass, field, replace

Changed: TypeAlias = Mapping[Symbol, Equation]
_Step: TypeAlias = tuple[str, Rule, frozenset[str]]

_MOST_WORK = 20_000  # places looked at for the pairs of one equation
_SHARE = 0.005  # how many numbers come of two at once, for each that comes of nothing that is known
_UNLIKELY = 0.02  # as for one mistake


@dataclass(frozen=True)
class Pair:
    """Two mistakes: what each is called, and what becomes of the equations in which they are made."""

    notes: tuple[str, str]
    whats: tuple[str, str]
    equations: tuple[Equation, ...]
    program: tuple[tuple[str, Rule], ...] = field(default=(), compare=False, repr=False)

    @cached_property
    def who(self) -> frozenset[Identity]:
        """What the two are called at whatever step."""
        return frozenset(map(identity, self.notes, self.whats))


def both_made(one: Beside, beside: Sequence[Beside]) -> tuple[Pair, float] | None:
    """The two mistakes that explain a number and one of another step, and how likely it was chance."""
    others = [other for other in beside if not other.stands and _is_same_quantity(one, other)]
    if not others:
        return None
    confirmed: dict[tuple[Equation, ...], tuple[Pair, float]] = {}
    for pair in (pair for pair in pairs_of(one) if _comes_near(one, pair)):
        shown = [(other, same) for other in others if (same := _same_near(other, pair))]
        interval = _accepted(one, pair) if shown else None
        found = [(other, _accepted(other, same)) for other, same in shown if interval]
        chances = [other.chance(there) for other, there in found if there is not None]
        if interval is not None and chances:
            confirmed[pair.equations] = pair, one.chance(interval) * float(np.prod(chances))
    if len({pair.who for pair, _ in confirmed.values()}) != 1:
        return None  # none, or nobody can tell which
    made, hit = next(iter(confirmed.values()))
    chance = hit * len(pairs_of(one)) / _SHARE
    return (made, chance) if chance < _UNLIKELY else None


def pairs_of(one: Beside) -> list[Pair]:
    """Every two usual mistakes in the equations that lead to an answer."""
    target = one.key.target
    names = tuple(step.name for step in one.carried.steps)
    if ("pairs", names) not in target.known:
        found: list[Pair] = []
        try:
            with at_most(Budget(_MOST_WORK)):
                compiled = _Compiled(target, {*names, *target.system.pins})
                found = [replace(p, program=compiled.of(p)) for p in _pairs(target, names)]
        except TooMuchWork:
            found = []  # all of them or none
        target.known["pairs", names] = found
    known: list[Pair] = target.known["pairs", names]
    return known


class _Compiled:
    """What has to be worked out anew where equations change, each of them compiled once."""

    def __init__(self, target: Target, written: Collection[str]) -> None:
        self.cell = target.system.cell
        self.steps = [self._step(e) for e in self.cell.equations if str(e.target) not in written]
        self._made = dict[int, tuple[Equation, _Step]]()

    def of(self, pair: Pair) -> tuple[tuple[str, Rule], ...]:
        """The names and rules of all that two mistakes move, in order."""
        changed = {str(e.target): self._changed(e) for e in pair.equations}
        moved, program = set(changed), list[tuple[str, Rule]]()
        for name, rule, uses in (changed.get(step[0], step) for step in self.steps):
            if name in moved or not moved.isdisjoint(uses):
                moved.add(name)
                program.append((name, rule))
        return tuple(program)

    def _changed(self, equation: Equation) -> _Step:
        # by identity: a mistake stands in many pairs, and an equation is long to compare
        if id(equation) not in self._made:
            self._made[id(equation)] = equation, self._step(equation)
        return self._made[id(equation)][1]

    def _step(self, equation: Equation) -> _Step:
        rule = compile_expression(equation.value, self.cell)
        return str(equation.target), rule, frozenset(map(str, symbols(equation.value)))


def _pairs(target: Target, names: Sequence[str]) -> Iterator[Pair]:
    before = equations_before(target, names)
    if target.of is not None or target.expression not in before.by_target:
        return
    yield from _in_one(before) if len(before.equations) == 1 else _in_several(before)


def _in_one(before: Cell) -> Iterator[Pair]:
    """One mistake on top of another in one equation."""
    single = misconceptions_of(before)
    seen = {before.equations, *(m.cell.equations for m in single)}
    for first in misconceptions(before):
        for second in misconceptions(first.cell):
            if second.cell.equations not in seen:
                seen.add(second.cell.equations)
                notes, whats = (first.note, second.note), (first.sentence, second.sentence)
                yield Pair(notes, whats, second.cell.equations)


def _in_several(before: Cell) -> Iterator[Pair]:
    """Two mistakes that are made in different equations, each at all the steps that these go through."""
    made = [one for one in _alone(before).values() if one is not None]
    seen = {frozenset(changed.values()) for _, changed in made}
    for (first, ours), (second, theirs) in combinations(made, 2):
        both = {**ours, **theirs}
        if len(both) < len(ours) + len(theirs) or frozenset(both.values()) in seen:
            continue
        seen.add(frozenset(both.values()))
        notes, whats = (first.note, second.note), (first.sentence, second.sentence)
        yield Pair(notes, whats, tuple(both.values()))


def _alone(before: Cell) -> dict[Identity, tuple[Misconception, Changed] | None]:
    """Each mistake with what it changes at all steps; none where the same words are several at one place."""
    right, made = before.by_target, dict[Identity, tuple[Misconception, Changed] | None]()
    for mistake in misconceptions(before):
        who = identity(mistake.note, mistake.sentence)
        changed = {e.target: e for e in mistake.cell.equations if e.value != right.get(e.target)}
        first, earlier = made.get(who) or (mistake, {})
        apart = not changed.keys() & earlier.keys() and made.get(who, first) is not None
        made[who] = (first, {**earlier, **changed}) if apart else None
    return made


def _is_same_quantity(one: Beside, other: Beside) -> bool:
    match one.key.target.expression, other.key.target.expression:
        case Symbol(name, step), Symbol(same, another):
            return name == same and step != another
    return False


def _same_near(other: Beside, pair: Pair) -> Pair | None:
    """The same two mistakes in another answer, where it is near to what comes out there."""
    alike = (same for same in pairs_of(other) if same.who == pair.who)
    return next((same for same in alike if _comes_near(other, same)), None)


def _comes_near(one: Beside, pair: Pair) -> bool:
    """Whether honest rounding may have made the numbers of what comes out with two mistakes."""
    values = dict(one.values)
    with np.errstate(all="ignore"):
        for name, rule in pair.program:
            values[name] = rule(values)
    return one.is_near(np.asarray(values[str(one.key.target.expression)]))


def _accepted(one: Beside, pair: Pair) -> Interval | None:
    """What honest rounding makes of two mistakes, where the numbers are just that."""
    target = one.key.target
    changed = {equation.target: equation for equation in pair.equations}
    cell = target.system.cell
    under = target.rewritten(cell.with_equations(changed.get(e.target, e) for e in cell.equations))
    try:
        found = under.accepted(one.answer.tolerance, one.carried.pins)
    except CellError:
        return None
    return found if bool(found.holds(one.typed).all()) else None
