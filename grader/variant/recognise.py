"""Whose sheet was it?  Answers that fit somebody else's numbers much better than one's own.

Only answers count in which the two sheets differ by more than rounding, only if they are several,
and only if no third sheet fits nearly as well: small whole numbers fit many sheets by chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

import numpy as np

from grader.assignment import Answer, Assignment
from grader.assignment.kinds import NUMERIC
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.outcome.errors import Faulty
from grader.outcome.typed import Typed
from grader.reading import read_numbers
from grader.variant.selection import Selection
from grader.variant.solution import answers_of
from grader.variant.student_numbers import Numbers, original
from reference.language.functions import Array
from reference.records import dataclass

_LEAST = 3  # answers that must fit another's sheet
_LEAD = 2  # answers by which it must fit better than any third sheet, unless all of them fit
_TIMES = 3  # and how many times as many as fit one's own
_USUAL_DECIMALS = 3
_NEAR = 1.5  # units of the last place: rounding on the way moves an answer that far
_APART = 4.0  # units: answers nearer to each other do not tell two sheets apart


@dataclass(frozen=True)
class Recognised:
    """Somebody whose sheet answers fit: `fitting` of `count` that differ, against `own`.

    Without a `student` it is the printed sheet.
    """

    student: str | None
    fitting: int
    own: int
    count: int


def recognise(
    selection: Selection, student: str | None, typed: Mapping[str, Typed]
) -> Recognised | None:
    """Whose sheet of the manifest, or the printed one, the answers fit, if it is not one's own."""
    if selection.manifest is None:
        return None
    numbers = _typed_numbers(selection, typed)
    others = _others(selection, student)
    if len(numbers) < _LEAST or not others:
        return None
    frozen = selection.manifest.applied(selection.assignment)
    sheets = [selection.numbers, *others.values()]
    fits, apart, own = _compared(frozen, sheets, numbers)
    fitting, mine, count = fits.sum(axis=0), own.sum(axis=0), apart.sum(axis=0)
    best = int(fitting.argmax())
    found = Recognised([*others][best], int(fitting[best]), int(mine[best]), int(count[best]))
    if found.fitting < _LEAST or found.fitting < _TIMES * found.own:
        return None
    # whoever fits in everything is told from a third one by a single answer
    lead = 1 if found.fitting == found.count else _LEAD
    near = np.flatnonzero(fitting > fitting[best] - lead).tolist()
    has_rival = any(sheets[1 + k] != sheets[1 + best] for k in near)
    return None if 2 * found.fitting < found.count or has_rival else found


def _others(selection: Selection, student: str | None) -> dict[str | None, Numbers]:
    """The numbers of everybody else, and the printed ones where there are any."""
    manifest = selection.manifest
    if manifest is None:
        return {}
    found: dict[str | None, Numbers] = {
        name: manifest.numbers(name) for name in manifest.students if name != student
    }
    if student is not None:
        with suppress(Faulty):
            found[None] = original(manifest.applied(selection.assignment))
    return found


def _typed_numbers(
    selection: Selection, typed: Mapping[str, Typed]
) -> dict[str, tuple[Array, float]]:
    """The numbers that were typed, by answer, with the unit of the last place that counts."""
    expected = Expected(selection.assignment)
    found: dict[str, tuple[Array, float]] = {}
    for question in selection.assignment.questions:
        reading = question.readings[0] if question.readings else None
        for answer in question.answers:
            if answer.kind not in NUMERIC or answer.name not in typed:
                continue
            try:
                shape = key_of(expected, answer, question, reading).target.shape
            except Faulty:
                continue
            numbers = read_numbers(typed[answer.name], shape)
            if hasattr(numbers, "array"):
                found[answer.name] = (numbers.array, _unit(answer))
    return found


def _unit(answer: Answer) -> float:
    decimals = answer.tolerance.decimals
    return float(10.0 ** -(_USUAL_DECIMALS if decimals is None else decimals))


def _compared(
    frozen: Assignment, sheets: Sequence[Numbers], numbers: Mapping[str, tuple[Array, float]]
) -> tuple[Array, Array, Array]:
    """For every answer and every other sheet: whether it fits that, differs, fits the first one."""
    fits, apart, own = [], [], []
    for (name, _), values in answers_of(frozen, sheets).items():
        if name not in numbers:
            continue
        typed, unit = numbers[name]
        rows = values.reshape(len(sheets), -1)
        near = np.all(np.abs(rows - typed.ravel()) <= _NEAR * unit, axis=1)
        differs = np.any(np.abs(rows[1:] - rows[:1]) > _APART * unit, axis=1)
        apart.append(differs)
        fits.append(near[1:] & differs)
        own.append(near[0] & differs)

    def stacked(rows: list[Array]) -> Array:
        return np.stack(rows) if rows else np.zeros((0, len(sheets) - 1))

    return stacked(fits), stacked(apart), stacked(own)
