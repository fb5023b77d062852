"""Notes are stable words for programs: every one that the code gives is declared, and none besides."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from grader.words.notes import NOTES

HOME = Path(__file__).parent.parent / "grader"
FAMILIES = {note.partition(".")[0] for note in NOTES}
FORM = re.compile(r"([a-z]+)\.[a-z]+(-[a-z0-9]+)*")
FILES = re.compile(r".*\.(json|jsonl|csv|html|pdf|xml|zip|py|yaml|txt|db|ini|sh)")


def given() -> dict[str, str]:
    """Every literal in the code that has the form of a note, with a file that has it."""
    found: dict[str, str] = {}
    for path in sorted(HOME.rglob("*.py")):
        if "_assignments" in path.parts or path.name == "notes.py" or "words" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                form = FORM.fullmatch(node.value)
                if form and form[1] in FAMILIES and not FILES.fullmatch(node.value):
                    found.setdefault(node.value, path.name)
    return found


def test_every_note_that_the_code_gives_is_declared() -> None:
    assert {} == {note: file for note, file in given().items() if note not in NOTES}


def test_no_note_is_declared_that_nothing_gives() -> None:
    known = set(given())
    composed = {note for note in NOTES if note.startswith("function.")}  # of how a result compares
    assert set() == set(NOTES) - known - composed
