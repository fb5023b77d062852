"""Functions of several entries at once, of arguments that are known up to errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from reference.language import spectra
from reference.language.functions import FUNCTIONS, Array
from reference.language.scalars import mod
from reference.readings import affine
from reference.readings.affine import Affine

Rule: TypeAlias = Callable[[Sequence[Affine], Sequence[int]], Affine]


def _rearranged(name: str) -> Rule:
    """What only moves and adds entries of its first argument; of others it takes the shape."""
    value = FUNCTIONS[name].value

    def rule(forms: Sequence[Affine], ranks: Sequence[int]) -> Affine:
        shapes = [form.centre for form in forms[1:]]
        return affine.linear(forms[0], lambda a: value([a, *shapes], ranks, ()))

    return rule


def _where(forms: Sequence[Affine], ranks: Sequence[int]) -> Affine:
    """The branch itself where the condition is certain, else whatever lies in either."""
    condition, first, second = affine.lifted(forms, ranks)
    is_first, is_second = condition.low > 0, condition.high <= 0
    if np.all(is_first | is_second):
        chosen = affine.exact(np.where(is_first, 1.0, 0.0))
        other = affine.exact(np.where(is_first, 0.0, 1.0))
        return affine.added(affine.multiplied(chosen, first), affine.multiplied(other, second))
    low = np.where(is_first, first.low, np.where(is_second, second.low, np.inf))
    high = np.where(is_first, first.high, np.where(is_second, second.high, -np.inf))
    return affine.between(
        np.where(np.isinf(low), np.minimum(first.low, second.low), low),
        np.where(np.isinf(high), np.maximum(first.high, second.high), high),
    )


def _rest(forms: Sequence[Affine], ranks: Sequence[int]) -> Affine:
    """What a division leaves: a difference where the whole part is certain, else anything below."""
    first, second = affine.lifted(forms, ranks)
    if first.is_exact and second.is_exact:
        return affine.exact(mod(first.centre, second.centre))
    with np.errstate(all="ignore"):
        ends = [np.floor(a / b) for a in (first.low, first.high) for b in (second.low, second.high)]
    certain = (np.minimum.reduce(ends) == np.maximum.reduce(ends)) & (second.low * second.high > 0)
    if np.all(certain):
        whole = affine.multiplied(affine.exact(ends[0]), second)
        return affine.added(first, affine.negated(whole))
    return affine.between(
        np.minimum(second.low, 0.0) + 0 * first.low, np.maximum(second.high, 0.0) + 0 * first.low
    )


def _largest(forms: Sequence[Affine], ranks: Sequence[int]) -> Affine:
    (form,) = forms
    if not ranks[0]:
        return form
    return affine.between(form.low.max(axis=-1), form.high.max(axis=-1))


def _smallest(forms: Sequence[Affine], ranks: Sequence[int]) -> Affine:
    return affine.negated(_largest([affine.negated(forms[0])], ranks))


def _argmax(forms: Sequence[Affine], ranks: Sequence[int]) -> Affine:
    """The place of the largest entry, between the first and the last that can be it."""
    (form,) = forms
    if not ranks[0]:
        return affine.exact(np.ones_like(form.centre))
    can_be = form.high >= form.low.max(axis=-1, keepdims=True)
    places = np.arange(1.0, form.centre.shape[-1] + 1)
    low = np.where(can_be, places, np.inf).min(axis=-1)
    high = np.where(can_be, places, -np.inf).max(axis=-1)
    if form.is_exact:  # of equal ones the first counts
        high = low
    return affine.between(low, high)


def _one_hot(forms: Sequence[Affine], ranks: Sequence[int]) -> Affine:
    index, table = forms
    places = np.arange(1.0, table.centre.shape[table.centre.ndim - ranks[1]] + 1)
    low, high = index.low[..., np.newaxis], index.high[..., np.newaxis]
    can_be = (low <= places) & (places <= high)
    certain = (low == high) & can_be
    return affine.between(np.where(certain, 1.0, 0.0), np.where(can_be, 1.0, 0.0))


def _exponential(forms: Sequence[Affine], ranks: Sequence[int]) -> Affine:
    """The matrix exponential: the series of |A| + |E| less that of |A| bounds every entry."""
    (form,) = forms
    if not ranks[0]:
        return affine.mapped(FUNCTIONS["exp"], form)
    centre, reach = _middle(form)
    value = FUNCTIONS["expm"].value
    found = value([centre], (2,), ())
    beyond = value([np.abs(centre) + reach], (2,), ()) - value([np.abs(centre)], (2,), ())
    beyond = np.where(reach.any(axis=(-2, -1), keepdims=True), beyond, 0.0)
    return affine.between(found - beyond, found + beyond)


def _inverse(forms: Sequence[Affine], ranks: Sequence[int]) -> Affine:
    """The inverse: what |E| |A^-1| adds up to in the series bounds every entry."""
    (form,) = forms
    if not ranks[0]:
        return affine.inverted(form)
    centre, reach = _middle(form)
    found = FUNCTIONS["inverse"].value([centre], (2,), ())
    moved = reach @ np.abs(found)
    eye = np.eye(centre.shape[-1])
    small = moved.sum(axis=-1).max(axis=-1)[..., np.newaxis, np.newaxis] < 1
    series = np.linalg.inv(eye - np.where(small & np.isfinite(moved), moved, 0.0)) - eye
    beyond = np.where(small, np.abs(found) @ series, np.inf)
    return affine.between(found - beyond, found + beyond)


def _spectral_norm(forms: Sequence[Affine], ranks: Sequence[int]) -> Affine:
    """The largest singular value moves no farther than the length of all errors together (Weyl)."""
    if not ranks[0]:
        return affine.mapped(FUNCTIONS["abs"], forms[0])
    centre, reach = _middle(forms[0])
    found = spectra.norm([centre], (2,), ())
    beyond = np.sqrt((reach**2).sum(axis=(-2, -1)))
    return affine.between(np.maximum(found - beyond, 0.0), found + beyond)


def _spectral_radius(forms: Sequence[Affine], ranks: Sequence[int]) -> Affine:
    """Every eigenvalue moves inside of discs around the old ones, and n of them may touch."""
    if not ranks[0]:
        return affine.mapped(FUNCTIONS["abs"], forms[0])
    centre, reach = _middle(forms[0])
    found = spectra.radius([centre], (2,), ())
    length = np.sqrt((reach**2).sum(axis=(-2, -1)))
    discs = 2 * centre.shape[-1] - 1
    beyond = np.where(
        length > 0, discs * spectra.sensitivity(centre) * np.maximum(length, 1e-300), 0.0
    )
    return affine.between(np.maximum(found - beyond, 0.0), found + beyond)


def _middle(form: Affine) -> tuple[Array, Array]:
    return 0.5 * (form.low + form.high), 0.5 * (form.high - form.low)


RULES: Mapping[str, Rule] = {
    "row_sums": _rearranged("row_sums"),
    "spread": _rearranged("spread"),
    "diagonal_matrix": _rearranged("diagonal_matrix"),
    "on_diagonal": _rearranged("on_diagonal"),
    "stop": _rearranged("stop"),
    "where": _where,
    "mod": _rest,
    "largest": _largest,
    "smallest": _smallest,
    "argmax": _argmax,
    "one_hot": _one_hot,
    "expm": _exponential,
    "inverse": _inverse,
    "spectral_norm": _spectral_norm,
    "spectral_radius": _spectral_radius,
}
