"""Numbers known up to errors: affine forms, which remember where an error came from.

A form is `centre + sum of e_k * noise_k + rest`, where every e_k lies in [-1, 1] and is shared by
all forms of one calculation, and the last term is anything up to `rest` in size.  Because an
error is remembered, `z*h + (1-z)*n` does not count the error of z twice, which plain interval
arithmetic does.  Beside the form go plain bounds `low` and `high`; the true value lies in both.
Source: Stolfi and de Figueiredo, "Self-Validated Numerical Methods and Applications" (1997).

Arrays have the entries of a quantity in their last axes and variants before them; the axis of
noise comes first of all.  Rounding by the computer is not bounded here: it is a millionth of the
errors that are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.language.cell import Cell
from reference.language.errors import CellError
from reference.language.expression import Symbol, substitute
from reference.language.functions import FUNCTIONS, Array, Function, lift
from reference.language.parse import parse_expression
from reference.readings.evaluate import Rule, compile_expression
from reference.records import dataclass
from reference.words import say


@dataclass(frozen=True)
class Affine:
    """One array of numbers known up to errors."""

    centre: Array
    noise: Array  # an axis of shared errors, then the axes of the centre
    rest: Array
    low: Array
    high: Array

    @property
    def radius(self) -> Array:
        """How far the form can lie from its centre."""
        return np.abs(self.noise).sum(axis=0) + self.rest  # type: ignore[no-any-return]

    @property
    def is_exact(self) -> bool:
        """Whether nothing is uncertain."""
        return bool(np.all(self.low == self.high))


def exact(values: Array) -> Affine:
    """Numbers without any error."""
    array = np.asarray(values, dtype=np.float64)
    return Affine(array, np.zeros((0, *array.shape)), np.zeros(array.shape), array, array)


def between(low: Array, high: Array) -> Affine:
    """Numbers of which only the bounds are known; their errors are not shared."""
    with np.errstate(invalid="ignore"):
        bounded = np.isfinite(low) & np.isfinite(high)
        centre = np.where(bounded, 0.5 * (low + high), 0.0)
        rest = np.where(bounded, 0.5 * (high - low), np.inf)
    return Affine(centre, np.zeros((0, *centre.shape)), rest, low, high)


def disturbed(
    form: Affine, below: Array, above: Array, low: Array, high: Array, *, first: int, rank: int
) -> Affine:
    """The form with a new error of its own in every entry, between `below` and `above`.

    `low` and `high` bound the result.  The errors get the numbers from `first` on; a calculation
    hands out each number once.
    """
    entries = form.centre.shape[form.centre.ndim - rank :]
    count = int(np.prod(entries, dtype=int))
    size = 0.5 * (above - below)
    shape = np.broadcast_shapes(form.centre.shape, np.shape(below), np.shape(above))
    own = np.zeros((first + count, *shape))
    own[: form.noise.shape[0]] = form.noise
    eye = np.eye(count).reshape(count, *(1,) * (form.centre.ndim - rank), *entries)
    own[first:] = eye * size
    return _tightened(form.centre + 0.5 * (below + above), own, form.rest, low, high)


def within(form: Affine, low: Array, high: Array) -> Affine:
    """The form with bounds known from elsewhere."""
    return Affine(
        form.centre, form.noise, form.rest, np.maximum(form.low, low), np.minimum(form.high, high)
    )


def either(first: NDArray[np.bool_], a: Affine, b: Affine) -> Affine:
    """The one form in some entries, the other in the rest."""
    noise_a, noise_b = _padded([a, b])
    return Affine(
        np.where(first, a.centre, b.centre),
        np.where(first, noise_a, noise_b),
        np.where(first, a.rest, b.rest),
        np.where(first, a.low, b.low),
        np.where(first, a.high, b.high),
    )


def _tightened(centre: Array, noise: Array, rest: Array, low: Array, high: Array) -> Affine:
    """A form whose plain bounds are cut by what the form itself says."""
    with np.errstate(invalid="ignore"):
        radius = np.abs(noise).sum(axis=0) + rest
        lowest = np.fmax(low, centre - radius)
        highest = np.fmin(high, centre + radius)
    # the two bounds agree but for the last bits of a float
    return Affine(centre, noise, rest, np.minimum(lowest, highest), np.maximum(lowest, highest))


def _padded(forms: Sequence[Affine]) -> list[Array]:
    """The errors of several forms, the same number of them, in front of the same variants."""
    most = max(form.noise.shape[0] for form in forms)
    axes = max(form.centre.ndim for form in forms)
    padded = []
    for form in forms:
        own = form.centre.shape
        noise = form.noise.reshape(form.noise.shape[0], *(1,) * (axes - len(own)), *own)
        missing = most - noise.shape[0]
        extra = np.zeros((missing, *noise.shape[1:]))
        padded.append(np.concatenate([noise, extra]) if missing else noise)
    return padded


def lifted(forms: Sequence[Affine], ranks: Sequence[int]) -> list[Affine]:
    """Forms with entry axes added to those of lower rank."""
    fields = ("centre", "noise", "rest", "low", "high")
    columns = [lift([getattr(form, name) for form in forms], ranks) for name in fields]
    return [Affine(*parts) for parts in zip(*columns, strict=True)]


def negated(form: Affine) -> Affine:
    """Minus the form."""
    return Affine(-form.centre, -form.noise, form.rest, -form.high, -form.low)


def added(a: Affine, b: Affine) -> Affine:
    """The sum of two forms of the same rank."""
    first, second = _padded([a, b])
    return _tightened(
        a.centre + b.centre, first + second, a.rest + b.rest, a.low + b.low, a.high + b.high
    )


def multiplied(a: Affine, b: Affine) -> Affine:
    """The entry-by-entry product of two forms of the same rank."""
    with np.errstate(invalid="ignore"):
        corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
        low, high = np.fmin.reduce(corners), np.fmax.reduce(corners)
        if a.is_exact or b.is_exact:
            known, other = (a, b) if a.is_exact else (b, a)
            noise = known.centre * _padded([other, known])[0]
            rest = np.where(known.centre == 0, 0.0, np.abs(known.centre) * other.rest)
            return _tightened(known.centre * other.centre, noise, rest, low, high)
        first, second = _padded([a, b])
        noise = a.centre * second + b.centre * first
        rest = np.abs(a.centre) * b.rest + np.abs(b.centre) * a.rest + a.radius * b.radius
    return _tightened(a.centre * b.centre, noise, rest, low, high)


def linear(form: Affine, change: Callable[[Array], Array]) -> Affine:
    """A rearrangement or sum of entries, which acts on every part alike."""
    return _tightened(
        change(form.centre),
        change(form.noise),
        change(form.rest),
        change(form.low),
        change(form.high),
    )


def joined(forms: Sequence[Affine], change: Callable[[Sequence[Array]], Array]) -> Affine:
    """Several forms put together, as concat does."""
    return Affine(
        change([form.centre for form in forms]),
        change(_padded(forms)),
        change([form.rest for form in forms]),
        change([form.low for form in forms]),
        change([form.high for form in forms]),
    )


@cache
def _slope(row: Function) -> Rule:
    """The derivative of a function of one number, from its row, as a rule over z and y."""
    text = parse_expression(row.back[0])
    one = substitute(text, {Symbol("d"): parse_expression("1"), Symbol("s"): parse_expression("0")})
    letters = Cell(row.name, "", {"z": (), "y": ()}, ())
    return compile_expression(one, letters)


def mapped(row: Function, form: Affine) -> Affine:
    """A function of one number, for every entry: a tangent, and a bound on how far it bends."""
    if row.bend is None:
        raise CellError(say("no-accepted-interval", name=row.name))
    with np.errstate(all="ignore"):
        bend = row.bend(form.low, form.high)
        centre = np.clip(form.centre, form.low, form.high)
        value = row.value([centre], (0,), ())
        slope = np.broadcast_to(_slope(row)({"z": centre, "y": value}), centre.shape)
        reach = np.maximum(form.high - centre, centre - form.low)
        shift = centre - form.centre  # the form's own centre may lie outside of the bounds
        if row.hull is not None:
            low, high = row.hull(form.low, form.high)
        else:
            ends = [row.value([form.low], (0,), ()), row.value([form.high], (0,), ())]
            low, high = np.minimum(*ends), np.maximum(*ends)
        smooth = np.isfinite(bend) & np.isfinite(slope) & np.isfinite(value)
        curve = np.where(smooth, 0.5 * bend * reach**2, 0.0)
        tangent = np.where(smooth, value - slope * shift, 0.5 * (low + high))
        slope = np.where(smooth, slope, 0.0)
        rest = np.where(smooth, np.abs(slope) * form.rest + curve, 0.5 * (high - low))
    return _tightened(tangent, slope * form.noise, rest, low, high)


def inverted(form: Affine) -> Affine:
    """One over the form; without bounds where it may be 0."""
    with np.errstate(all="ignore"):
        safe = (form.low > 0) | (form.high < 0)
        centre = np.where(safe, np.clip(form.centre, form.low, form.high), 1.0)
        nearest = np.minimum(np.abs(form.low), np.abs(form.high))
        slope = np.where(safe, -1 / centre**2, 0.0)
        reach = np.maximum(form.high - centre, centre - form.low)
        curve = reach**2 / nearest**3
        low = np.where(safe, 1 / form.high, -np.inf)
        high = np.where(safe, 1 / form.low, np.inf)
        rest = np.where(safe, np.abs(slope) * form.rest + curve, np.inf)
        value = np.where(safe, 1 / centre - slope * (centre - form.centre), 0.0)
    return _tightened(value, slope * form.noise, rest, low, high)


def powered(form: Affine, exponent: float) -> Affine:
    """A power with a fixed exponent."""
    if exponent < 0:
        return inverted(powered(form, -exponent))
    if exponent == int(exponent) and exponent <= _LARGEST_POWER:
        result = exact(np.ones_like(form.centre))
        for _ in range(int(exponent)):
            result = multiplied(result, form)
        if exponent % 2 == 0:
            nothing = np.where((form.low <= 0) & (form.high >= 0), 0.0, -np.inf)
            result = within(result, nothing, np.full_like(nothing, np.inf))
        return result
    logarithm = mapped(FUNCTIONS["log"], form)
    return mapped(FUNCTIONS["exp"], multiplied(logarithm, exact(np.asarray(exponent))))


_LARGEST_POWER = 12


def raised(form: Affine, exponent: Affine) -> Affine:
    """A power of the same rank as its exponent; no number at all where the base may be below 0.

    An exponent that is known exactly leaves its base any sign that the power allows: (-2) ** n.
    """
    if not exponent.is_exact:
        logarithm = mapped(FUNCTIONS["log"], form)
        return mapped(FUNCTIONS["exp"], multiplied(exponent, logarithm))
    by = np.broadcast_to(
        exponent.centre, np.broadcast_shapes(form.centre.shape, exponent.centre.shape)
    )
    first, *others = np.unique(by)
    found = powered(form, float(first))
    for other in others:
        found = either(by == other, powered(form, float(other)), found)
    return found


def chosen(larger: bool, a: Affine, b: Affine) -> Affine:
    """The larger or the smaller of two forms; the form itself where the choice is certain."""
    if not larger:
        return negated(chosen(True, negated(a), negated(b)))
    first, second = _padded([a, b])
    is_a, is_b = a.low >= b.high, b.low >= a.high
    low, high = np.maximum(a.low, b.low), np.maximum(a.high, b.high)
    unsure = between(low, high)

    def pick(of_a: Array, of_b: Array, otherwise: Any) -> Array:
        return np.where(is_a, of_a, np.where(is_b, of_b, otherwise))

    return _tightened(
        pick(a.centre, b.centre, unsure.centre),
        pick(first, second, 0.0),
        pick(a.rest, b.rest, unsure.rest),
        low,
        high,
    )
