"""Sigmoid, tanh and softmax as one works them out by hand: from exponentials that are rounded.

On paper sigmoid is 1/(1 + e^-z), tanh is (e^z - e^-z)/(e^z + e^-z) or (e^2z - 1)/(e^2z + 1), and each
exponential is written down.  All three rise or fall with each exponential alone, so the ends of the
exponentials decide how far the value can move.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from reference.language.functions import FUNCTIONS, Array
from reference.readings import affine
from reference.readings.affine import Affine
from reference.readings.room import Room

RoomOf: TypeAlias = Callable[[Array, Array], Room]

BY_HAND = ("sigmoid", "tanh")
_LARGEST = 50.0  # nobody writes down e^50


def by_hand(name: str, argument: Affine, room_of: RoomOf) -> Room:
    """How far a rounded exponential moves sigmoid or tanh of an argument, and the new bounds."""
    low, high = (np.clip(end, -_LARGEST, _LARGEST) for end in (argument.low, argument.high))
    with np.errstate(all="ignore"):
        return _sigmoid(low, high, room_of) if name == "sigmoid" else _tanh(low, high, room_of)


def _sigmoid(low: Array, high: Array, room_of: RoomOf) -> Room:
    """1/(1 + e): it falls with e, the most where e is small."""
    least, most = np.exp(-high), np.exp(-low)
    moved = room_of(least, most)
    straight = 1 / (1 + least)
    return Room(
        1 / (1 + least + moved.above) - straight,
        1 / (1 + np.maximum(least + moved.below, 0.0)) - straight,
        1 / (1 + moved.high),
        1 / (1 + moved.low),
    )


def _tanh(low: Array, high: Array, room_of: RoomOf) -> Room:
    """The union of both ways: with e^z and e^-z, and with e^2z."""
    up, down, twice = (
        room_of(np.exp(a), np.exp(b)) for a, b in ((low, high), (-high, -low), (2 * low, 2 * high))
    )
    lows = [_of_two(up.low, down.high), _of_one(twice.low)]
    highs = [_of_two(up.high, down.low), _of_one(twice.high)]
    below, above = np.zeros_like(low), np.zeros_like(high)
    for z in (low, 0.5 * (low + high), high):
        p, q, w = np.exp(z), np.exp(-z), np.exp(2 * z)
        tried = [
            _of_two(np.maximum(p + up.below, 0.0), q + down.above),
            _of_two(p + up.above, np.maximum(q + down.below, 0.0)),
            _of_one(np.maximum(w + twice.below, 0.0)),
            _of_one(w + twice.above),
        ]
        moved = [value - np.tanh(z) for value in tried]
        below, above = np.minimum.reduce([below, *moved]), np.maximum.reduce([above, *moved])
    # between the three points the curve bends by no more than this
    bend = 1 + 1.5 * np.minimum(high - low, 1.0) ** 2
    return Room(below * bend, above * bend, np.minimum(*lows), np.maximum(*highs))


def _of_two(p: Array, q: Array) -> Array:
    return np.asarray((p - q) / (p + q))


def _of_one(w: Array) -> Array:
    return np.asarray((w - 1) / (w + 1))


def softmax(form: Affine) -> Affine:
    """The shares of exponentials, none of them rounded."""
    shift = affine.exact(form.centre.max(axis=-1, keepdims=True))
    powers = affine.mapped(FUNCTIONS["exp"], affine.added(form, affine.negated(shift)))
    return _shares(powers)


def softmax_by_hand(form: Affine, rounded: Callable[[Affine], Affine]) -> Affine:
    """The shares of exponentials that are written down, where not all of these become 0."""
    straight = softmax(form)
    with np.errstate(over="ignore"):
        powers = rounded(affine.mapped(FUNCTIONS["exp"], _bounded(form)))
    possible = powers.low.sum(axis=-1, keepdims=True) > 0
    possible &= form.high.max(axis=-1, keepdims=True) <= _LARGEST
    return affine.either(possible, _shares(powers), straight)


def _bounded(form: Affine) -> Affine:
    return affine.within(form, np.full_like(form.low, -_LARGEST), np.full_like(form.low, _LARGEST))


def _shares(powers: Affine) -> Affine:
    total = affine.linear(powers, lambda a: a.sum(axis=-1, keepdims=True))
    value = affine.multiplied(powers, affine.inverted(total))
    low, high = (np.maximum(end, 0.0) for end in (powers.low, powers.high))
    with np.errstate(all="ignore"):  # a share rises with its own exponential, falls with others
        least = low / (low + high.sum(axis=-1, keepdims=True) - high)
        most = high / (high + low.sum(axis=-1, keepdims=True) - low)
    return affine.within(
        value, np.nan_to_num(least, nan=0.0, posinf=1.0), np.nan_to_num(most, nan=1.0, posinf=1.0)
    )
