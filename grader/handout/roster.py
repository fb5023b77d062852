"""Rosters: who is in a class, out of the tables that Gradescope and Canvas export.

A table may have its columns in any order, a byte order mark, semicolons or tabs, and rows that are
nobody: staff, Canvas' points possible, its test student.  The id is what the grader knows a student
by later, so the column that Gradescope's metadata also has comes first.

Canvas writes a row "Manual Posting" above the points possible, and may hide scores in a further one:
rows with neither a name nor any id are nobody.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from grader.outcome.errors import InputError
from grader.words.ids import folded
from grader.words.sentences import rosters as sentences
from reference.records import dataclass

# Headers as `_plain` leaves them, the best first.  Canvas' bare ID is its own number, known to nobody.
IDS = (
    "sid", "studentid", "studentnumber", "matriculationnumber", "matrikelnummer", "sisuserid",
    "sisid", "sisloginid", "loginid", "email", "emailaddress", "userid", "id",
)  # fmt: skip
NAMES = ("name", "fullname", "studentname", "student")
FIRST = ("firstname", "givenname", "vorname")
LAST = ("lastname", "surname", "familyname", "nachname")
ROLES = ("role",)
_KNOWN = {*IDS, *NAMES, *FIRST, *LAST, *ROLES, "section", "sections"}

_NOBODY = ("studenttest", "teststudent")  # Canvas' own
_ROUNDED = re.compile(r"\d([.,]\d+)?[eE]\+\d+")  # what spreadsheets make of a long number
_LARGEST = 1 << 24
_LONGEST = 200  # characters of an id; a file system takes 255 bytes


@dataclass(frozen=True)
class Student:
    """Somebody in a class: the id that submissions come under, and a name for people."""

    id: str
    name: str = ""


@dataclass(frozen=True)
class Roster:
    """A class in the order of its table; `column` is the title of the column that the ids are from."""

    students: tuple[Student, ...]
    column: str


@dataclass(frozen=True)
class _Row:
    line: int
    cells: tuple[str, ...]

    def at(self, column: int | None) -> str:
        """A cell; empty where the row is too short, or where there is no such column."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


def read_roster(path: str | Path, *, id_column: str | None = None) -> Roster:
    """The students of a roster, in its order; raise InputError with the lines that are at fault."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(_LARGEST)
    except OSError as error:
        said = error.strerror or str(error)
        raise InputError(sentences.roster_not_read(str(path), said)) from None
    return roster_of(_decoded(data), str(path), id_column=id_column)


def roster_of(text: str, path: str, *, id_column: str | None = None) -> Roster:
    """The students of a roster's text; `path` is what messages call it."""
    header, rows = _table(text, path)
    columns = {_plain(title): place for place, title in reversed(list(enumerate(header)))}
    students = [row for row in rows if _is_student(row, columns)]
    if not students:
        raise InputError(sentences.roster_empty(path))
    ids = _id_column(header, columns, students, path, id_column)
    for row in students:
        if any(row.cells[len(header) :]):
            said = sentences.roster_row_too_long(len(row.cells), len(header))
            raise InputError(sentences.roster_line(path, row.line, said))
    _refuse(students, ids, header[ids], path)
    found = tuple(Student(row.at(ids), _name(row, columns)) for row in students)
    return Roster(found, header[ids])


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what Excel saves as plain CSV


def _table(text: str, path: str) -> tuple[tuple[str, ...], list[_Row]]:
    """The header and the rows below it, under the separator that shows most columns we know."""
    first = text.lstrip("\ufeff\r\n").partition("\n")[0].strip().casefold()
    skipped = 1 if re.fullmatch(r"sep=.", first) else 0  # a note to Excel
    best = max(",;\t|", key=lambda separator: _header_fits(text, separator, path, skipped))
    _refuse_two_separators(text, best, path, skipped)
    if not _header_fits(text, best, path, skipped):
        raise InputError(sentences.roster_without_header(path))
    rows = _rows(text, best, path, strict=True)[skipped:]
    return rows[0].cells, rows[1:]


def _refuse_two_separators(text: str, best: str, path: str, skipped: int) -> None:
    """A header that is parted otherwise than every row below it."""
    lines = [line for line in text.lstrip("\ufeff").splitlines()[skipped:] if line.strip()]
    below = lines[1:]
    for other in ",;\t":
        if (
            other == best
            or not below
            or best not in lines[0]
            or any(best in line for line in below)
        ):
            continue
        if all(line.count(other) == lines[0].count(best) for line in below):
            said = sentences.roster_two_separators(best, other)
            raise InputError(sentences.roster_line(path, skipped + 1, said))


def _header_fits(text: str, separator: str, path: str, skipped: int) -> int:
    """How many columns that we know the header has, if this parts its cells."""
    rows = _rows(text, separator, path)[skipped:]
    return _familiar(rows[0]) if rows else 0


def _rows(text: str, separator: str, path: str, *, strict: bool = False) -> list[_Row]:
    """The rows of a text; when `strict`, no quote may be left open and so swallow other rows."""
    content = io.StringIO(text.lstrip("\ufeff"), newline="")
    reader = csv.reader(content, delimiter=separator, strict=strict)
    rows, before = [], 0
    try:
        for cells in reader:
            if strict and any(separator in cell.partition("\n")[2] for cell in cells):
                raise InputError(
                    sentences.roster_line(path, before + 1, sentences.roster_open_quote())
                )
            if any(cell.strip() for cell in cells):
                rows.append(_Row(before + 1, tuple(" ".join(cell.split()) for cell in cells)))
            before = reader.line_num
    except csv.Error as fault:
        said = sentences.roster_open_quote() if strict else str(fault)
        raise InputError(sentences.roster_line(path, before + 1, said)) from None
    return rows


def _familiar(row: _Row) -> int:
    return sum(_plain(title) in _KNOWN for title in row.cells)


def _plain(title: str) -> str:
    """A header without case, blanks and punctuation: `SIS User ID` and `sis_user_id` are one."""
    return "".join(letter for letter in title.casefold() if letter.isalnum())


def _is_student(row: _Row, columns: Mapping[str, int]) -> bool:
    role = row.at(_first(columns, ROLES)).casefold()
    name = _plain(_name(row, columns))
    if not name and not any(row.at(columns.get(title)) for title in IDS):
        return False
    return role in ("", "student") and not name.startswith("pointspossible") and name not in _NOBODY


def _first(columns: Mapping[str, int], titles: Sequence[str]) -> int | None:
    return next((columns[title] for title in titles if title in columns), None)


def _name(row: _Row, columns: Mapping[str, int]) -> str:
    whole = row.at(_first(columns, NAMES))
    return whole or f"{row.at(_first(columns, FIRST))} {row.at(_first(columns, LAST))}".strip()


def _id_column(
    header: Sequence[str],
    columns: Mapping[str, int],
    students: Sequence[_Row],
    path: str,
    wanted: str | None,
) -> int:
    """The column of ids: the one asked for, or the best that is filled in for anybody."""
    if wanted is not None:
        if _plain(wanted) in columns:
            return columns[_plain(wanted)]
        near = get_close_matches(wanted, header, n=1, cutoff=0.5)
        raise InputError(sentences.roster_no_column(path, wanted, list(header), near))
    for title in IDS:
        if title in columns and any(row.at(columns[title]) for row in students):
            return columns[title]
    near = [title for title in header if get_close_matches(_plain(title), IDS, n=1, cutoff=0.6)]
    raise InputError(sentences.roster_without_ids(path, list(header), near))


def _refuse(students: Sequence[_Row], ids: int, title: str, path: str) -> None:
    """Raise one InputError with all lines whose ids cannot be used."""
    faults = list(_faults(students, ids, title))
    if faults:
        raise InputError(
            "\n".join(sentences.roster_line(path, line, said) for line, said in faults)
        )


def _faults(students: Sequence[_Row], ids: int, title: str) -> Iterator[tuple[int, str]]:
    seen: dict[str, int] = {}
    for row in students:
        found = row.at(ids)
        if not found:
            yield row.line, sentences.roster_no_id(title)
        elif _ROUNDED.fullmatch(found):
            yield row.line, sentences.roster_rounded_id(found)
        elif len(found) > _LONGEST or not found.isprintable():
            yield row.line, sentences.roster_strange_id(found[:20])
        elif folded(found) in seen:  # a submission is matched whatever its case
            yield row.line, sentences.roster_id_twice(found, seen[folded(found)])
        else:
            seen[folded(found)] = row.line
