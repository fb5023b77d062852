"""Values of functions of single numbers that NumPy has not, and between which bounds they lie."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]


def sigmoid(z: Array) -> Array:
    """The logistic function."""
    # twice as fast as by tanh; far below it is 0 in every digit, and nothing overflows
    found = np.maximum(z, _LOWEST)
    if found.ndim == 0:
        return 1.0 / (1.0 + np.exp(-found))
    np.negative(found, out=found)
    np.exp(found, out=found)
    found += 1.0
    return np.divide(1.0, found, out=found)


_LOWEST = -700.0


def ceil(z: Array) -> Array:
    """The next whole number above, or the number itself where it is one but for a float's noise."""
    return np.asarray(np.ceil(z - _NOISE * np.maximum(1.0, np.abs(z))) + 0.0)


def floor(z: Array) -> Array:
    """The next whole number below, or the number itself where it is one but for a float's noise."""
    return np.asarray(np.floor(z + _NOISE * np.maximum(1.0, np.abs(z))) + 0.0)


_NOISE = 1e-9


def elu(z: Array) -> Array:
    """Straight above 0, and an exponential that ends at -1 below."""
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0.0)))


def silu(z: Array) -> Array:
    """A number times its sigmoid (swish)."""
    return np.asarray(z * sigmoid(z))


def erf(z: Array) -> Array:
    """The error function, entry by entry."""
    return np.asarray(_erf(z), dtype=np.float64)


_erf = np.frompyfunc(math.erf, 1, 1)


def gelu(z: Array) -> Array:
    """A number times the share of a bell curve that lies below it."""
    return np.asarray(0.5 * z * (1.0 + erf(z / math.sqrt(2.0))))


def hard_sigmoid(z: Array) -> Array:
    """A straight line from -3 to 3, as PyTorch and Keras 3 have it; 0 and 1 beyond."""
    return np.clip(z / 6.0 + 0.5, 0.0, 1.0)


def mod(a: Array, b: Array) -> Array:
    """What is left of a after as many whole b as lie below it; 0.6 is three times 0.2."""
    with np.errstate(all="ignore"):
        times = a / b
        nearest = np.rint(times)
        whole = np.abs(times - nearest) <= _WHOLE * np.maximum(1.0, np.abs(times))
        return np.where(whole, 0.0 * times, a - b * np.floor(times))


_WHOLE = 1e-12  # as near as a quotient of decimal numbers comes to a whole one


def step(z: Array, slope: Array) -> Array:
    """1 above 0, 0 below, and at 0 what was agreed."""
    return np.where(z > 0, 1.0, np.where(z < 0, 0.0, slope))


def hull_of_abs(low: Array, high: Array) -> tuple[Array, Array]:
    """Between which bounds a size lies."""
    ends = np.abs(low), np.abs(high)
    least = np.where((low < 0) & (high > 0), 0.0, np.minimum(*ends))
    return least, np.maximum(*ends)


def hull_of_wave(ahead: float) -> Callable[[Array, Array], tuple[Array, Array]]:
    """The bounds of a sine that runs ahead by so much: its turning points lie inside, or not."""

    def has(turn: float, low: Array, high: Array) -> Any:
        first = np.ceil((low + ahead - turn) / (2 * math.pi))
        return first * 2 * math.pi + turn <= high + ahead

    def hull(low: Array, high: Array) -> tuple[Array, Array]:
        ends = np.sin(low + ahead), np.sin(high + ahead)
        least = np.where(has(-0.5 * math.pi, low, high), -1.0, np.minimum(*ends))
        return least, np.where(has(0.5 * math.pi, low, high), 1.0, np.maximum(*ends))

    return hull


def _hull_of_valley(
    function: Callable[[Array], Array], bottom: float
) -> Callable[[Array, Array], tuple[Array, Array]]:
    """The bounds of a function that falls as far as its bottom, and rises beyond."""

    def hull(low: Array, high: Array) -> tuple[Array, Array]:
        ends = function(low), function(high)
        lowest = function(np.full_like(low, bottom))
        has = (low < bottom) & (bottom < high)
        return np.where(has, lowest, np.minimum(*ends)), np.maximum(*ends)

    return hull


_BOTTOM_OF_SILU = -1.2784645427610738
_BOTTOM_OF_GELU = -0.7517915246935645
LEAST_SILU = float(silu(np.array(_BOTTOM_OF_SILU)))
LEAST_GELU = float(gelu(np.array(_BOTTOM_OF_GELU)))
hull_of_silu = _hull_of_valley(silu, _BOTTOM_OF_SILU)
hull_of_gelu = _hull_of_valley(gelu, _BOTTOM_OF_GELU)


def bend_of_hard_sigmoid(low: Array, high: Array) -> Array:
    """No bend but at its two corners."""
    corner = ((low < -3) & (high > -3)) | ((low < 3) & (high > 3))
    return np.where(corner, np.inf, 0.0)
