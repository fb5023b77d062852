"""Points that staff gave by hand, from a CSV or YAML file.

The columns are student, answer, points and remark, in any order and among any others, and perhaps
item, by and at, which `grader review` writes: the boxes that were ticked, who ticked them, and when.
Of the marks of several people for one text the one that stands first counts.  A table saved by a
spreadsheet with semicolons, commas in numbers and a byte order mark is read as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from grader.assignment import quantities
from grader.assignment.faults import Fault, did_you_mean, shown_value
from grader.assignment.model import Answer, Assignment, Plain
from grader.grading.boxes import points_today
from grader.grading.rubric import Mark
from grader.grading.table import LARGEST, BrokenTable, rows_of
from grader.outcome.errors import InputError
from grader.words.cells import as_meant
from grader.words.ids import folded, spelling_of
from grader.words.sentences import marks as sentences
from grader.words.text import points as shown_points

COLUMNS = ("student", "answer", "points", "remark")
MORE = ("item", "by", "at")
_NEEDED = COLUMNS[:3]


Marks = Mapping[str, Mapping[str, Mark]]  # student, then answer


class MarksFaults(InputError):
    """A file of marks that cannot be used, with everything that is wrong in it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class _Row(NamedTuple):
    line: int
    student: str
    answer: str
    points: Plain
    remark: str
    item: str = ""
    by: str = ""


def read_marks(path: Path, assignment: Assignment) -> Marks:
    """The marks in a file, by student and answer; raise MarksFaults with all that is wrong.

    A mark above the points of its answer is refused, and so is one for an answer that the
    program judges alone.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    if len(source) > LARGEST:
        raise InputError(sentences.too_large(path, LARGEST))
    faults: list[Fault] = []
    read = _yaml_rows if path.suffix.lower() in (".yaml", ".yml", ".json") else _csv_rows
    marks: dict[str, dict[str, Mark]] = {}
    lines: dict[tuple[str, str, str], int] = {}
    answers = {answer.name: answer for answer in assignment.answers}
    for row in read(path, source, faults):
        mark = _mark(path, row, answers, faults)
        by = folded(row.by)
        first = lines.setdefault((folded(row.student), row.answer, by), row.line)
        if not row.student:
            faults.append(_fault(path, row, "student", "student is empty", sentences.say_whose()))
        elif first != row.line:
            faults.append(_twice(path, row, first))
        elif mark is not None:
            own = marks.setdefault(spelling_of(row.student, marks) or row.student, {})
            own.setdefault(row.answer, mark)  # a second marker's stand beside it
    if faults:
        raise MarksFaults(sorted(faults, key=lambda fault: fault.line))
    return marks


def marks_of(marks: Marks, student: str | None) -> Mapping[str, Mark]:
    """What staff gave somebody, whichever way the id is spelled; nothing to a file of nobody."""
    spelled = spelling_of(student, marks) if student else None
    return marks[spelled] if spelled is not None else {}


def takes_marks(answer: Answer) -> bool:
    """Whether staff may give points for an answer: texts, and explanations in place of a value."""
    return answer.kind == "text" or answer.explanation


def _mark(path: Path, row: _Row, answers: Mapping[str, Answer], faults: list[Fault]) -> Mark | None:
    """One row as a mark; what is wrong with it goes to the faults."""
    if row.answer not in answers:
        remedy = did_you_mean(row.answer, [name for name in answers if takes_marks(answers[name])])
        faults.append(_fault(path, row, "answer", sentences.no_such_answer(), remedy))
        return None
    answer, amount = answers[row.answer], _amount(row.points)
    amount = points_today(answer, amount, row.item)
    if amount is None or amount < 0:
        got = shown_value(row.points)
        sentence = sentences.points_no_number(got)
        faults.append(_fault(path, row, "points", sentence, "write 1, 0.5 or 1/2"))
        return None
    if not takes_marks(answer):
        sentence = sentences.graded_by_program()
        faults.append(_fault(path, row, "answer", sentence, sentences.take_the_row_out()))
        return None
    if amount > answer.points:
        sentence = f"{shown_points(amount)} is above the rubric's {shown_points(answer.points)}"
        remedy = f"write {shown_points(answer.points)} or less"
        faults.append(_fault(path, row, "points", sentence, remedy))
        return None
    return Mark(amount, row.remark)


def _amount(written: Plain) -> Fraction | None:
    """Points with a decimal comma are points, too: spreadsheets write them so."""
    return quantities.exact(written.replace(",", ".") if isinstance(written, str) else written)


def _fault(path: Path, row: _Row, key: str, sentence: str, remedy: str) -> Fault:
    whose = f'student "{row.student}", ' if row.student else ""
    return Fault(path, row.line, key, f'{whose}answer "{row.answer}": {sentence}', remedy)


def _twice(path: Path, row: _Row, first: int) -> Fault:
    return _fault(path, row, "answer", sentences.marked_already(first), sentences.keep_one())


def _csv_rows(path: Path, source: bytes, faults: list[Fault]) -> Iterator[_Row]:
    columns: dict[str, int] | None = None
    titles = 0
    try:
        for line, cells in rows_of(source, path):
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                titles = len(cells)
                columns = _columns(path, line, cells, faults)
                if not columns:
                    return
                continue
            if odd := _misshapen(cells, titles, columns):
                faults.append(Fault(path, line, "", *odd))
                continue
            yield from _csv_row(path, line, cells, columns, faults)
    except BrokenTable as broken:
        faults.append(broken.fault)
    if columns is None and not faults:
        faults.append(
            Fault(path, 1, "", sentences.empty_file(), sentences.start_with(",".join(COLUMNS)))
        )


# What looks like a row of its own inside of a cell: a quote before it was not closed.
_SWALLOWED = re.compile(r"\n[^\n,;\t]*[,;\t][^\n,;\t]+[,;\t][\d./ ]*[,;\t]")


def _misshapen(cells: list[str], titles: int, columns: dict[str, int]) -> tuple[str, str] | None:
    """What is wrong with the form of a row, and what to write: cells too many, one alone, an open quote.

    A student's own text, which stands beside the columns of marks, may look like rows.
    """
    if len(cells) == 1 < titles:
        return sentences.one_cell(cells[0][:60])
    if len(cells) > titles and any(cell.strip() for cell in cells[len(COLUMNS) :]):
        return sentences.row_too_long(len(cells), titles)
    ours = [cells[place] for place in columns.values() if place < len(cells)]
    return sentences.quote_open() if any(map(_SWALLOWED.search, ours)) else None


def _columns(path: Path, line: int, cells: list[str], faults: list[Fault]) -> dict[str, int]:
    """Where the columns stand; empty when one is missing."""
    names = [cell.strip().lower() for cell in cells]
    found = {name: names.index(name) for name in (*COLUMNS, *MORE) if name in names}
    for name in _NEEDED:
        if name not in found:
            near = did_you_mean(name, [cell for cell in names if cell and cell not in COLUMNS])
            hint = f"rename the column: {near}" if near.startswith("did") else "add the column"
            faults.append(Fault(path, line, name, f'the column "{name}" is missing', hint))
    return found if all(name in found for name in _NEEDED) else {}


def _csv_row(
    path: Path, line: int, cells: list[str], columns: Mapping[str, int], faults: list[Fault]
) -> Iterator[_Row]:
    values = {
        name: as_meant(cells[place].strip()) if place < len(cells) else ""
        for name, place in columns.items()
    }
    if not any(values.get(name) for name in ("points", "remark", "item")):
        return  # a row that nobody has filled in yet
    if not values["answer"]:
        faults.append(Fault(path, line, "answer", "answer is empty", "name the answer"))
        return
    told = {name: values.get(name, "") for name in (*COLUMNS, "item", "by")}
    yield _Row(line, **told)


def _yaml_rows(path: Path, source: bytes, faults: list[Fault]) -> Iterator[_Row]:
    """Rows from a list of mappings, or from students to answers to points."""
    from grader.assignment.document import read_document  # YAML is slow to import

    document = read_document(path, source)
    faults.extend(document.faults)
    data = document.data
    if isinstance(data, list):
        for index, entry in enumerate(data):
            line = document.place((index,)).line
            if not isinstance(entry, dict):
                faults.append(_no_mark(path, line, entry))
                continue
            yield from _yaml_row(path, line, entry, faults)
    elif isinstance(data, dict):
        for student, entries in data.items():
            for answer, entry in (entries if isinstance(entries, dict) else {"": entries}).items():
                line = document.place((student, answer)).line
                if not answer:
                    faults.append(_no_mark(path, line, entry))
                    continue
                fields = entry if isinstance(entry, dict) else {"points": entry}
                yield from _yaml_row(
                    path, line, {**fields, "student": student, "answer": answer}, faults
                )
    elif not faults:
        faults.append(_no_mark(path, 1, data))


def _yaml_row(
    path: Path, line: int, entry: Mapping[str, Plain], faults: list[Fault]
) -> Iterator[_Row]:
    faults.extend(
        Fault(path, line, key, f'the key "{key}" is not known', did_you_mean(key, COLUMNS))
        for key in entry
        if key not in (*COLUMNS, *MORE)
    )
    missing = [key for key in _NEEDED if entry.get(key) is None]
    faults.extend(
        Fault(path, line, key, f"{key} is missing", f'add "{key}: ..."') for key in missing
    )
    if not missing:
        words = {key: _word(entry.get(key)) for key in (*COLUMNS, "item", "by")}
        yield _Row(line, **words)._replace(points=entry["points"])


def _word(value: Plain) -> str:
    return "" if value is None else str(getattr(value, "text", value)).strip()


def _no_mark(path: Path, line: int, got: Plain) -> Fault:
    return Fault(
        path, line, "", f"expected marks (got {shown_value(got)})",
        sentences.write_rows(),
    )  # fmt: skip
