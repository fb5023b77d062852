"""What an answer earns, shared out to its parts: what these are worth, and none more than it can earn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

_NOTHING = Fraction(0)


def shared_out(
    earned: Fraction, worth: Sequence[Fraction], most: Sequence[Fraction]
) -> list[Fraction]:
    """The points of every part, by what it is worth; what credit for a mistake adds lies on the others.

    >>> [str(part) for part in shared_out(Fraction(5, 2), [0, Fraction(1, 5), 0], [3, 1, 1])]
    ['9/8', '1', '3/8']
    """
    found = _in_proportion(earned, worth, most)
    rest = earned - sum(found, _NOTHING)
    room = [whole - part for whole, part in zip(most, found, strict=True)]
    more = _in_proportion(rest, room, room)
    return [part + added for part, added in zip(found, more, strict=True)]


def _in_proportion(
    points: Fraction, weights: Sequence[Fraction], most: Sequence[Fraction]
) -> list[Fraction]:
    total = sum(weights, _NOTHING)
    if not total:
        return [_NOTHING for _ in weights]
    shares = (points * weight / total for weight in weights)
    return [min(share, whole) for share, whole in zip(shares, most, strict=True)]
