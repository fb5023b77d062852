"""A class graded, as a story: unpack, find everybody, grade what is new, write the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from grader.assignment.faults import AssignmentFaults
from grader.classroom.course import Course
from grader.classroom.gradebooks import finalgrade
from grader.classroom.hand_in import Found, HandIn, Member
from grader.classroom.journal import Entry, Journal
from grader.classroom.layout import found_in
from grader.classroom.process_pool import Graded, graded
from grader.classroom.settings import settings_of
from grader.classroom.tables import write_tables
from grader.files.written import alone_in
from grader.handout.roster import Student, read_roster
from grader.key.unsolved import unsolved_faults
from grader.outcome.errors import InputError, OwnFault
from grader.sandbox.rooms import temporary
from grader.submission.archive import ArchiveFault, unpack
from grader.words.ids import folded, spelling_of
from grader.words.sentences import batches as sentences
from reference.records import dataclass, replace

_LARGEST = 20 << 30  # bytes of a class, unpacked
_MOST = 1_000_000  # files

Progress = Callable[[int, int], None]  # how many are done, of how many
Grade = Callable[[Iterator[HandIn], Course, Path], Iterator[Graded]]


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
    unclaimed: tuple[str, ...] = ()
    told: tuple[str, ...] = ()  # of files that name somebody else
    undated: bool = False  # there are rules for late work, and nothing to hold them against


@dataclass(frozen=True)
class Task:
    """What one run is asked for, apart from the course: whose work, where to, and by whom."""

    works: Path
    out: Path
    roster: str | None = None
    jobs: int = 1
    progress: Progress = lambda _done, _all: None
    grade: Grade | None = None
    dated: Callable[[Found], Found] = lambda found: found


def grade_class(task: Task, course: Course) -> Outcome:
    """Grade what is new or changed in the works, and write the tables."""
    works, out = task.works, task.out
    if works.is_dir() and out.resolve().is_relative_to(works.resolve()):
        raise InputError(sentences.out_inside(str(out), str(works)))
    students = read_roster(task.roster).students if task.roster is not None else None
    course.make_ready()
    with unpacked(works) as folder:
        found = task.dated(named(found_in(folder, assignment=course.loaded.id), students))
        _refuse_twins(found.hand_ins)
        with alone_in(out, sentences.out_busy(str(out))):
            out.chmod(0o700)
            settings_of(works, course, task.roster).keep(out)
            return _graded(found, course, task, students)


@contextmanager
def unpacked(works: Path) -> Iterator[Path]:
    """The class as a folder; a zip is unpacked for as long as it is needed."""
    if not works.is_file():
        yield works
        return
    with temporary("class") as place:
        try:
            unpack(works, place, largest=_LARGEST, most=_MOST)
        except ArchiveFault as fault:
            raise InputError(sentences.zip_refused(str(works), str(fault))) from None
        yield place


def named(found: Found, students: Sequence[Student] | None) -> Found:
    """The class with the ids and names of the roster, where an id is in it."""
    if not students:
        return found
    of = {folded(each.id): each for each in students}
    return replace(found, hand_ins=tuple(_known(one, of) for one in found.hand_ins))


def _known(one: HandIn, roster: dict[str, Student]) -> HandIn:
    student = roster.get(folded(one.id))
    if student is None:
        return one
    if not one.members:
        return replace(one, id=student.id, members=(Member(student.id, student.name),))
    return replace(one, id=student.id)


def _refuse_twins(hand_ins: Sequence[HandIn]) -> None:
    """Ids that differ in case or in the way an accent is written are one for half of the world."""
    seen: dict[str, HandIn] = {}
    for one in hand_ins:
        other = seen.setdefault(folded(one.id), one)
        if other is not one:
            raise InputError(sentences.id_twice(other.attempts[0].name, one.attempts[0].name))


def _refuse_without_key(course: Course) -> None:
    """Raise AssignmentFaults where nobody could be graded, as the sheet itself has no key."""
    try:
        sheet = course.shared
    except InputError:  # nothing was ever printed, so everybody's own fault is all there is to tell
        return
    without = unsolved_faults(course.file, sheet)
    if without:
        raise AssignmentFaults(without)


def _graded(
    found: Found, course: Course, task: Task, students: Sequence[Student] | None
) -> Outcome:
    ids = sorted(one.id for one in found.hand_ins)
    journal = Journal(task.out)
    done, faults = 0, []
    told: list[str] = []
    changed = _Changed(found, course, journal)
    try:
        for each in _by(task, changed, course, found.root):
            if each.fault:
                faults.append(each.fault)
            else:
                digest = changed.digests.pop(each.hand_in.id)
                journal.add(_entry(each, digest, course.marks_for(each.hand_in.id)))
                done += 1
                if said := each.result.line.get("names_another"):
                    told.append(f"{each.hand_in.id}: {said}")
            task.progress(done + changed.kept + len(faults), len(ids))
    finally:
        journal.close()
    refused = _write(task.out, journal, course, [who for who in ids if who in journal])
    if faults:
        _refuse_without_key(course)
        raise OwnFault(sentences.failed_ourselves(len(faults), faults[0]))
    here = {folded(one) for one in ids}
    roster = {folded(each.id) for each in students or ()}
    return Outcome(
        layout=found.layout,
        count=len(ids),
        done=done,
        kept=changed.kept,
        refused=refused,
        told=tuple(sorted(told)),
        unmatched=found.unmatched,
        strangers=tuple(one for one in ids if students and folded(one) not in roster),
        unclaimed=tuple(who for who in course.given if spelling_of(who, ids) is None),
        absent=tuple(each.id for each in students or () if folded(each.id) not in here),
        undated=course.loaded.gradescope.late is not None and not _is_dated(found, course),
    )


class _Changed:
    """The hand-ins whose result is not there yet, told apart one by one as they are wanted."""

    def __init__(self, found: Found, course: Course, journal: Journal) -> None:
        self.digests: dict[str, str] = {}  # of those that are being graded
        self.kept = 0
        self._left = (one for one in found.hand_ins)
        self._course, self._root = course, found.root
        self._journal = journal

    def __iter__(self) -> Iterator[HandIn]:
        return self

    def __next__(self) -> HandIn:
        for one in self._left:
            digest = self._course.digest_of(one, self._root)
            if not self._journal.has(one.id, digest):
                self.digests[one.id] = digest
                return one
            self.kept += 1
        raise StopIteration


def _by(task: Task, changed: Iterator[HandIn], course: Course, root: Path) -> Iterator[Graded]:
    """Everybody's result, by our own processes or by those of a cluster; none where none is new."""
    first = next(changed, None)
    if first is None:
        return iter(())

    def all_of_them() -> Iterator[HandIn]:
        yield first
        yield from changed

    if task.grade is not None:
        return task.grade(all_of_them(), course, root)
    return graded(all_of_them(), course, root, jobs=task.jobs)


def _is_dated(found: Found, course: Course) -> bool:
    attempts = [attempt for one in found.hand_ins for attempt in one.attempts]
    if any(attempt.late for attempt in attempts):
        return True
    return course.due is not None and any(attempt.time is not None for attempt in attempts)


def _entry(each: Graded, digest: str, marks: str) -> Entry:
    who = each.hand_in
    return {
        "id": who.id,
        "digest": digest,
        "marks": marks,
        "ids": [member.id for member in who.members],
        "names": who.names,
        "emails": who.emails,
        "seconds": each.seconds,
        "typed": each.result.typed,
        "result": each.result.line,
    }


def _write(out: Path, journal: Journal, course: Course, ids: list[str]) -> int:
    answers = [answer.name for answer in course.loaded.answers]
    others = [finalgrade(course.loaded.id, course.most)]
    return write_tables(out, journal.entries(ids), answers, course.most, others)
