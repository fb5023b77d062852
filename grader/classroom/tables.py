"""The files of a graded class, each whole or not at all: results, grades, and times apart.

They are written line by line, for a class may be large.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from grader.files.written import putting
from grader.words.cells import harmless, row_of

RESULTS, GRADES, TIMES = "results.jsonl", "grades.csv", "times.csv"
_SHOWN = 6  # decimals: as many as keep thirds of points apart, and a gradebook takes


class Table(NamedTuple):
    """A file of a class: its name, its first line, and what an entry of the journal adds to it."""

    name: str
    header: bytes
    lines: Callable[[dict[str, Any]], bytes]


def write_tables(
    out: Path,
    entries: Iterable[dict[str, Any]],
    answers: Sequence[str],
    most: float,
    others: Sequence[Table] = (),
) -> int:
    """Write what the class got, and say how many could not be graded.

    `answers` are the columns, `most` the points of the sheet; `others` are written along.
    """
    refused = 0
    columns = ("id", "name", "email", "score", "max_score", "pending", *answers)
    tables = (
        Table(RESULTS, b"", _result),
        Table(GRADES, line_of(columns), lambda entry: line_of(_grades(entry, answers, most))),
        Table(TIMES, line_of(("id", "seconds")), _time),
        *others,
    )
    with ExitStack() as files:
        opened = [files.enter_context(putting(out / table.name)) for table in tables]
        for file, table in zip(opened, tables, strict=True):
            file.write(table.header)
        for entry in entries:
            refused += "error" in entry["result"]
            for file, table in zip(opened, tables, strict=True):
                file.write(table.lines(entry))
    return refused


def _result(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry["result"], allow_nan=False).encode() + b"\n"


def _time(entry: dict[str, Any]) -> bytes:
    return line_of((entry["id"], round(entry["seconds"], 3)))


def _grades(entry: dict[str, Any], answers: Sequence[str], most: float) -> Iterator[object]:
    result = entry["result"]
    points = {answer["name"]: answer["score"] for answer in result.get("answers", ())}
    yield entry["id"]
    yield " & ".join(entry["names"])
    yield " & ".join(entry["emails"])
    yield shown_points(counted(result))
    yield shown_points(result.get("max_score", most))
    yield shown_points(result.get("pending", 0))
    yield from (shown_points(points.get(name, 0)) for name in answers)


def shown_points(amount: float) -> float:
    """Points in a table for people: a third has an end there, and `results.jsonl` has them whole.

    >>> shown_points(46 / 3), shown_points(9)
    (15.333333, 9)
    """
    return round(amount, _SHOWN)


def counted(result: dict[str, Any]) -> float:
    """The score that counts: what the answers earned, less what coming late cost."""
    score: float = result.get("late", result).get("score", 0)
    return score


def line_of(cells: Iterable[object]) -> bytes:
    """A row of a CSV, in which no text is a formula."""
    safe = [harmless(cell) if isinstance(cell, str) else cell for cell in cells]
    return row_of(safe).encode("utf-8", "replace")
