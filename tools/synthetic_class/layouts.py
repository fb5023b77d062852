"""Hand-ins laid down as the course systems give them out."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from tools.synthetic_class.people import Person
from tools.synthetic_class.writing import Written

DUE = datetime(2026, 5, 1, 22, 0, tzinfo=timezone.utc)


@dataclass(frozen=True)
class HandedIn:
    """One hand-in: by whom (a group has several), which file, how late (negative: in time)."""

    people: tuple[Person, ...]
    file: Written
    late: timedelta = timedelta(hours=-3)
    earlier: Written | None = None

    @property
    def time(self) -> datetime:
        """When it came."""
        return DUE + self.late


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def folders(root: Path, works: Iterable[HandedIn]) -> None:
    """A folder a student, named by the student number."""
    for one in works:
        _put(root / one.people[0].sid / one.file.name, one.file.data)


def flat(root: Path, works: Iterable[HandedIn]) -> None:
    """A file a student."""
    for one in works:
        _put(root / f"{one.people[0].sid}{Path(one.file.name).suffix}", one.file.data)


def gradescope(root: Path, works: Iterable[HandedIn]) -> None:
    """Gradescope's export, groups and earlier hand-ins included."""
    listed = []
    for place, one in enumerate(works):
        name = f"submission_{101 + place}"
        _put(root / "assignment_7_export" / name / one.file.name, one.file.data)
        who = "".join(
            f"  - :name: {each.name!r}\n    :sid: '{each.sid}'\n    :email: {each.email}\n"
            for each in one.people
        )
        time = one.time.strftime("%Y-%m-%d %H:%M:%S.123456000 Z")
        listed.append(f"{name}:\n  :submitters:\n{who}  :created_at: {time}\n  :score: 1.0\n")
    _put(root / "assignment_7_export" / "submission_metadata.yml", "".join(listed).encode())


def moodle(root: Path, works: Iterable[HandedIn]) -> None:
    """Moodle's download as folders, beside it the offline worksheet."""
    rows = []
    for one in works:
        person = one.people[0]
        name = person.name.replace("_", " ")
        _put(
            root / "download" / f"{name}_{person.moodle}_assignsubmission_file" / one.file.name,
            one.file.data,
        )
        changed = one.time.strftime("%A, %d %B %Y, %I:%M %p")
        rows.append(
            [
                f"Participant {person.moodle}",
                person.name,
                person.email,
                "Submitted for grading",
                "",
                "9.00",
                "Yes",
                changed,
                "-",
                "",
            ]
        )
    head = [
        "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade",
        "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
        "Feedback comments",
    ]  # fmt: skip
    _put(root / "worksheet.csv", _table([head, *rows]))


def moodle_flat(root: Path, works: Iterable[HandedIn]) -> None:
    """Moodle's download not as folders."""
    for one in works:
        person = one.people[0]
        name = f"{person.name}_{person.moodle}_assignsubmission_file_{one.file.name}"
        _put(root / name, one.file.data)


def canvas(root: Path, works: Iterable[HandedIn]) -> None:
    """Canvas' download, late marks included, beside it the gradebook."""
    rows = [["    Points Possible", "", "", "", "", "9.00"]]
    for one in works:
        person = one.people[0]
        short = re.sub(r"[\W_]", "", _sortable(person.name)).lower()
        late = "_LATE" if one.late > timedelta() else ""
        suffix = Path(one.file.name).suffix
        if one.earlier is not None:
            name = f"{short}{late}_{person.canvas}_{80_000 + person.place}_submission{suffix}"
            _put(root / "download" / name, one.earlier.data)
        name = f"{short}{late}_{person.canvas}_{180_000 + person.place}_submission-1{suffix}"
        _put(root / "download" / name, one.file.data)
        rows.append(
            [_sortable(person.name), str(person.canvas), person.sid, person.email, "S1", ""]
        )
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Sheet 1 (901)"]
    _put(root / "gradebook.csv", _table([head, *rows]))


def nbgrader(root: Path, works: Iterable[HandedIn]) -> None:
    """Nbgrader's exchange, collected: a folder a student, below it the assignment's."""
    for one in works:
        place = root / "submitted" / one.people[0].sid / "ps1"
        _put(place / one.file.name, one.file.data)
        _put(place / "timestamp.txt", one.time.strftime("%Y-%m-%d %H:%M:%S.%f UTC").encode())


LAYOUTS: dict[str, Callable[[Path, Iterable[HandedIn]], None]] = {
    "folders": folders,
    "flat": flat,
    "gradescope": gradescope,
    "moodle": moodle,
    "moodle-flat": moodle_flat,
    "canvas": canvas,
    "nbgrader": nbgrader,
}
# What `grader batch` is given of each: the folder below the one that was written.
WORKS = {"moodle": "download", "canvas": "download"}


def packed(folder: Path, to: Path) -> Path:
    """A folder as the zip that one downloads."""
    with zipfile.ZipFile(to, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))
    return to


def _sortable(name: str) -> str:
    first, _, last = name.partition(" ")
    return f"{last}, {first}"


def _table(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")
