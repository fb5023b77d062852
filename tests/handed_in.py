"""Answers handed in as a text, and graded without any program to run."""

from __future__ import annotations

import tempfile
from pathlib import Path

from grader.assignment import Assignment, find_assignment, load_assignment
from grader.grading.grade import grade
from grader.outcome.report import Entry, Report
from grader.submission import read_submission
from grader.submission.work import Work
from grader.variant.printed import printed


def the_printed(name: str) -> Assignment:
    """An assignment with its printed numbers."""
    found = load_assignment(find_assignment(name))
    return printed(found) if found.is_drawn else found


def report_on(assignment: str, text: str) -> Report:
    """The report on answers written as YAML."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "submission.yaml"
        file.write_text(text, encoding="utf-8")
        submission = read_submission(file)
    assert not submission.fatal
    work = Work(submission, tuple(submission.answers))
    return grade(the_printed(assignment), work)


def entries(assignment: str, text: str) -> dict[str, Entry]:
    """What is said of every answer, by name."""
    return {e.name: e for section in report_on(assignment, text).sections for e in section.entries}
