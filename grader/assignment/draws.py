"""What can be drawn for a student: a number on a grid, one of a list, another order.

A draw stands in an assignment file as a mapping (`{integers: [1, 5]}`) and is read into one of the
small types below; `grader.variant` draws from them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from grader.assignment.model import Plain
from grader.assignment.quantities import exact
from grader.words.sentences.complaints import systems as sentences
from reference.records import dataclass

MOST = 1 << 32  # different numbers that one entry can be drawn from


class Undrawable(Exception):
    """A draw that nothing can be drawn from; the message says why, and `remedy` what to write."""

    def __init__(self, said: str, remedy: str = "mend the draw") -> None:
        super().__init__(said)
        self.remedy = remedy


@dataclass(frozen=True)
class Grid:
    """Numbers on a grid: `low`, `low + step`, ..., `count` of them, some left out.

    `left_out` are places on the grid, in order.  `zeros` of the entries, drawn as well, are 0.
    """

    low: Fraction
    step: Fraction
    count: int
    shape: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()
    zeros: int = 0


@dataclass(frozen=True)
class Choice:
    """One of the listed values, for every entry of `shape` anew; `zeros` of these are 0."""

    values: tuple[Plain, ...]
    shape: tuple[int, ...] = ()
    zeros: int = 0


@dataclass(frozen=True)
class Order:
    """The listed values in another order."""

    values: tuple[Plain, ...]


@dataclass(frozen=True)
class Same:
    """What another system has for a symbol of its own."""

    system: str
    symbol: str


Draw: TypeAlias = Grid | Choice | Order | Same


def is_draw(value: Plain) -> bool:
    """Whether a given value is no number yet: it is drawn, or taken from another system."""
    return isinstance(value, dict)


def read_draw(written: Mapping[str, Any]) -> Draw:
    """A draw as the file has it; raise Undrawable for one that gives nothing.

    >>> read_draw({"integers": [1, 5], "shape": [3]})
    Grid(low=Fraction(1, 1), step=Fraction(1, 1), count=5, shape=(3,), left_out=(), zeros=0)
    """
    shape = tuple(written.get("shape") or ())
    zeros = written.get("zeros") or 0
    entries = math.prod(shape)
    if zeros > entries or (zeros and not shape):
        raise Undrawable(sentences.no_shape_for_so_many_zeros(zeros))
    left_out = [_exact(value) for value in written.get("without") or ()]
    if "same" in written:
        system, _, symbol = str(written["same"]).partition(".")
        return Same(system, symbol)
    if "choose" in written:
        return Choice(tuple(written["choose"]), shape, zeros)
    if "permutation" in written:
        return Order(tuple(written["permutation"]))
    if "integers" in written:
        low, high = (_exact(end) for end in written["integers"])
        return _grid((low, high, Fraction(1)), shape, left_out, zeros)
    low, high = (_exact(end) for end in written["decimals"])
    return _grid((low, high, _exact(written["step"])), shape, left_out, zeros)


def _exact(value: Plain) -> Fraction:
    found = exact(value)
    if found is None:
        raise Undrawable(f"{value} is no number")
    return found


def _grid(
    ends: tuple[Fraction, Fraction, Fraction],
    shape: tuple[int, ...],
    left_out: list[Fraction],
    zeros: int,
) -> Grid:
    low, high, step = ends
    if high < low:
        raise Undrawable(
            f"the lowest value, {low}, lies above the highest, {high}",
            sentences.write_the_lowest_first(float(high), float(low)),
        )
    count = int((high - low) / step) + 1
    on_grid = ((value - low) / step for value in left_out)
    places = sorted({int(place) for place in on_grid if place.denominator == 1})
    inside = tuple(place for place in places if 0 <= place < count)
    if count <= len(inside):
        raise Undrawable(sentences.nothing_between_the_bounds())
    if count > MOST:
        raise Undrawable(sentences.too_many_different_numbers(count))
    return Grid(low, step, count, shape, inside, zeros)


def space(draw: Draw) -> int:
    """How many different outcomes a draw has; values that repeat are not looked for.

    >>> space(read_draw({"choose": [0.5, 1, 2], "shape": [2, 2], "zeros": 1}))
    108
    """
    match draw:
        case Grid(count=count, left_out=left_out, shape=shape, zeros=zeros):
            return _outcomes(count - len(left_out), math.prod(shape), zeros)
        case Choice(values=values, shape=shape, zeros=zeros):
            return _outcomes(len(values), math.prod(shape), zeros)
        case Order(values=values):
            return math.factorial(len(values))
        case Same():
            return 1


def _outcomes(each: int, entries: int, zeros: int) -> int:
    return int(each ** (entries - zeros) * math.comb(entries, zeros))
