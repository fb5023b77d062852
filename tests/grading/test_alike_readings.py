"""Which reading a report speaks of where several would earn as much."""

from __future__ import annotations

import pytest

import grader

SHEET = """title: T
points: 2
rounding: 3
systems:
  one: {cell: relu-rnn, steps: 1, without: [b, W_y, b_y], given: {V: 1, W: 2, h0: 0, x: [3]}}
  two: {like: one, given: {W: 4}}
questions:
  - id: a
    prompt: P.
    system: one
    readings:
      - {id: small, why: W is 2}
      - {id: large, system: two, why: W is 4}
    answers: {a_h: "h[1]", a_double: "2*h[1]"}
"""
ROWS = [
    ("graded by the reading “small” (W is 2); by “large” it would earn as much", "a_h: 6\na_double: 24", "each explains one"),
    ("graded by the reading “large” (W is 4)", "a_h: 12\na_double: 24", "one explains both"),
    ("graded by the reading “small” (W is 2)", "a_h: 6\na_double: 1", "one explains one, the other none"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "typed", "why"), ROWS)
def test_a_report_says_where_another_reading_would_earn_as_much(tmp_path, said, typed, why):
    (tmp_path / "t.yaml").write_text(SHEET)
    (tmp_path / "work.yaml").write_text(f"{typed}\n")
    report = grader.check(tmp_path / "work.yaml", assignment=str(tmp_path / "t.yaml"))
    assert (said,) == report.sections[0].remarks, why
