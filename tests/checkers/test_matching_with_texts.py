"""A matching whose partners have a key and a text: both may be typed, and each pair may count."""

from __future__ import annotations

import pytest

import grader

SHEET = """title: T
points: 2
questions:
  - id: a
    prompt: Match.
    answers:
      a_m:
        points: 2
        per_entry: true
        options: {n: the norm of the update, e: the eigenvalues at the start, p: the path}
        value: {clipping: n, orthogonal: e}
"""
TYPED = [
    (2, "{clipping: n, orthogonal: e}", "by their keys"),
    (2, "{clipping: the norm of the update, orthogonal: eigenvalues at the start}", "by their texts"),
    (1, "{clipping: n, orthogonal: the eigenvectors}", "what is no partner takes its own pair alone"),
    (1, '"clipping: n; orthogonal: something"', "in a text, too"),
    (0, "{clipping: the eigenvectors}", "nothing that could be read"),
]  # fmt: skip


@pytest.mark.parametrize(("points", "typed", "why"), TYPED)
def test_a_partner_is_typed_by_its_key_or_its_text(tmp_path, points, typed, why):
    (tmp_path / "t.yaml").write_text(SHEET)
    (tmp_path / "work.yaml").write_text(f"a_m: {typed}\n")
    report = grader.check(tmp_path / "work.yaml", assignment=str(tmp_path / "t.yaml"))
    assert points == report.score, why


def test_a_partner_that_is_no_option_is_a_fault_of_the_file(tmp_path):
    (tmp_path / "t.yaml").write_text(SHEET.replace("orthogonal: e}", "orthogonal: x}"))
    (linted,) = grader.lint([str(tmp_path / "t.yaml")]).linted
    (fault,) = linted.faults
    assert '"x" is none of the options; known here: n, e, p' in str(fault)


def test_labels_with_texts_are_told_where_they_belong(tmp_path):
    (tmp_path / "t.yaml").write_text(SHEET.replace("options:", "labels:"))
    (linted,) = grader.lint([str(tmp_path / "t.yaml")]).linted
    assert 'write "options:" in place of "labels:"' in str(linted.faults[0])
