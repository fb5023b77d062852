"""A typo in a file of answers: what is wrong is told in its own line, with what to write."""

from __future__ import annotations

import pytest

import grader

SHEET = """title: T
points: 5
rounding: 3
systems:
  s: {cell: tanh-rnn, steps: 1, without: [W_y, b_y], given: {W_x: [[1, 0], [0, 1]], W_h: [[0, 0], [0, 0]], h0: [0, 0], b_h: [0, 0], x: [[1, -0.5]]}}
questions:
  - id: a
    prompt: P.
    system: s
    answers:
      a_h: {value: "h[1]", points: 2}
      a_n: {value: "norm(h[1])"}
      a_m: {options: {first: one, second: two}, value: first}
      a_b: true
"""
WORK = """assignment: t
a_h: [0.762, -0.462]
a_n: 0.891
a_m: first
a_b: yes
"""
TYPOS = [
    ("line 1: a colon is missing behind assignment; write", "assignment: t", "assignment t"),
    ('line 2: this "[" is never closed', "-0.462]", "-0.462"),
    ("write [0.762, -0.462]", "0.762, -", "0.762; -"),
    ("write [0.762, -0.462]", "[0.762", "[0,762"),
    ('line 2: a space is missing behind the colon of a_h; write "a_h: [0.762', "a_h: [", "a_h:["),
    ("line 3: this line is indented, and belongs to nothing above it", "a_n: ", "  a_n: "),
    ("write 0.891", "0.891", "o.891"),
    ("write 0.891", "0.891", "0..891"),
    ("did you mean first?", "a_m: first", "a_m: frist"),
    ("did you mean a_h?", "a_h: [", "a_hh: ["),
]


@pytest.mark.parametrize(("said", "right", "typo"), TYPOS, ids=[row[2] for row in TYPOS])
def test_a_typo_in_an_answer_is_told_with_what_to_write(tmp_path, said, right, typo):
    assert right in WORK
    (tmp_path / "t.yaml").write_text(SHEET)
    (tmp_path / "work.yaml").write_text(WORK.replace(right, typo, 1))
    report = grader.check(tmp_path / "work.yaml", assignment=str(tmp_path / "t.yaml"))
    told = [*report.remarks, *(entry.message for entry in report.entries)]
    assert any(said in one for one in told), told


def test_without_typos_all_is_right(tmp_path):
    (tmp_path / "t.yaml").write_text(SHEET)
    (tmp_path / "work.yaml").write_text(WORK)
    report = grader.check(tmp_path / "work.yaml", assignment=str(tmp_path / "t.yaml"))
    assert report.max_score == report.score
