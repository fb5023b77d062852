"""Sizes with names: a dimension is a sum such as `n`, `n + d` or `4*n`.

A dimension may be bound to a size, or to `SCALAR`: then its axis vanishes, so that one text
serves the matrix cell and the scalar cell (a sum counts a vanished axis as one entry).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from reference.language.errors import LanguageError
from reference.records import dataclass
from reference.words import say

SCALAR = 0  # no array of ours has an empty axis, so 0 is free to mean "no axis at all"


@dataclass(frozen=True)
class Dimension:
    """A whole-number sum of named sizes.

    >>> from reference import Dimension
    >>> str(Dimension((("n", 4),)) + Dimension((("d", 1),), 1))
    '4*n + d + 1'
    """

    terms: tuple[tuple[str, int], ...] = ()
    constant: int = 0

    def __add__(self, other: Dimension) -> Dimension:
        counts = dict(self.terms)
        for name, factor in other.terms:
            counts[name] = counts.get(name, 0) + factor
        kept = tuple((name, factor) for name, factor in counts.items() if factor)
        return Dimension(kept, self.constant + other.constant)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Dimension):
            return NotImplemented
        return sorted(self.terms) == sorted(other.terms) and self.constant == other.constant

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.terms)), self.constant))

    def __str__(self) -> str:
        parts = [name if factor == 1 else f"{factor}*{name}" for name, factor in self.terms]
        if self.constant or not parts:
            parts.append(str(self.constant))
        return " + ".join(parts)

    @property
    def names(self) -> tuple[str, ...]:
        """The letters in it."""
        return tuple(name for name, _ in self.terms)

    @property
    def size(self) -> int | None:
        """The number, where no name is left."""
        return None if self.terms else self.constant

    def divided(self, parts: int) -> Dimension | None:
        """An equal part of the dimension, where it can be cut so."""
        if self.constant % parts or any(factor % parts for _, factor in self.terms):
            return None
        kept = tuple((name, factor // parts) for name, factor in self.terms)
        return Dimension(kept, self.constant // parts)

    def bound(self, sizes: Mapping[str, int]) -> Dimension | None:
        """The dimension with sizes put in; None where it is a scalar's vanished axis."""
        if len(self.terms) == 1 and not self.constant and self.terms[0][1] == 1:
            name = self.terms[0][0]
            if sizes.get(name, 1) == SCALAR:
                return None
        constant = self.constant
        kept = []
        for name, factor in self.terms:
            if name in sizes:
                constant += factor * max(sizes[name], 1)
            else:
                kept.append((name, factor))
        return Dimension(tuple(kept), constant)


Shape: TypeAlias = tuple[Dimension, ...]


def size(value: int) -> Dimension:
    """A dimension that is a plain number."""
    return Dimension((), value)


_TERM = re.compile(r"\s*(?:(\d{1,18})\s*(?:\*|·)?\s*([A-Za-z]\w*)?|([A-Za-z]\w*))\s*")
_BETWEEN = re.compile(r",|×|\s+x\s+|\s+by\s+")
_SCALAR_WORDS = {"", "scalar", "()", "1×1"}


def parse_dimension(text: str) -> Dimension:
    """Read `n`, `4*n`, `n + d` or `3`; raise LanguageError for anything else."""
    result = Dimension()
    start = 0
    for piece in text.split("+"):
        found = _TERM.fullmatch(piece)
        if not found or (found[1] and not int(found[1])):
            raise LanguageError(say("expected-size"), text, start)
        digits, name, alone = found.groups()
        factor = int(digits) if digits else 1
        named = name or alone
        result = result + (Dimension(((named, factor),)) if named else size(factor))
        start += len(piece) + 1
    return result


def parse_shape(text: str) -> Shape:
    """Read the shape of a symbol: `scalar`, `n`, `n, d`, `(n, n + d)` or `n x d`."""
    stripped = text.strip()
    if stripped.lower() in _SCALAR_WORDS:
        return ()
    if _is_nearly_scalar(stripped):
        raise LanguageError(say("scalar-misspelt", word=stripped), text, text.index(stripped))
    inner = stripped
    if inner[0] in "([" and inner[-1] in ")]":
        inner = inner[1:-1].rstrip(", ")
        if not inner:
            return ()
    start = text.index(inner)
    ends = [found.span() for found in _BETWEEN.finditer(inner)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(begin for begin, _ in ends), len(inner)]
    return tuple(
        _dimension_within(text, start + begin, start + stop)
        for begin, stop in zip(starts, stops, strict=True)
    )


def _is_nearly_scalar(word: str) -> bool:
    if not (word.isalpha() and len(word) in range(5, 9)):
        return False  # sizes are letters, or words that are not at all like it
    from difflib import get_close_matches  # only long words pay for it

    return bool(get_close_matches(word.lower(), ["scalar"], cutoff=0.8))


def _dimension_within(text: str, start: int, stop: int) -> Dimension:
    try:
        return parse_dimension(text[start:stop])
    except LanguageError as error:
        raise LanguageError(error.said, text, start + error.position) from None


def show_shape(shape: Shape) -> str:
    """The shape as one writes it: `scalar`, `n`, `n, d`.

    >>> from reference import cell, show_shape
    >>> show_shape(cell("tanh-rnn").shapes["W_x"]), show_shape(())
    ('n, d', 'scalar')
    """
    return ", ".join(map(str, shape)) if shape else "scalar"


def bind_shape(shape: Shape, sizes: Mapping[str, int]) -> Shape:
    """The shape with sizes put in and scalar axes gone."""
    bound = (dimension.bound(sizes) for dimension in shape)
    return tuple(dimension for dimension in bound if dimension is not None)
