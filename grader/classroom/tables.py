"""The files of a graded class, each whole or not at all: results, grades, and times apart.

They are written line by line, for a class may be large.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from grader.files.written import putting
from grader.words.cells import harmless, row_of

RESULTS, GRADES, TIMES = "results.jsonl", "grades.csv", "times.csv"


def write_tables(
    out: Path, entries: Iterable[dict[str, Any]], answers: Sequence[str], most: float
) -> int:
    """Write what the class got, and say how many could not be graded.

    `answers` are the columns, `most` the points of the sheet.
    """
    refused = 0
    with ExitStack() as files:
        results, grades, times = (
            files.enter_context(putting(out / name)) for name in (RESULTS, GRADES, TIMES)
        )
        header = ("id", "name", "email", "score", "max_score", "pending", *answers)
        grades.write(line_of(header))
        times.write(line_of(("id", "seconds")))
        for entry in entries:
            refused += "error" in entry["result"]
            results.write(json.dumps(entry["result"], allow_nan=False).encode() + b"\n")
            grades.write(line_of(_grades(entry, answers, most)))
            times.write(line_of((entry["id"], round(entry["seconds"], 3))))
    return refused


def _grades(entry: dict[str, Any], answers: Sequence[str], most: float) -> Iterator[object]:
    result = entry["result"]
    points = {answer["name"]: answer["score"] for answer in result.get("answers", ())}
    yield entry["id"]
    yield " & ".join(entry["names"])
    yield " & ".join(entry["emails"])
    yield counted(result)
    yield result.get("max_score", most)
    yield result.get("pending", 0)
    yield from (points.get(name, 0) for name in answers)


def counted(result: dict[str, Any]) -> float:
    """The score that counts: what the answers earned, less what coming late cost."""
    score: float = result.get("late", result).get("score", 0)
    return score


def line_of(cells: Iterable[object]) -> bytes:
    """A row of a CSV, in which no text is a formula."""
    safe = [harmless(cell) if isinstance(cell, str) else cell for cell in cells]
    return row_of(safe).encode("utf-8", "replace")
