"""The table that staff mark texts in: a row for every text that waits, and what was given before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.assignment import Answer, Assignment, find_assignment, load_assignment
from grader.assignment.model import RubricItem
from grader.classroom.journal import NAME, Journal
from grader.grading.marks import read_marks, takes_marks
from grader.grading.table import rows_of
from grader.outcome.errors import InputError
from grader.words.cells import as_meant, harmless, row_of
from grader.words.ids import folded
from grader.words.sentences import batches as sentences

MARKS = "marks.csv"
COLUMNS = ("student", "answer", "points", "remark", "item", "by", "at", "text", "rubric")

_Row = Mapping[str, str]


def table_of_marks(assignment: str, out: Path) -> str:
    """The CSV of a graded class; what stands in OUT's own table stays as it was written."""
    if not (out / NAME).is_file():
        raise InputError(sentences.no_results_in(str(out)))
    asked = load_assignment(find_assignment(assignment))
    before = _given_before(out / MARKS, asked)
    table = [row_of(COLUMNS)]
    journal = Journal(out)
    marked = [answer for answer in asked.answers if takes_marks(answer)]
    for student in journal.ids:
        results = journal.entry(student)["result"].get("answers", ())
        waiting = {result["name"]: result["text"] for result in results if "text" in result}
        rows = _rows(student, marked, waiting, before)
        table += [row_of(row.get(name, "") for name in COLUMNS) for row in rows]
    return "".join(table)


def _rows(
    student: str,
    marked: list[Answer],
    waiting: Mapping[str, str],
    before: Mapping[tuple[str, str], Sequence[_Row]],
) -> Iterator[_Row]:
    """The rows of one student: what waits, and what was marked, by one person or by several."""
    for answer in marked:
        rows = before.get((folded(student), answer.name), ())
        if not rows and answer.name in waiting:
            rows = ({},)
        said = {
            "student": harmless(student),
            "answer": answer.name,
            "rubric": harmless(rubric_of(answer)),
        }
        if answer.name in waiting:  # tables know no null bytes
            said["text"] = harmless(waiting[answer.name]).replace("\0", "\\x00")
        yield from ({**row, **said} for row in rows)


def rubric_of(answer: Answer) -> str:
    """The rubric; before its boxes the ids by which `item` names them, so that none begins with a sign."""
    lines = answer.rubric.split("\n")
    for item in answer.items:
        own = next((k for k, line in enumerate(lines) if _is_of(item, line)), None)
        if own is not None:
            lines[own] = f"{item.id} {lines[own]}"
    return "\n".join(lines)


def _is_of(item: RubricItem, line: str) -> bool:
    """Whether a line of the rubric is, or begins, that of a box."""
    first = item.text.split("\n", 1)[0]
    return line[:1] in "+-" and line.partition(": ")[2] == first


def _given_before(path: Path, asked: Assignment) -> dict[tuple[str, str], list[_Row]]:
    """The rows of an earlier table, by student and answer."""
    if not path.is_file():
        return {}
    read_marks(path, asked)  # what cannot be used is said before it is copied
    header, *rows = [row for _, row in rows_of(path.read_bytes(), path) if row]
    names = [name.strip().lower() for name in header]
    found: dict[tuple[str, str], list[_Row]] = {}
    for row in (dict(zip(names, row, strict=False)) for row in rows):
        student = folded(as_meant(row.get("student", "").strip()))
        found.setdefault((student, row.get("answer", "").strip()), []).append(row)
    return found
