"""Shapes of matrices: `(300, 5)`, `300x5`, `300 by 5`, `R^{300×5}`."""

from __future__ import annotations

import re

from grader.outcome.arrays import is_array
from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading.counts import read_count
from grader.reading.number_syntax import lowered, undressed
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import counts as count_sentences
from grader.words.shown import as_typed
from reference.records import dataclass


@dataclass(frozen=True)
class Shape:
    """The sizes of a matrix or vector that was described."""

    sizes: tuple[int, ...]
    text: str | None = None
    remarks: tuple[str, ...] = ()


_LONGEST = 80
_AXES = 8
_BEFORE = re.compile(
    r".*(?:[:=∈]|\\in\b)\s*|(?:torch\.)?size(?=[(\[])|(?:a\s+)?shape\s*(?:of|is)?|"
    r"(?:\\mathbb\{?)?[rRℝ]\}?\s*(?:\^|\*\*)\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[x×✕*·,;]|\\times|\\cdot|\bby\b|\bmal\b|\s)\s*", re.IGNORECASE)
_NAMED = re.compile(
    r"\s*[^\W\d_][^\W\d]*(?:[ -][^\W\d_]+)?\s*[:=]?\s*(\d+)\s*"
)  # an axis: `batch 32`
_ROWS = re.compile(r"(\d+)\s*rows?\b\W*(?:and|by|,|x|×)?\W*(\d+)\s*col(?:umn)?s?\.?", re.IGNORECASE)


def read_shape(typed: Typed) -> Shape | Unreadable:
    """The shape a student gave, as a pair, a list, or a text.

    >>> read_shape(Typed((300, 5))).sizes, read_shape(Typed("R^{300x5}")).sizes
    ((300, 5), (300, 5))
    >>> read_shape(Typed(5)).sizes
    (5,)
    """
    value = typed.value
    if isinstance(value, str):
        sizes = _from_text(value)
    else:
        if is_array(value):
            if value.ndim > 1:
                return Unreadable("shape.matrix", count_sentences.shape_of_matrix(value.shape))
            value = value.tolist() if value.size <= _AXES else None
        sizes = _from_entries(value)
    if not sizes:
        message = answer_sentences.expected_got(count_sentences.a_shape(), as_typed(typed))
        return Unreadable("shape.unreadable", message)
    return Shape(sizes, typed.text)


def _from_entries(value: object) -> tuple[int, ...]:
    """The sizes out of a list or a single number; empty if one is no size."""
    entries = value if isinstance(value, (list, tuple)) else [value]
    if not 0 < len(entries) <= _AXES:
        return ()
    sizes = []
    for entry in entries:
        # A list in a list is a matrix, not one of its sizes.
        nested = isinstance(entry, (list, tuple)) or is_array(entry)
        count = None if nested else read_count(Typed(entry))
        if count is None or isinstance(count, Unreadable) or count.value < 1:
            return ()
        sizes.append(count.value)
    return tuple(sizes)


def _from_text(text: str) -> tuple[int, ...]:
    if len(text) > _LONGEST:
        return ()
    plain = lowered(undressed(text).replace("ˣ", "×").replace("^×", "×"))
    plain = re.sub(r"(?<=\d)×\^(?=\d)", "×", plain)  # ℝ³⁰⁰ˣ⁵
    if match := _ROWS.fullmatch(plain.strip()):
        return int(match[1]), int(match[2])
    named = [_NAMED.fullmatch(axis) for axis in re.split("[,;]", plain.strip().strip("()[]. "))]
    if len(named) > 1 and all(named):
        return _from_entries([int(axis[1]) for axis in named if axis])
    while match := _BEFORE.match(plain):
        if not match.end():
            break
        plain = plain[match.end() :].strip()
    plain = plain.strip().strip("()[]{}. ").rstrip(",").strip()
    if re.search(r"[,;].*\d\s*[*·]\s*\d|\d\s*[*·]\s*\d.*[,;]", plain):  # (8, 20, 2*64): a product
        return _from_entries([size.strip() for size in re.split("[,;]", plain)])
    sizes = _BETWEEN.split(plain)
    if not all(re.fullmatch(r"\d{1,18}", size) for size in sizes):
        return ()
    return _from_entries([int(size) for size in sizes])
