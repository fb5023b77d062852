"""A sign of percent: a hundredth, or the way in which the answer was asked for."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import grader
from grader.assignment import Answer, Tolerance
from grader.checkers.numbers import check
from grader.key.model import made_key
from grader.key.target import constant
from grader.outcome.finding import Verdict
from grader.outcome.typed import Typed

SHEET = """title: Shares
points: 2
rounding: 3
cells:
  leak: "x, h, a: scalar\\nh = a * h[t-1] + x[t]"
systems:
  net: {cell: leak, given: {a: 0.251, h0: 1, x: [0]}}
questions:
  - id: a
    system: net
    prompt: How much of the state is left, and how much of it in percent?
    answers:
      a_share: {value: "h[1]", points: 1}
      a_percent: {value: "100 * h[1]", points: 1}
"""
ROWS = [
    # as typed for the share and in percent, points, why the row is there
    ("0.251", "25.1", 2, "as numbers"),
    ("25.1 %", "25.1 %", 2, "the same sign is a hundredth here, and says what was asked for there"),
    ("25,1%", "25,1%", 2, "with a comma"),
    ("0.251 %", "0.251", 0, "a share is no percent of itself"),
    ("26.1 %", "26.1 %", 0, "wrong is wrong"),
]


@pytest.mark.parametrize(("share", "percent", "points", "why"), ROWS)
def test_a_sign_of_percent_is_read_as_the_answer_was_asked_for(
    tmp_path: Path, share: str, percent: str, points: int, why: str
) -> None:
    sheet, work = tmp_path / "sheet.yaml", tmp_path / "work.yaml"
    sheet.write_text(SHEET)
    work.write_text(f'a_share: "{share}"\na_percent: "{percent}"\n')
    assert points == grader.check(work, assignment=sheet).score, why


@pytest.mark.parametrize(
    ("right", "typed", "key"),
    [
        (True, ["25 %", "75 %"], [25.0, 75.0]),
        (True, ["25 %", "75 %"], [0.25, 0.75]),
        (False, ["25 %", "0.75"], [25.0, 75.0]),
        (True, "25% 75%", [0.25, 0.75]),
        (True, "100 %", 1.0),
        (True, "100 %", 100.0),
        (False, "1 %", 1.0),
        (True, "1 %", 0.01),
        (False, "0.4 %", 40.0),
    ],
)
def test_percent_is_read_the_way_that_comes_nearer_to_what_is_asked(right, typed, key):
    array = np.asarray(key)
    kind = ("number", "vector")[array.ndim]
    asked = Answer(name="a", kind=kind, points=Fraction(1), tolerance=Tolerance(absolute=0.001))
    made = made_key(kind, array.tolist(), (constant(array),))
    assert right is (check(Typed(typed), asked, made).verdict is Verdict.RIGHT)
