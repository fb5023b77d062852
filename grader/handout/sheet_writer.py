"""The writer: the files of one student after the other, on all cores where there are many.

Every process has the assignment and a started PDF engine; what goes to it is a student with their
numbers, what comes back is word that the files are there.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain
from pathlib import Path

from grader.assignment import Assignment
from grader.assignment.locate import is_shipped
from grader.files.written import put, refuse_links
from grader.handout.compose import sheet_of
from grader.handout.formats import FORMATS
from grader.handout.pdf_engine import PdfEngine, engine
from grader.handout.roster import Student
from grader.handout.sheet import Sheet
from grader.handout.template import template_of
from grader.key.expected import Expected
from grader.key.together import count_together
from grader.sandbox.away import away_from_strangers
from grader.sandbox.orphans import end_with_parent
from grader.variant.student_numbers import Numbers, filled
from reference.records import dataclass, replace

TEMPLATE = "template"
_FEWEST = 12  # jobs that make it worth starting another process
_TOGETHER = 20  # students whose numbers are worked out in one pass, at most; more are no faster


@dataclass(frozen=True)
class StudentFiles:
    """The files of one student: each path with what it is, such as `html` or `key pdf`."""

    student: Student
    numbers: Numbers
    files: Mapping[str, str]
    stamp: str
    lacking: str = ""  # a letter that no font has, as Typst names it


@dataclass(frozen=True)
class SheetWriter:
    """Makes the files of students below a folder."""

    assignment: Assignment
    out: Path

    def run(self, jobs: Sequence[StudentFiles]) -> Iterator[StudentFiles]:
        """Make all files of a few students; the jobs, each now done.  Raises Faulty where there is no key."""
        everybody = [Expected(filled(self.assignment, job.numbers)) for job in jobs]
        if any(_wants_key(job) for job in jobs):
            count_together(everybody)
        for job, expected in zip(jobs, everybody, strict=True):
            yield self._made(job, expected)

    def _made(self, job: StudentFiles, expected: Expected) -> StudentFiles:
        sheet, who, solved = expected.assignment, job.student, _wants_key(job)
        whole = sheet_of(sheet, student=who.id, name=who.name, solved=solved, expected=expected)
        self.lacking.clear()
        for path, kind in job.files.items():
            if kind == TEMPLATE:
                named = None if is_shipped(sheet.id) else ""  # students have no file of it
                text = template_of(sheet, student=who.id, expected=expected, named=named)
                data = text.encode()
            else:
                data = self.written(whole, kind)
            target = self.out / path
            refuse_links(self.out, target.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            put(target, data, private=job.files[path].startswith("key "))
        return replace(job, lacking=next(iter(self.lacking), ""))

    def written(self, whole: Sheet, kind: str) -> bytes:
        """A sheet in a format; the key, where that is asked for by `key html`."""
        key, _, kind = kind.rpartition(" ")
        sheet = whole if key else whole.for_student()
        return FORMATS[kind](sheet, lambda: self.engine)

    @property
    def lacking(self) -> list[str]:
        """Letters that no font had; none, where no page was made."""
        return self.engine.lacking if "engine" in self.__dict__ else []

    @cached_property
    def engine(self) -> PdfEngine:
        """What makes pages, started when the first PDF is wanted; InputError if it is missing."""
        return engine()


def _wants_key(job: StudentFiles) -> bool:
    return any(kind.startswith("key ") for kind in job.files.values())


def write_all(
    writer: SheetWriter, jobs: Sequence[StudentFiles], *, processes: int | None = None
) -> Iterator[StudentFiles]:
    """Run all jobs; each comes back when it is done, in any order."""
    processes = processes or min(_cores(), len(jobs) // _FEWEST)
    few = _shared_out(jobs, max(processes, 1))
    if processes <= 1:
        yield from chain.from_iterable(map(writer.run, few))
        return
    import multiprocessing  # a small class does without
    from concurrent.futures import ProcessPoolExecutor, as_completed  # as above

    # a new Python each: a fork would take along the threads of Typst and of the progress bar
    context = multiprocessing.get_context("spawn")
    try:
        with away_from_strangers():
            pool = ProcessPoolExecutor(processes, context, _begin, (writer.assignment, writer.out))
    except (OSError, ImportError):  # a place without shared memory, such as some containers
        yield from chain.from_iterable(map(writer.run, few))
        return
    try:
        with _no_interrupts(), away_from_strangers():
            begun = [pool.submit(_run, some) for some in few]
        for done in as_completed(begun):
            yield from done.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _shared_out(jobs: Sequence[StudentFiles], processes: int) -> list[Sequence[StudentFiles]]:
    """All jobs, some together: as many for every process, so that none waits for another at the end."""
    rounds = max(1, -(-len(jobs) // (processes * _TOGETHER)))
    size = max(1, -(-len(jobs) // (processes * rounds)))
    return [jobs[first : first + size] for first in range(0, len(jobs), size)]


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Ctrl-C waits; processes that begin meanwhile never hear of it, and leave it to this one."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_writer: SheetWriter | None = None  # of this process


def _begin(assignment: Assignment, out: Path) -> None:
    end_with_parent()
    global _writer  # noqa: PLW0603  # what an initializer of a pool is for
    _writer = SheetWriter(assignment, out)


def _run(jobs: Sequence[StudentFiles]) -> list[StudentFiles]:
    assert _writer is not None  # noqa: S101  # the pool has begun
    return list(_writer.run(jobs))


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1
