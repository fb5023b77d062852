"""A class graded again after a change: who gains or loses how much, by which answer; nothing is kept yet.

What cannot have changed is not graded: a hand-in whose files, numbers, assignment, marks and version
are those of the result that is there.  The earlier results stay in a folder of their own.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.assignment import find_assignment
from grader.classroom.forget import BEFORE
from grader.classroom.journal import NAME, Entry, Journal
from grader.classroom.people_of import ids_in
from grader.classroom.run import Progress, Task, grade_class
from grader.classroom.settings import NAME as SETTINGS
from grader.classroom.settings import Settings, read_settings
from grader.classroom.tables import GRADES, RESULTS, TIMES, counted
from grader.outcome.errors import InputError
from grader.words.sentences import regrades as sentences
from reference.records import dataclass, replace

KEPT = (RESULTS, GRADES, TIMES, SETTINGS, "marks.csv")


@dataclass(frozen=True)
class Change:
    """One student whose score changes, and the answers by which it does."""

    id: str
    before: float
    after: float
    answers: tuple[tuple[str, float, str, str], ...]  # name, difference, note before, note after

    @property
    def difference(self) -> Fraction:
        """What is gained, exactly as it is shown."""
        return Fraction(str(self.after)) - Fraction(str(self.before))


@dataclass(frozen=True)
class Regraded:
    """What would change, how many were graded again, and how many have other words only."""

    changes: tuple[Change, ...]
    graded: int
    reworded: int
    versions: tuple[str, str]
    kept_in: Path | None = None


def regrade(
    out: Path, *, assignment: str | None, accept: bool, jobs: int, progress: Progress
) -> Regraded:
    """Grade OUT's class again; with `accept` the new results count, and the old ones are put by."""
    ids = ids_in(out)
    settings = read_settings(out)
    if settings is None:
        raise InputError(sentences.no_settings(str(out)))
    works = Path(settings.works)
    if not works.exists():
        raise InputError(sentences.works_gone(str(works)))
    if assignment is not None:
        settings = replace(settings, assignment=str(find_assignment(assignment).absolute()))
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".regrading-") as room:
        trial = Path(room) / "out"
        trial.mkdir(mode=0o700)
        for name in (NAME, "marks.csv"):
            if (out / name).is_file():
                shutil.copy2(out / name, trial / name)
        outcome = grade_class(_task(settings, works, trial, jobs, progress), _course(settings, out))
        old, new = Journal(out), Journal(trial)
        found = _compared(old, new, [who for who in ids if who in new])
        result = Regraded(tuple(found.changes), outcome.done, found.reworded, found.versions)
        if accept:
            return replace(result, kept_in=_accepted(out, trial))
    return result


def _course(settings: Settings, out: Path) -> Any:
    marks = out / "marks.csv"
    own = str(marks) if marks.is_file() else None
    return replace(settings, marks=settings.marks or own).course()


def _task(settings: Settings, works: Path, trial: Path, jobs: int, progress: Progress) -> Task:
    return Task(works, trial, roster=settings.roster, jobs=jobs, progress=progress)


@dataclass
class _Found:
    changes: list[Change]
    reworded: int = 0
    versions: tuple[str, str] = ("", "")


def _compared(old: Journal, new: Journal, ids: Sequence[str]) -> _Found:
    found = _Found([])
    for before, after in zip(old.entries(ids), new.entries(ids), strict=True):
        one, other = before["result"], after["result"]
        found.versions = (_version(one) or found.versions[0], _version(other))
        if counted(one) != counted(other) or one.get("pending") != other.get("pending"):
            found.changes.append(
                Change(before["id"], counted(one), counted(other), tuple(_answers(one, other)))
            )
        elif one.get("answers") != other.get("answers"):
            found.reworded += 1
    return found


def _version(result: Mapping[str, Any]) -> str:
    return str(result.get("made_by", {}).get("grader", ""))


def _answers(one: Entry, other: Entry) -> Iterator[tuple[str, float, str, str]]:
    """The answers whose points are others, with the rule that gave them before and gives them now."""
    before = {answer["name"]: answer for answer in one.get("answers", ())}
    after = {answer["name"]: answer for answer in other.get("answers", ())}
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, {}), after.get(name, {})
        change = Fraction(str(new.get("score", 0))) - Fraction(str(old.get("score", 0)))
        if change:
            yield name, float(change), str(old.get("note", "")), str(new.get("note", ""))


def _accepted(out: Path, trial: Path) -> Path:
    """The new results in the place of the old, which go to the first free number."""
    taken = out / BEFORE
    taken.mkdir(mode=0o700, exist_ok=True)
    number = 1 + max((int(p.name) for p in taken.iterdir() if p.name.isdigit()), default=0)
    place = taken / str(number)
    place.mkdir(mode=0o700)
    for name in KEPT:
        if (out / name).is_file():
            shutil.copy2(out / name, place / name)
    for path in trial.iterdir():
        if path.name != "marks.csv":
            path.replace(out / path.name)
    return place
