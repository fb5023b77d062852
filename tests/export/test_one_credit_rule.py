"""The same answer earns the same by the check, the key, the sheet, Gradescope and every export."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from exported import key, printed, questions
from handed_in import entries, report_on
from test_export_moodle import fields_of, written
from test_export_qti import Session, items

from grader.gradescope.student_text import tests_of as boxes_of

MISTAKES = str(Path(__file__).resolve().parent.parent / "assignments" / "known-mistakes")
HALF, QUARTER, MOST = Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)

# (answer, what is typed, the share it earns, the note, why)
ROWS = [
    ("c_h1", "6", 1, "number.match", "the key"),
    ("c_h1", "-6", HALF, "number.sign-lost", "a whole number, so it might be chance, and is paid"),
    ("c_h1", "0.6", QUARTER, "number.decimal-moved", "another one that is paid"),
    ("c_h1", "5", 0, "number.differs", "no mistake that is paid"),
    ("t_h1", "0.686", 1, "number.match", "tanh(0.84)"),
    ("t_h1", "0.698", HALF, "number.activation-exchanged", "sigmoid(0.84), three decimals"),
    ("t_h1", "0.69846", HALF, "number.activation-exchanged", "the same mistake, more digits"),
    ("t_h1", "0.685", MOST, "number.truncated", "0.6858 cut off"),
    ("t_h2", "0.247", 0, "number.differs", "a mistake that is not paid"),
    ("n", "45", 1, "count.match", "3*5 + 5*5 + 5"),
    ("n", "40", HALF, "count.without-bias", "5 less"),
    ("n", "50", MOST, "count.two-biases", "5 more"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "typed", "share", "note", "why"), ROWS)
def test_an_answer_earns_the_same_everywhere(name, typed, share, note, why):
    found = entries(MISTAKES, f"{name}: {typed}")[name]
    assert (share, note) == (found.score, found.note), why
    (box,) = (b for b in boxes_of(report_on(MISTAKES, f"{name}: {typed}")) if name in b.name)
    assert share == box.score, "Gradescope"
    assert share == by_the_sheet(name, float(typed)), "key and sheet"
    assert float(100 * share) == by_moodle(name, float(typed)), "Moodle"
    assert float(share) == by_qti(name, float(typed)), "QTI"


def by_the_sheet(name: str, typed: float) -> Fraction:
    """What the key that staff hold says of a number."""
    slot = next(s for task in key(MISTAKES).tasks for s in task.slots if s.name == name)
    right = slot.solutions[0]
    if right.accepted is None:
        paid = {credit.value: credit.share for credit in slot.credits}
        return Fraction(1) if typed == right.value else paid.get(typed, Fraction(0))
    if right.accepted.holds(np.asarray(typed)).all():
        return Fraction(1)
    fitting = [c.share for c in slot.credits if c.accepted.holds(np.asarray(typed)).all()]
    return max(fitting, default=Fraction(0))


def by_moodle(name: str, typed: float) -> float:
    place = [q.answers[0].name for q in questions(printed(MISTAKES))].index(name)
    (field,) = fields_of(written(MISTAKES)[place])
    return field.share(typed)


def by_qti(name: str, typed: float) -> float:
    place = [q.answers[0].name for q in questions(printed(MISTAKES))].index(name)
    return Session(items(MISTAKES)[place], {"RESPONSE_1_1": typed}).score


# (what is typed, points, why): nothing of a strict exam comes from a student's own wrong values
STRICT = [
    ("t_h1: -5\nt_h2: -0.998", "-0.9987 from -5 cut off would be a credit by the back door"),
    ("t_h1: 0.9\nt_h2: 0.48", "follows from 0.9, where nothing is followed"),
]


@pytest.mark.parametrize(("typed", "why"), STRICT)
def test_without_follow_through_nothing_is_taken_from_own_values(typed, why):
    found = entries(MISTAKES, typed)["t_h2"]
    assert (0, "number.differs") == (found.score, found.note), why
    assert "own" not in found.message
    assert "cut off" not in found.message
