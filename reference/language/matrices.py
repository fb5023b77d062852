"""Values of functions that act on whole matrices; axes before the last two are variants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
_TERMS = 18  # of the series after scaling to a norm below 1/2: the next lies below 1e-22


def exponential(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    """The matrix exponential: a series of the matrix halved often enough, squared as often."""
    return _exponential(arrays[0]) if ranks[0] else np.exp(arrays[0])


def _exponential(matrix: Array) -> Array:
    size = np.abs(matrix).sum(axis=-1).max(axis=-1, initial=0.0)
    if not np.isfinite(size).all():
        return np.full_like(matrix, np.nan)
    # every variant by itself, so that none depends on who stands beside it
    halvings = np.maximum(0, np.ceil(np.log2(np.maximum(size, 1e-300))) + 1)
    halvings = halvings[..., np.newaxis, np.newaxis]
    part = matrix / 2.0**halvings
    term: Array = np.broadcast_to(np.eye(matrix.shape[-1]), matrix.shape)
    total: Array = np.array(term)
    for k in range(1, _TERMS):
        term = term @ part / k
        total = total + term
    for done in range(int(halvings.max(initial=0.0))):
        total = np.where(done < halvings, total @ total, total)
    return total


def exponential_slope(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    """How the exponential of the first moves along the second: a block of a larger exponential."""
    at, along = np.broadcast_arrays(*arrays)
    if not ranks[0]:
        product: Array = np.exp(at) * along
        return product
    n = at.shape[-1]
    whole: Array = np.zeros((*at.shape[:-2], 2 * n, 2 * n))
    whole[..., :n, :n] = whole[..., n:, n:] = at
    whole[..., :n, n:] = along
    corner: Array = _exponential(whole)[..., :n, n:]
    return corner


def inverse(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    """The inverse; not a number where there is none."""
    matrix = arrays[0]
    if not ranks[0]:
        return 1 / matrix
    with np.errstate(all="ignore"):
        singular = ~(np.abs(np.linalg.det(matrix)) > 0)[..., np.newaxis, np.newaxis]
        found = np.linalg.inv(np.where(singular, np.eye(matrix.shape[-1]), matrix))
    return np.where(singular, np.nan, found)


def row_sums(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    """The sum of every row."""
    total: Array = arrays[0].sum(axis=-1) if ranks[0] else arrays[0]
    return total


def spread(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    """Every number along a row of the second argument."""
    numbers = arrays[0][..., np.newaxis] if ranks[1] else arrays[0]
    return numbers + np.zeros_like(arrays[1])


def on_diagonal(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    """A matrix with a vector on its diagonal and 0 elsewhere; a vector where that is asked for."""
    if ranks[0] == 0 or (ranks[-1] == 1 and len(ranks) == 2):
        return arrays[0]
    return arrays[0][..., np.newaxis] * np.eye(arrays[0].shape[-1])
