"""The numbers that count for an answer, as two exact decimals.

Course systems read a decimal and compare doubles.  The ends of an accepted interval come out of
computed arithmetic, so an end may be 0.41500000000000004 where it means 0.415: whoever types 0.415
must be right in every system.  So an end is freed of that noise and then moved outward to ten
significant digits, however small it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

import numpy as np

from reference import Interval
from reference.language.numerals import right_numeral

_DIGITS = 10
_NOTHING = 1e-15  # what arithmetic leaves of an exact 0
_NOISE = 3  # digits beyond, which the computer's own rounding moves


@dataclass(frozen=True)
class Ends:
    """Every number from `low` to `high` counts, both included; `right` is the one we would give."""

    low: Decimal
    high: Decimal
    right: Decimal

    @property
    def middle(self) -> Decimal:
        """The number half way."""
        return (self.low + self.high) / 2

    @property
    def margin(self) -> Decimal:
        """How far from the middle a number may lie."""
        return (self.high - self.low) / 2

    @property
    def is_exact(self) -> bool:
        """Whether only one number counts."""
        return self.low == self.high


def exactly(number: float) -> Ends:
    """The ends where nothing but one number counts.

    >>> exactly(12)
    Ends(low=Decimal('12'), high=Decimal('12'), right=Decimal('12'))
    """
    one = Decimal(repr(number))
    return Ends(one, one, one)


def ends_of(accepted: Interval, values: object) -> Iterator[Ends]:
    """The ends of every entry, row by row.

    >>> low, high = np.array(0.41500000000000004), np.array(0.4250000000000001)
    >>> next(ends_of(Interval(low, high), 0.42))
    Ends(low=Decimal('0.415'), high=Decimal('0.425'), right=Decimal('0.42'))
    """
    lows, highs, all_values = np.broadcast_arrays(accepted.low, accepted.high, np.asarray(values))
    for low, high, value in zip(lows.flat, highs.flat, all_values.flat, strict=True):
        yield _ends(float(low), float(high), float(value))


def _ends(low: float, high: float, value: float) -> Ends:
    below, above = _moved(low, ROUND_FLOOR), _moved(high, ROUND_CEILING)
    right = Decimal(right_numeral(min(max(value, low), high), low, high))
    return Ends(below, above, _plain(min(max(right, below), above)))


def _moved(end: float, way: str) -> Decimal:
    exact = Decimal(end)
    if abs(end) < _NOTHING:
        return Decimal(0)
    places = _DIGITS - 1 - exact.adjusted()
    clean = exact.quantize(Decimal(1).scaleb(-places - _NOISE), ROUND_HALF_EVEN)
    return _plain(clean.quantize(Decimal(1).scaleb(-places), way))


def _plain(number: Decimal) -> Decimal:
    """The same number without zeros at its end, and without an exponent."""
    return Decimal(decimal(number))


def decimal(number: Decimal) -> str:
    """A number as every system reads it: ASCII digits, a point, no exponent.

    >>> decimal(Decimal("0.4250")), decimal(Decimal("1E+3")), decimal(Decimal("-0"))
    ('0.425', '1000', '0')
    """
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
