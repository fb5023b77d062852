"""What Canvas makes of numbers: it rounds what is typed to four decimals, before it judges.

The ends of an interval are therefore moved outward to four decimals, so that nobody loses by it.
Where that would let in 0 or another leading digit, or where more decimals than four are wanted,
Canvas cannot tell right from wrong, and staff must read the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from grader.export.accepted_decimals import Ends
from grader.export.question import Number
from reference.records import replace

_DECIMALS = 4  # of a typed number that Canvas knows
_STEP = Decimal(1).scaleb(-_DECIMALS)
_LEAST = 10 * _STEP  # below it a number has no two digits there
_MOST = 2  # times as wide as the grader's own interval, where no decimals are asked for


def ranges(number: Number) -> Iterator[Ends]:
    """The numbers that earn all points, each range as Canvas can hold it."""
    for ends in _counting(number):
        yield wide(ends)


def can_grade(number: Number) -> bool:
    """Whether Canvas tells right from wrong nearly as the grader does."""
    if number.decimals is not None and number.decimals > _DECIMALS:
        return all(wide(ends) == ends for ends in _counting(number))
    is_close = number.decimals is not None or all(map(_is_close, _counting(number)))
    return is_close and all(map(_can_tell, _counting(number)))


def is_moved(number: Number) -> bool:
    """Whether numbers a little outside count, too."""
    return any(wide(ends) != ends for ends in _counting(number))


def wide(ends: Ends) -> Ends:
    """The ends as Canvas can tell them apart, so that nobody loses."""
    low = (ends.low / _STEP).to_integral_value(ROUND_FLOOR) * _STEP
    high = (ends.high / _STEP).to_integral_value(ROUND_CEILING) * _STEP
    return replace(ends, low=low, high=high)


def _counting(number: Number) -> Iterator[Ends]:
    yield number.ends
    yield from (other.ends for other in number.also if other.share == 1)


def _is_close(ends: Ends) -> bool:
    return wide(ends).margin <= _MOST * ends.margin


def _can_tell(ends: Ends) -> bool:
    moved = wide(ends)
    if 0 < max(abs(ends.low), abs(ends.high)) < _LEAST:
        return False
    return _leading(moved.low) == _leading(ends.low) and _leading(moved.high) == _leading(ends.high)


def _leading(end: Decimal) -> tuple[int, int, int]:
    """The sign, the first digit and its place; zero is like no other number.

    >>> _leading(Decimal("0.0042")) == _leading(Decimal("0.0049"))
    True
    >>> _leading(Decimal("0.0999")) == _leading(Decimal("0.1"))
    False
    """
    if not end:
        return 0, 0, 0
    parts = end.as_tuple()
    return (-1 if end < 0 else 1), parts.digits[0], end.adjusted()
