"""A total goes on from its own parts, though no equation of the cell leads from them to it."""

from __future__ import annotations

import pytest

import grader
from grader.assignment import load_assignment, read_assignment
from grader.grading.follow_sums import sums_of
from grader.key.expected import Expected
from grader.linting.in_vain import in_vain

SHEET = """\
title: parts
points: 7
rounding: 3
cells:
  net: |
    x, d, h, L, W, U, V: scalar
    h = tanh(W * h[t-1] + U * x[t])
    y = V * h
    l = 1/2 * (y - d[t])**2
    L = L[t-1] + l
systems:
  net:
    cell: net
    steps: 3
    given: {W: 0.6, U: 0.8, V: 1.5, h0: 0.4, L0: 0, x: [1, -1, 0.5], d: [1, -0.5, 1]}
questions:
  - id: q
    prompt: The gradient at h_2 in two parts, and that of W step by step; the losses and their mean.
    system: net
    follow_through: full
    answers:
      direct: "V*(y[2] - d[2])"
      recurrent: "V*(y[3] - d[3]) * (1 - h[3]**2) * W"
      whole: "grad(L[3], h[2])"
      steps: "concat(grad(L[3], h[1])*(1 - h[1]**2)*h[0], grad(L[3], h[2])*(1 - h[2]**2)*h[1], grad(L[3], h[3])*(1 - h[3]**2)*h[2])"
      dW: "grad(L[3], W)"
      losses: "concat(l[1], l[2], l[3])"
      mean: "L[3] / 3"
"""  # right: 0.026, -0.598, -0.572; [-0.009, -0.399, 0.321], -0.087; [0.014, 0, 0.241], 0.085


def verdicts(folder, typed: str, sheet: str = SHEET) -> list[str]:
    (folder / "parts.yaml").write_text(sheet)
    (folder / "a.yaml").write_text(typed)
    report = grader.check(str(folder / "a.yaml"), assignment=str(folder / "parts.yaml"))
    return [str(entry.verdict) for entry in report.entries]


@pytest.mark.parametrize(
    ("expected", "typed", "why"),
    [
        ("wrong right carried", [0.018, -0.598, -0.580], "the sum of one's own parts"),
        ("wrong right carried", [0.018, -0.598, -0.581], "rounded after adding unrounded ones"),
        ("wrong right wrong", [0.018, -0.598, -0.590], "another number"),
        ("wrong missing wrong", [0.018, "", -0.580], "a part that nobody wrote"),
        ("wrong wrong wrong", [0, 0, 0], "nothing is added up"),
        ("wrong wrong wrong", [1, 0, 1], "one number alone is none that takes work"),
        ("wrong wrong wrong", [1, 1, 1], "the same everywhere"),
    ],
)
def test_a_gradient_goes_on_from_its_two_parts(tmp_path, expected, typed, why):
    direct, recurrent, whole = typed
    text = f"direct: {direct}\nrecurrent: {recurrent}\nwhole: {whole}\n"
    assert expected.split() == verdicts(tmp_path, text)[:3], why


@pytest.mark.parametrize(
    ("expected", "steps", "whole"),
    [
        ("carried", [0.009, -0.399, 0.321], -0.069),
        ("wrong", [0.009, -0.399, 0.321], 0.069),
        ("wrong", [1, 1, 1], 1),
    ],
)
def test_a_total_goes_on_from_the_contributions_of_the_steps(tmp_path, expected, steps, whole):
    assert expected == verdicts(tmp_path, f"steps: {steps}\ndW: {whole}\n")[4]


@pytest.mark.parametrize(("expected", "mean"), [("carried", 0.117), ("wrong", 0.351)])
def test_a_mean_goes_on_from_what_it_is_the_mean_of(tmp_path, expected, mean):
    assert expected == verdicts(tmp_path, f"losses: [0.014, 0.096, 0.241]\nmean: {mean}\n")[6]


def test_nothing_follows_where_the_question_says_so(tmp_path):
    sheet = SHEET.replace("follow_through: full", "follow_through: none")
    typed = "direct: 0.018\nrecurrent: -0.598\nwhole: -0.580\n"
    assert ["wrong", "right", "wrong"] == verdicts(tmp_path, typed, sheet)[:3]


def test_a_sum_that_holds_for_these_numbers_alone_is_a_chance(tmp_path):
    path = tmp_path / "parts.yaml"
    path.write_text(SHEET.replace("rounding: 3", "rounding: exact").replace("tanh(", "(", 1))
    expected = Expected(load_assignment(path))
    one, two, three = (expected.target(text, "net") for text in ("W", "U", "7/5"))
    assert 1.4 == pytest.approx(float(one.value + two.value))
    assert () == sums_of(three, [one, two])


def test_a_part_of_a_total_is_not_said_to_be_lost(tmp_path):
    path = tmp_path / "parts" / "assignment.yaml"
    path.parent.mkdir()
    path.write_text(SHEET)
    assert [] == [fault.message for fault in in_vain(read_assignment(path), load_assignment(path))]
