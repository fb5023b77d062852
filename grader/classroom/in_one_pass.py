"""A few hand-ins graded in one pass: run one by one; drawn, solved and diagnosed together.

Everybody has the same equations with other numbers, and NumPy does thirty students in hardly more time than
one.  What comes out is, to the last word, what each gets alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from grader.assignment.kinds import CODE
from grader.classroom.course import Course, Numbered, Paper, Result, best_of
from grader.classroom.hand_in import HandIn
from grader.grading.joint import tabulate
from grader.grading.judge import Judge
from grader.key.together import count_together
from grader.sandbox import WorkerPool
from reference.records import dataclass, replace


def can_be_in_one_pass(course: Course) -> bool:
    """Whether nothing is asked of a program once it has run: functions are judged while it is there."""
    sheet = course.loaded
    given = sheet.frameworks or sheet.helpers or sheet.files
    return not given and all(answer.kind not in CODE for answer in sheet.answers)


@dataclass(frozen=True)
class _HandedIn:
    """The attempts of one student, run and read, and the seconds that took."""

    papers: tuple[Paper, ...]
    seconds: float


def results_of(
    course: Course, hand_ins: Iterable[HandIn], root: Path, zygote: WorkerPool
) -> list[tuple[Result, float]]:
    """The result of each, with the seconds it took: its own, and its part of what is done together.

    Whatever is no student's fault is raised, and says nothing of who it was about.
    """
    everybody = [_run(course, one, root, zygote) for one in hand_ins]
    began = time.monotonic()
    papers = [p for one in everybody for p in one.papers if p.work is not None]
    judged = iter(_judged(course, papers))
    found = [
        best_of([course.line_of(p, *(next(judged) if p.work else ())) for p in one.papers])
        for one in everybody
    ]
    part = (time.monotonic() - began) / max(1, len(everybody))
    return [(result, one.seconds + part) for result, one in zip(found, everybody, strict=True)]


def _run(course: Course, hand_in: HandIn, root: Path, zygote: WorkerPool) -> _HandedIn:
    """What one student handed in, with every value asked for: its programs are not needed any more."""
    began = time.monotonic()
    names = [answer.name for answer in course.loaded.answers]
    papers = []
    for attempt in course.attempts_of(hand_in, root):
        with course.opened(attempt, hand_in, root, zygote) as paper:
            work = paper.work.at_rest(names) if paper.work is not None else None
            papers.append(replace(paper, work=work))
    return _HandedIn(tuple(papers), time.monotonic() - began)


def _judged(course: Course, papers: Sequence[Paper]) -> list[tuple[Numbered, Judge]]:
    """Who judges each paper, with all that is alike in these worked out in one pass."""
    numbers = course.numbers_for(papers)
    if not course.is_shared:
        count_together([one.keys.expected for one in numbers])
    judges = [
        Judge(own.keys, paper.work)
        for own, paper in zip(numbers, papers, strict=True)
        if paper.work is not None
    ]
    with np.errstate(all="ignore"):  # a student's 1e300 is no reason for a warning of ours
        tabulate(beside for judge in judges for beside in judge.papers())
    return list(zip(numbers, judges, strict=True))
