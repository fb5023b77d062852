"""How far rounding may move a number: the rule of a sheet, and what it leaves room for.

A rule says how fine one rounds and where.  One may always keep more digits than asked; so a number
may be rounded several times in a row (0.4449 to 0.445 to 0.45), and each further place is another,
finer rounding.  A number on the grid of the stated decimals does not move at all, so counts and
ReLU integers have no room.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np

from reference.language.functions import Array
from reference.records import dataclass, replace

Level: TypeAlias = Literal["result", "named", "written", "every"]
Way: TypeAlias = tuple[Array, Array]  # down, and up
LEVELS: tuple[Level, ...] = ("result", "named", "written", "every")

_FINER = 7  # further decimals that are tried; beyond them a rounding moves nothing one could see
_TENS = 10.0 ** np.arange(_FINER)
_MOST_IN_A_ROW = 20  # further ones are lost in a float
_IN_A_ROW = [sum(0.1**k for k in range(n)) for n in range(_MOST_IN_A_ROW + 1)]  # halves of a unit
_NOISE = 2.0**-46  # what a working in floats may be off, as a part of a number
_SURE = 1e-9  # nearer than this to a whole number, a result that is cut off counts as one
_TIE = 1e-6  # how near to a tie, in units of the place, a float counts as one


@dataclass(frozen=True)
class Rounding:
    """How a student may round: to `decimals`, or to `significant` digits, or finer.

    With neither, nothing is rounded.  With `truncation`, digits may also be cut off where they
    should be rounded.  `at` says where:

    - `result`: the answer alone;
    - `named`: also every named quantity, the argument and the value of a function;
    - `written`: also what one writes down in between: entry-by-entry products, quotients and
      powers, slopes, and the exponentials inside sigmoid, tanh and softmax;
    - `every`: also the products and partial sums inside a matrix product, and those of a sum;
      sigmoid out of e^z, too, and with significant digits the sums of exponentials and squares.

    Numbers that are handed out must not move when more counts as honest later.  `as_drawn` is the rule
    by which the first drawing looks at them: a sigmoid has one way, and no sum is rounded anew.

    >>> from reference import Rounding
    >>> Rounding(2, at="named").reaches("written")
    False
    """

    decimals: int | None
    truncation: bool = False
    at: Level = "written"
    significant: int | None = None
    as_drawn: bool = False

    @property
    def is_none(self) -> bool:
        """Whether nothing may be rounded."""
        return self.decimals is None and self.significant is None

    def reaches(self, level: Level) -> bool:
        """Whether one may round where this level says."""
        return LEVELS.index(self.at) >= LEVELS.index(level)

    def coarsened(self, decimals: int | None) -> Rounding:
        """The rule for a quantity that the sheet asks to so many decimals."""
        if decimals is None or self.decimals is None or decimals >= self.decimals:
            return self
        return replace(self, decimals=decimals)


@dataclass(frozen=True)
class Room:
    """How far numbers between two bounds may be moved down and up, and the bounds afterwards."""

    below: Array
    above: Array
    low: Array
    high: Array


@dataclass(frozen=True)
class Spent:
    """What the terms of a sum have already been rounded by, each way.

    If all terms but one lie on the grid, rounding the sum is rounding that one once more: it gains
    no more than a chain of roundings does (`gain`).  If two do not, the sum may be rounded in the
    place of both, so their errors count (`least`, the two least).  A term that needs no rounding
    counts as infinite.
    """

    least: tuple[Way, Way]
    gain: Way

    @classmethod
    def nothing(cls) -> Spent:
        """Of terms that lie on the grid."""
        never, none = np.asarray(np.inf), np.asarray(0.0)
        return cls(((never, never), (never, never)), (none, none))

    def turned(self) -> Spent:
        """Of the terms with the other sign."""
        (first, second), (down, up) = self.least, self.gain
        return Spent((first[::-1], second[::-1]), (up, down))

    def joined(self, other: Spent) -> Spent:
        """Of the terms of both."""
        pairs = [
            _two_least(*(one.least[k][way] for one in (self, other) for k in (0, 1)))
            for way in (0, 1)
        ]
        down, up = (np.maximum(a, b) for a, b in zip(self.gain, other.gain, strict=True))
        return Spent(((pairs[0][0], pairs[1][0]), (pairs[0][1], pairs[1][1])), (down, up))

    def mapped(self, change: Callable[[Array], Array]) -> Spent:
        """The same laid out otherwise."""
        first, second = ((change(down), change(up)) for down, up in self.least)
        return Spent((first, second), (change(self.gain[0]), change(self.gain[1])))


def _two_least(*errors: Array) -> Way:
    least = np.partition(np.stack(np.broadcast_arrays(*errors)), 1, axis=0)
    return least[0], least[1]


def reach(size: Array, rounding: Rounding, places: int) -> Array:
    """How far so many roundings in a row can move a number of this size."""
    return np.asarray(0.5 * _unit(size, rounding) * _IN_A_ROW[min(places, _MOST_IN_A_ROW)])


def room(
    low: Array, high: Array, rounding: Rounding, places: int, spent: Spent | None = None
) -> Room:
    """The room that up to `places` roundings in a row leave to numbers between two bounds."""
    low, high = np.asarray(low), np.asarray(high)
    lowest, highest = _after(low, high, rounding, places)
    size = high if rounding.decimals is not None else np.maximum(np.abs(low), np.abs(high))
    straight = np.full(high.shape, reach(size, rounding, places))
    down = up = straight
    if rounding.truncation:  # what is cut off is up to twice what is rounded, and towards 0
        down, up = np.where(high > 0, 2 * down, down), np.where(low < 0, 2 * up, up)
    if spent is not None and rounding.decimals is not None:
        fine = reach(size, rounding, places) - reach(size, rounding, 1)
        ways = zip((down, up), *spent.least, spent.gain, strict=True)
        down, up = (
            np.maximum(gain, full - _spared(first, second, fine, rounding.truncation))
            for full, first, second, gain in ways
        )
    with np.errstate(invalid="ignore"):  # infinite bounds have room for everything
        below = np.minimum(np.maximum(-down, lowest - high), 0.0)
        above = np.maximum(np.minimum(up, highest - low), 0.0)
    return Room(below, above, lowest, highest)


def _spared(first: Array, second: Array, fine: Array, cuts: bool) -> Array:
    """What two terms that stay open, but for fine roundings, leave of the room of their sum."""
    # cutting off a sum is not cutting off its one open term: signs may differ
    errors = (first,) if cuts else (first, second)
    return np.asarray(sum(np.maximum(error - 2 * fine, 0.0) for error in errors))


def is_on_grid(values: Array, rounding: Rounding) -> bool:
    """Whether rounding leaves all these numbers as they are."""
    scaled = values / _unit(np.abs(values), rounding)
    return bool(np.all(np.abs(scaled - np.round(scaled)) < _TIE))


def cut_off(values: Array, decimals: int) -> Array:
    """Numbers with their further digits cut off, towards 0.

    >>> import numpy as np
    >>> from reference import cut_off
    >>> cut_off(np.array([0.129, -0.129]), 2).tolist()
    [0.12, -0.12]
    """
    return np.asarray(_cut(values * 10.0**decimals, _SURE) / 10.0**decimals)


def _unit(size: Array, rounding: Rounding) -> Array:
    """The last place that is asked for, for numbers of this size."""
    if rounding.decimals is not None:
        return np.asarray(10.0**-rounding.decimals)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        exponent = np.floor(np.log10(size) + 1e-12) - (rounding.significant or 1) + 1
        return np.where((size == 0) | ~np.isfinite(size), 1.0, 10.0**exponent)


def _scales(value: Array, rounding: Rounding) -> Array:
    """How many of each finer place make one, an axis of places in front."""
    tens = _TENS.reshape(-1, *(1,) * value.ndim)
    return np.asarray(tens / _unit(np.abs(value), rounding))


def _after(low: Array, high: Array, rounding: Rounding, places: int) -> tuple[Array, Array]:
    """The bounds after roundings in a row: rounding is monotone, so the ends decide."""
    if np.shape(low) != np.shape(high):
        low, high = np.broadcast_arrays(low, high)
    ends = np.stack([low, -high])  # what moves a number up moves its opposite down
    for _ in range(places):
        scales = _scales(ends, rounding)
        scaled = ends * scales
        least = (np.ceil(scaled - 0.5 - _TIE) / scales).min(axis=0)
        if rounding.truncation:
            least = np.minimum(least, (_cut(scaled) / scales).min(axis=0))
        ends = np.minimum(ends, least)
    return ends[0], -ends[1]


def _cut(scaled: Array, tie: float = _TIE) -> Array:
    """Digits cut off, towards 0; 28.999999999999996 is what a float makes of 29."""
    near = np.maximum(tie, _NOISE * np.abs(scaled))  # of a long number floats tell less
    return np.trunc(scaled + np.copysign(near, scaled))
