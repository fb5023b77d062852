"""Options that nobody can choose."""

from __future__ import annotations

import pytest

import grader

SHEET = """title: T
points: 1
questions:
  - id: a
    prompt: Which?
    answers:
      a_w: {{{kind}{words}, value: {value}}}
"""
ROWS = [
    ("", "options: {none: not at all, more: it grows}", "none"),
    ("kind: choice, ", "labels: [todo, done]", "done"),
    ("", "options: {n: nothing, more: it grows}", "n"),
]


@pytest.mark.parametrize(("kind", "words", "value"), ROWS)
def test_a_word_that_is_read_as_no_answer_is_no_option(tmp_path, kind, words, value):
    (tmp_path / "t.yaml").write_text(SHEET.format(kind=kind, words=words, value=value))
    (linted,) = grader.lint([str(tmp_path / "t.yaml")]).linted
    said = [
        str(fault)
        for fault in linted.faults
        if "is read as an answer that is not given" in str(fault)
    ]
    assert ("n:" not in words) == bool(said)
    assert all(":7:" in one and "write another word for it" in one for one in said)
