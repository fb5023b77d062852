"""A count whose point may part thousands, and a whole that goes on from layers that are alike."""

from __future__ import annotations

import pytest

import grader

SHEET = """title: T
points: 3
systems:
  one: {cell: gru, sizes: {d: 2, n: 3}}
  two: {cell: gru, sizes: {d: 2, n: 3}}
  wide: {cell: gru, sizes: {d: 2, n: 4}}
questions:
  - id: a
    prompt: Count.
    follow_through: full
    answers:
      a_bias: {kind: count, value: 10000}
      a_one: {kind: count, value: parameters(one)}
      a_all: {kind: count, value: parameters(one) + %s}
"""  # one is 3·(2·3 + 3·3 + 3) = 54
ROWS = [
    ("right", "a_bias", "two", "a_bias: 10.000", "as Germans part thousands"),
    ("right", "a_bias", "two", 'a_bias: "10.000"', "in a text"),
    ("wrong", "a_bias", "two", "a_bias: 10.00", "no group of three"),
    ("carried", "a_all", "two", "a_one: 63\na_all: 126", "two layers that are alike"),
    ("carried", "a_all", "one", "a_one: 63\na_all: 126", "one of them twice"),
    ("wrong", "a_all", "wide", "a_one: 63\na_all: 126", "another layer has another count"),
]  # fmt: skip


@pytest.mark.parametrize(("verdict", "name", "second", "typed", "why"), ROWS)
def test_a_count_is_judged_as_it_was_meant(tmp_path, verdict, name, second, typed, why):
    (tmp_path / "t.yaml").write_text(SHEET % f"parameters({second})")
    (tmp_path / "work.yaml").write_text(f"{typed}\n")
    report = grader.check(tmp_path / "work.yaml", assignment=str(tmp_path / "t.yaml"))
    (entry,) = (entry for entry in report.entries if entry.name == name)
    assert verdict == entry.verdict.value, why
