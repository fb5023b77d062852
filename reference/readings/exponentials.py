"""Sigmoid, tanh and softmax as one works them out by hand: from exponentials that are rounded.

On paper sigmoid is 1/(1 + e^-z) or e^z/(1 + e^z), tanh is (e^z - e^-z)/(e^z + e^-z) or
(e^2z - 1)/(e^2z + 1), and each exponential is written down; where every step is, so are their sums.
All rise or fall with each exponential and each sum alone, so the ends decide how far the value moves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from reference.language.functions import FUNCTIONS, Array
from reference.readings import affine
from reference.readings.affine import Affine
from reference.readings.room import Room

RoomOf: TypeAlias = Callable[[Array, Array], Room]


class Rooms(NamedTuple):
    """The room of an exponential between two bounds, and of a sum; whether e^z/(1 + e^z) is a way."""

    of: RoomOf
    of_sum: RoomOf
    both_ways: bool


BY_HAND = ("sigmoid", "tanh")
_LARGEST = 50.0  # nobody writes down e^50


def by_hand(name: str, argument: Affine, rooms: Rooms) -> Room:
    """How far a rounded exponential moves sigmoid or tanh of an argument, and the new bounds."""
    low, high = (np.clip(end, -_LARGEST, _LARGEST) for end in (argument.low, argument.high))
    with np.errstate(all="ignore"):
        return _sigmoid(low, high, rooms) if name == "sigmoid" else _tanh(low, high, rooms)


def _sigmoid(low: Array, high: Array, rooms: Rooms) -> Room:
    """1/(1 + e^-z) falls with e^-z, e^z/(1 + e^z) rises with e^z, both the most where it is small."""
    least, most = np.exp(-high), np.exp(-low)
    moved = rooms.of(least, most)
    whole = rooms.of_sum(1 + moved.low, 1 + moved.high)
    straight = 1 / (1 + least)
    found = Room(
        1 / (1 + least + moved.above + whole.above) - straight,
        1 / (1 + np.maximum(least + moved.below, 0.0) + whole.below) - straight,
        1 / whole.high,
        1 / whole.low,
    )
    return _either(found, _of_its_own(low, high, rooms)) if rooms.both_ways else found


def _of_its_own(low: Array, high: Array, rooms: Rooms) -> Room:
    """Sigmoid as e^z/(1 + e^z)."""
    least, most = np.exp(low), np.exp(high)
    moved = rooms.of(least, most)
    whole = rooms.of_sum(1 + moved.low, 1 + moved.high)

    def share(power: Array, off: Array) -> Array:
        return np.asarray(power / (1 + power + off))

    straight = share(least, np.zeros_like(least))
    return Room(
        share(np.maximum(least + moved.below, 0.0), whole.above) - straight,
        share(least + moved.above, whole.below) - straight,
        share(moved.low, whole.above),
        share(moved.high, whole.below),
    )


def _either(one: Room, other: Room) -> Room:
    return Room(
        np.minimum(one.below, other.below),
        np.maximum(one.above, other.above),
        np.minimum(one.low, other.low),
        np.maximum(one.high, other.high),
    )


def _tanh(low: Array, high: Array, rooms: Rooms) -> Room:
    """The union of both ways: with e^z and e^-z, and with e^2z."""
    up, down, twice = (
        rooms.of(np.exp(a), np.exp(b)) for a, b in ((low, high), (-high, -low), (2 * low, 2 * high))
    )
    ways = (
        _Quotient(
            rooms,
            (up.low - down.high, up.high - down.low),
            (up.low + down.low, up.high + down.high),
        ),
        _Quotient(rooms, (twice.low - 1, twice.high - 1), (twice.low + 1, twice.high + 1)),
    )
    two, one = ways
    lows = [two.least(up.low, down.high), one.least(twice.low, np.ones_like(low))]
    highs = [two.most(up.high, down.low), one.most(twice.high, np.ones_like(low))]
    below, above = np.zeros_like(low), np.zeros_like(high)
    for z in (low, 0.5 * (low + high), high):
        p, q, w = np.exp(z), np.exp(-z), np.exp(2 * z)
        tried = [
            two.least(np.maximum(p + up.below, 0.0), q + down.above),
            two.most(p + up.above, np.maximum(q + down.below, 0.0)),
            one.least(np.maximum(w + twice.below, 0.0), np.ones_like(w)),
            one.most(w + twice.above, np.ones_like(w)),
        ]
        moved = [value - np.tanh(z) for value in tried]
        below, above = np.minimum.reduce([below, *moved]), np.maximum.reduce([above, *moved])
    # between the three points the curve bends by no more than this
    bend = 1 + 1.5 * np.minimum(high - low, 1.0) ** 2
    return Room(below * bend, above * bend, np.minimum(*lows), np.maximum(*highs))


class _Quotient:
    """(p - q)/(p + q), whose difference and sum may have been written down."""

    def __init__(
        self, rooms: Rooms, above: tuple[Array, Array], under: tuple[Array, Array]
    ) -> None:
        self.above, self.under = rooms.of_sum(*above), rooms.of_sum(*under)

    def least(self, p: Array, q: Array) -> Array:
        """The least that can come of two exponentials."""
        return self._end(p - q + self.above.below, p + q, np.minimum)

    def most(self, p: Array, q: Array) -> Array:
        """The most."""
        return self._end(p - q + self.above.above, p + q, np.maximum)

    def _end(self, top: Array, whole: Array, end: Callable[[Array, Array], Array]) -> Array:
        return end(top / (whole + self.under.above), top / (whole + self.under.below))


def softmax(form: Affine) -> Affine:
    """The shares of exponentials, none of them rounded."""
    shift = affine.exact(form.centre.max(axis=-1, keepdims=True))
    powers = affine.mapped(FUNCTIONS["exp"], affine.added(form, affine.negated(shift)))
    return _shares(powers, _as_it_is)


def softmax_by_hand(
    form: Affine,
    rounded: Callable[[Affine], Affine],
    total: Callable[[Affine], tuple[Affine, Room]],
) -> Affine:
    """The shares of exponentials that are written down, where not all of these become 0.

    `total` is their sum, with the room that it has of its own.
    """
    straight = softmax(form)
    with np.errstate(over="ignore"):
        powers = rounded(affine.mapped(FUNCTIONS["exp"], _bounded(form)))
    possible = powers.low.sum(axis=-1, keepdims=True) > 0
    possible &= form.high.max(axis=-1, keepdims=True) <= _LARGEST
    return affine.either(possible, _shares(powers, total), straight)


def _bounded(form: Affine) -> Affine:
    return affine.within(form, np.full_like(form.low, -_LARGEST), np.full_like(form.low, _LARGEST))


def _as_it_is(powers: Affine) -> tuple[Affine, Room]:
    whole = affine.linear(powers, lambda a: a.sum(axis=-1, keepdims=True))
    none = np.zeros_like(whole.low)
    return whole, Room(none, none, whole.low, whole.high)


def _shares(powers: Affine, total: Callable[[Affine], tuple[Affine, Room]]) -> Affine:
    whole, free = total(powers)
    value = affine.multiplied(powers, affine.inverted(whole))
    low, high = (np.maximum(end, 0.0) for end in (powers.low, powers.high))
    with np.errstate(all="ignore"):  # a share rises with its own exponential, falls with others
        sums = low.sum(axis=-1, keepdims=True)
        larger, smaller = 1 + free.above / sums, np.maximum(1 + free.below / sums, 0.0)
        least = low / (low + high.sum(axis=-1, keepdims=True) - high) / larger
        most = high / (high + low.sum(axis=-1, keepdims=True) - low) / smaller
    return affine.within(
        value, np.nan_to_num(least, nan=0.0, posinf=1.0), np.nan_to_num(most, nan=1.0, posinf=1.0)
    )
