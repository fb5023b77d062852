"""The boxes that staff tick for a text, and what ticked boxes are worth by the rubric of today.

Every answer has three boxes: all points, none, and, where its rubric has no items, half of them.
A mark names its boxes with what each was worth when it was given, so a later change of the rubric's
points reaches earlier marks: `cause=0.5; tanh=1; cut=-0.5`.  The parts of such a cell sum up to the
points: `cut` is what lay above the answer's points or below 0, `hand` what staff added by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from grader.assignment import quantities
from grader.assignment.model import Answer
from grader.words.sentences import reviews as sentences
from reference.records import dataclass

FULL, HALF, NONE = "full", "half", "none"
_CUT, _HAND = "cut", "hand"
_NOTHING = Fraction(0)


@dataclass(frozen=True)
class Box:
    """Something to tick.  What stands `alone` is ticked without any other."""

    id: str
    text: str
    points: Fraction
    alone: bool = False


class _Part(NamedTuple):
    name: str
    was: Fraction | None


def boxes_of(answer: Answer) -> tuple[Box, ...]:
    """The boxes of an answer, in the order of their keys."""
    items = tuple(Box(item.id, item.text, item.points) for item in answer.items)
    starts_full = deducts(answer)
    full = Box(FULL, sentences.all_points(), answer.points, alone=not starts_full)
    half = Box(HALF, sentences.half_the_points(), answer.points / 2, alone=True)
    none = Box(NONE, sentences.no_points(), _NOTHING, alone=True)
    if starts_full:
        return (full, *items, none)
    return (*items, full, none) if items else (full, half, none)


def deducts(answer: Answer) -> bool:
    """Whether a rubric only takes off: then all points are there before anything is ticked."""
    return bool(answer.items) and all(item.points <= 0 for item in answer.items)


def worth(answer: Answer, ticked: Sequence[str]) -> Fraction:
    """What boxes earn together: never below 0, and never above the points of the answer.

    Raises KeyError for a box that the answer does not have.
    """
    return _within(_sum(answer, ticked), answer.points)


def cell_of(answer: Answer, ticked: Sequence[str], by_hand: Fraction = _NOTHING) -> str:
    """Boxes as the column `item` holds them, with what they are worth now."""
    points = {box.id: box.points for box in boxes_of(answer)}
    parts = [(one, points[one]) for one in _with_start(answer, ticked)]
    parts += [(_CUT, worth(answer, ticked) - _sum(answer, ticked)), (_HAND, by_hand)]
    return "; ".join(
        f"{name}={quantity(was)}" for name, was in parts if was or name not in (_CUT, _HAND)
    )


def ticked_in(cell: str) -> tuple[str, ...]:
    """The boxes that a cell names."""
    return tuple(part.name for part in _parts(cell) if part.name not in (_CUT, _HAND))


def points_today(answer: Answer, points: Fraction | None, cell: str) -> Fraction | None:
    """What a mark is worth by the rubric of today; None where it says nothing.

    A mark of boxes that the rubric does not have any more keeps its points, and points that were
    changed beside the boxes keep the difference.
    """
    ticked = ticked_in(cell)
    if not ticked or not set(ticked) <= {box.id for box in boxes_of(answer)}:
        return points
    parts = _parts(cell)
    by_hand = sum((was for name, was in parts if name == _HAND and was is not None), _NOTHING)
    if points is not None and all(part.was is not None for part in parts):
        by_hand += points - sum((part.was or _NOTHING for part in parts), _NOTHING)
    return _within(worth(answer, ticked) + by_hand, answer.points)


def _sum(answer: Answer, ticked: Sequence[str]) -> Fraction:
    points = {box.id: box.points for box in boxes_of(answer)}
    return sum((points[one] for one in _with_start(answer, ticked)), _NOTHING)


def _with_start(answer: Answer, ticked: Sequence[str]) -> Sequence[str]:
    """Where a rubric only takes off, what is taken off is taken from all points."""
    if deducts(answer) and ticked and not {FULL, NONE} & set(ticked):
        return (FULL, *ticked)
    return ticked


def _parts(cell: str) -> list[_Part]:
    split: Iterable[tuple[str, str, str]] = (
        part.strip().partition("=") for part in cell.removeprefix("'").split(";")
    )
    return [_Part(name.strip(), quantities.exact(was)) for name, _, was in split if name.strip()]


def _within(points: Fraction, most: Fraction) -> Fraction:
    return min(max(points, _NOTHING), most)


def quantity(points: Fraction) -> str:
    """Points as a cell holds them: no spreadsheet makes a date of 1/2 where it is 0.5.

    >>> quantity(Fraction(1, 2)), quantity(Fraction(2)), quantity(Fraction(1, 3))
    ('0.5', '2', '1/3')
    """
    if (points * 10**6).denominator != 1:
        return str(points)
    whole, _, rest = f"{float(points):.6f}".partition(".")
    return f"{whole}.{rest.rstrip('0')}".rstrip(".")
