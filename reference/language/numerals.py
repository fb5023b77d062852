"""How a number is written for people: the one place where digits are chosen.

The law: whatever is shown as right, typed back, is right; what was given is shown as it was given;
and a small number is never shown as 0.  So a value is shown to the decimals that are asked for and
further where these would not do, an interval by ends that lie inside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

USUAL = 4  # decimals of a number that nobody asked to a fineness
_CLEAN = 12  # significant digits that the computer's own rounding leaves alone
_GIVEN = 15  # significant digits that a double keeps of what was typed
_LAST_BITS = 1e-13  # what the computer's own rounding may have moved, as a share
_NOTHING = 1e-14  # what arithmetic leaves of an exact 0
_FIGURES = 3  # significant digits of a small number
_EVERY_DIGIT = Context(prec=700)  # a double has no more, before the point and after it
_LONGEST = 12  # decimals of an entry beside others
_ZEROS = 8  # behind the point, before a number is written with a power of ten


def numeral(value: float, decimals: int = USUAL) -> str:
    """A number to so many decimals, or further where that would leave nothing of it.

    A rounded one has all of them, so that 0.8700412 is not read as 0.87, which has no more.

    >>> numeral(1.2000000000000002), numeral(-1e-17), numeral(2 / 3, 2), numeral(2.3731e-6)
    ('1.2', '0', '0.67', '0.00000237')
    >>> numeral(0.8700412), numeral(0.87), numeral(-0.00001, 2)
    ('0.8700', '0.87', '-0.00001')
    >>> numeral(0.00004), numeral(0.12345), numeral(1.53123e-14), numeral(12345678.9)
    ('0.00004', '0.12345', '1.53e-14', '12345678.9')
    """
    if not math.isfinite(value) or abs(value) < _NOTHING:
        return "0" if math.isfinite(value) else repr(value)
    return _numeral(value, decimals)


@lru_cache(maxsize=4096)  # a sheet, its key and their words have the same numbers
def _numeral(value: float, decimals: int) -> str:
    return _shown(_clean(value), decimals)


def _shown(clean: Decimal, decimals: int) -> str:
    """A number without noise to so many decimals, or as many as it takes to see it."""
    places = decimals + 2 if _decimals(clean) <= decimals + 2 else decimals
    if clean and clean.adjusted() < 1 - places:
        return _small(clean, places)
    found = _rounded(clean, places)
    return _short(found) if found == clean else _padded(_short(found), places)


def given_numeral(value: float) -> str:
    """A number as it was given, without the last bits of a float.

    >>> given_numeral(0.1 + 0.2), given_numeral(0.1234567), given_numeral(3.0), given_numeral(1e-15)
    ('0.3', '0.1234567', '3', '1e-15')
    """
    if not math.isfinite(value):
        return repr(value)
    return _given_numeral(value) if value else _short(Decimal(repr(value)))  # 0 has two signs


@lru_cache(maxsize=4096)  # as above
def _given_numeral(value: float) -> str:
    exact = Decimal(repr(value))
    return _short(exact if len(exact.as_tuple().digits) <= _GIVEN else _clean(value))


def right_numeral(value: float, low: float, high: float, decimals: int | None = None) -> str:
    """A right value: to the decimals asked for, or as many more as bring it inside its interval.

    >>> right_numeral(0.6325503, 0.6325466, 0.632553, 5), right_numeral(0.63250012, 0.6, 0.7, 5)
    ('0.63255', '0.63250')
    >>> right_numeral(0.00002, 0.00002, 0.00002), right_numeral(2.3731e-6, 2.36e-6, 2.39e-6)
    ('0.00002', '0.00000237')
    """
    if not math.isfinite(value):
        return repr(value)
    asked = USUAL if decimals is None else decimals
    clean = _clean(value)
    seen = _FIGURES - 1 - clean.adjusted() if clean else 0  # places that show what there is of it
    start = asked if seen - _FIGURES < asked or low <= 0 <= high else seen
    for places in range(start, start + 20):
        found = _rounded(clean, places)
        if _inside(found, low, high) and (found or value == 0 or low <= 0 <= high):
            shown = _shown(found, places)
            exact = clean == found
            return shown if exact or decimals is None else _padded(shown, decimals)
    return given_numeral(value) if _inside(_clean(value), low, high) else repr(value)


def places_for(entries: Iterable[tuple[float, float, float]], decimals: int | None = None) -> int:
    """How many decimals bring all values inside their intervals, each (value, low, high).

    >>> places_for([(0.6325503, 0.6325466, 0.632553)], 5), places_for([(0.5, 0.5, 0.5)])
    (5, 4)
    """
    shown = [right_numeral(*entry, decimals) for entry in entries]
    longest = max((_decimals(Decimal(text)) for text in shown), default=0)
    asked = USUAL if decimals is None else max(decimals, USUAL)
    return max(asked, min(longest, _LONGEST))


def shown_ends(
    low: float, high: float, decimals: int | None = None, *, right: float | None = None
) -> tuple[str, str]:
    """The ends of an interval, each inside it; the same text twice where only one number is left.

    `right` is a number, as it is shown, that must not fall outside of the ends that are shown.

    >>> shown_ends(0.41500000000000004, 0.4250000000000001, 2), shown_ends(0.5178931, 0.5178939, 6)
    (('0.415', '0.425'), ('0.5178931', '0.5178939'))
    >>> shown_ends(2.3494e-6, 2.3968e-6)
    ('0.00000235', '0.000002396')
    >>> shown_ends(0.00056852, 0.001, 3), shown_ends(0.00056852, 0.001, 3, right=0.000569)
    (('0.00057', '0.001'), ('0.000569', '0.001'))
    """
    first, last = _clean(low), _clean(high)
    places = USUAL if decimals is None else decimals + 2
    if first == last:
        return (given_numeral(float(first)),) * 2
    for finer in range(places, places + 20):
        inner = _rounded(first, finer, ROUND_CEILING), _rounded(last, finer, ROUND_FLOOR)
        if right is not None and not inner[0] <= _clean(right) <= inner[1]:
            continue
        # what is lost at the ends is a small part of what counts
        if inner[0] <= inner[1] and 20 * (last - first - inner[1] + inner[0]) <= last - first:
            return _short(inner[0]), _short(inner[1])
    return _short(first), _short(last)


def _clean(value: float) -> Decimal:
    """The number without what the computer's own rounding moved."""
    return Decimal(f"{value:.{_CLEAN}g}") if math.isfinite(value) else Decimal(0)


def _rounded(number: Decimal, places: int, way: str = ROUND_HALF_EVEN) -> Decimal:
    """A number to so many decimals, however large it is."""
    return number.quantize(Decimal(1).scaleb(-places), way, _EVERY_DIGIT)


def _inside(number: Decimal, low: float, high: float) -> bool:
    value = float(number)
    noise = _LAST_BITS * max(abs(low), abs(high))
    return low - noise <= value <= high + noise


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _small(number: Decimal, places: int) -> str:
    """A number so small that the usual decimals would leave one digit of it or none."""
    figures = max(places, _FIGURES - 1 - number.adjusted())
    return _short(_rounded(number, figures))


def _short(number: Decimal) -> str:
    """A number in plain digits, or with a power of ten where these would be zeros for the most part."""
    plain = _plain(number)
    if number and not -_ZEROS <= number.adjusted() <= _GIVEN:
        digits, _, exponent = f"{number.normalize():e}".partition("e")
        return f"{digits}e{int(exponent)}"
    return plain


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _padded(text: str, decimals: int) -> str:
    """The decimals that were asked for, all of them shown."""
    if "e" in text or decimals == 0:
        return text
    whole, _, after = text.partition(".")
    return f"{whole}.{after.ljust(decimals, '0')}"
