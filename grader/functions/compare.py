"""Comparing one result with what is right: kind, exact shape, finite, and then the numbers.

Nothing is broadcast: a result of another shape is another result.  One whose shape differs by axes of
length 1 alone is told apart, for its numbers are right.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from itertools import combinations
from typing import TYPE_CHECKING

from grader.sandbox import Opaque
from grader.words.sentences import functions as sentences
from reference.records import dataclass

if TYPE_CHECKING:
    import numpy as np  # as elsewhere here
    from numpy.typing import NDArray

    from reference.language.functions import Array

FOLLOWS = "function.follows"  # from another result of the same call
_SHAPE = "function.shape"
SMALL = 1e-3  # results of this size and less are compared by it, not by themselves


_OVER_STEPS = 3  # axes of examples, steps and units


class Match(Enum):
    """What became of one result, from right to absent; of `form` the numbers are right, and their shape or place is not."""

    RIGHT = "right"
    CARRIED = "carried"
    FORM = "form"
    DIFFERS = "differs"
    NOT_FINITE = "not-finite"
    LENGTH = "length"
    SHAPE = "shape"
    KIND = "kind"
    ABSENT = "absent"


@dataclass(frozen=True)
class Comparison:
    """How one result compares, and what is to be said of it."""

    match: Match
    message: str = ""
    note: str = ""

    @property
    def right(self) -> bool:
        """Whether it is what it should be."""
        return self.match is Match.RIGHT

    @property
    def stands(self) -> bool:
        """Whether it counts: right, or right after the student's own other functions."""
        return self.match in (Match.RIGHT, Match.CARRIED)

    @property
    def valued(self) -> bool:
        """Whether at least the numbers are what they should be."""
        return self.stands or self.match is Match.FORM

    @property
    def shaped(self) -> bool:
        """Whether at least kind and shape are."""
        return self.stands or self.match in (Match.DIFFERS, Match.NOT_FINITE)


def is_open(value: object) -> bool:
    """Whether a value says that nothing was done: None, `...`, or only these."""
    if value is None or value is Ellipsis or value is NotImplemented:
        return True
    if isinstance(value, (tuple, list)):
        return bool(value) and all(is_open(entry) for entry in value)
    if isinstance(value, dict):
        return bool(value) and all(is_open(entry) for entry in value.values())
    return False


def as_numbers(value: object) -> Array | None:
    """A result as an array of real numbers; None for anything else."""
    import numpy as np  # functions that are plainly right are judged without it

    if isinstance(value, (str, bool, Opaque, dict)) or value is None:
        return None
    try:
        array = np.asarray(value)
    except ValueError:
        return None  # rows of different lengths
    if array.dtype.kind not in "iuf":
        return None
    return array.astype(np.float64)


@dataclass(frozen=True)
class AnyNumbers:
    """What a constructor draws: numbers of this shape, not all of them the same."""

    shape: tuple[int, ...]


def compare(value: object, expected: object, relative: float) -> Comparison:
    """A result against what is right."""
    import numpy as np  # as elsewhere here

    if is_open(value):
        return Comparison(Match.ABSENT, sentences.result_absent())
    got = as_numbers(value)
    if got is None:
        return Comparison(Match.KIND, sentences.result_kind(_kind_of(value)))
    if isinstance(expected, AnyNumbers):
        return _drawn(got, expected.shape)
    wanted = np.asarray(expected, dtype=np.float64)
    if got.shape != wanted.shape:
        said = sentences.result_shape(got.shape, wanted.shape)
        if any(
            one.shape == due.shape and close(one, due, relative).all()
            for one, due in ((np.squeeze(got), np.squeeze(wanted)), *_turned(got, wanted))
        ):
            return Comparison(Match.FORM, sentences.result_form(said), _SHAPE)
        return Comparison(Match.SHAPE, said)
    if not np.all(np.isfinite(got)):
        return Comparison(Match.NOT_FINITE, sentences.result_not_finite())
    if isinstance(expected, int):
        relative = 0.0
    fits = close(got, wanted, relative)
    if not fits.all():
        off = fits.size - int(fits.sum())
        return Comparison(Match.DIFFERS, sentences.result_differs(off, fits.size))
    return Comparison(Match.RIGHT)


def _turned(got: Array, wanted: Array) -> Iterator[tuple[Array, Array]]:
    """A result over examples and steps with two axes in each other's place; a matrix is another one then."""
    if got.ndim == wanted.ndim and got.ndim >= _OVER_STEPS:
        for first, second in combinations(range(got.ndim), 2):
            yield got.swapaxes(first, second), wanted


def _drawn(got: Array, shape: tuple[int, ...]) -> Comparison:
    """Numbers that were drawn: shape and finite; a unit that is like another one learns as it does."""
    import numpy as np  # as above

    if got.shape != shape:
        return Comparison(Match.SHAPE, sentences.result_shape(got.shape, shape))
    if not np.all(np.isfinite(got)):
        return Comparison(Match.NOT_FINITE, sentences.result_not_finite())
    if got.size > 1 and np.ptp(got) == 0:
        return Comparison(Match.DIFFERS, sentences.result_not_drawn())
    return Comparison(Match.RIGHT)


def close(got: Array, wanted: Array, relative: float) -> NDArray[np.bool_]:
    """Which entries lie within a share of the largest: small entries are sums of large ones."""
    import numpy as np  # as elsewhere here

    largest = float(np.max(np.abs(wanted), initial=0.0))
    near: NDArray[np.bool_] = np.abs(got - wanted) <= relative * max(largest, SMALL)
    return near


def _kind_of(value: object) -> str:
    if isinstance(value, Opaque):
        return value.type_name
    import numpy as np  # as elsewhere here

    if isinstance(value, np.ndarray):
        return f"array of {value.dtype}"
    return type(value).__name__
