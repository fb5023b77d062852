"""Entries of forms summed, crossed and told apart, as the functions of the language do it."""

from __future__ import annotations

from functools import partial

import numpy as np

from reference.readings import affine
from reference.readings.affine import Affine


def summed(form: Affine, axis: int) -> Affine:
    """The sum along one axis of entries."""
    return affine.linear(form, partial(np.sum, axis=axis))


def total(form: Affine, rank: int) -> Affine:
    """The sum of all entries."""
    return affine.linear(form, partial(np.sum, axis=tuple(range(-rank, 0))))


def rows_by_columns(
    left: Affine, right: Affine, ranks: tuple[int, int]
) -> tuple[Affine, Affine, int, int]:
    """The sides of a matrix product laid out entry by entry, the axis to sum over, and the rank of the sum."""
    match ranks:
        case (1, 1):
            return left, right, -1, 0
        case (2, 1):
            return left, affine.linear(right, lambda a: a[..., np.newaxis, :]), -1, 1
        case (1, 2):
            return affine.linear(left, lambda a: a[..., np.newaxis]), right, -2, 1
        case _:
            column = affine.linear(left, lambda a: a[..., np.newaxis])
            return column, affine.linear(right, lambda a: a[..., np.newaxis, :, :]), -2, 2


def crossed(forms: list[Affine], ranks: list[int]) -> tuple[Affine, Affine]:
    """The two sides of an outer product, laid out over its entries."""
    a, b = forms
    if ranks[1]:
        a = affine.linear(a, lambda array: array[..., np.newaxis])
    if ranks[0]:
        wide = ranks[1]
        b = affine.linear(
            b, lambda array: array[..., np.newaxis, :] if wide else array[..., np.newaxis]
        )
    return a, b


def step(form: Affine, slope: Affine) -> Affine:
    """Whether a form lies above 0; at 0 it is the agreed slope."""
    at_zero = (form.low <= 0) & (form.high >= 0)
    lowest = np.where(form.low > 0, 1.0, np.where(at_zero, np.minimum(slope.low, 1.0), 0.0))
    lowest = np.where(at_zero & (form.low < 0), 0.0, lowest)
    highest = np.where(form.high < 0, 0.0, np.where(at_zero, np.maximum(slope.high, 0.0), 1.0))
    highest = np.where(at_zero & (form.high > 0), 1.0, highest)
    return affine.between(lowest, highest)
