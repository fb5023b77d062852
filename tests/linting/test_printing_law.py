"""Whatever is printed as right, typed back, is right; small numbers are never shown as 0."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.printed import printed, typed
from bench.printing import tried
from grader.assignment import load_assignment
from grader.checkers.numbers import check
from grader.handout.solve import solve
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.outcome.finding import Verdict
from grader.variant.selection import example_of
from reference.language.numerals import given_numeral, numeral, right_numeral, shown_ends

SHIPPED = sorted(Path("assignments").glob("*/assignment.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_what_a_shipped_assignment_prints_as_right_is_right(path):
    found = list(printed(example_of(load_assignment(path))))
    assert [] == [(one.answer.name, one.place, one.texts) for one in found if not one.is_right]


def test_what_drawn_assignments_print_as_right_is_right():
    law = tried(range(12))
    assert law.prints > 100
    assert [] == law.broken


RIGHT = [
    # shown, value, low, high, decimals, why
    ("0.63255", 0.6325503, 0.6325466, 0.632553, 5, "five decimals asked are five shown"),
    ("0.60000", 0.59999998, 0.599995, 0.600005, 5, "zeros at the end as well"),
    ("0.00000237", 2.3731e-6, 2.35e-6, 2.4e-6, None, "a gradient of 2.4e-6 is not 0"),
    ("0.00002", 0.00002, 0.00002, 0.00002, None, "nor is an exact product"),
    ("0.3333333333333333", 1 / 3, 1 / 3, 1 / 3, None, "an exact third needs all its digits"),
    ("-3", -3.0, -3.0, -3.0, 2, "a whole number stays whole"),
    ("0", 0.0, 0.0, 0.0, 3, "and so does 0"),
    ("11.3", 11.3, 11.25, 11.35, 1, "one decimal"),
    ("0.5", 0.5, 0.4, 0.6, None, "nobody asked for more"),
    ("1.24e-20", 1.2399e-20, 1.2e-20, 1.3e-20, None, "a power of ten where zeros would stand"),
]  # fmt: skip


@pytest.mark.parametrize(("shown", "value", "low", "high", "decimals", "why"), RIGHT)
def test_a_right_value_has_the_digits_it_needs(shown, value, low, high, decimals, why):
    assert shown == right_numeral(value, low, high, decimals), why


ENDS = [
    (("0.415", "0.425"), 0.41500000000000004, 0.4250000000000001, 2, "without the noise"),
    (("0.6325466", "0.6325534"), 0.6325466, 0.6325534, 5, "each end inside"),
    (("0.00002", "0.00002"), 0.00002, 0.00002, 4, "one number alone"),
    (("-0.0000125", "-0.0000123"), -1.25e-5, -1.23e-5, 2, "finer than asked, or nothing is left"),
]


@pytest.mark.parametrize(("ends", "low", "high", "decimals", "why"), ENDS)
def test_the_ends_that_are_shown_count_themselves(ends, low, high, decimals, why):
    assert ends == shown_ends(low, high, decimals), why


GIVEN = [("0.00004", 0.00004), ("0.1234567", 0.1234567), ("0.3", 0.1 + 0.2), ("2500", 2500.0),
         ("-0.05", -0.05), ("1e-30", 1e-30)]  # fmt: skip


@pytest.mark.parametrize(("shown", "value"), GIVEN)
def test_a_given_number_stands_as_it_was_given(shown, value):
    assert shown == given_numeral(value)


def test_what_is_worked_out_is_shown_shortly_but_never_as_nothing():
    assert ["0.6326", "0.00000237", "0"] == [numeral(v) for v in (0.63255821, 2.3731e-6, 1e-17)]


FIVE = """
title: Five decimals
points: 3
rounding: 5
systems:
  s: {cell: tanh-rnn, steps: 2, given: {W_x: 0.3, W_h: 0.00004, b_h: 0, h0: 0, x: [1, 2]}}
questions:
  - id: a
    prompt: Work out h_2 and a gradient.
    system: s
    answers:
      a_h: "h[2]"
      a_g: {value: "grad(h[2], h[0])", tolerance: {relative: 0.01}}
      a_cut: {value: "h[2]", rounding: {decimals: 2, cut: true}}
"""


def test_the_lines_of_solve_are_a_submission_that_is_right(tmp_path):
    path = tmp_path / "five" / "assignment.yaml"
    path.parent.mkdir()
    path.write_text(FIVE)
    lines = [line for line in solve(str(path)).text.splitlines() if line.startswith("a_")]
    answers = dict(line.split(" = ") for line in lines)
    assert {"a_h": "0.53706", "a_g": "1.04e-9", "a_cut": "0.53"} == answers
    assert "0.00004" in solve(str(path)).text, "a given number stands in the formula as given"
    assignment = load_assignment(path)
    for question in assignment.questions:
        for answer in question.answers:
            key = key_of(Expected(assignment), answer, question, None)
            found = check(typed(np.asarray(answers[answer.name], dtype=object)), answer, key)
            assert found.verdict is Verdict.RIGHT, answer.name
