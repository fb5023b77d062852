"""Points into the gradebooks that Canvas and Moodle gave to download, and for `finalgrade`.

Only the file that was downloaded is filled in: its header, its rows and its way of writing stay as
they are, since both systems read back what they know and make a new column of what they do not.
Nobody's cell is touched of whom there is no result, for an empty cell would take a grade away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from grader.classroom.hand_in import Attempt, Found, HandIn
from grader.classroom.journal import Entry
from grader.classroom.people_of import Got, everybody, students_of
from grader.classroom.tables import Table, line_of, shown_points
from grader.files.written import put
from grader.grading.table import decoded, rows_of
from grader.outcome.errors import InputError
from grader.words.cells import row_of
from grader.words.sentences import gradebooks as sentences
from reference.records import dataclass, field

KINDS = ("canvas", "moodle")
FINALGRADE = "finalgrade.csv"
_COMPUTED = re.compile(r"\b(Current|Final|Override)\b.*\b(Score|Points|Grade)\b|\bUnposted\b")
_TIMES = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%d %B %Y, %I:%M %p", "%d %B %Y, %H:%M",
          "%A, %B %d, %Y, %I:%M %p")  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """What became of a gradebook: how many got points, and whom it does not know."""

    path: Path
    count: int
    unknown: tuple[str, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Book:
    """A table as it was downloaded, with the marks of its writing."""

    rows: list[list[str]]
    delimiter: str = ","
    newline: str = "\n"
    mark: bool = False  # a byte order mark

    def column(self, *names: str) -> int | None:
        """Where a column stands, by its title."""
        titles = [title.strip().casefold() for title in self.rows[0]]
        found = (titles.index(name) for name in map(str.casefold, names) if name in titles)
        return next(found, None)

    @property
    def data(self) -> bytes:
        """The table as it came."""
        how = {"delimiter": self.delimiter, "newline": self.newline}
        text = "".join(row_of(row, **how) for row in self.rows)
        return text.encode("utf-8-sig" if self.mark else "utf-8")


def _read(path: Path) -> _Book:
    try:
        source = path.read_bytes()
    except OSError as error:
        raise InputError(sentences.not_read(str(path), error.strerror or str(error))) from None
    text = decoded(source)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    rows = [row for _, row in rows_of(source, path, delimiter) if row]
    if not rows:
        raise InputError(sentences.not_read(str(path), "it is empty"))
    newline = "\r\n" if "\r\n" in text else "\n"
    return _Book(rows, delimiter, newline, source.startswith(b"\xef\xbb\xbf"))


@dataclass(frozen=True)
class Gradebook:
    """One downloaded file: which system gave it out, where it lies, and which column is meant."""

    kind: str
    path: Path
    column: str | None = None
    book: _Book = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "book", _read(self.path))
        self.place(None)

    def place(self, assignment: str | None) -> int:
        """The column of the points; raise InputError where it cannot be told."""
        if self.kind == "moodle":
            return self._moodle_place()
        return self._canvas_place(assignment)

    def _moodle_place(self) -> int:
        place = self.book.column("Grade")
        if self.book.column("Identifier") is None or place is None:
            raise InputError(sentences.no_worksheet(str(self.path)))
        return place

    def _canvas_place(self, assignment: str | None) -> int:
        header = self.book.rows[0]
        sections = [place for place, title in enumerate(header) if "Section" in title]
        if self.book.column("ID") is None or not sections or "Student" not in header[0]:
            raise InputError(sentences.no_canvas_export(str(self.path)))
        own = range(max(sections[:1]) + 1, len(header))
        open_ = [place for place in own if not self._is_computed(place)]
        if self.column is not None:
            wanted = self.column.casefold()
            open_ = [place for place in open_ if header[place].strip().casefold() == wanted
                     or header[place].casefold().startswith(f"{wanted} (")]  # fmt: skip
        elif assignment is not None and len(open_) > 1:
            named = [place for place in open_ if assignment.casefold() in header[place].casefold()]
            open_ = named or open_
        if len(open_) != 1 and (assignment is not None or self.column is not None or not open_):
            titles = [header[place] for place in own if not self._is_computed(place)]
            raise InputError(sentences.which_column(str(self.path), titles))
        return open_[0]

    def _is_computed(self, place: int) -> bool:
        """Whether Canvas ignores a column: totals, and what is marked read only."""
        if _COMPUTED.search(self.book.rows[0][place]):
            return True
        return any(
            "(read only)" in row[place]
            for row in self.book.rows[1:4]
            if place < len(row) and row[0].strip().startswith("Points Possible")
        )

    def filled(self, out: Path, assignment: str, most: float) -> Filled:
        """The gradebook with everybody's points, written into OUT."""
        if self.kind == "moodle":
            return self._moodle(out, most)
        return self._canvas(out, assignment, most)

    def _canvas(self, out: Path, assignment: str, most: float) -> Filled:
        place = self.place(assignment)
        book, remarks = self.book, []
        columns = [book.column(name) for name in ("ID", "SIS User ID", "SIS Login ID")]
        of = _by_id(everybody(out))
        count, seen = 0, set()
        rows = [book.rows[0]]
        comma = book.delimiter == ";"
        for row in book.rows[1:]:
            if row[0].strip().startswith("Points Possible"):
                remarks += _about_most(row, place, most)
                rows.append(row)
                continue
            got = _first(of, [row[c] for c in columns if c is not None and c < len(row)])
            if got is None:
                if not any(cell.strip() for cell in row[1:2]):
                    rows.append(row)  # a line that is no student's, such as the posting policy
                continue  # left out: a blank or an old cell would be taken for a change
            seen.add(got.id)
            if row[place : place + 1] and row[place].strip().upper() == "EX":
                remarks.append(sentences.excused(got.id))
                continue
            count += 1
            rows.append([*row[:place], _number(got.points, comma=comma), *row[place + 1 :]])
        path = out / "gradebook-canvas.csv"
        put(path, _Book(rows, book.delimiter, book.newline, book.mark).data)
        return Filled(path, count, _not_in(of, seen), tuple(remarks))

    def _moodle(self, out: Path, most: float) -> Filled:
        grade, book = self.place(None), self.book
        identifier = book.column("Identifier") or 0
        maximum = book.column("Maximum grade")
        closed = book.column("Grade can be changed")
        names = [book.column(name) for name in ("ID number", "Email address", "Username")]
        of = _by_id(everybody(out))
        remarks: list[str] = []
        rows, seen = [book.rows[0]], set()
        count = 0
        for row in book.rows[1:]:
            number = re.sub(r"\D", "", row[identifier])
            got = _first(of, [number, *(row[c] for c in names if c is not None and c < len(row))])
            if got is None:
                rows.append(row)
                continue
            seen.add(got.id)
            if closed is not None and row[closed].strip().casefold() == "no":
                remarks.append(sentences.locked(got.id))
                rows.append(row)
                continue
            if maximum is not None and not remarks:
                remarks += _about_most(row, maximum, most)
            changed = [*row]
            changed[grade] = _number(got.points, comma="," in row[grade])
            rows.append(changed)
            count += 1
        path = out / "gradebook-moodle.csv"
        put(path, _Book(rows, book.delimiter, book.newline, book.mark).data)
        return Filled(path, count, _not_in(of, seen), tuple(dict.fromkeys(remarks)))

    def dated(self, found: Found) -> Found:
        """The class with the times of Moodle's worksheet, where it tells them."""
        changed = self.book.column("Last modified (submission)")
        identifier = self.book.column("Identifier")
        if self.kind != "moodle" or changed is None or identifier is None:
            return found
        times = {
            re.sub(r"\D", "", row[identifier]): _time(row[changed]) for row in self.book.rows[1:]
        }
        hand_ins = tuple(_with_time(one, times.get(one.id)) for one in found.hand_ins)
        return Found(found.layout, found.root, hand_ins, found.unmatched)


def _with_time(one: HandIn, time: datetime | None) -> HandIn:
    if time is None:
        return one
    attempts = (*one.attempts[:-1], Attempt(one.attempts[-1].path, time, one.attempts[-1].late))
    return HandIn(one.id, attempts, one.members)


def _time(text: str) -> datetime | None:
    """A time as an English Moodle writes it, without a zone; None for other languages and `-`."""
    for form in _TIMES:
        with suppress(ValueError):
            return datetime.strptime(text.strip(), form)  # noqa: DTZ007 - it tells none
    return None


def _by_id(people: Iterable[Got]) -> dict[str, Got]:
    return {known.casefold(): got for got in people for known in reversed(got.known_by)}


def _first(of: Mapping[str, Got], ids: Sequence[str]) -> Got | None:
    """Whoever is known by the first of these ids; a blank cell is nobody's."""
    return next((of[one.strip().casefold()] for one in ids if one.strip().casefold() in of), None)


def _not_in(of: Mapping[str, Got], seen: set[str]) -> tuple[str, ...]:
    return tuple(sorted({got.id for got in of.values()} - seen))


def _about_most(row: Sequence[str], place: int, most: float) -> list[str]:
    """What is to be said where the gradebook counts by other points than the sheet."""
    try:
        there = float(row[place].replace(",", "."))
    except (ValueError, IndexError):
        return []
    return [sentences.other_maximum(there, most)] if abs(there - most) > 1e-9 else []


def _number(points: float, *, comma: bool) -> str:
    """Points as both systems read them: two decimals are all that Canvas compares."""
    text = f"{points:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def finalgrade(title: str, most: float) -> Table:
    """The small table that `finalgrade` reads: points of one assignment, and no lateness.

    What coming late cost is in the points already.
    """
    header = ("SID", "Email", title, f"{title} - Max Points", f"{title} - Lateness (H:M:S)")

    def lines(entry: Entry) -> bytes:
        rows = (
            (got.id, got.email, str(shown_points(got.points)), str(most), "00:00:00")
            for got in students_of(entry)
        )
        return b"".join(map(line_of, rows))

    return Table(FINALGRADE, line_of(header), lines)
