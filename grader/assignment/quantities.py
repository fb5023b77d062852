"""Numbers as authors and staff write them: 1, 0.5, 1/2, 1 1/2."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from grader.assignment.model import Plain

_FRACTION = re.compile(
    r"(?P<sign>[-+]?)((?P<whole>[0-9]+)\s+)?(?P<above>[0-9]+)\s*/\s*(?P<below>[0-9]+)\Z"
)
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")
_LONGEST = 60  # characters of a number; a longer one is an accident
_SPELLINGS = str.maketrans({"−": "-", "–": "-", "⁄": "/", "\xa0": " "})


def exact(written: Plain) -> Fraction | None:
    """A written number as an exact fraction; None for anything that is not a finite number.

    >>> exact("1 1/2"), exact("3/2"), exact(0.5), exact("−2"), exact("0,5"), exact(True)
    (Fraction(3, 2), Fraction(3, 2), Fraction(1, 2), Fraction(-2, 1), None, None)
    """
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        written = str(getattr(written, "text", repr(written)))
    if not isinstance(written, str) or len(written) > _LONGEST:
        return None
    text = written.strip().translate(_SPELLINGS)
    if _DECIMAL.match(text):
        return Fraction(text)
    match = _FRACTION.match(text)
    if match is None or not int(match["below"]):
        return None
    size = int(match["whole"] or 0) + Fraction(int(match["above"]), int(match["below"]))
    return -size if match["sign"] == "-" else size


def number(written: Plain) -> int | float | None:
    """A written number as what JSON and NumPy read: whole numbers stay whole.

    >>> number("3/2"), number("4/2"), number(0.1), number("x")
    (1.5, 2, 0.1, None)
    """
    if isinstance(written, float) and not math.isfinite(written):
        return None
    found = exact(written)
    if found is None:
        return None
    if found.denominator == 1 and not isinstance(written, float):
        return int(found)
    try:
        return float(found)
    except OverflowError:
        return None


def array(written: Plain) -> Plain:
    """Nested lists of written numbers as nested lists of numbers; None where one is none.

    >>> array([["1/2", 1], [0, 3]]), array([1, "x"])
    ([[0.5, 1], [0, 3]], None)
    """
    if not isinstance(written, list):
        return number(written)
    entries = [array(entry) for entry in written]
    return None if any(entry is None for entry in entries) else entries


def shape(nested: Plain) -> tuple[int, ...] | None:
    """The shape of nested lists; None where rows differ in length, or one is empty.

    >>> shape([[1, 2], [3, 4]]), shape(1), shape([[1], [2, 3]])
    ((2, 2), (), None)
    """
    if not isinstance(nested, list):
        return ()
    inside = {shape(entry) for entry in nested}
    if len(inside) != 1:
        return None
    (inner,) = inside
    return None if inner is None else (len(nested), *inner)
