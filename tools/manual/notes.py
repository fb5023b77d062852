"""Every note that a report may carry, and every mistake that is known by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from grader.assignment.known_mistakes import SLIPS_OF_THE_PEN, known_notes
from reference import CATALOGUE, cell, misconceptions
from reference.rewrites.notes import MISTAKES, SLIPS

HOME = Path(__file__).resolve().parents[2]
_SUBJECTS = ("number", "count", "shape", "range", "sequence", "choice", "choices", "boolean",
             "matching", "equation", "expression", "text", "function", "program", "tests", "kit",
             "answer", "vector", "file", "value")  # fmt: skip


def page() -> str:
    """The page of the notes."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Notes and mistakes\n"
    yield (
        "Every answer of `grader check --json` has a `note`: a stable name for what was seen. Those of mistakes "
        "can earn credit (`known_mistakes:`) and can be allowed in drawn numbers (`vetting: {allow: [...]}`); both "
        "take the short name, too.\n"
    )
    yield "## Mistakes in the working\n"
    yield "| note | a sentence of it | a slip, or a misunderstanding |\n| --- | --- | --- |"
    said = _sentences()
    for note in MISTAKES:
        kind = (
            "a slip: made once" if note in SLIPS else "a misunderstanding: shown wherever it can be"
        )
        yield f"| `number.{note}` | {said.get(note, 'made in gradients')} | {kind} |"
    yield "\n## Slips of the pen\n"
    yield "Right numbers, written down wrongly; they may earn credit, too.\n"
    yield from (f"- `number.{note}`" for note in sorted(SLIPS_OF_THE_PEN))
    yield "\n## Mistakes in counts\n"
    yield "Of answers of the kind `count`, whose short names stand for these.\n"
    yield from (f"- `{note}`" for note in known_notes("count"))
    yield "\n## Other notes\n"
    yield "What a report says besides; found in the code itself.\n"
    for note in notes():
        yield f"- `{note}`"


def _sentences() -> dict[str, str]:
    """For every mistake one of its sentences, from the first cell in which it can be made."""
    found: dict[str, str] = {}
    first = ("tanh-rnn", "relu-rnn", "lstm", "gru", "elman")
    for name in (*first, *(other for other in CATALOGUE if other not in first)):
        if set(MISTAKES) <= set(found):
            break
        for mistake in misconceptions(cell(name), rarer=True):
            found.setdefault(mistake.note, f"{mistake.sentence} (`{name}`)")
    return found


def notes() -> list[str]:
    """Every text of the code that is a note: a subject, a point, and words."""
    found: set[str] = set()
    for path in sorted((HOME / "grader").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                subject, point, rest = node.value.partition(".")
                if (
                    point
                    and subject in _SUBJECTS
                    and rest.replace("-", "").isalpha()
                    and rest not in _ENDINGS
                ):
                    found.add(node.value)
    return sorted(found)


_ENDINGS = frozenset({"py", "yaml", "json", "csv", "txt", "html", "pdf"})
