"""Ranges: `(0, 1)`, `[0; 1]`, `]0, 1[`, `0 to 1`, `-1 < h < 1`, `0..1`, `(0, inf)`."""

from __future__ import annotations

import math
import re

from grader.outcome.arrays import is_array, is_scalar
from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading.number_syntax import plain_text
from grader.reading.numbers import read_numbers
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import counts as count_sentences
from grader.words.shown import as_typed
from reference.records import dataclass


@dataclass(frozen=True)
class Range:
    """The two ends of a range; whether they belong to it is not asked."""

    low: float
    high: float
    text: str | None = None
    remarks: tuple[str, ...] = ()


_LONGEST = 100
_SIGNED = r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?(?:\s*/\s*\d+)?%?"
_END = rf"({_SIGNED}|[+-]?\s*(?:\\?inf(?:inity|ty)?|∞|oo))"
# Texts and not compiled patterns: most submissions need one or two of them.
_FORMS = (
    # 0 to 1, between -1 and 1, from 0 up to 1, 0..1, 0…1, 0 - 1, 0; 1, 0, 1, 0 1
    rf"(?:[^\d∞]*\b(?:between|from|in|zwischen|von)\b)?\s*{_END}\s*(?:(?:up\s+)?to|and|bis|und|\.{{2,3}}|…|->|→|[-;|])\s*{_END}",
    rf"{_END}\s*,\s*{_END}",
    rf"{_END}\s+{_END}",
)
_ORDER = r"\s*(?:<=?|≤|⩽|\\leq?|\\lt)\s*"
_TURNED = r"\s*(?:>=?|≥|⩾|\\geq?|\\gt)\s*"
# What is worked out of a quantity is not the quantity: `h^2 < 1` says nothing of its lower end.
_ALONE = r"(?![^<>≤≥⩽⩾]*(?:\^\s*[{(]?\d|[*/+]|-\s*\d))"
_CHAINED = rf"{_ALONE}[^<>≤≥⩽⩾\d\s+-][^<>≤≥⩽⩾]*?"
# A size in bars is no middle: `|h| < 1` bounds h from below as well.
_MIDDLE = rf"{_ALONE}(?!\\?abs\b)[^<>≤≥⩽⩾\d\s+|-][^<>≤≥⩽⩾|]*?"
_SIZE = r"(?:\|[^<>≤≥⩽⩾|]+\||\\?abs\s*\([^<>≤≥⩽⩾|]+\))"
_BOUND = r"\+?((?:\d|[.,]\d)[^<>≤≥⩽⩾|]*|\\?inf(?:inity|ty)?|∞|oo)"
_BOTH = re.compile(r"\s*(?:,\s+|,(?=[^\d\s])|;|∧|&+|\band\b|\bund\b)\s*", re.IGNORECASE)
# What an inequality looks like, and which of its groups are the low and the high end.
_INEQUALITIES = (
    (rf"{_END}{_ORDER}{_CHAINED}{_ORDER}{_END}", r"\1", r"\2"),  # -1 < h < 1
    (rf"{_END}{_TURNED}{_CHAINED}{_TURNED}{_END}", r"\2", r"\1"),  # 1 > h > -1
    (rf"{_MIDDLE}{_TURNED}{_END}", r"\1", "inf"),  # h >= 0
    (rf"{_MIDDLE}{_ORDER}{_END}", "-inf", r"\1"),  # h <= 0
    (rf"{_END}{_ORDER}{_MIDDLE}", r"\1", "inf"),  # 0 <= h
    (rf"{_END}{_TURNED}{_MIDDLE}", "-inf", r"\1"),  # 0 >= h
    (rf"{_TURNED}{_END}", r"\1", "inf"),  # >= 0
    (rf"{_ORDER}{_END}", "-inf", r"\1"),  # <= 0
    (rf"{_SIZE}{_ORDER}{_BOUND}", r"-\1", r"\1"),  # |h| < 1
    (rf"{_BOUND}{_TURNED}{_SIZE}", r"-\1", r"\1"),  # 1 > |h|
    (rf"(?:±|\+/?-|\\pm)\s*({_SIGNED})", r"-\1", r"\1"),  # ±1
)
_BRACKETS = re.compile(r"[\[\](){}⟨⟩]")
_ELEMENT = re.compile(r"^.*(?:∈|\\in\b|\bin\b(?=\s*[\[(\]]))\s*", re.IGNORECASE)
_EVERYTHING = frozenset({"r", "ℝ", "\\mathbb{r}", "all reals", "all real numbers"})


def read_range(typed: Typed) -> Range | Unreadable:
    """The two ends a student gave, as a pair or as a text.

    >>> read_range(Typed("]0; 1[")).high, read_range(Typed("-1 < h < 1")).low
    (1.0, -1.0)
    >>> read_range(Typed([0, float("inf")])).high
    inf
    """
    value = typed.value
    ends = _from_text(value) if isinstance(value, str) else _from_entries(value)
    if ends is None or any(math.isnan(end) for end in ends):
        message = answer_sentences.expected_got(count_sentences.a_range(), as_typed(typed))
        return Unreadable("range.unreadable", message)
    low, high = ends
    if low <= high:
        return Range(low, high, typed.text)
    return Range(high, low, typed.text, (count_sentences.range_turned(f"{high:g}", f"{low:g}"),))


def _from_entries(value: object) -> tuple[float, float] | None:
    if is_array(value):
        value = value.ravel().tolist() if value.size == 2 else None
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        return None
    low, high = (_end(entry) for entry in value)
    return None if low is None or high is None else (low, high)


def _end(value: object) -> float | None:
    """One end of a range.  Unlike any other number it may be infinite."""
    if isinstance(value, float) or is_scalar(value, "f"):
        return float(value)
    if isinstance(value, str):
        plain = plain_text(value[:_LONGEST]).lower().replace(" ", "").replace("\\", "")
        if plain.lstrip("+-") in {"inf", "infty", "infinity", "∞", "oo"}:
            return -math.inf if plain.startswith("-") else math.inf
    numbers = read_numbers(Typed(value), ())
    if isinstance(numbers, Unreadable) or isinstance(value, (list, tuple)) or is_array(value):
        return None
    return numbers.values[0]


def _from_text(text: str) -> tuple[float, float] | None:
    if len(text) > _LONGEST:
        return None
    plain = re.sub(r"\\[lr]?[vV]ert\b|‖", "|", plain_text(text))
    plain = re.sub(r"^<(.*)>$", r"(\1)", re.sub(r"(?<=[\])}])\s*[.;]$", "", plain))
    if plain.lower() in _EVERYTHING:
        return -math.inf, math.inf
    if ends := _from_inequality(plain) or _from_two_conditions(plain):
        return ends
    bare = _BRACKETS.sub(" ", _ELEMENT.sub("", plain)).strip().rstrip(".")
    bare = re.sub(r"\s+(?:exclusive|inclusive|open|closed)$", "", bare)
    for form in _FORMS:
        if match := re.fullmatch(form, bare, re.IGNORECASE):
            return _pair(match[1], match[2])
    return None


def _from_inequality(plain: str) -> tuple[float, float] | None:
    for form, low, high in _INEQUALITIES:
        if match := re.fullmatch(form, plain, re.IGNORECASE):
            return _pair(match.expand(low).strip(), match.expand(high).strip())
    return None


def _from_two_conditions(plain: str) -> tuple[float, float] | None:
    """What two conditions leave together: `h > -1, h < 1`.  Nothing is no range."""
    conditions = [_from_inequality(part) for part in _BOTH.split(plain)]
    if len(conditions) != 2 or conditions[0] is None or conditions[1] is None:
        return None
    low = max(conditions[0][0], conditions[1][0])
    high = min(conditions[0][1], conditions[1][1])
    return (low, high) if low <= high else None


def _pair(low: str, high: str) -> tuple[float, float] | None:
    ends = _end(low), _end(high)
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])
