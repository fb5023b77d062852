"""Numbers of a certificate: fractions and decimals as texts, which lose nothing."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TypeAlias

from grader.reading import Numbers
from reference.proof.outward import PLACES, Ends

Row: TypeAlias = dict[str, object]


class NotShown(ValueError):
    """What is said hangs on less than can be shown: a hair's breadth, another number."""


_SHOWN = 24  # decimals of bounds; the digits beyond are rounded outwards


def fraction(value: float) -> str | None:
    """A number as people see it: 0.1 is a tenth.  NaN and infinity have none."""
    return str(Fraction(repr(float(value)))) if math.isfinite(value) else None


def typed_of(numbers: Numbers) -> list[Row]:
    """What was typed, entry by entry: as text where it was one, as a fraction, and its decimals."""
    return [
        {"text": text, "value": fraction(value), "decimals": decimals}
        for text, value, decimals in zip(
            numbers.texts, numbers.values, numbers.decimals, strict=True
        )
    ]


def bounds(ends: Ends) -> list[str]:
    """Two bounds as decimals."""
    unit = 10 ** (PLACES - _SHOWN)
    return [_decimal(ends[0] // unit), _decimal(-(-ends[1] // unit))]


def _decimal(units: int) -> str:
    whole, rest = divmod(abs(units), 10**_SHOWN)
    digits = f"{rest:0{_SHOWN}}".rstrip("0")
    return f"{'-' if units < 0 else ''}{whole}{'.' if digits else ''}{digits}"
