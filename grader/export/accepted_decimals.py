"""The numbers that count for an answer, as two exact decimals.

Course systems read a decimal and compare doubles.  The ends of an accepted interval come out of
computed arithmetic, so an end may be 0.41500000000000004 where it means 0.415: whoever types 0.415
must be right in every system.  So an end is freed of that noise and then moved outward to ten
significant digits of the larger end, however small that is: 0 never counts for a small number.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal, localcontext

import numpy as np

from reference import Interval
from reference.records import dataclass

_FARTHEST = 1e15  # beyond it no student writes a number
_DIGITS = 10
_SMALLEST = -290  # a power of ten below which a double has no ten digits left
_EVERY_DIGIT = 700  # of a double, be it nearly nothing or huge
_NOISE = 3  # digits beyond, which the computer's own rounding moves
_SHOWN = 6  # decimals that a right value is shown with, if so many are enough


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

    Where rounding reaches a pole (the logarithm of 0), an interval has no end; no other system has such
    intervals, so there it ends far out.

    >>> next(ends_of(Interval(np.array(0.0), np.array(np.inf)), 0.5)).high
    Decimal('1000000000000000')
    """
    low, high = (np.clip(end, -_FARTHEST, _FARTHEST) for end in (accepted.low, accepted.high))
    lows, highs, all_values = np.broadcast_arrays(low, high, np.asarray(values))
    for low, high, value in zip(lows.flat, highs.flat, all_values.flat, strict=True):
        yield _ends(float(low), float(high), float(value))


def _ends(low: float, high: float, value: float) -> Ends:
    places = _places(max(abs(low), abs(high)))
    below, above = _moved(low, places, ROUND_FLOOR), _moved(high, places, ROUND_CEILING)
    tried = (_rounded(value, shown) for shown in range(_SHOWN, max(_SHOWN, places) + 1))
    fits = (right for right in tried if below <= right <= above)
    return Ends(below, above, _plain(next(fits, (below + above) / 2)))


def _rounded(value: float, places: int) -> Decimal:
    with localcontext() as digits:
        digits.prec = _EVERY_DIGIT
        return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def _places(largest: float) -> int:
    """The decimals that leave a number ten significant digits."""
    exact = Decimal(largest)
    return _DIGITS - 1 - (max(exact.adjusted(), _SMALLEST) if exact else 0)


def _moved(end: float, places: int, way: str) -> Decimal:
    with localcontext() as digits:
        digits.prec = _EVERY_DIGIT
        clean = Decimal(end).quantize(Decimal(1).scaleb(-places - _NOISE), ROUND_HALF_EVEN)
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
