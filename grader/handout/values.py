"""Values of a key in words: what is right, and how far from it still counts."""

from __future__ import annotations

import numpy as np

from grader.handout.drawing import Picture
from grader.handout.sheet import Given, Quantity
from grader.words.text import visible
from reference import Interval
from reference.language.functions import Array
from reference.readings.typeset import TEXT, show_number, typeset_array

_EDGE = 6  # decimals of an accepted end, so that a reader can judge a number near it


def shown_value(value: object) -> str:
    """A value as one would type it.

    >>> shown_value([0.5, 2.0]), shown_value({"g1": "output"}), shown_value(True)
    ('[0.5, 2]', 'g1: output', 'True')
    """
    match value:
        case float():
            return show_number(value)
        case list() | tuple():
            return f"[{', '.join(map(shown_value, value))}]"
        case dict():
            return ", ".join(f"{key}: {shown_value(entry)}" for key, entry in value.items())
        case _:
            return visible(str(value))


def untold(given: Given, picture: Picture | None) -> tuple[Quantity, ...]:
    """The given numbers that a reader cannot see in the picture."""
    told = picture.told if picture is not None else frozenset()
    return tuple(q for q in given if str(q.symbol) not in told)


def interval_text(accepted: Interval) -> str:
    """The numbers that count: an interval each, or the one value.

    >>> interval_text(Interval(np.array(0.415), np.array(0.425)))
    'accepted: 0.415 to 0.425'
    """
    low, high = np.asarray(accepted.low), np.asarray(accepted.high)
    if np.allclose(low, high, rtol=0, atol=0.5 * 10.0**-_EDGE):
        return "accepted: this value alone"
    return f"accepted: {_ends(low)} to {_ends(high)}"


def _ends(values: Array) -> str:
    return typeset_array(values, TEXT, decimals=_EDGE)
