"""Somebody taken out of every file of a graded class."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from grader.classroom.journal import NAME, Journal
from grader.classroom.tables import GRADES, RESULTS, TIMES
from grader.files import alone_in, put
from grader.grading.marks import cells_of
from grader.outcome.errors import InputError
from grader.words.sentences import batches as sentences


def forget(out: Path, who: str) -> None:
    """Erase a student; raise InputError where there is none of this id."""
    if not (out / NAME).is_file():
        raise InputError(sentences.no_results_in(str(out)))
    with alone_in(out, sentences.out_busy(str(out))):
        journal = Journal(out)
        if who not in journal.ids:
            raise InputError(sentences.not_there(who, str(out)))
        results = out / RESULTS
        if results.is_file():
            lines = results.read_bytes().splitlines(keepends=True)
            put(results, b"".join(line for line in lines if json.loads(line)["id"] != who))
        for name in (GRADES, TIMES, "marks.csv"):
            if (out / name).is_file():
                _without(out / name, who)
        (out / "report.html").unlink(missing_ok=True)  # its tables name everybody
        journal.forget(who)


def _without(table: Path, who: str) -> None:
    """Write a table again without the rows of a student, whatever a spreadsheet made of it."""
    header, *rows = [row for row in cells_of(table.read_bytes()) if row] or [[]]
    names = [name.strip().lower() for name in header]
    place = next((names.index(name) for name in ("student", "id") if name in names), 0)
    text = io.StringIO()
    kept = (row for row in rows if "".join(row[place : place + 1]).strip() not in (who, f"'{who}"))
    csv.writer(text, lineterminator="\n").writerows([header, *kept])
    put(table, text.getvalue().encode())
