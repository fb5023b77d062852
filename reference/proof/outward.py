"""Decimal fractions rounded outwards: bounds that hold whatever the computer rounds.

A number is a whole number of units of 10^-40, so that what people write down is held exactly; an
interval is a pair of these.  Every operation rounds its lower end down and its upper end up.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from reference.words import Message, say

Ends: TypeAlias = tuple[int, int]

PLACES = 40
UNIT: int = 10**PLACES
ZERO: Ends = (0, 0)
ONE: Ends = (UNIT, UNIT)

_LARGEST = 2000 * UNIT  # nobody takes the exponential of more
_HALVINGS = 12


class NotBounded(ValueError):
    """An operation that has no bounds: dividing by what may be 0, a root of less than nothing."""

    def __init__(self, said: Message):
        self.said = said
        super().__init__(said)


def of(value: Fraction) -> Ends:
    """The two units that a fraction lies between; the same twice where it is a whole number of them."""
    scaled, rest = divmod(value.numerator * UNIT, value.denominator)
    return scaled, scaled + (rest > 0)


def plus(a: Ends, b: Ends) -> Ends:
    """The sum."""
    return a[0] + b[0], a[1] + b[1]


def minus(a: Ends, b: Ends) -> Ends:
    """The difference."""
    return a[0] - b[1], a[1] - b[0]


def times(a: Ends, b: Ends) -> Ends:
    """The product."""
    corners = (a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return min(corners) // UNIT, -(-max(corners) // UNIT)


def over(a: Ends, b: Ends) -> Ends:
    """The quotient."""
    if b[0] <= 0 <= b[1]:
        raise NotBounded(say("divides-by-zero"))
    tops = (a[0] * UNIT, a[1] * UNIT)
    low = min(top // bottom for top in tops for bottom in b)
    high = max(-(-top // bottom) for top in tops for bottom in b)
    return low, high


def parted(a: Ends, parts: int) -> Ends:
    """The interval divided by a whole number above 0."""
    return a[0] // parts, -(-a[1] // parts)


def hull(a: Ends, b: Ends) -> Ends:
    """The least interval around both."""
    return min(a[0], b[0]), max(a[1], b[1])


def exponential(a: Ends) -> Ends:
    """E to the power of an interval; it rises."""
    return _exponential(a[0])[0], _exponential(a[1])[1]


@lru_cache(maxsize=4096)  # the same end again: without roundings, and in many entries
def _exponential(x: int) -> Ends:
    if abs(x) > _LARGEST:
        raise NotBounded(say("exponential-of-huge-number"))
    if x == 0:
        return ONE
    if x < 0:
        low, high = _exponential(-x)
        return UNIT * UNIT // high, -(-UNIT * UNIT // low)
    # halved so often that the series ends soon; what it leaves out is less than its last term
    small = x >> _HALVINGS
    low = term_low = UNIT
    high = term_high = UNIT
    for k in range(1, 40):
        term_low = term_low * small // (k * UNIT)
        term_high = -(-term_high * (small + 1) // (k * UNIT))
        low, high = low + term_low, high + term_high
        if term_high <= 1:
            break
    high += 2 * term_high
    for _ in range(_HALVINGS):
        low, high = low * low // UNIT, -(-high * high // UNIT)
    return low, high


def logarithm(a: Ends) -> Ends:
    """The natural logarithm; it rises."""
    if a[0] <= 0:
        raise NotBounded(say("logarithm-of-zero"))
    return _logarithm(a[0])[0], _logarithm(a[1])[1]


@lru_cache(maxsize=4096)
def _logarithm(x: int) -> Ends:
    if x < UNIT:
        low, high = _above_one(over(ONE, (x, x)))
        return -high, -low
    return _above_one((x, x))


def _above_one(a: Ends) -> Ends:
    """Of numbers from 1 on: so many times that of 2, and of what is left between 1 and 2."""
    doublings = max(0, (a[0] // UNIT).bit_length() - 1)
    part = parted(a, 2**doublings)
    rest = _of_ratio(over(minus(part, ONE), plus(part, ONE)))
    two = _of_ratio(of(Fraction(1, 3)))
    return rest[0] + doublings * two[0], rest[1] + doublings * two[1]


@lru_cache(maxsize=64)
def _of_ratio(ratio: Ends) -> Ends:
    """log((1 + r) / (1 - r)) = 2 (r + r^3/3 + r^5/5 + ...) for r from 0 to a little over 1/3."""
    square = times(ratio, ratio)
    term, total = ratio, ratio
    for k in range(3, 200, 2):
        term = times(term, square)
        total = plus(total, parted(term, k))
        if term[1] <= 1:
            break
    return 2 * total[0], 2 * (total[1] + term[1])


def root(a: Ends) -> Ends:
    """The square root; it rises."""
    if a[1] < 0:
        raise NotBounded(say("root-of-negative-number"))
    return math.isqrt(max(a[0], 0) * UNIT), math.isqrt(a[1] * UNIT) + 1 if a[1] else 0
