"""A result with fewer decimals than the steps that lead to it."""

from __future__ import annotations

import pytest

import grader
from grader.assignment.schema.fields import LEVELS
from grader.linting.lint import lint

SHEET = """\
title: result
points: 1
rounding: 3
systems:
  net: {cell: tanh-rnn, steps: 2, given: {W_x: 0.8, W_h: -0.6, b_h: 0, h0: 0.5, x: [0.75, 1.25]}}
questions:
  - id: q
    prompt: P
    system: net
    answers:
      a_ratio: {value: "1 / (h[2] * h[1])", rounding: ROUNDING}
"""  # by hand with 3 decimals: h1 = 0.291, h2 = 0.677 or 0.678, 1/0.197 = 5.08; with 2: 0.29, 0.68, 1/0.2 = 5


def verdict(folder, rounding: str, typed: str) -> str:
    (folder / "result.yaml").write_text(SHEET.replace("ROUNDING", rounding))
    (folder / "a.yaml").write_text(f"a_ratio: {typed}\n")
    report = grader.check(str(folder / "a.yaml"), assignment=str(folder / "result.yaml"))
    return str(report.entries[0].verdict)


@pytest.mark.parametrize(
    ("expected", "rounding", "typed", "why"),
    [
        ("right", "{decimals: 2, steps: 3}", "5.07", "3 decimals on the way"),
        ("right", "{decimals: 2, steps: 3}", "5.08", "product rounded to 0.197"),
        ("wrong", "{decimals: 2, steps: 3}", "5", "2 decimals on the way are too few"),
        ("right", "2", "5", "where 2 are kept everywhere, they are right"),
        ("right", "{decimals: 2, steps: 2}", "5", "also said in full"),
        ("right", "{decimals: 0, steps: 3}", "5", "a whole number, of fine work"),
        ("wrong", "{decimals: 0, steps: 3}", "4", "another"),
        ("right", "{decimals: 1, steps: 3, at: every}", "5.1", "with a level"),
    ],
)
def test_a_result_is_rounded_more_coarsely_than_its_steps(tmp_path, expected, rounding, typed, why):
    assert expected == verdict(tmp_path, rounding, typed), why


@pytest.mark.parametrize(
    ("said", "rounding"),
    [
        ("at least as many decimals on the way as in the result", "{decimals: 3, steps: 2}"),
        ("write {decimals: 2, steps: 3}", "{significant: 3, steps: 4}"),
        ("write {decimals: 2, steps: 3}", "{decimals: 2, steps: 3, at: result}"),
        ("write {decimals: 2, steps: 3}", "{decimals: 2, steps: 3, cut: true}"),
        ('did you mean "steps"', "{decimals: 2, step: 3}"),
        ("a_ratio keeps 2 decimals in all of its working, where the sheet keeps 3", "2"),
    ],
)
def test_what_is_no_rule_or_an_unclear_one_is_told(tmp_path, said, rounding):
    path = tmp_path / "result.yaml"
    path.write_text(SHEET.replace("ROUNDING", rounding))
    (one,) = lint([str(path)]).linted
    told = " ".join(f"{fault.line}: {fault.message}; {fault.remedy}" for fault in one.faults)
    assert "11: " in told
    assert said in told


def test_finer_or_equal_decimals_need_no_word(tmp_path):
    assert "written" in LEVELS
    for rounding in ("3", "4", "{decimals: 2, steps: 2}", "{decimals: 2, at: named}", "exact"):
        path = tmp_path / "result.yaml"
        path.write_text(SHEET.replace("ROUNDING", rounding))
        (one,) = lint([str(path)]).linted
        assert () == one.faults, rounding
