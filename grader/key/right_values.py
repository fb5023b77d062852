"""Right values as people type them, and the numbers that count beside them.

Whatever is printed here, typed back, is right.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from grader.assignment.model import Tolerance
from grader.words.text import visible
from reference import Interval
from reference.language.functions import Array
from reference.language.numerals import given_numeral, places_for, right_numeral, shown_ends

Texts: TypeAlias = NDArray[Any]  # of texts


def right_text(values: object, accepted: Interval, tolerance: Tolerance) -> str:
    """A number, or lists of them, each to the decimals asked for or as many as it needs.

    >>> right_text(
    ...     0.6325503, Interval(np.array(0.6325466), np.array(0.632553)), Tolerance(decimals=5)
    ... )
    '0.63255'
    """
    return _listed(right_texts(values, accepted, tolerance))


def right_texts(values: object, accepted: Interval, tolerance: Tolerance) -> Texts:
    """Right values as texts, laid out as the numbers are."""
    array = np.asarray(values, dtype=np.float64)
    low, high = (np.broadcast_to(end, array.shape) for end in (accepted.low, accepted.high))
    texts = [
        right_numeral(_nearest(value, a, b), float(a), float(b), decimals_of(tolerance, value))
        for value, a, b in zip(array.flat, low.flat, high.flat, strict=True)
    ]
    return np.asarray(texts, dtype=object).reshape(array.shape)


def shown_value(value: object) -> str:
    """A value that has no interval, as one would type it.

    >>> shown_value([0.5, 2.0]), shown_value({"g1": "output"}), shown_value(True)
    ('[0.5, 2]', 'g1: output', 'True')
    """
    match value:
        case float():
            return given_numeral(value)
        case list() | tuple():
            return f"[{', '.join(map(shown_value, value))}]"
        case dict():
            return ", ".join(f"{key}: {shown_value(entry)}" for key, entry in value.items())
        case _:
            return visible(str(value))


def right_value(values: Array, accepted: Interval, tolerance: Tolerance) -> object:
    """The numbers themselves; where digits must be cut off, cut off."""
    return accepted.low.tolist() if tolerance.cut else values.tolist()


def right_places(values: Array, accepted: Interval, tolerance: Tolerance) -> int:
    """The decimals that show all these values as right ones."""
    low, high = (np.broadcast_to(end, values.shape) for end in (accepted.low, accepted.high))
    return max(
        places_for([(_nearest(value, a, b), a, b)], decimals_of(tolerance, value))
        for value, a, b in zip(values.flat, low.flat, high.flat, strict=True)
    )


def ends_texts(values: object, accepted: Interval, tolerance: Tolerance) -> tuple[str, str]:
    """The lowest and the highest numbers that count, entry by entry; alike where there is one."""
    right = right_texts(values, accepted, tolerance)
    low, high = (np.broadcast_to(end, right.shape) for end in (accepted.low, accepted.high))
    pairs = [
        shown_ends(float(a), float(b), decimals_of(tolerance, float(a)), right=float(text))
        for a, b, text in zip(low.flat, high.flat, right.flat, strict=True)
    ]
    first, last = (
        _listed(np.asarray([pair[k] for pair in pairs], dtype=object).reshape(low.shape))
        for k in (0, 1)
    )
    return first, last


def decimals_of(tolerance: Tolerance, value: float) -> int | None:
    """The decimals that are asked of a value; significant digits count from its first."""
    if tolerance.decimals is not None or not tolerance.significant:
        return tolerance.decimals
    if value == 0 or not math.isfinite(value):
        return None
    return max(0, tolerance.significant - 1 - math.floor(math.log10(abs(value))))


def _nearest(value: float, low: float, high: float) -> float:
    return min(max(float(value), float(low)), float(high))


def _listed(texts: Texts) -> str:
    if not texts.shape:
        return str(texts.item())
    return f"[{', '.join(_listed(np.asarray(entry, dtype=object)) for entry in texts)}]"
