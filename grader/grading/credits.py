"""What a known mistake earns: one rule for the check, the key, the sheet and every export.

An author who gives credit for a mistake has decided already: whoever hands in what comes out with
it earns the credit, however many digits were typed, and whatever else would explain the number.
Chance matters for naming a mistake, not for what the file promises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import numpy as np

from grader.assignment.kinds import NUMERIC
from grader.assignment.model import Answer, Question
from grader.grading.follow import Carried
from grader.grading.mistakes import Mistake, every_mistake
from grader.grading.other_counts import other_counts
from grader.key.expected import Expected
from grader.key.model import Key
from grader.words.sentences.counts import CONVENTIONS
from reference import Interval
from reference.language.functions import Array
from reference.records import dataclass


@dataclass(frozen=True)
class Credit:
    """A mistake that earns a share of the points, with the numbers that show it, where it is one."""

    note: str
    what: str
    share: Fraction
    value: object
    accepted: Interval | None

    def holds(self, typed: Array) -> bool:
        """Whether these numbers are what the mistake gives."""
        accepted = self.accepted
        if accepted is None or np.shape(typed) != accepted.low.shape:
            return False
        return bool(accepted.holds(typed).all())


def credits_of(
    question: Question, answer: Answer, key: Key, expected: Expected, carried: Carried
) -> Iterator[Credit]:
    """Every mistake that the file gives credit for, worked out from the key and from own values.

    What is worked out from a student's own wrong values is followed through, and earns no more
    than that does.
    """
    if question.result_only or not answer.known_mistakes:
        return
    if key.kind == "count":
        yield from _counts(answer, key, expected)
    if key.kind not in NUMERIC:
        return
    yield from _numbers(answer, every_mistake(key, answer, Carried(())), Fraction(1))
    if question.follow_through and carried.departing:
        fraction = question.follow_through
        yield from _numbers(answer, every_mistake(key, answer, carried), fraction)


def best_credit(found: Iterable[Credit], typed: Array) -> Credit | None:
    """The mistake that earns most for these numbers, if any does."""
    fitting = [credit for credit in found if credit.holds(typed)]
    return max(fitting, key=lambda credit: credit.share, default=None)


def _numbers(answer: Answer, mistakes: Iterable[Mistake], part: Fraction) -> Iterator[Credit]:
    for mistake in mistakes:
        note = f"number.{mistake.note}"
        share = answer.known_mistakes.get(note, Fraction(0)) * part
        accepted = mistake.accepted(answer.tolerance) if share else None
        if accepted is not None:
            yield Credit(note, mistake.what, share, mistake.value.tolist(), accepted)


def _counts(answer: Answer, key: Key, expected: Expected) -> Iterator[Credit]:
    """The conventions under which a count would be right."""
    for name, number in other_counts(answer.value, key, expected).items():
        share = answer.known_mistakes.get(f"count.{name}", Fraction(0))
        if share and number != key.value:
            exactly = np.asarray(float(number))
            what = CONVENTIONS.get(name, name)
            yield Credit(f"count.{name}", what, share, number, Interval(exactly, exactly))
