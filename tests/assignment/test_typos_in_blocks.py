"""Typos in a sheet that is written in blocks, a key a line: the line at fault, and what to write."""

from __future__ import annotations

import pytest

from grader.linting.lint import lint

SHEET = """\
title: T
points: 3
rounding: 2
systems:
  net:
    cell: relu-rnn
    steps: 1
    given:
      V: 1
      W:
        choose: [1, 2]
        original: 1
      h0: 0
      x: [3]
questions:
  - id: a
    prompt: Run it.
    system: net
    answers:
      a_h:
        value: "h[1]"
        points: 1
  - id: b
    prompt: Once more.
    system: net
    answers:
      b_z: "z[1]"
  - id: c
    prompt: Write it.
    answers:
      step:
        function:
          cell: relu-rnn
          arguments:
            x: d
            h_prev: {symbol: "h[0]", shape: n}
            V: n, n
            W: n, d
          returns:
            h_next: {symbol: "h[1]", shape: n}
"""
TYPOS = [
    (6, "    cell: relu-rnn", "    cell:relu-rnn", 'write "cell: relu-rnn"', "no space after the colon"),
    (2, "points: 3", "points:3", "with a space after the colon", "at the left margin"),
    (6, "    cell: relu-rnn", "    cell:relu-rnn   # a cell", 'write "cell: relu-rnn"', "with a remark"),
    (11, "        choose", "        chooe", 'did you mean "choose"?', "the line of the draw, not of its number"),
    (16, "  - id: a", "    id: a", 'write "- id: a"', "no dash before the first of a list"),
    (20, "      a_h:", "      a_h", 'a colon and a space: "a_h: ..."', "no colon after a name alone"),
    (31, "      step:", "      step", 'a colon and a space: "step: ..."', "nor after that of a function"),
    (36, '{symbol: "h[0]"', '{symbol: "h[7]"', "write h[0] or h[1]", "a step that no single step has"),
    (40, '{symbol: "h[1]"', '{symbol: "h[97]"', "write h[0] or h[1]", "of a result, too"),
]  # fmt: skip


def test_the_sheet_itself_is_sound(tmp_path):
    (tmp_path / "assignment.yaml").write_text(SHEET)
    (found,) = lint([str(tmp_path / "assignment.yaml")]).linted
    assert not found.faulty


@pytest.mark.parametrize(("line", "right", "wrong", "remedy", "why"), TYPOS)
def test_a_typo_in_a_block_is_told_where_it_stands(tmp_path, line, right, wrong, remedy, why):
    assert right in SHEET
    (tmp_path / "assignment.yaml").write_text(SHEET.replace(right, wrong, 1))
    (found,) = lint([str(tmp_path / "assignment.yaml")]).linted
    assert any(line == f.line and remedy in f"{f.message}; {f.remedy}" for f in found.faults), why
