"""The numbers that count as right where the answer alone is rounded or cut off, and no step before it."""

from __future__ import annotations

import numpy as np

from grader.assignment.model import Tolerance
from reference import Expression, Interval, Workings, cut_off
from reference.language.functions import Array


def cut(workings: Workings, expression: Expression, tolerance: Tolerance) -> Interval | None:
    """What a sheet demands that wants digits cut off, and nothing rounded before."""
    if not tolerance.cut or tolerance.decimals is None:
        return None
    found = workings.reached(expression)
    return Interval(*(cut_off(end, tolerance.decimals) for end in (found.low, found.high)))


def reach_alone(value: Array, tolerance: Tolerance) -> Array:
    """How far from the key the answer alone may lie."""
    if tolerance.significant is not None:
        with np.errstate(divide="ignore"):
            magnitude = np.floor(np.log10(np.abs(value)))
        place = np.where(value == 0, 0.0, 10.0 ** (magnitude - tolerance.significant + 1))
        return 0.5 * place * (2 if tolerance.truncation else 1)
    if tolerance.exact:
        return np.zeros_like(value)
    return (tolerance.absolute or 0.0) + (tolerance.relative or 0.0) * np.abs(value)
