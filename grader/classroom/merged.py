"""The results of a class with the marks of today, for whoever only looks at them.

Marks that were given since the class was graded are put into the results of those whom they are for:
these hand-ins are graded again, in memory, if nothing but their marks changed.  Whatever else changed
waits for the next `grader batch`, or for `grader regrade`, which says what it would do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.classroom.course import Course
from grader.classroom.hand_in import HandIn
from grader.classroom.jobs import jobs_here
from grader.classroom.journal import Entry, Journal
from grader.classroom.layout import found_in
from grader.classroom.process_pool import graded
from grader.classroom.run import named, unpacked
from grader.classroom.settings import Settings, read_settings
from grader.handout.roster import read_roster
from grader.outcome.errors import InputError
from reference.records import dataclass, field, replace

MARKS = "marks.csv"
_SPAWN = 20  # hand-ins for which another process is worth its start


@dataclass(frozen=True)
class Merged:
    """The entries of a class, and the ids of those whose newer marks could not be put in."""

    entries: Sequence[Entry]
    left_out: tuple[str, ...] = ()
    graded: int = field(default=0)


def with_marks_of_today(out: Path, ids: Sequence[str]) -> Merged:
    """The entries of these ids; raise InputError where OUT's marks are faulty."""
    entries = list(Journal(out).entries(ids))
    settings = read_settings(out)
    if settings is None:
        return Merged(entries)
    marks = Path(settings.marks) if settings.marks else out / MARKS
    if not marks.is_file():
        return Merged(entries)
    course = replace(settings, marks=str(marks)).course()
    try:
        course.loaded  # noqa: B018 - it may have been moved away
    except InputError:
        return Merged(entries)
    stale = {
        entry["id"]: entry for entry in entries
        if "marks" in entry and entry["marks"] != course.marks_for(entry["id"])
    }  # fmt: skip
    if not stale:
        return Merged(entries)
    results = _graded(settings, course, stale) if Path(settings.works).exists() else {}
    new = [{**entry, **results.get(entry["id"], {})} for entry in entries]
    return Merged(new, tuple(who for who in stale if who not in results), len(results))


def _graded(
    settings: Settings, course: Course, stale: Mapping[str, Entry]
) -> dict[str, dict[str, object]]:
    """The results of those whose marks alone changed."""
    students = read_roster(settings.roster).students if settings.roster is not None else None
    with unpacked(Path(settings.works)) as folder:
        found = named(found_in(folder, assignment=course.loaded.id), students)
        wanted = list(_only_marked(found.hand_ins, found.root, course, stale))
        jobs = min(jobs_here(), 1 + len(wanted) // _SPAWN)
        return {
            one.hand_in.id: {"result": one.result.line, "typed": one.result.typed}
            for one in (graded(iter(wanted), course, found.root, jobs=jobs) if wanted else ())
            if not one.fault
        }


def _only_marked(
    hand_ins: Sequence[HandIn], root: Path, course: Course, stale: Mapping[str, Entry]
) -> Iterator[HandIn]:
    """The hand-ins whose files and rules are those of their result."""
    for one in hand_ins:
        entry = stale.get(one.id)
        if entry and entry["digest"] == course.digest_of(one, root, entry["marks"]):
            yield one
