"""The files of a graded class, each whole or not at all: results, grades, and times apart."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader.files import put

RESULTS, GRADES, TIMES = "results.jsonl", "grades.csv", "times.csv"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would work out
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def write_tables(
    out: Path, entries: Iterable[dict[str, Any]], answers: list[str], most: float
) -> None:
    """Write what the class got; `answers` are the columns, `most` the points of the sheet."""
    results: list[bytes] = []
    grades = _Table(["id", "name", "email", "score", "max_score", "pending", *answers])
    times = _Table(["id", "seconds"])
    for entry in entries:
        result = entry["result"]
        results.append(json.dumps(result, allow_nan=False).encode() + b"\n")
        points = {answer["name"]: answer["score"] for answer in result.get("answers", ())}
        grades.add(
            entry["id"],
            " & ".join(entry["names"]),
            " & ".join(entry["emails"]),
            result.get("score", 0),
            result.get("max_score", most),
            result.get("pending", 0),
            *(points.get(name, 0) for name in answers),
        )
        times.add(entry["id"], round(entry["seconds"], 3))
    put(out / RESULTS, b"".join(results))
    put(out / GRADES, grades.data)
    put(out / TIMES, times.data)


class _Table:
    def __init__(self, header: list[str]) -> None:
        self._text = io.StringIO()
        self._writer = csv.writer(self._text, lineterminator="\n")
        self._writer.writerow(header)

    def add(self, *cells: object) -> None:
        """Add a row."""
        self._writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])

    @property
    def data(self) -> bytes:
        return self._text.getvalue().encode("utf-8", "replace")


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell
