"""Singular values and eigenvalues of matrices; axes before the last two are variants.

A number is its own matrix: its singular value and the size of its eigenvalue are its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]


def norm(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    """The largest singular value: how much longer a matrix can make a vector."""
    matrix = arrays[0]
    if not ranks[0]:
        return np.abs(matrix)
    if not _is_finite(matrix):
        return np.full(matrix.shape[:-2], np.nan)
    return np.asarray(np.linalg.svd(matrix, compute_uv=False)[..., 0], dtype=np.float64)


def norm_slope(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    """The slope of the largest singular value: its left vector outer its right one."""
    matrix = arrays[0]
    if not ranks[0]:
        return np.sign(matrix)
    if not _is_finite(matrix):
        return np.full_like(matrix, np.nan)
    left, _values, right = np.linalg.svd(matrix)
    return np.asarray(left[..., :, :1] * right[..., :1, :], dtype=np.float64)


def radius(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    """The size of the largest eigenvalue: what a matrix makes of a vector in the long run."""
    matrix = arrays[0]
    if not ranks[0]:
        return np.abs(matrix)
    if not _is_finite(matrix):
        return np.full(matrix.shape[:-2], np.nan)
    return np.asarray(np.abs(np.linalg.eigvals(matrix)).max(axis=-1), dtype=np.float64)


def radius_slope(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    """The slope of the size of the largest eigenvalue, of its left and right vectors."""
    matrix = arrays[0]
    if not ranks[0]:
        return np.sign(matrix)
    if not _is_finite(matrix):
        return np.full_like(matrix, np.nan)
    values, right = np.linalg.eig(matrix)
    largest = np.abs(values).argmax(axis=-1)[..., np.newaxis]
    value = np.take_along_axis(values, largest, axis=-1)[..., np.newaxis]
    column = np.take_along_axis(right, largest[..., np.newaxis, :], axis=-1)
    row = np.take_along_axis(_inverse(right), largest[..., np.newaxis], axis=-2)
    size = np.abs(value)
    with np.errstate(all="ignore"):
        turned = np.where(size > 0, np.conj(value) / size, 0.0)
        slope = np.real(turned * np.swapaxes(column @ row, -1, -2))
    return np.asarray(slope, dtype=np.float64)


def sensitivity(matrix: Array) -> Array:
    """How much farther an eigenvalue moves at most than a matrix does (Bauer and Fike)."""
    _values, right = np.linalg.eig(matrix)
    found = np.asarray(np.linalg.cond(right), dtype=np.float64)
    return np.where(np.isfinite(found), found, np.inf)


def _inverse(matrix: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """The inverse; not a number where the eigenvectors do not span the space."""
    singular = ~(np.abs(np.linalg.det(matrix)) > 0)[..., np.newaxis, np.newaxis]
    eye = np.eye(matrix.shape[-1])
    return np.where(singular, np.nan, np.linalg.inv(np.where(singular, eye, matrix)))


def _is_finite(matrix: Array) -> bool:
    return bool(np.isfinite(matrix).all())
