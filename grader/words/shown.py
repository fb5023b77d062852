"""A value as one short, harmless line: what messages quote from a submission.

What is shown came from a stranger.  It may be a megabyte, nested without end, hold three
million digits, or try to turn the cursor.  Nothing here calls `repr` on a value whose type we
do not know, and nothing is walked further than it is shown.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import cast

from grader.outcome.typed import Typed
from grader.words.text import visible

SHOWN = 60  # characters of a stranger that fit into one sentence
_DEPTH = 4  # brackets inside brackets, before they become "…"
_ENTRIES = 8  # entries of a list: enough to recognise one's own
_BITS = 400  # an integer longer than this is told by its size


def shown(value: object, limit: int = SHOWN) -> str:
    r"""A value as a person would type it, cut in the middle.

    >>> shown([0.5, 2, "a\n"]), shown(None), shown("\u202e0.5")
    ('[0.5, 2, "a\\n"]', 'None', '"\\u202e0.5"')
    >>> shown(10**5000)
    'a whole number of about 5001 digits'
    """
    return cut(_render(value, limit, _DEPTH), limit)


def shown_text(text: str, limit: int = SHOWN) -> str:
    r"""A text on one line, without quotes; what cannot be seen is written out.

    >>> shown_text("h\x1b[2J = 0.5")
    'h\\x1b[2J = 0.5'
    """
    # Cut twice: a megabyte must not be walked, and written-out characters make it longer.
    return cut(visible(cut(text, limit), longest=limit), limit)


def as_typed(typed: Typed, limit: int = SHOWN) -> str:
    """The answer the way it stood in the file, where that is known.

    >>> as_typed(Typed(0.42, "0.420")), as_typed(Typed(0.42)), as_typed(Typed("0,42"))
    ('0.420', '0.42', '0,42')
    """
    if isinstance(typed.value, str):
        return shown_text(typed.value, limit)
    if typed.text is not None:
        return shown_text(" ".join(typed.text[: 4 * limit].split()), limit)
    return shown(typed.value, limit)


def cut(text: str, limit: int = SHOWN) -> str:
    """A text no longer than the limit, with "…" where its middle was.

    >>> cut("0123456789", 7)
    '012…789'
    """
    if len(text) <= limit:
        return text
    head = limit // 2
    tail = limit - head - 1
    return f"{text[:head]}…{text[len(text) - tail :]}"


def kind_of(value: object) -> str:
    """What a value is, in words a first-year student knows.

    >>> kind_of("a"), kind_of([1]), kind_of(True), kind_of(0.5), kind_of(None)
    ('a text', 'a list', 'True or False', 'a number', 'nothing')
    """
    names: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (type(None), "nothing"),
        (bool, "True or False"),
        ((int, float, Fraction, Decimal), "a number"),
        (complex, "a complex number"),
        (str, "a text"),
        ((list, tuple), "a list"),
        (dict, "a mapping"),
        ((set, frozenset), "a set"),
        (bytes, "bytes"),
    )
    for types, name in names:
        if isinstance(value, types):
            return name
    if _is_array(value):
        return "an array"
    return f"something of type {shown_text(type(value).__name__, 30)}"


def _render(value: object, limit: int, depth: int) -> str:
    if value is None or value is Ellipsis or isinstance(value, bool):
        return "..." if value is Ellipsis else str(value)
    if isinstance(value, str):
        return f'"{shown_text(value, max(limit - 2, 1))}"'
    if _is_array(value):
        return _array(value, limit, depth)
    if isinstance(value, (int, float, complex, Fraction, Decimal)):
        return _number(value)
    return _collection(value, limit, depth)


def _number(value: complex | Fraction | Decimal) -> str:
    if isinstance(value, int):
        if value.bit_length() > _BITS:
            digits = int(value.bit_length() * math.log10(2)) + 1
            return f"a whole number of about {digits} digits"
        return int.__repr__(value)
    if isinstance(value, Fraction):
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > _BITS:
            return "a very long fraction"
        return str(value)
    return str(value) if isinstance(value, Decimal) else repr(value)


def _collection(value: object, limit: int, depth: int) -> str:
    if not isinstance(value, (list, tuple, dict, set, frozenset)):
        return f"<{shown_text(type(value).__name__, 30)}>"
    brackets = "[]" if isinstance(value, list) else "()" if isinstance(value, tuple) else "{}"
    if not depth:
        return f"{brackets[0]}…{brackets[1]}"
    if isinstance(value, dict):
        parts = [
            f"{_render(key, limit, depth - 1)}: {_render(entry, limit, depth - 1)}"
            for key, entry in islice(value.items(), _ENTRIES)
        ]
    else:
        parts = [_render(entry, limit, depth - 1) for entry in islice(value, _ENTRIES)]
    return _bracketed(parts, len(value), brackets)


def _bracketed(parts: list[str], length: int, brackets: str) -> str:
    if length > len(parts):
        parts = [*parts, f"… {length - len(parts)} more"]
    comma = "," if brackets == "()" and length == 1 else ""
    return f"{brackets[0]}{', '.join(parts)}{comma}{brackets[1]}"


def _is_array(value: object) -> bool:
    # Whoever holds an array has imported NumPy; nobody else should pay for it.
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic))


def _array(value: object, limit: int, depth: int) -> str:
    shape: tuple[int, ...] = getattr(value, "shape", ())
    if not shape:  # a NumPy number: its own text has no digits that float32 never had
        return visible(str(value), longest=limit)
    if not depth:
        return "[…]"
    entries = cast("Iterable[object]", value)
    parts = [_render(entry, limit, depth - 1) for entry in islice(entries, _ENTRIES)]
    return _bracketed(parts, shape[0], "[]")
