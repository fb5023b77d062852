"""Whose sheet was it?  Answers that fit somebody else's numbers much better than one's own.

Only answers count in which the two sheets differ by more than rounding, only if they are several,
and only if no third sheet fits nearly as well: small whole numbers fit many sheets by chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from grader.answer_key import key_of
from grader.assignment import Answer
from grader.errors import Faulty
from grader.expected import Expected
from grader.key import NUMERIC
from grader.reading import read_numbers
from grader.typed import Typed
from grader.variant.manifest import Manifest
from grader.variant.numbers import Numbers
from grader.variant.selection import Selection
from grader.variant.solution import Places, answers_of
from reference.functions import Array

_LEAST = 3  # answers that must fit another's sheet
_LEAD = 2  # answers by which it must fit better than any third sheet
_TIMES = 3  # and how many times as many as fit one's own
_USUAL_DECIMALS = 3
_NEAR = 1.5  # units of the last place: rounding on the way moves an answer that far
_APART = 4.0  # units: answers nearer to each other do not tell two sheets apart


@dataclass(frozen=True)
class Recognised:
    """Somebody whose sheet answers fit: `fitting` of `count` that differ, against `own`."""

    student: str
    fitting: int
    own: int
    count: int


def recognise(
    selection: Selection, student: str | None, typed: Mapping[str, Typed]
) -> Recognised | None:
    """The student of the manifest whose sheet the answers fit, if it is somebody else."""
    if selection.manifest is None:
        return None
    manifest = selection.manifest
    numbers = _typed_numbers(selection, typed)
    if len(numbers) < _LEAST:
        return None
    others = [name for name in manifest.students if name != student]
    fits, apart, own = _compared(selection, manifest, others, numbers)
    fitting, mine, count = fits.sum(axis=0), own.sum(axis=0), apart.sum(axis=0)
    if not others or not len(fitting):
        return None
    best = int(fitting.argmax())
    found = Recognised(others[best], int(fitting[best]), int(mine[best]), int(count[best]))
    if found.fitting < _LEAST or found.fitting < _TIMES * found.own:
        return None
    if 2 * found.fitting < found.count or _has_rival(fitting, best, others, manifest):
        return None
    return found


def _has_rival(fitting: Places, best: int, others: list[str], manifest: Manifest) -> bool:
    """Whether the sheet of a third one, with other numbers, fits nearly as well."""
    numbers = manifest.numbers(others[best])
    near = np.flatnonzero(fitting > fitting[best] - _LEAD)
    return any(manifest.numbers(others[k]) != numbers for k in near.tolist())


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
    selection: Selection,
    manifest: Manifest,
    others: list[str],
    numbers: Mapping[str, tuple[Array, float]],
) -> tuple[Array, Array, Array]:
    """For every answer and every other student: whether it fits theirs, differs, fits one's own."""
    frozen = manifest.applied(selection.assignment)
    sheets: list[Numbers] = [selection.numbers, *(manifest.numbers(name) for name in others)]
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
    none = np.zeros((0, len(others)))
    return tuple(np.stack(found) if found else none for found in (fits, apart, own))  # type: ignore[return-value]
