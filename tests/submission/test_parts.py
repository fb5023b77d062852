"""A hand-in of several files is graded as one, where every answer stands in one of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.grading.grade import grade
from grader.outcome.report import Entry, Report
from grader.sandbox import WorkerPool, start_zygote
from grader.submission.handed_in import handed_in
from grader.submission.work import opened

ROOT = Path(__file__).parents[2]
SHEET = """\
title: T
points: 2
questions:
- id: a
  prompt: P
  answers:
    one: {kind: count, value: 1}
    two: {kind: count, value: 2}
"""
ONE = "def helper():\n    return 1\n\none = helper()\n"
TWO = "def helper():\n    return 2\n\ntwo = helper()\n"


@pytest.fixture(scope="module")
def zygote() -> Iterator[WorkerPool]:
    with start_zygote() as started:
        yield started


def graded(folder: Path, files: dict[str, str], sheet: Path, zygote: WorkerPool) -> Report:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    assignment = load_assignment(sheet)
    found = handed_in(folder, assignment, room=lambda: folder)
    with opened(found.path, zygote=zygote, source=found.source) as work:
        return grade(assignment, work)


ROWS = [
    (2, {"a.py": ONE, "b.py": TWO}, "each with a helper of the same name"),
    (2, {"0-one.py": ONE, "sub/1-two.py": TWO}, "names that cannot be imported, and a folder"),
    (2, {"a.py": ONE, "b.py": "from a import one\ntwo = 2 * one\n"}, "one rests on the other"),
    (2, {"a.py": ONE, "b.py": "one = __import__('a').one\ntwo = 2 * one\n"}, "imported in another way"),
    (2, {"a.py": ONE + "oops(\n", "b.py": "1 / 0\n" + TWO}, "each with a slip of its own"),
    (1, {"a.py": ONE + "two = 3\n", "b.py": TWO + "one = 4\n"}, "two drafts: one of them counts"),
    (1, {"a.py": ONE, "b.py": "one = 1\n"}, "one answer twice"),
]  # fmt: skip


@pytest.mark.parametrize(("score", "files", "why"), ROWS, ids=[row[2] for row in ROWS])
def test_what_stands_in_several_files_is_graded_as_one(
    score: int, files: dict[str, str], why: str, tmp_path: Path, zygote: WorkerPool
) -> None:
    (tmp_path / "sheet").mkdir()
    (tmp_path / "sheet" / "assignment.yaml").write_text(SHEET)
    work = tmp_path / "work"
    assert score == graded(work, files, tmp_path / "sheet" / "assignment.yaml", zygote).score


def _split(text: str) -> dict[str, str]:
    """The functions of a solution by the file that each would stand in."""
    lines = text.splitlines()
    found: dict[str, str] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            step = "cells" if "step" in node.name else "layers"
            for file in ("cells", "layers") if node.name == "sigmoid" else (step,):
                body = "\n".join(lines[node.lineno - 1 : node.end_lineno])
                found[f"{file}.py"] = (
                    found.get(f"{file}.py", "import numpy as np\n") + f"\n{body}\n"
                )
    found["layers.py"] = "from cells import *\n" + found["layers.py"]
    return found


def test_functions_in_several_files_carry_what_is_wrong_from_one_to_the_other(
    tmp_path: Path, zygote: WorkerPool
) -> None:
    text = (ROOT / "tests" / "zoo" / "code" / "rows.py").read_text()
    files = _split(text.replace("prev_h.dot(Wh) + b)", "prev_h.dot(Wh))"))
    sheet = ROOT / "assignments" / "layers-rows" / "assignment.yaml"
    entries: dict[str, Entry] = {e.name: e for e in graded(tmp_path, files, sheet, zygote).entries}
    assert "wrong" == entries["rnn_step_forward"].verdict
    assert "carried" == entries["rnn_forward"].verdict
    assert ["right"] * 4 == [entries[n].verdict for n in entries if n.startswith("lstm")]


def test_the_report_says_which_files_were_graded(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.py").write_text(ONE)
    (tmp_path / "work" / "b.py").write_text(TWO)
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(SHEET)
    (told,) = handed_in(tmp_path / "work", load_assignment(sheet), room=lambda: tmp_path).remarks
    assert "Answers stand in several files, which are graded as one: a.py and b.py." == told


TESTS = """
import unittest
from rnn_cell import RNNCell
import gru_cell as g


class Cells(unittest.TestCase):
    def test_one(self):
        self.assertEqual(RNNCell(2).n, 2)

    def test_other(self):
        self.assertEqual(g.gate(3), 6)
"""


def test_a_course_s_own_tests_import_each_file_by_its_name(
    tmp_path: Path, zygote: WorkerPool
) -> None:
    sheet = SHEET[: SHEET.index("    one:")]
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "tests.py").write_text(TESTS)
    (tmp_path / "course" / "assignment.yaml").write_text(
        f"{sheet}    own: {{points: 2, tests: {{file: tests.py, module: [rnn_cell, gru_cell]}}}}\n"
    )
    files = {
        "rnn_cell.py": "class RNNCell:\n    def __init__(self, n):\n        self.n = n\n",
        "gru_cell.py": "from rnn_cell import RNNCell\n\ndef gate(x):\n    return RNNCell(2).n * x\n",
    }
    report = graded(tmp_path / "work", files, tmp_path / "course" / "assignment.yaml", zygote)
    assert 2 == report.score
