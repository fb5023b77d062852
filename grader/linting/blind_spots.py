"""Blind spots: the mistakes that an answer cannot see, because they hide in honest rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

import numpy as np

from grader.assignment import Answer, Assignment, Question, Tolerance
from grader.assignment.kinds import NUMERIC
from grader.grading.follow import Carried
from grader.grading.mistaken_targets import has_too_many
from grader.grading.mistakes import Mistake, mistakes_of
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.key.model import Key
from grader.key.target import Target, rounding_of
from grader.outcome.errors import Faulty
from grader.words.sentences import assignments as sentences
from reference import CellError, Interval, Workings
from reference.language.effort import Budget, TooMuchWork, at_most
from reference.readings.search import reachable
from reference.records import dataclass, replace
from reference.rewrites.notes import RARER

_MOST_WORK = 600_000  # places looked at for the mistakes of a sheet: some ten seconds
_WIDEST = 10.0  # an interval this wide, or as many times as wide as its least number, tells nothing
_Key: TypeAlias = Callable[[int], tuple[Key, Tolerance]]  # with so many decimals
_MOST_DECIMALS = 6  # beyond it nobody works by hand


@dataclass(frozen=True)
class Hidden:
    """A mistake that would pass unseen, and the decimals from which on it would be seen.

    `decimals` is None where only other numbers reveal it: it `is_idle` and changes nothing, or too little.
    """

    mistake: Mistake
    decimals: int | None
    is_idle: bool = False


@dataclass(frozen=True)
class BlindSpots:
    """What one answer cannot tell from right work, out of how many mistakes.

    It `is_cut_short` where there was more to be looked for than anybody waits.
    """

    answer: Answer
    hidden: tuple[Hidden, ...]
    mistakes: int
    interval: Interval
    target: Target
    is_cut_short: bool = False

    @property
    def is_boundless(self) -> bool:
        """Whether nearly any number is accepted: where a divisor can be rounded to 0, say."""
        low, high = np.asarray(self.interval.low), np.asarray(self.interval.high)
        least = np.where((low < 0) & (high > 0), 0.0, np.minimum(np.abs(low), np.abs(high)))
        return not bool(np.all(high - low <= np.maximum(_WIDEST, _WIDEST * least)))

    @property
    def advice(self) -> str:
        """What would reveal most: more decimals, or other numbers."""
        needed = [h.decimals for h in self.hidden if h.decimals is not None]
        if not self.hidden:
            return ""
        if not needed:
            return sentences.other_numbers_reveal()
        most = max(needed)
        rest = "" if len(needed) == len(self.hidden) else sentences.others_need_numbers()
        return f"{most} decimals would reveal {len(needed)}{rest}"


@dataclass(frozen=True)
class Widths:
    """How wide an accepted interval is beside what honest workings really reach."""

    accepted: float
    natural: float
    reachable: float


def blind_spots(assignment: Assignment) -> Iterator[BlindSpots]:
    """What each numeric answer of an assignment cannot see."""
    expected, finer = Expected(assignment), _Finer(assignment)
    budget = Budget(_MOST_WORK)
    for question in assignment.questions:
        for answer in question.answers:
            if answer.kind in NUMERIC:
                reading = question.readings[0] if question.readings else None
                key = key_of(expected, answer, question, reading)
                yield _within(budget, answer, key, partial(finer.key, question, answer.name))


class _Finer:
    """An assignment whose every number is asked for with more decimals, what goes before included."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.known: dict[int, Expected] = {}

    def key(self, question: Question, name: str, decimals: int) -> tuple[Key, Tolerance]:
        if decimals not in self.known:
            self.known[decimals] = Expected(_with_decimals(self.assignment, decimals))
        expected = self.known[decimals]
        asked = next(one for one in expected.assignment.questions if one.id == question.id)
        answer = next(one for one in asked.answers if one.name == name)
        reading = asked.readings[0] if asked.readings else None
        return key_of(expected, answer, asked, reading), answer.tolerance


def _with_decimals(assignment: Assignment, decimals: int) -> Assignment:
    def finer(tolerance: Tolerance) -> Tolerance:
        asked = tolerance.decimals
        return tolerance if asked is None else replace(tolerance, decimals=max(asked, decimals))

    questions = (
        replace(q, answers=tuple(replace(a, tolerance=finer(a.tolerance)) for a in q.answers))
        for q in assignment.questions
    )
    return replace(assignment, questions=tuple(questions))


def _within(budget: Budget, answer: Answer, key: Key, finer: _Key) -> BlindSpots:
    """What one answer cannot see, as far as the budget goes."""
    interval = key.accepted(answer.tolerance)
    try:
        with at_most(budget):
            found = _of_answer(answer, key, finer)
    except (TooMuchWork, Faulty):
        found = BlindSpots(answer, (), 0, interval, key.target)
    cut_short = has_too_many(key.target) or budget.left < 0
    return replace(found, is_cut_short=cut_short)


def _of_answer(answer: Answer, key: Key, finer: _Key) -> BlindSpots:
    interval = key.accepted(answer.tolerance)
    idle = [mistake for mistake in _idle(key.target) if mistake.note not in RARER]
    moving = [m for m in mistakes_of(key.target, Carried(())) if m.note not in RARER]
    mistakes = [*moving, *idle]
    unseen = [m for m in moving if bool(np.all(interval.holds(m.value)))]
    found = (
        *(Hidden(m, _revealed_at(m, answer.tolerance, finer)) for m in unseen),
        *(Hidden(m, None, is_idle=True) for m in idle),
    )
    return BlindSpots(answer, found, len(mistakes), interval, key.target)


def _idle(target: Target) -> Iterator[Mistake]:
    """Mistakes that leave the value as it is: no rounding makes them visible."""
    yield from mistakes_of(target, Carried(()), unchanged=True)


def _revealed_at(mistake: Mistake, tolerance: Tolerance, finer: _Key) -> int | None:
    """With how many decimals in every answer a mistake is seen; None where even many do not do."""
    if tolerance.decimals is None:
        return None
    for decimals in range(tolerance.decimals + 1, _MOST_DECIMALS + 1):
        key, own = finer(decimals)
        if not np.all(key.accepted(own).holds(mistake.value)):
            return decimals
    return None


def widths(target: Target, tolerance: Tolerance) -> Widths | None:
    """The widths of the accepted interval and its rivals; None where nothing is rounded."""
    if not tolerance.is_worked_out:
        return None
    system = target.system
    rounding = rounding_of(tolerance)
    pins = {name: Interval(a, a) for name, a in system.pins.items()}
    open_cell = system.cell.with_equations(
        e for e in system.cell.equations if str(e.target) not in pins
    )
    inputs = {**system.inputs, **system.pins}
    try:
        ours = Workings(system.cell, system.inputs, rounding, given=pins)
        plain = Workings(system.cell, system.inputs, rounding, given=pins, natural=True)
        true = reachable(open_cell, inputs, target.expression, rounding)
        return Widths(
            float(ours.accepted(target.expression).width.sum()),
            float(plain.accepted(target.expression).width.sum()),
            float(true.width.sum()),
        )
    except CellError:
        return None
