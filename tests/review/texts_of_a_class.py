"""A small graded class whose texts wait, made by the same command as any other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from grader.cli.main import main

SHEET = """\
title: Texts
points: 3
questions:
  - id: b
    title: Why does the state change?
    prompt: Say why h_t differs from h_(t-1).
    answers:
      reason:
        kind: text
        points: 2
        rubric:
          - Two things earn points, and one loses some.
          - {id: cause, points: 1, text: Names V or tanh as the cause.}
          - {id: why, points: 1, text: Says that the product is another vector.}
          - {id: formula, points: -0.5, text: Gives a wrong formula.}
      memory: {kind: text, points: 1, rubric: One point for the memory of the cell.}
"""
TEXTS = {
    "ada": "The tanh turns the state into another vector.",
    "bob": "  The tanh turns the state into another vector. \n",
    "cid": "The tanh does not turn the state into another vector.",
    "dan": "No idea.",
    "eve": "<b onclick=alert(1)>V</b> & \u202etanh\u202c <script>alert(2)</script>",
}


def sheet(folder: Path, text: str = SHEET) -> Path:
    """The assignment in a folder of its own."""
    file = folder / "texts" / "assignment.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def batch(folder: Path) -> list[str]:
    """The words that grade the class in a folder."""
    return ["batch", str(folder / "works"), "--assignment", str(folder / "texts" / "assignment.yaml"),
            "--out", str(folder / "out"), "--jobs", "1"]  # fmt: skip


def handed_in(folder: Path, texts: Mapping[str, str] = TEXTS, *, also: str = "") -> None:
    """A file of answers for each student."""
    works = folder / "works"
    works.mkdir(exist_ok=True)
    for who, text in texts.items():
        answers = {"reason": text, **({"memory": also} if also else {})}
        (works / f"{who}.json").write_text(json.dumps(answers), encoding="utf-8")


def graded(folder: Path, texts: Mapping[str, str] = TEXTS, *, also: str = "") -> Path:
    """OUT of a class that wrote these texts."""
    sheet(folder)
    handed_in(folder, texts, also=also)
    assert 0 == main(batch(folder))
    return folder / "out"
