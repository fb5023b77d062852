"""What lint once let pass that can never be right: each line with what it says now."""

from __future__ import annotations

import pytest

from grader.linting.lint import lint
from grader.render.linted import text

SHEET = """
title: Cases
points: {points}
{head}
systems:
  s: {system}
questions:
  - {{id: q, prompt: Work it out., system: s, answers: {{a: {answer}}}}}
"""
SCALAR = "{cell: tanh-rnn, given: {W_x: 0.9, W_h: 0.7, b_h: 0.2, h0: 0.1, x: 0.8}}"
VECTOR = (
    "{cell: tanh-rnn, given: {W_x: [1, 2], W_h: [[1, 0], [0, 1]], b_h: [0, 0], h0: [0, 0], x: 1}}"
)
SIZES = "{cell: gru, sizes: {d: 3, n: 5}}"
OWN = """rounding: 3
cells:
  mine: |
    x: scalar
    h: scalar
    V: scalar
    h = """
MINE = "{cell: mine, given: {h0: 0.1, V: 0.4, x: 0.8}}"

# (the lines above the systems, the system, the answer, what lint says)
ROWS = [
    ("rounding: 3", VECTOR, "{kind: number, value: 'h[1]'}", "the kind is number, but the value is a vector"),
    ("rounding: 3", VECTOR, "{value: 'h[1]', alternatives: [{value: 0.2}]}", "can never be right"),
    ("rounding: 3", SCALAR, "{value: 'h[1]', precision_penalty: 5, points: 2}", "the answer has only 2 points"),
    ("rounding: 3", SCALAR, "{value: 'h[1]', labels: [a, b]}", "labels name entries"),
    (OWN + "tanh(x[t] + h[t-1])", MINE, "'h[1]'", "V is declared and stands in no equation"),
    (OWN + "step(V * x[t] + h[t-1])", MINE, "'h[1]'", "the second is its value at 0"),
    (OWN + "step(V * x[t] + h[t-1], 2)", MINE, "'h[1]'", "its value at 0, a number from 0 to 1"),
    ("rounding: 3", SCALAR, "{value: 'h[1]', known_mistakes: {frobnicate: 1/2}}", '"frobnicate" is no mistake'),
    ("rounding: 3", SCALAR, "{value: 'h[1]', known_mistakes: {number.sign-lots: 1/2}}", "number.sign-lost"),
    ("rounding: 3", SIZES, "{kind: count, value: parameters(s), known_mistakes: {count.withot-bias: 1/2}}",
     "count.without-bias"),
    ("vetting: {allow: [banana]}", SIZES, "{kind: count, value: parameters(s)}", "vetting allows banana"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "system", "answer", "said"), ROWS)
def test_lint_says_what_can_never_be_right(tmp_path, head, system, answer, said):
    path = tmp_path / "assignment.yaml"
    points = 2 if "points" in answer else 1
    path.write_text(SHEET.format(head=head, system=system, answer=answer, points=points))
    (one,) = lint([str(path)]).linted
    assert any(said in str(fault) for fault in one.faults), [str(fault) for fault in one.faults]


def test_a_system_may_have_the_name_of_a_size(tmp_path):
    path = tmp_path / "assignment.yaml"
    text = SHEET.format(
        head="", system=SIZES, answer="{kind: count, value: parameters(n)}", points=1
    )
    path.write_text(text.replace("  s: ", "  n: ").replace("system: s", "system: n"))
    (one,) = lint([str(path)]).linted
    assert () == one.faults


def test_numbers_that_are_the_same_as_another_systems_are_no_draw(tmp_path):
    (tmp_path / "t.yaml").write_text(
        "title: T\npoints: 1\nrounding: 3\nsystems:\n"
        "  one: {cell: relu-rnn, steps: 1, without: [b, W_y, b_y], given: {V: 1, W: 2, h0: 0, x: [1]}}\n"
        "  two: {cell: relu-rnn, steps: 1, without: [b, W_y, b_y], given: {V: 1, W: {same: one.W}, h0: 0, x: [1]}}\n"
        'questions: [{id: a, prompt: P, system: two, answers: {a_h: "h[1]"}}]\n'
    )
    said = text(lint([str(tmp_path / "t.yaml")]))
    assert "no faults" in said
    assert "different sheets" not in said
