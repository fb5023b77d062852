"""Modules that a course gives with an exercise, whole, beside the assignment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.assignment.load import assignment_faults
from grader.grading.grade import grade
from grader.sandbox import WorkerPool, start_zygote
from grader.submission.work import opened

SHEET = """
title: One step
points: 1
files: [layers.py, squash.py]
cells:
  rnn: |
    x: D
    h: H
    W: H, D
    U: H, H
    h = tanh(W @ x[t] + U @ h[t-1])
questions:
  - id: q
    prompt: Write one step.
    defaults: {points: 1, function: {cell: rnn, batch: N}}
    answers:
      step:
        function:
          arguments: {x: "N, D", h_prev: {symbol: "h[0]", shape: "N, H"}, W: "H, D", U: "H, H"}
          returns: {h: {symbol: "h[1]", shape: "N, H"}}
"""
LAYERS = "from squash import squash\ndef affine(x, W):\n    return x @ W.T\n"
SQUASH = "import numpy as np\ndef squash(x):\n    return np.tanh(x)\n"
STEP = "def step(x, h_prev, W, U):\n    return squash(affine(x, W) + affine(h_prev, U))\n"

IMPORTS = [
    ("from layers import affine, squash\n", "right", "as the course has it"),
    ("from course.layers import affine\nfrom course.squash import squash\n", "right", "a package"),
    ("import layers\naffine, squash = layers.affine, layers.squash\n", "right", "as a module"),
    ("from other import affine, squash\n", "failed", "no module of the course's"),
]


@pytest.fixture(scope="module")
def zygote() -> Iterator[WorkerPool]:
    with start_zygote() as started:
        yield started


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    folder = tmp_path / "steps"
    folder.mkdir()
    for name, text in (("assignment.yaml", SHEET), ("layers.py", LAYERS), ("squash.py", SQUASH)):
        (folder / name).write_text(text)
    return folder / "assignment.yaml"


def verdict(zygote: WorkerPool, sheet: Path, text: str) -> tuple[str, str]:
    path = sheet.parent / "submission.py"
    path.write_text(text)
    with opened(path, zygote=zygote) as work:
        found = grade(load_assignment(sheet), work)
    return str(found.entries[0].verdict), " ".join(found.remarks)


@pytest.mark.parametrize(("head", "expected", "why"), IMPORTS, ids=[row[2] for row in IMPORTS])
def test_a_module_of_the_course_is_there_where_it_was_not_handed_in(
    zygote: WorkerPool, sheet: Path, head: str, expected: str, why: str
) -> None:
    found, remarks = verdict(zygote, sheet, head + STEP)
    assert expected == found
    assert ("the course's own stands in" in remarks) is (expected == "right")


def test_a_missing_or_broken_module_of_the_course_is_told_to_its_author(sheet: Path) -> None:
    (sheet.parent / "layers.py").unlink()
    (sheet.parent / "squash.py").write_text("def squash(x) return x")
    said = [fault.message for fault in assignment_faults(sheet)]
    assert "layers.py cannot be read: No such file or directory" in said[0]
    assert "squash.py is no Python" in said[1]
