"""The table of marks, safe for several writers: every save is whole, on the disk, and holds its turn.

What others wrote into the table stays: their columns, their rows, their order.  A row without
points says whom a text is dealt to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from grader.assignment import Assignment
from grader.files.written import in_turn, put
from grader.grading.marks import read_marks
from grader.grading.table import rows_of
from grader.words.cells import as_meant, harmless, row_of
from grader.words.ids import folded
from reference.records import dataclass, field

COLUMNS = ("student", "answer", "points", "remark", "item", "by", "at")
_GIVEN = ("points", "remark", "item", "at")

Row = dict[str, str]
Key = tuple[str, str]  # student, folded, and answer


@dataclass
class Rows:
    """The rows of a table, and where those of a text stand."""

    header: list[str]
    rows: list[Row]
    _of: dict[Key, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.rows:
            self._of.setdefault(_key(row["student"], row["answer"]), []).append(row)

    def of(self, student: str, answer: str) -> list[Row]:
        """Everything that stands in the table of one text, the mark that counts first."""
        rows = self._of.get(_key(student, answer), [])
        return sorted(rows, key=lambda row: not is_marked(row))

    def all_of(self, student: str, answer: str) -> list[Row]:
        """The same rows, as they stand in the table."""
        return list(self._of.get(_key(student, answer), ()))

    def put_back(self, student: str, answer: str, rows: Sequence[Row]) -> None:
        """These rows in the place of those that are there now."""
        gone = self.all_of(student, answer)
        places = [k for k, row in enumerate(self.rows) if any(row is one for one in gone)]
        at = places[0] if places else len(self.rows)
        back = [dict(row) for row in rows]
        kept = [row for row in self.rows if not any(row is one for one in gone)]
        self.rows[:] = [*kept[:at], *back, *kept[at:]]
        self._of[_key(student, answer)] = back

    def add(self, student: str, answer: str, by: str = "") -> Row:
        """A new row of a text."""
        row = {**dict.fromkeys(self.header, ""), "student": student, "answer": answer, "by": by}
        self.rows.append(row)
        self._of.setdefault(_key(student, answer), []).append(row)
        return row

    def drop(self, row: Row) -> None:
        """Take a row out in which nothing stands any more; what others wrote beside it stays."""
        others = set(self.header) - set(COLUMNS) - {"text", "rubric"}
        if not any(row[name] for name in (*_GIVEN, "by", *others)):
            self.rows[:] = [one for one in self.rows if one is not row]
            key = _key(row["student"], row["answer"])
            self._of[key] = [one for one in self._of[key] if one is not row]

    def revision(self, students: Iterable[str], answer: str) -> str:
        """What changes whenever anything about these texts does."""
        found = hashlib.sha256(answer.encode("utf-8", "replace"))
        for student in students:
            for row in self.of(student, answer):
                said = [student, *(row.get(name, "") for name in COLUMNS)]
                found.update(repr(said).encode("utf-8", "replace"))
        return found.hexdigest()[:16]

    def as_bytes(self) -> bytes:
        """The whole table; a text that a spreadsheet would work out bears an apostrophe."""
        rows = [[harmless(row.get(name, "")) for name in self.header] for row in self.rows]
        return "".join(map(row_of, (self.header, *rows))).encode("utf-8", "replace")


def is_marked(row: Mapping[str, str]) -> bool:
    """Whether a row gives points."""
    return bool(row["points"] or row["item"])


def _key(student: str, answer: str) -> Key:
    return folded(student), answer


@dataclass
class Ledger:
    """The table in OUT, read anew whenever somebody else wrote it."""

    path: Path
    assignment: Assignment
    _stamp: tuple[int, int, int] | None = None
    _rows: Rows | None = None

    def rows(self) -> Rows:
        """What stands in the table now; raise MarksFaults where it cannot be used."""
        stamp = _stamp(self.path)
        if self._rows is None or stamp != self._stamp:
            self._rows, self._stamp = self._read(), stamp
        return self._rows

    def _read(self) -> Rows:
        if not self.path.is_file():
            return Rows(list(COLUMNS), [])
        read_marks(self.path, self.assignment)  # a table that does not count is not written over
        table = rows_of(self.path.read_bytes(), self.path)
        header, *cells = [row for _, row in table if any(row)] or [[]]
        names = [name.strip().lower() for name in header]
        names += [name for name in COLUMNS if name not in names]
        return Rows(names, [_row(names, row) for row in cells])

    def change(self, by: Callable[[Rows], None]) -> Rows:
        """Let `by` change the rows, and write them down; on the disk when this returns.

        Whatever `by` raises leaves the table as it was.
        """
        with in_turn(self.path):
            rows = self.rows()
            self._rows = None  # what was begun and not written must not be read
            by(rows)
            put(self.path, rows.as_bytes(), private=True, durable=True)
            self._rows, self._stamp = rows, _stamp(self.path)
        return rows


def _row(names: Sequence[str], cells: Sequence[str]) -> Row:
    filled = dict.fromkeys(names, "")
    filled.update(zip(names, cells, strict=False))
    for name in COLUMNS:
        filled[name] = as_meant(filled[name].strip())
    return filled


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def marked_rows(rows: Rows, students: Iterable[str], answer: str) -> Iterator[Row]:
    """The mark that counts of each of these students who has one."""
    for student in students:
        for row in rows.of(student, answer):
            if is_marked(row):
                yield row
                break
