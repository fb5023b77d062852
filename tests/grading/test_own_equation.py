"""An equation that a file writes itself: a name without a step is that of the step itself."""

from __future__ import annotations

import json

import pytest

from grader.grading.grade import check

SHEET = """\
title: A leaky integrator
points: 1
cells:
  leaky: |
    x: d
    h: n
    a: scalar
    W: n, d
    U: n, n
    g = tanh(W @ x[t] + U @ h[t-1])
    h = (1 - a) * h[t-1] + a * g
systems:
  s: {cell: leaky, steps: 2, given: {a: 0.25, W: 2, U: -1, h0: 0, x: [1, -1]}}
questions:
  - id: q
    system: s
    answers:
      q_h: {kind: equation, value: "(1 - a) * h[t-1] + a * g"}
"""


@pytest.mark.parametrize(
    ("score", "typed"),
    [
        (1, "(1 - a) * h[t-1] + a * g"),  # the file's own words
        (1, "(1-a)*h_{t-1} + a*g_t"),
        (1, "h_prev + a*(g - h_prev)"),
        (1, "(1-a)*h_{t-1} + a*tanh(W x_t + U h_{t-1})"),
        (0, "a*h_{t-1} + (1-a)*g"),
        (0, "(1-a)*h_{t-1} + a*g_{t-1}"),
    ],
)
def test_a_bare_name_is_that_of_the_step(score, typed, tmp_path):
    folder = tmp_path / "leaky"
    folder.mkdir()
    (folder / "assignment.yaml").write_text(SHEET)
    work = tmp_path / "work.json"
    work.write_text(json.dumps({"q_h": typed}))
    assert score == check(work, assignment=str(folder)).score


GIVEN = "{a: 0.25, W: 2, U: -1, h0: 0, x: [1, -1]}"
OF_TWO = "{a: 0.25, W: [[1, 1], [2, 1]], U: [[0, 1], [1, 0]], h0: [0, 0], x: [[1, -1], [0, 1]]}"
SAID = [
    (
        "unreadable",
        'the words "with a = 1" stand behind the equation; write the equation alone',
        "h_t = g_t with a = 1",
    ),
    ("unreadable", 'the words "where a = 1"', "\\(h_t = g_t \\text{ where } a = 1\\)"),
    ("unreadable", 'the words "if a = 1"', "h_t = g_t, if a = 1"),
    ("unreadable", "the symbol q is not in the question; it names x, h, a, w, u, g", "h_t = q"),
    ("wrong", "the right side is a number, but what is asked for is a vector", "h_t = a"),
]


@pytest.mark.parametrize(("verdict", "said", "typed"), SAID)
def test_of_an_equation_is_said_what_cannot_be_read_in_the_words_of_the_sheet(
    verdict, said, typed, tmp_path
):
    entry = graded(tmp_path, SHEET.replace(GIVEN, OF_TWO), typed)
    assert verdict == str(entry.verdict)
    assert said in entry.message.lower()


def test_an_equation_that_cannot_be_read_goes_to_staff_where_an_explanation_may(tmp_path):
    sheet = SHEET.replace("kind: equation,", "kind: equation, explanation: staff,")
    entry = graded(tmp_path, sheet, "the old state fades, and g comes in")
    assert ("pending", "equation.explained") == (str(entry.verdict), entry.note)
    assert "wrong" == str(graded(tmp_path, sheet, "a*h_{t-1} + (1-a)*g").verdict)


def graded(folder, sheet, typed):
    (folder / "a.yaml").write_text(sheet)
    (folder / "work.json").write_text(json.dumps({"q_h": typed}))
    (entry,) = check(folder / "work.json", assignment=str(folder / "a.yaml")).entries
    return entry


@pytest.mark.parametrize("typed", ["c̃_t", "\\tilde{c}_t", "c_tilde", "c̃"])
def test_a_name_with_a_mark_above_it_is_read_as_students_write_it(typed, tmp_path):
    sheet = SHEET.replace("cell: leaky,", "cell: leaky, rename: {g: c̃},").replace(
        '+ a * g"', '+ a * c̃"'
    )
    assert 1 == graded(tmp_path, sheet, f"(1 - a) h_{{t-1}} + a {typed}").score
