"""Alternatives of answers in words: each counts as right, and nothing else does."""

from __future__ import annotations

import pytest

import grader

SHEET = """\
title: words
points: 3
questions:
  - id: q
    prompt: P
    answers:
      one: {options: [lstm, gru, elman], value: lstm, alternatives: [{value: gru, why: gated as well}]}
      some: {kind: choices, options: [lstm, gru, elman], value: [lstm, gru], alternatives: [{value: [lstm]}, {value: [elman, gru]}]}
      tags: {kind: sequence, labels: [N, V], value: [N, V], alternatives: [{value: [V, V]}]}
"""


@pytest.mark.parametrize(
    ("right", "name", "typed"),
    [
        (True, "one", "lstm"),
        (True, "one", "gru"),
        (False, "one", "elman"),
        (True, "some", ["lstm", "gru"]),
        (True, "some", ["lstm"]),
        (True, "some", ["gru", "elman"]),
        (False, "some", ["gru"]),
        (False, "some", ["lstm", "elman"]),
        (False, "some", ["lstm", "gru", "elman"]),
        (True, "tags", ["N", "V"]),
        (True, "tags", ["V", "V"]),
        (False, "tags", ["V", "N"]),
    ],
)
def test_an_alternative_counts_and_no_other_word(tmp_path, right, name, typed):
    (tmp_path / "words.yaml").write_text(SHEET)
    (tmp_path / "a.py").write_text(f"{name} = {typed!r}\n")
    report = grader.check(str(tmp_path / "a.py"), assignment=str(tmp_path / "words.yaml"))
    (entry,) = (one for one in report.entries if one.name == name)
    assert right is (str(entry.verdict) == "right")
