"""A typo in a sheet with a cell of its own: each is told with its line and what to write."""

from __future__ import annotations

import pytest

import grader
from grader.render.linted import text

SHEET = """title: Attention
points: 6
rounding: 3
cells:
  encoder: |
    x: scalar
    h: n
    s: n given
    W: n, n
    h = tanh(W @ h[t-1] + x[t] * s)
    e = sum(s * h[t]) / sqrt(n + 0.01)
systems:
  enc:
    cell: encoder
    steps: 3
    given:
      s: [0.6, -0.3]
      h0: [0.1, 0.2]
      W: [[1, 0.5], [-0.5, 1]]
      x: {decimals: [-1, 1], step: 0.1, shape: [3], original: [0.5, -0.4, 0.2]}
questions:
  - id: a
    prompt: Work it out.
    system: enc
    answers:
      a_h1: {value: "h[1]", per_entry: true}
      a_c: "transpose(all_steps(h[t])) @ softmax(all_steps(e[t]))"
      a_most: {kind: choice, labels: [one, two, three], value: "argmax(all_steps(e[t]))"}
      a_tags: {kind: sequence, labels: [A, B], value: "argmax(one_hot(2, h[t]))"}
      a_n: {kind: count, value: 2*64}
      a_shape: {kind: shape, value: [7, 4]}
"""
TYPOS = [
    (8, 'write "s: n given"', "s: n given", "s: n givn"),
    (10, 'an equation has one equals sign: write "h = tanh(', "h = tanh(", "h == tanh("),
    (11, 'decimals have a point: write "0.01"', "n + 0.01", "n + 0,01"),
    (26, "h[0] is given, so that nobody has to work it out; ask for another step", '"h[1]"', '"h[0]"'),
    (26, 'the key "per_entry true" is not known; write a colon: "per_entry: true"', "per_entry: true", "per_entry true"),
    (27, "the shapes must fit: write transpose(...) around a side", '"transpose(all_steps(h[t])) @', '"all_steps(h[t]) @'),
    (28, 'there is no function "armgax"; did you mean "argmax"?', '"argmax(all', '"armgax(all'),
    (29, "of place 2, and labels has only A; give a label for every place", "labels: [A, B]", "labels: [A]"),
    (30, 'write a sign between the two: "2*64"', "2*64", "2x64"),
    (31, 'write "value: 7.4", or "value: [7, 4]" for both', "value: [7, 4]", "value: 7, 4"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said", "right", "typo"), TYPOS, ids=[row[3] for row in TYPOS])
def test_a_typo_is_told_with_its_line_and_what_to_write(tmp_path, line, said, right, typo):
    assert right in SHEET
    (tmp_path / "t.yaml").write_text(SHEET.replace(right, typo, 1))
    (linted,) = grader.lint([str(tmp_path / "t.yaml")]).linted
    found = [str(fault) for fault in linted.faults if said in str(fault)]
    assert found, [str(fault) for fault in linted.faults]
    assert f"t.yaml:{line}: " in found[0]


def test_the_sheet_without_typos_has_no_fault(tmp_path):
    (tmp_path / "t.yaml").write_text(SHEET)
    assert () == grader.lint([str(tmp_path / "t.yaml")]).linted[0].faults


def test_a_symbol_that_cannot_be_left_out_is_told_in_its_line(tmp_path):
    sheet = SHEET.replace("    cell: encoder", "    cell: encoder\n    without: [ss]")
    (tmp_path / "t.yaml").write_text(sheet)
    (fault,) = grader.lint([str(tmp_path / "t.yaml")]).linted[0].faults
    assert "t.yaml:15: " in str(fault)
    assert 'did you mean "s"?' in str(fault)


def test_an_input_before_the_first_step_that_has_no_number_is_told(tmp_path):
    sheet = SHEET.replace("x[t] * s", "x[t-1] * s")
    (tmp_path / "t.yaml").write_text(sheet)
    assert "x0 is 0" in text(grader.lint([str(tmp_path / "t.yaml")]))
