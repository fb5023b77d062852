"""An assignment may set other limits, wherever it is graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.assignment.faults import AssignmentFaults
from grader.grading.grade import check
from grader.sandbox import Limits
from grader.submission.limits_of import limits_of

SHEET = """\
title: T
points: 2
limits: {limits}
questions:
- id: a
  prompt: P
  answers:
    one: {{kind: count, value: 1}}
    two: {{kind: count, value: 2}}
"""


def written(folder: Path, limits: str) -> Path:
    path = folder / "sheet.yaml"
    path.write_text(SHEET.format(limits=limits))
    return path


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ("{file: 2}", Limits(start_seconds=2)),
        ("{file: 30}", Limits(start_seconds=30, total_seconds=60)),
        ("{call: 10, all: 8}", Limits(start_seconds=8, call_seconds=8, total_seconds=8)),
        ("{memory: 1024}", Limits(memory=1024 << 20)),
    ],
)
def test_what_is_left_out_is_as_usual(limits: str, expected: Limits, tmp_path: Path) -> None:
    assert expected == limits_of(load_assignment(written(tmp_path, limits)))


@pytest.mark.parametrize(
    ("said", "limits"),
    [("600 or less", "{file: 6000}"), ("1 or more", "{call: 0}"), ("files", "{files: 2}")],
)
def test_a_limit_that_is_none_is_refused_with_its_line(
    said: str, limits: str, tmp_path: Path
) -> None:
    with pytest.raises(AssignmentFaults, match=rf":3: .*{said}"):
        load_assignment(written(tmp_path, limits))


def test_a_limit_holds_for_a_file_that_runs_already(tmp_path: Path) -> None:
    work = tmp_path / "work.py"
    work.write_text("one = 1\nwhile True:\n    pass\ntwo = 2\n")
    report = check(work, assignment=str(written(tmp_path, "{file: 1}")))
    assert 1 == report.score
    assert "longer than 1 s and was stopped in line 2" in report.entries[1].message
