"""Accepted values: an interval for every entry of a quantity."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reference.records import dataclass

_SLACK = 1e-9  # what the computer's own rounding may have moved
_MOST = 1e-6  # and never more than a small part of the last place, however large the number
_PART = 1e-3  # nor more than so much of a tiny number: 6e-11 is not 0
_NOISE = 1e-13  # what is left of an exact 0
_EPSILON = 4 * 2.0**-52  # beyond it a float cannot tell


@dataclass(frozen=True)
class Interval:
    """The accepted values of every entry of a quantity.

    >>> from reference import Interval
    >>> interval = Interval(0.415, 0.425)
    >>> bool(interval.holds(0.42)), bool(interval.holds(0.43))
    (True, False)
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def holds(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether each entry is accepted; NaN and infinity never are."""
        size = np.abs(values)
        tiny = _PART * np.maximum(np.abs(self.low), np.abs(self.high)) + _NOISE
        slack = np.minimum(np.minimum(_SLACK * np.maximum(1.0, size), _MOST), tiny)
        slack = slack + _EPSILON * size
        near = (self.low - slack <= values) & (values <= self.high + slack)
        return near & np.isfinite(values)  # infinity lies within its own slack

    @property
    def width(self) -> NDArray[np.float64]:
        """How much room each entry leaves."""
        return self.high - self.low
