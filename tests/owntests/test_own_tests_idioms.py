"""What tests of a course ordinarily do works on code in another process as it does in plain unittest."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from idioms import CANNOT, IDIOMS, STUDENT, written_out
from pytest_idioms import PYTEST_CANNOT, PYTEST_IDIOMS, pytest_written_out

from grader.assignment import load_assignment
from grader.grading.grade import grade
from grader.submission.work import opened

SHEET = f"""\
title: Idioms
points: {len(IDIOMS)}
questions:
  - id: a
    prompt: Write it.
    answers:
      code: {{points: {len(IDIOMS)}, tests: unit_tests.py}}
"""
PLAIN = """
import sys, unittest
import unit_tests
result = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromModule(unit_tests).run(result)
bad = {test.id().split(".")[2] for test, _ in (*result.failures, *result.errors)}
print("", *sorted(bad), sep=chr(10))
"""
SHARE = 0.98  # of the idioms that must come out the same; the others say so


def plain_failures(folder: Path) -> set[str]:
    """The tests that do not pass in plain unittest, beside the same submission."""
    found = subprocess.run(
        [sys.executable, "-c", PLAIN], cwd=folder, text=True, capture_output=True, check=True
    )
    return {line for line in found.stdout.split("\n") if line.startswith("test_")}


def test_a_hundred_idioms_come_out_as_in_plain_unittest_or_say_that_they_cannot(
    tmp_path: Path,
) -> None:
    (tmp_path / "assignment.yaml").write_text(SHEET)
    (tmp_path / "unit_tests.py").write_text(written_out())
    (tmp_path / "submission.py").write_text(STUDENT)
    assert set() == plain_failures(tmp_path)
    with opened(tmp_path / "submission.py") as work:
        (entry,) = grade(load_assignment(tmp_path / "assignment.yaml"), work).entries
    notes = {part.name: (part.note, part.message) for part in entry.parts}
    found = {name: notes[f"Idioms.test_{at:03}"] for at, (name, _) in enumerate(IDIOMS)}
    other = {name: said for name, said in found.items() if said[0] != "tests.passed"}
    silent = {name: said for name, said in other.items() if said[0] != "tests.cannot-send"}
    assert {} == silent
    assert CANNOT == set(other)
    possible = len(IDIOMS) - len(CANNOT)
    assert possible >= 100
    assert len(IDIOMS) - len(other) >= SHARE * possible
    assert len(IDIOMS) == entry.score  # what cannot go on costs nothing


def test_fifty_idioms_of_pytest_come_out_as_in_plain_pytest_or_say_that_they_cannot(
    tmp_path: Path,
) -> None:
    (tmp_path / "assignment.yaml").write_text(
        SHEET.replace(str(len(IDIOMS)), str(len(PYTEST_IDIOMS)))
    )
    (tmp_path / "unit_tests.py").write_text(pytest_written_out())
    (tmp_path / "submission.py").write_text(STUDENT)
    plain = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "unit_tests.py"],
        cwd=tmp_path, text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert plain.returncode == 0, plain.stdout
    with opened(tmp_path / "submission.py") as work:
        (entry,) = grade(load_assignment(tmp_path / "assignment.yaml"), work).entries
    notes = {re.sub(r"\D", "", part.name.partition("[")[0]): part.note for part in entry.parts}
    found = {name: notes[f"{at:03}"] for at, (name, _) in enumerate(PYTEST_IDIOMS)}
    same = ("tests.passed", "tests.expected-failure")
    other = {name for name, note in found.items() if note not in same}
    assert {found[name] for name in other} <= {"tests.cannot-send"}
    assert PYTEST_CANNOT == other
    assert len(PYTEST_IDIOMS) == entry.score  # what cannot go on costs nothing
