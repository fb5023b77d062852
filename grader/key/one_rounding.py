"""The numbers that count as right where the answer has a rounding of its own."""

from __future__ import annotations

import numpy as np

from grader.assignment.model import Tolerance
from reference import Expression, Interval, Workings, cut_off
from reference.language.functions import Array


def of_result(workings: Workings, expression: Expression, tolerance: Tolerance) -> Interval:
    """What honest workings lead to, with the result rounded or cut off as the sheet demands of it alone."""
    decimals = tolerance.decimals
    if tolerance.cut and decimals is not None:
        found = workings.reached(expression)
        return Interval(*(cut_off(end, decimals) for end in (found.low, found.high)))
    found = workings.accepted(expression)
    if tolerance.steps is None or decimals is None:
        return found
    low, high = (np.round(end, decimals) for end in (found.low, found.high))
    return Interval(np.minimum(found.low, low), np.maximum(found.high, high))


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
