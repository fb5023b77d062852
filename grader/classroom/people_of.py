"""The results of a class a student, whatever groups they worked in: what gradebooks want."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from json import loads
from pathlib import Path
from typing import Any

from grader.classroom.journal import NAME, Entry, Journal
from grader.classroom.tables import RESULTS, counted
from grader.outcome.errors import InputError
from grader.words.sentences import batches as sentences


@dataclass(frozen=True, slots=True)
class Got:
    """What one student got: the row's result, under every id that the student is known by."""

    row: str
    id: str
    name: str
    email: str
    result: dict[str, Any]

    @property
    def points(self) -> float:
        """The score that counts."""
        return counted(self.result)

    @property
    def known_by(self) -> tuple[str, ...]:
        """The ids of the student, as a gradebook may have them."""
        return tuple(dict.fromkeys(one for one in (self.id, self.row, self.email) if one))


def ids_in(out: Path) -> list[str]:
    """The ids of the results in OUT, sorted; raise InputError where there are none."""
    if not (out / NAME).is_file() or not (out / RESULTS).is_file():
        raise InputError(sentences.no_results_in(str(out)))

    with (out / RESULTS).open("rb") as file:
        return [loads(line)["id"] for line in file]


def everybody(out: Path) -> Iterator[Got]:
    """A row for every student, those of a group each."""
    for entry in Journal(out).entries(ids_in(out)):
        yield from students_of(entry)


def students_of(entry: Entry) -> Iterator[Got]:
    """Those who handed in one result."""
    members = list(zip(entry.get("ids", ()), entry["names"], entry["emails"], strict=False))
    if len(members) < 2:
        _, name, email = members[0] if members else ("", "", "")
        yield Got(entry["id"], entry["id"], name, email, entry["result"])
        return
    for who, name, email in members:
        row = entry["id"] if who == members[0][0] else who
        yield Got(row, who or email, name, email, entry["result"])
