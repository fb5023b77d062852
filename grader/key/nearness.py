"""How near to a key a number must lie where that does not follow from honest rounding."""

from __future__ import annotations

import numpy as np

from grader.assignment import Tolerance
from reference import Expression, Interval, Workings
from reference.language.functions import Array
from reference.readings.room import cut_off


def cut(workings: Workings, expression: Expression, tolerance: Tolerance) -> Interval | None:
    """What a sheet demands that wants digits cut off, and nothing rounded before."""
    if not tolerance.cut or tolerance.decimals is None:
        return None
    found = workings.reached(expression)
    return Interval(*(cut_off(end, tolerance.decimals) for end in (found.low, found.high)))


def reach(value: Array, tolerance: Tolerance) -> Array:
    """How far from the key the answer alone may lie."""
    if tolerance.significant is not None:
        with np.errstate(divide="ignore"):
            magnitude = np.floor(np.log10(np.abs(value)))
        place = np.where(value == 0, 0.0, 10.0 ** (magnitude - tolerance.significant + 1))
        return 0.5 * place * (2 if tolerance.truncation else 1)
    if tolerance.exact:
        return np.zeros_like(value)
    return (tolerance.absolute or 0.0) + (tolerance.relative or 0.0) * np.abs(value)
