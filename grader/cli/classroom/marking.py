"""The table that staff mark texts in: a row for every answer that may be marked, filled as far."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from grader.assignment import find_assignment, load_assignment
from grader.cli.classroom.journal import NAME, Journal
from grader.grading.marks import read_marks, takes_marks
from grader.outcome.errors import InputError
from grader.words.sentences import batches as sentences

MARKS = "marks.csv"
COLUMNS = ("student", "answer", "points", "remark", "item", "by", "at")


def table_of_marks(assignment: str, out: Path) -> str:
    """The CSV of a graded class; what stands in OUT's own table stays as it was written."""
    if not (out / NAME).is_file():
        raise InputError(sentences.no_results_in(str(out)))
    asked = load_assignment(find_assignment(assignment))
    marked = [answer.name for answer in asked.answers if takes_marks(answer)]
    before: dict[tuple[str, str], Mapping[str, str]] = {}
    if (out / MARKS).is_file():
        read_marks(out / MARKS, asked)  # what cannot be used is said before it is copied
        text = (out / MARKS).read_text(encoding="utf-8-sig")
        rows = csv.DictReader(io.StringIO(text, newline=""))
        before = {(row.get("student", ""), row.get("answer", "")): row for row in rows}
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for student in Journal(out).ids:
        for answer in marked:
            row = before.get((student, answer), {})
            writer.writerow({**row, "student": student, "answer": answer})
    return table.getvalue()
