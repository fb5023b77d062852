"""Rounding as a step of a calculation: a number to so many decimals, and what becomes of a tie."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_TIE = 1e-9  # how near to a tie, in units of the place, a float counts as one
TIES = ("up", "even", "away", "cut")
ROUNDINGS = tuple(f"round_{ties}" for ties in TIES)  # the functions of the language


def rounded(
    arrays: Sequence[NDArray[np.float64]], constants: Sequence[int], ties: str
) -> NDArray[np.float64]:
    """Numbers to so many decimals; half a unit goes up, to an even digit, or away from 0.

    With `cut`, further digits are dropped.

    >>> half = np.array([0.125, -0.125, 0.135])
    >>> [rounded([half], [2], ties).tolist() for ties in TIES[:3]]
    [[0.13, -0.12, 0.14], [0.12, -0.12, 0.14], [0.13, -0.13, 0.14]]
    >>> rounded([half], [2], "cut").tolist()
    [0.12, -0.12, 0.13]
    """
    (numbers,), (decimals,) = arrays, constants
    scaled = numbers * 10.0**decimals
    below = np.floor(scaled)
    if ties == "cut":
        whole = np.trunc(scaled + np.copysign(_TIE, scaled))
        return np.asarray(whole / 10.0**decimals + 0.0)
    is_tie = np.abs(scaled - below - 0.5) < _TIE * np.maximum(1.0, np.abs(scaled))
    match ties:
        case "even":
            goes_up = below % 2 == 1
        case "away":
            goes_up = scaled > 0
        case _:
            goes_up = np.ones(np.shape(scaled), dtype=bool)
    whole = np.where(is_tie, np.where(goes_up, below + 1, below), np.rint(scaled))
    return np.asarray(whole / 10.0**decimals + 0.0)  # no -0
