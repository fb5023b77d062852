"""Groups of students whose numbers are alike: by a shared variant, else by features fixed beforehand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from grader.assignment import Assignment
from grader.classroom.course import Course
from grader.key.expected import Expected
from grader.outcome.errors import Faulty, GraderError
from grader.report.gathered import Gathered
from grader.variant.selection import select
from reference import CellError
from reference.language.expression import Call

Groups = list[tuple[str, list[float]]]
_OWN = 3  # students to a variant, on the average, from which on variants themselves are compared


def ways_to_group(gathered: Gathered) -> list[tuple[str, Groups]]:
    """Each way with its name: totals of the groups; none where everybody has the same numbers."""
    course = gathered.course
    if course is None or course.is_shared:
        return []
    totals = dict(zip((work.id for work in gathered.graded), gathered.totals, strict=True))
    sheets = dict(_sheets(course, list(totals)))
    variants: dict[str, list[float]] = defaultdict(list)
    for who, sheet in sheets.items():
        variants[repr(sorted((n, s.given) for n, s in sheet.systems.items()))].append(totals[who])
    if len(variants) > 1 and len(sheets) >= _OWN * len(variants):
        named = {f"variant {place}": points for place, points in enumerate(variants.values(), 1)}
        return [("by variant", list(named.items()))]
    found = []
    for name, has in (("negative weights", _negative), ("a dying unit", _dying)):
        parted: dict[bool, list[float]] = {True: [], False: []}
        for who, sheet in sheets.items():
            parted[has(sheet)].append(totals[who])
        if parted[True] and parted[False]:
            found.append((name, [(f"sheets with {name}", parted[True]), ("others", parted[False])]))
    return found


def _sheets(course: Course, students: Sequence[str]) -> Iterator[tuple[str, Assignment]]:
    for who in students:
        try:
            chosen = select(course.loaded, who, secret=course.secret, manifest=course.manifest)
        except GraderError:
            continue
        yield who, chosen.assignment


def _negative(sheet: Assignment) -> bool:
    """Whether a drawn weight is below zero; inputs are none."""
    for system in sheet.systems.values():
        for symbol, value in system.given.items():
            if not symbol.startswith(("x", "h")) and np.any(np.asarray(value, dtype=float) < 0):
                return True
    return False


def _dying(sheet: Assignment) -> bool:
    """Whether a ReLU gives 0 somewhere."""
    expected = Expected(sheet)
    for name in sheet.systems:
        try:
            system = expected.model(name).system
            values = system.solve()
        except (Faulty, CellError):
            continue
        for equation in system.cell.equations:
            if isinstance(equation.value, Call) and equation.value.function == "relu":
                value = values.get(str(equation.target))
                if value is not None and np.any(np.asarray(value) == 0):
                    return True
    return False
