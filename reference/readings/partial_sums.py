"""Partial sums, each written down and rounded: those of a sum, of a matrix product, of exponentials.

Every rounding to a grid of decimals needs a term that was not on it yet, so all roundings together
move the sum by no more than one rounding for each term.  Significant digits have no such grid: a sum
of numbers that were rounded may be longer than any of them, and each partial sum is rounded anew.
"""

from __future__ import annotations

import numpy as np

from reference.language.functions import Array
from reference.readings.room import Room, Rounding, Spent, reach, room
from reference.records import dataclass


@dataclass(frozen=True)
class PartialSums:
    """How far roundings on the way move a sum, and what its terms were rounded by."""

    room: Room
    spent: Spent


def of_a_sum(low: Array, high: Array, rounding: Rounding) -> Room:
    """The room of a sum between two bounds whose terms are as they were written down."""
    is_longer = rounding.decimals is None and not rounding.as_drawn
    if is_longer and rounding.reaches("every") and not rounding.is_none:
        return room(low, high, rounding, 1)
    none = np.zeros_like(low)
    return Room(none, none, low, high)


def written_down(low: Array, high: Array, rounding: Rounding, axis: int) -> Room:
    """The room that all partial sums along an axis have together, where the terms are written down."""
    lows, highs = np.moveaxis(low, axis, 0), np.moveaxis(high, axis, 0)
    if not len(lows):
        low = high = low.sum(axis=axis)
    else:
        low, high = lows[0], highs[0]
    below, above = np.zeros_like(low), np.zeros_like(high)
    for a, b in zip(lows[1:], highs[1:], strict=True):
        moved = of_a_sum(low + a, high + b, rounding)
        below, above = below + moved.below, above + moved.above
        low, high = moved.low, moved.high
    return Room(below, above, low, high)


def partial_sums(low: Array, high: Array, free: Room, rounding: Rounding, axis: int) -> PartialSums:
    """The room of a sum along an axis whose terms lie between bounds and have room of their own."""
    at_rest = (low == high) & (free.low == free.high)
    most = reach(np.maximum(np.abs(low), np.abs(high)), rounding, 3)
    below, above = (_moved(end, most, at_rest, axis) for end in (-free.below, free.above))
    anew = written_down(free.low, free.high, rounding, axis)
    below, above = below - anew.below, above + anew.above
    lowest, highest = _in_order(free, rounding, axis)
    downs, ups = (_two_least(end, at_rest, axis) for end in (-free.below, free.above))
    spent = Spent(
        ((downs[0], ups[0]), (downs[1], ups[1])),
        (_gain(most, -free.below, at_rest, axis), _gain(most, free.above, at_rest, axis)),
    )
    return PartialSums(Room(-below, above, lowest, highest), spent)


def _moved(errors: Array, most: Array, at_rest: Array, axis: int) -> Array:
    """The errors of all terms, and a little more where a sum is rounded in the place of terms."""
    own = np.where(at_rest, 0.0, errors).sum(axis=axis)
    full = np.where(at_rest, 0.0, np.maximum(errors, most)).sum(axis=axis)
    slack = _gain(most, errors, at_rest, axis)
    first, second = _two_least(errors, at_rest, axis)
    largest = np.where(at_rest, 0.0, most).max(axis=axis)
    enough = first + second >= 0.9 * largest
    return np.asarray(np.where(enough, np.minimum(own + slack, full), full))


def _gain(most: Array, errors: Array, at_rest: Array, axis: int) -> Array:
    """What the term gains most that is rounded once more."""
    return np.asarray(np.where(at_rest, 0.0, np.maximum(most - errors, 0.0)).max(axis=axis))


def _two_least(errors: Array, at_rest: Array, axis: int) -> tuple[Array, Array]:
    counted = np.where(at_rest, np.inf, errors)
    counted = np.moveaxis(counted, axis, 0)
    if len(counted) == 1:
        return counted[0], np.full_like(counted[0], np.inf)
    least = np.partition(counted, 1, axis=0)
    return least[0], least[1]


def _in_order(free: Room, rounding: Rounding, axis: int) -> tuple[Array, Array]:
    """The bounds when each partial sum is rounded: rounding is monotone, so the ends decide."""
    lows, highs = np.moveaxis(free.low, axis, 0), np.moveaxis(free.high, axis, 0)
    low, high = lows[0], highs[0]
    for a, b in zip(lows[1:], highs[1:], strict=True):
        rounded = room(low + a, high + b, rounding, 1)
        low, high = rounded.low, rounded.high
    return low, high
