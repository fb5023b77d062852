"""The numbers that count for a class, worked out in one pass.

Everybody has the same equations with other numbers.  The arrays are small, so that a pass over thirty
students costs little more than one over a single student.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

import numpy as np

from grader.assignment.kinds import NUMERIC
from grader.assignment.model import Tolerance
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.key.target import Target, rounding_of
from grader.outcome.errors import Faulty
from reference import CellError, Interval, Rounding, Workings
from reference.language.effort import Budget, at_most
from reference.language.functions import Array
from reference.readings.room import is_on_grid

_MOST_WORK = 1_000_000  # places looked at for one answer of all of them; else everybody's are looked at alone


def count_together(students: Sequence[Expected]) -> None:
    """Work out ahead what counts in every numeric answer of several sheets of one assignment.

    What cannot be told for all at once is left to each: an answer whose equations or shapes differ,
    or that has no key.
    """
    kept: dict[object, Workings] = {}
    for questions in zip(*(one.assignment.questions for one in students), strict=True):
        for place, answer in enumerate(questions[0].answers):
            if answer.kind not in NUMERIC or answer.tolerance.is_of_result:
                continue
            asked = [question.answers[place] for question in questions]
            for reading in range(max(1, len(questions[0].readings))):
                with suppress(Faulty, CellError):  # who asks for it alone hears why
                    targets = [
                        key_of(one, own, question, (question.readings or (None,))[reading]).target
                        for one, own, question in zip(students, asked, questions, strict=True)
                    ]
                    _count([one.tolerance for one in asked], targets, kept)


def _count(
    tolerances: Sequence[Tolerance], targets: Sequence[Target], kept: dict[object, Workings]
) -> None:
    """What counts in one answer, for all whose numbers can be put one above another."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for row, (tolerance, target) in enumerate(zip(tolerances, targets, strict=True)):
        if tolerance.is_worked_out and target.system_name:
            groups.setdefault(_alike(target, tolerance), []).append(row)
    for likeness, rows in groups.items():
        if len(rows) < 2:  # nobody to go along with
            continue
        own, tolerance = [targets[row] for row in rows], tolerances[rows[0]]
        what = (*likeness[1:], *rows)
        if what not in kept:
            kept[what] = _workings(own, rounding_of(tolerance))
        with at_most(Budget(_MOST_WORK)):
            found = kept[what].accepted(own[0].expression)
        rank = len(own[0].shape)
        for row, target in enumerate(own):
            ends = (_row(end, rank, row) for end in (found.low, found.high))
            target.known[tolerance] = Interval(*ends)


def _alike(target: Target, tolerance: Tolerance) -> tuple[object, ...]:
    """What targets must have in common to be worked out together, the expression first."""
    system, rounding = target.system, rounding_of(tolerance)
    return (
        target.expression,
        tolerance,
        target.system_name,
        id(system.cell),
        _likeness(system.inputs, rounding),
        _likeness(system.pins, rounding),
        tuple(sorted(target.stated.items())),
    )


def _likeness(arrays: Mapping[str, Array], rounding: Rounding) -> tuple[object, ...]:
    """Names, shapes, and whether a number is one that no rounding moves."""
    return tuple((name, array.shape, is_on_grid(array, rounding)) for name, array in arrays.items())


def _workings(targets: Sequence[Target], rounding: Rounding) -> Workings:
    first = targets[0]
    inputs = _stacked([one.system.inputs for one in targets])
    pins = _stacked([one.system.pins for one in targets])
    given = {name: Interval(array, array) for name, array in pins.items()}
    return Workings(first.system.cell, inputs, rounding, given=given, coarser=first.stated)


def _stacked(arrays: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    """The same names, an axis of students in front; what all have alike stays as it is."""
    return {name: _above([one[name] for one in arrays]) for name in arrays[0]}


def _above(each: Iterable[Array]) -> Array:
    rows = list(each)
    if all(np.array_equal(row, rows[0]) for row in rows):
        return np.asarray(rows[0])
    return np.stack(rows)


def _row(array: Array, rank: int, row: int) -> Array:
    found = np.asarray(array)
    return found[row] if found.ndim > rank else found
