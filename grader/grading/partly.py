"""What a value earns that its author knows to be wrong: an alternative with a share of the points."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from grader.assignment import Answer, Question, Reading
from grader.assignment.kinds import NUMERIC
from grader.checkers import CHECKERS
from grader.checkers.numbers import Compared, compare
from grader.grading.credits import Credit
from grader.grading.follow import OwnValue, carried_to, follow
from grader.grading.rubric import PARTLY
from grader.grading.seen import Seen
from grader.key.derive import partly_of
from grader.key.model import Key
from grader.key.store import Keys
from grader.outcome.finding import Verdict

_NOTHING = Fraction(0)


def partly_right(
    one: Seen,
    question: Question,
    reading: Reading | None,
    keys: Keys,
    steps: Sequence[OwnValue],
) -> Credit | None:
    """The alternative that earns most for a wrong answer, by the key's numbers or by own ones."""
    if question.result_only:
        return None
    what = ("partly", one.answer.name, question.id, reading.id if reading else "")
    values = keys.once(what, lambda: [*partly_of(keys.expected, one.answer, question, reading)])
    found = [
        Credit(PARTLY, other.why, share, key.value, None)
        for other, asked, key in values
        if (share := other.share * _part(one, question, asked, key, steps))
    ]
    return max(found, key=lambda credit: credit.share, default=None)


def _part(
    one: Seen, question: Question, asked: Answer, key: Key, steps: Sequence[OwnValue]
) -> Fraction:
    """Which part of its share counts: all by the key, what follow-through gives by own values."""
    if CHECKERS[key.kind](one.typed, asked, key).verdict is Verdict.RIGHT:
        return Fraction(1)
    carried = carried_to(one.answer, key.targets, steps)
    if _is_own(one, key, steps):
        return question.follow_through
    if not question.follow_through or not carried.departing:
        return _NOTHING
    compared = compare(one.typed, asked, key) if asked.kind in NUMERIC else None
    numbers = compared if isinstance(compared, Compared) else None
    found = follow(asked, key, one.typed, numbers, carried)
    follows = found is not None and found.verdict is Verdict.CARRIED
    return question.follow_through if follows else _NOTHING


def _is_own(one: Seen, key: Key, steps: Sequence[OwnValue]) -> bool:
    """Whether an alternative is a quantity of which the student has just this wrong number already."""
    if one.compared is None or not key.targets:
        return False
    typed, asked = one.compared.numbers.array, (key.target.system_name, key.target.name)
    return any(
        step.departs
        and (step.target.system_name, step.name) == asked
        and step.interval.low.shape == typed.shape
        and bool(step.interval.holds(typed).all())
        for step in steps
    )
