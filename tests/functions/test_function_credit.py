"""Credit that a file gives for a mistake that a whole function makes."""

from __future__ import annotations

import pytest

import grader

SHEET = """title: T
points: 8
cells:
  rnn: |
    x: d
    h: n
    W: n, d
    U: n, n
    b: n
    h = tanh(W @ x[t] + U @ h[t-1] + b)
questions:
  - id: q
    prompt: Write a step.
    answers:
      step:
        points: 8
        {credit}
        function:
          cell: rnn
          arguments: {{x: d, h0: {{symbol: "h[0]", shape: n}}, W: "n, d", U: "n, n", b: n}}
          returns: {{h: {{symbol: "h[1]", shape: n}}}}
"""
STEP = "import numpy as np\n\ndef step(x, h0, W, U, b):\n    return {}\n"
ROWS = [
    (4, "bias-forgotten", "np.tanh(W @ x + U @ h0)", "the mistake that is paid for"),
    (4, "function.bias-forgotten", "np.tanh(W @ x + U @ h0)", "by its whole note"),
    (0, "recurrent-term-forgotten", "np.tanh(W @ x + U @ h0)", "another one is"),
    (0, "bias-forgotten", "np.tanh(W @ x + U @ h0 + 2 * b)", "no mistake that is known"),
    (8, "bias-forgotten", "np.tanh(W @ x + U @ h0 + b)", "nothing is wrong"),
]  # fmt: skip


@pytest.mark.parametrize(("points", "note", "body", "why"), ROWS)
def test_a_function_earns_what_the_file_gives_for_its_mistake(tmp_path, points, note, body, why):
    (tmp_path / "t.yaml").write_text(SHEET.format(credit=f"known_mistakes: {{{note}: 1/2}}"))
    (tmp_path / "work.py").write_text(STEP.format(body))
    report = grader.check(tmp_path / "work.py", assignment=str(tmp_path / "t.yaml"))
    assert points == report.score, why
    (entry,) = report.entries
    assert ("known mistake still earns 4 of 8 points" in entry.message) == (points == 4)


def test_a_mistake_that_no_function_makes_is_refused_with_the_nearest(tmp_path):
    (tmp_path / "t.yaml").write_text(SHEET.format(credit="known_mistakes: {bias-forgoten: 1/2}"))
    (linted,) = grader.lint([str(tmp_path / "t.yaml")]).linted
    assert 'did you mean "bias-forgotten"?' in str(linted.faults[0])


def test_a_line_where_something_is_missing_is_told(tmp_path):
    (tmp_path / "t.yaml").write_text(SHEET.format(credit=""))
    (tmp_path / "work.py").write_text(STEP.format("np.tanh(W @ x + U @ h0)"))
    (entry,) = grader.check(tmp_path / "work.py", assignment=str(tmp_path / "t.yaml")).entries
    said = "Something is missing in line 4: with it, all results come out right"
    assert said in entry.message


def test_no_part_of_a_function_earns_more_than_it_can_by_credit_for_a_mistake(tmp_path):
    sheet = SHEET.format(credit="known_mistakes: {bias-forgotten: 1/2}")
    (tmp_path / "t.yaml").write_text(sheet + "          checks: {values: 6, shape: 1, purity: 1}\n")
    (tmp_path / "work.py").write_text(STEP.format("np.tanh(W @ x + U @ h0)"))
    (entry,) = grader.check(tmp_path / "work.py", assignment=str(tmp_path / "t.yaml")).entries
    assert 4 == entry.score == sum(part.score for part in entry.parts)
    assert [6, 1, 1] == [part.max_score for part in entry.parts]
    assert all(part.score <= part.max_score for part in entry.parts)
