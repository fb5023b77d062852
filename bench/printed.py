"""The printing law, tried on an assignment: whatever is printed as right, typed back, is right.

Tried are the value of the worked solution and of the key, the ends of what counts in keys and
messages, and the right value of an export; each goes through the reader and the checker as if a
student had typed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grader.assignment import Answer, Assignment
from grader.assignment.kinds import NUMERIC
from grader.checkers.numbers import check
from grader.export.accepted_decimals import decimal, ends_of
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.key.model import Key
from grader.key.right_values import Texts, decimals_of, right_texts
from grader.outcome.finding import Verdict
from grader.outcome.typed import Typed
from reference.language.numerals import shown_ends


@dataclass(frozen=True)
class Printed:
    """What is printed somewhere as right, and whether it is so when it is typed."""

    answer: Answer
    place: str
    texts: Texts
    is_right: bool


def printed(assignment: Assignment) -> Iterator[Printed]:
    """Everything that is printed as right for the numbers of an assignment."""
    expected = Expected(assignment)
    for question in assignment.questions:
        for answer in question.answers:
            if answer.kind in NUMERIC:
                reading = question.readings[0] if question.readings else None
                yield from _of_answer(answer, key_of(expected, answer, question, reading))


def _of_answer(answer: Answer, key: Key) -> Iterator[Printed]:
    accepted, tolerance = key.accepted(answer.tolerance), answer.tolerance
    value = key.target.value
    low, high = (np.broadcast_to(end, value.shape) for end in (accepted.low, accepted.high))
    ends = [
        shown_ends(float(a), float(b), decimals_of(tolerance, float(a)))
        for a, b in zip(low.flat, high.flat, strict=True)
    ]
    places = {
        "solution": right_texts(value, accepted, tolerance),
        "lowest": _laid_out([first for first, _ in ends], value.shape),
        "highest": _laid_out([last for _, last in ends], value.shape),
        "export": _laid_out(
            [decimal(each.right) for each in ends_of(accepted, value)], value.shape
        ),
    }
    for place, texts in places.items():
        found = check(typed(texts), answer, key)
        yield Printed(answer, place, texts, found.verdict is Verdict.RIGHT)


def _laid_out(texts: list[str], shape: tuple[int, ...]) -> Texts:
    return np.asarray(texts, dtype=object).reshape(shape)


def typed(texts: Texts) -> Typed:
    """Numbers as a student types them, each as text."""
    if not texts.shape:
        text = str(texts.item())
        return Typed(float(text), text)
    entries = tuple(typed(np.asarray(entry, dtype=object)) for entry in texts)
    return Typed([entry.value for entry in entries], None, entries=entries)
