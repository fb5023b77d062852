"""Wrong answers that are right on another sheet: facts, and how often chance alone does that.

Chance is measured and not assumed: every wrong answer is also held against sheets that nobody had,
drawn for the purpose.  Answers that fit many of those say nothing and are left out; a chain of
answers that follow from one another counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.classroom.course import Course
from grader.outcome.errors import Faulty, GraderError
from grader.report.gathered import Gathered
from grader.report.wrong import Wrong, unnamed
from grader.variant.issue import numbers_of_class
from grader.variant.manifest import read_manifest
from grader.variant.secret import read_secret
from grader.variant.solution import answers_of
from grader.variant.student_numbers import Numbers
from reference.language.functions import Array
from reference.records import dataclass

DECOYS = 500
_COMMON = 0.05  # an answer that so many decoys share says nothing
_FEWEST = 2  # chains that must fit before it is worth a line
_NEAR = 0.5  # units of the last place


@dataclass(frozen=True)
class Agreement:
    """A student whose wrong answers are right on somebody else's sheet."""

    student: str
    other: str
    answers: tuple[str, ...]
    wrong: int
    chance: float  # the share of decoys that fit as well


@dataclass(frozen=True)
class Agreements:
    """All of them, with how many there would be in a class in which nobody saw another's sheet."""

    found: tuple[Agreement, ...]
    compared: int
    decoys: int
    expected: float


def agreements(gathered: Gathered) -> Agreements | None:
    """What agrees; None where everybody had the same numbers, or these cannot be had any more."""
    course = gathered.course
    if course is None or course.is_shared:
        return None
    try:
        sheets = _sheets(course, [work.id for work in gathered.graded])
        decoys = numbers_of_class(
            course.loaded, [f"decoy {k}" for k in range(DECOYS)], b"sheets that nobody ever had"
        )
    except (GraderError, Faulty):
        return None
    students = list(sheets)
    values = answers_of(course.loaded, [*sheets.values(), *decoys])
    by_student: dict[str, list[Wrong]] = defaultdict(list)
    for wrong in unnamed(gathered):
        by_student[wrong.work.id].append(wrong)
    found, expected, compared = [], 0.0, 0
    for who, wrongs in by_student.items():
        if who not in sheets:
            continue
        fits = _fits(values, wrongs, course)
        own = students.index(who)
        chains = _chains(fits, wrongs, course)
        others = [k for k in range(len(students)) if k != own]
        compared += len(others)
        by_decoy = chains[:, len(students) :].sum(axis=0)
        expected += len(others) * float((by_decoy >= _FEWEST).mean()) if by_decoy.size else 0.0
        for k in others:
            count = int(chains[:, k].sum())
            if count >= _FEWEST and sheets[students[k]] != sheets[who]:
                names = tuple(w.answer for w, fit in zip(wrongs, fits[:, k], strict=True) if fit)
                chance = float((by_decoy >= count).mean())
                found.append(Agreement(who, students[k], names, len(wrongs), chance))
    found.sort(key=lambda one: (one.chance, -len(one.answers), one.student))
    return Agreements(tuple(found), compared, DECOYS, expected)


def _sheets(course: Course, students: Sequence[str]) -> dict[str, Numbers]:
    """The numbers that everybody was graded by."""
    if course.manifest is not None:
        manifest = read_manifest(course.manifest, course.loaded)
        return {who: manifest.numbers(who) for who in students if who in manifest.students}
    secret = read_secret(course.secret)
    if secret is None:
        return {}
    return dict(zip(students, numbers_of_class(course.loaded, students, secret), strict=True))


def _fits(
    values: Mapping[tuple[str, int], Array], wrongs: Sequence[Wrong], course: Course
) -> NDArray[np.bool_]:
    """For every wrong answer and every sheet, decoys last: whether it is right there."""
    of = {name: rows for (name, _), rows in values.items()}
    decimals = {answer.name: answer.tolerance.decimals for answer in course.loaded.answers}
    rows = []
    width = len(next(iter(of.values())))
    for wrong in wrongs:
        right = np.asarray(of.get(wrong.answer, np.full((width, 1), np.nan))).reshape(width, -1)
        places = decimals.get(wrong.answer)
        unit = 10.0 ** -(3 if places is None else places)
        if right.shape[1] != wrong.value.size:
            rows.append(np.zeros(width, dtype=bool))
            continue
        fit = np.all(np.abs(right - wrong.value.ravel()) <= _NEAR * unit, axis=1)
        common = float(fit[-DECOYS:].mean()) > _COMMON
        rows.append(np.zeros_like(fit) if common else fit)
    return np.array(rows)


def _chains(fits: NDArray[np.bool_], wrongs: Sequence[Wrong], course: Course) -> NDArray[np.bool_]:
    """One row for what follows from one another: answers of a question are one chain."""
    question = {a.name: q.id for q in course.loaded.questions for a in q.answers}
    of: dict[str, list[int]] = defaultdict(list)
    for place, wrong in enumerate(wrongs):
        of[question[wrong.answer]].append(place)
    return np.array([fits[places].any(axis=0) for places in of.values()])
