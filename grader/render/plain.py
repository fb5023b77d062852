"""The report as plain values: what `grader check --json` prints.

The keys are a contract: outside programs read them. The order is that of the assignment.
"""

from __future__ import annotations

import json
from fractions import Fraction

from grader.assignment.kinds import CODE
from grader.outcome.report import Entry, Report


def plain(report: Report) -> dict[str, object]:
    """A report as one object of names, numbers and texts."""
    return {
        "assignment": report.assignment,
        "student": report.student,
        **({"source": report.source} if report.source else {}),
        "score": _number(report.score),
        "max_score": _number(report.max_score),
        "pending": _number(report.pending),
        "answers": [_answer(entry) for entry in report.entries],
    }


def as_json(report: Report) -> str:
    """A report as one line of JSON.

    Other than ASCII is escaped, so that no terminal, locale or half a surrogate in a student's
    text can keep the line from being written.
    """
    return json.dumps(plain(report), allow_nan=False)


def _answer(entry: Entry) -> dict[str, object]:
    answer: dict[str, object] = {
        "name": entry.name,
        "score": _number(entry.score),
        "max_score": _number(entry.max_score),
        "verdict": str(entry.verdict),
        "note": entry.note,
        "message": entry.message,
    }
    if entry.text:
        answer["text"] = entry.text
    if entry.parts or entry.kind in CODE:
        answer["parts"] = [_answer(part) for part in entry.parts]
    return answer


def _number(points: Fraction) -> int | float:
    return int(points) if points.denominator == 1 else float(points)
