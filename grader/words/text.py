"""How things that are not text become text: points, counts, and what strangers typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

# Categories that move the cursor, turn the reading direction, or cannot be encoded at all.
_COUNTLESS = 10**15
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DOUBTFUL = re.compile(r"[^ -~]")  # looked at one by one


def visible(text: str, *, longest: int = 400, lines: bool = False) -> str:
    r"""A text in which nothing hides: control characters are written out, the rest is kept.

    An escape sequence must not colour our table, and a text that reads from right to left
    must not turn a verdict around.  With `lines`, line ends stay line ends.

    >>> visible("0.5\x1b[32m right")
    '0.5\\x1b[32m right'
    >>> visible("a\nb", lines=True)
    'a\nb'
    """
    kept = text if len(text) <= longest else text[:longest]
    shown = kept
    if not kept.isprintable():  # nearly every text is, and Python sees it at once
        shown = _DOUBTFUL.sub(
            lambda m: m[0] if _is_shown(m[0], lines=lines) else _written_out(m[0]), kept
        )
    if kept is text:
        return shown
    return f"{shown}… ({len(text) - longest} more characters)"


def points(amount: Fraction) -> str:
    """An amount of points as a person writes it: all decimals if there is an end to them.

    >>> (
    ...     points(Fraction(9)),
    ...     points(Fraction(1, 8)),
    ...     points(Fraction(2, 3)),
    ...     points(Fraction(10**999)),
    ... )
    ('9', '0.125', '0.67', '1e+999')
    """
    if abs(amount) >= _COUNTLESS:
        return f"{(Decimal(amount.numerator) / amount.denominator).normalize():.3g}"
    places = 4 if (amount * 10_000).denominator == 1 else 2
    return f"{float(amount):.{places}f}".rstrip("0").rstrip(".")


def counted(number: Fraction | int, noun: str) -> str:
    """A number with its noun in the right form.

    >>> counted(1, "point"), counted(Fraction(1, 2), "point"), counted(0, "answer")
    ('1 point', '0.5 points', '0 answers')
    """
    shown = points(Fraction(number))
    return f"{shown} {noun}" if shown == "1" else f"{shown} {noun}s"


def as_sentence(text: str) -> str:
    """A message with a capital letter, unless it starts with a symbol or a name.

    >>> as_sentence("expected a number"), as_sentence("c_h2 is still empty")
    ('Expected a number', 'c_h2 is still empty')
    """
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return text[:1].upper() + text[1:] if first.strip(",;:").isalpha() else text


def _is_shown(character: str, *, lines: bool) -> bool:
    if character == "\n":
        return lines
    return unicodedata.category(character) not in _INVISIBLE


def _written_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words in a row as a sentence has them.

    >>> listed(["a"]), listed(["a", "b"]), listed("abc", "or")
    ('a', 'a and b', 'a, b or c')
    """
    *first, end = [*words] or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def in_a_row(sentences: Iterable[str]) -> str:
    """Sentences one after another, each with its end but the last.

    >>> in_a_row(["You wrote 1", "Was 2 meant?", "Look again"])
    'You wrote 1. Was 2 meant? Look again'
    """
    *first, last = sentences
    return (
        "".join(f"{one} " if one.endswith(("?", "!", ".")) else f"{one}. " for one in first) + last
    )
