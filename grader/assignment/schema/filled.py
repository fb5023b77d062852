"""Given arrays that a rule fills: all entries alike, evenly between two ends, or the identity.

They are no draws: everybody has the same, and the rest of the grader only sees the numbers.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from grader.assignment.quantities import exact
from grader.assignment.schema.fields import FilePart, Number, Size
from grader.words.sentences import working as sentences

_Sizes = Annotated[list[Size], Field(min_length=1, max_length=3)]


class FilledArray(FilePart):
    """An array that is written down by its rule."""

    def array(self) -> list[Any]:
        """The numbers, as nested lists."""
        raise NotImplementedError


class FillArray(FilledArray):
    """The same number everywhere."""

    fill: Number = Field(description=sentences.about_fill())
    shape: _Sizes = Field(description=sentences.about_filled_shape())

    def array(self) -> list[Any]:
        """One number, again and again."""
        return _nested([self.fill] * math.prod(self.shape), self.shape)


class EvenlyArray(FilledArray):
    """Numbers at even distances from the first to the last, row by row, as linspace gives."""

    evenly: Annotated[list[Number], Field(min_length=2, max_length=2)] = Field(
        description=sentences.about_evenly()
    )
    shape: _Sizes = Field(description=sentences.about_filled_shape())

    def array(self) -> list[Any]:
        """Exact distances, so that a tenth stays a tenth."""
        low, high = (exact(end) or Fraction(0) for end in self.evenly)
        gaps = max(math.prod(self.shape) - 1, 1)
        places = range(math.prod(self.shape))
        return _nested([float(low + (high - low) * k / gaps) for k in places], self.shape)


class IdentityArray(FilledArray):
    """Ones on the diagonal, and 0 beside it."""

    identity: Size = Field(description=sentences.about_identity())

    def array(self) -> list[Any]:
        """The identity matrix."""
        size = range(self.identity)
        return [[1 if row == column else 0 for column in size] for row in size]


FILLED: dict[str, type[FilledArray]] = {
    "fill": FillArray,
    "evenly": EvenlyArray,
    "identity": IdentityArray,
}


def _nested(entries: list[Any], shape: list[int]) -> list[Any]:
    if len(shape) == 1:
        return entries
    inner = math.prod(shape[1:])
    rows = range(shape[0])
    return [_nested(entries[row * inner : (row + 1) * inner], shape[1:]) for row in rows]
