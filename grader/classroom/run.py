"""A class graded, as a story: unpack, find everybody, grade what is new, write the tables."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from grader.classroom.course import Course
from grader.classroom.hand_in import Found, HandIn
from grader.classroom.journal import Journal
from grader.classroom.layout import found_in
from grader.classroom.pool import graded
from grader.classroom.tables import write_tables
from grader.files import alone_in
from grader.grading.rubric import max_score
from grader.handout.roster import Student, read_roster
from grader.outcome.errors import InputError, OwnFault
from grader.submission.archive import ArchiveFault, unpack
from grader.words.sentences import batches as sentences

_LARGEST = 20 << 30  # bytes of a class, unpacked
_MOST = 1_000_000  # files


@dataclass(frozen=True)
class Outcome:
    """What is to be told of a class that was graded."""

    layout: str
    count: int
    done: int
    kept: int
    refused: int
    unmatched: tuple[str, ...]
    strangers: tuple[str, ...]
    absent: tuple[str, ...]


def grade_class(
    works: Path, course: Course, out: Path, *, jobs: int, roster: str | None = None
) -> Outcome:
    """Grade what is new or changed in `works`, and write the tables into `out`."""
    if works.is_dir() and out.resolve().is_relative_to(works.resolve()):
        raise InputError(sentences.out_inside(str(out), str(works)))
    students = read_roster(roster) if roster is not None else None
    course.digest, course.given, course.shared  # noqa: B018 - whatever is faulty is said now
    with _folder(works) as folder:
        found = _named(found_in(folder), students)
        _refuse_twins(found.hand_ins)
        with alone_in(out, sentences.out_busy(str(out))):
            out.chmod(0o700)
            return _graded(found, course, out, jobs, students)


@contextmanager
def _folder(works: Path) -> Iterator[Path]:
    """The class as a folder; a zip is unpacked for as long as it is needed."""
    if not works.is_file():
        yield works
        return
    with tempfile.TemporaryDirectory() as room:
        try:
            unpack(works, Path(room), largest=_LARGEST, most=_MOST)
        except ArchiveFault as fault:
            raise InputError(sentences.zip_refused(str(works), str(fault))) from None
        yield Path(room)


def _named(found: Found, students: Sequence[Student] | None) -> Found:
    """The class with the ids and names of the roster, where an id is in it."""
    of = {each.id.casefold(): each for each in students or ()}
    hand_ins = (_known(one, of.get(one.id.casefold())) for one in found.hand_ins)
    return replace(found, hand_ins=tuple(hand_ins))


def _known(one: HandIn, student: Student | None) -> HandIn:
    if student is None:
        return one
    return replace(one, id=student.id, names=one.names or (student.name,))


def _refuse_twins(hand_ins: Sequence[HandIn]) -> None:
    seen: dict[str, HandIn] = {}
    for one in hand_ins:
        other = seen.setdefault(one.id.casefold(), one)
        if other is not one:
            raise InputError(sentences.id_twice(other.paths[0].name, one.paths[0].name))


def _graded(
    found: Found, course: Course, out: Path, jobs: int, students: Sequence[Student] | None
) -> Outcome:
    journal = Journal(out)
    digests = {one.id: course.digest_of(one) for one in found.hand_ins}
    new = [one for one in found.hand_ins if not journal.has(one.id, digests[one.id])]
    faults = []
    for each in graded(new, course, found.root, jobs=min(jobs, max(1, len(new)))) if new else ():
        if each.fault:
            faults.append(each.fault)
            continue
        who = each.hand_in
        journal.add(
            {
                "id": who.id,
                "digest": digests[who.id],
                "names": who.names,
                "emails": who.emails,
                "seconds": each.seconds,
                "result": each.line,
            }
        )
    if faults:
        raise OwnFault(sentences.failed_ourselves(len(faults), faults[0]))
    ids = sorted(digests)
    _write(out, journal, course, ids)
    here = {one.casefold() for one in ids}
    roster = {each.id.casefold() for each in students or ()}
    return Outcome(
        layout=found.layout,
        count=len(ids),
        done=len(new),
        kept=len(ids) - len(new),
        refused=sum("error" in entry["result"] for entry in journal.entries(ids)),
        unmatched=found.unmatched,
        strangers=tuple(one for one in ids if students and one.casefold() not in roster),
        absent=tuple(each.id for each in students or () if each.id.casefold() not in here),
    )


def _write(out: Path, journal: Journal, course: Course, ids: list[str]) -> None:
    most = sum((max_score(one) for one in course.loaded.questions), Fraction(0))
    points = int(most) if most.denominator == 1 else float(most)
    answers = [answer.name for answer in course.loaded.answers]
    write_tables(out, journal.entries(ids), answers, points)


def jobs_here() -> int:
    """As many processes as there are cores for us."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
