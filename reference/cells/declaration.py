"""One line that declares symbols: `b_f?, b_h?: n`, `lr: scalar in (0, 1] given`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reference.language.dimension import Shape, parse_shape
from reference.language.domain import Domain, parse_domain
from reference.language.errors import LanguageError
from reference.language.functions import FUNCTIONS
from reference.records import dataclass
from reference.words import say

_PIECE = re.compile(r"[^\s,][^\s,\[?]*(?:\s*\[[^\]]*\])?\s*\??")
_DECLARED = re.compile(r"([^\W\d]\w*)\s*(?:\[\s*(?:t|0)\s*\])?\s*(\??)")
_GIVEN = re.compile(r",?\s+given\s*$")
_DOMAIN = re.compile(r",?\s+in\s*(?=[(\[])")


@dataclass(frozen=True)
class Declared:
    """A symbol as it is declared, and the place of its name in the line."""

    name: str
    place: int
    shape: Shape
    optional: bool = False
    given: bool = False
    domain: Domain | None = None


def declarations(number: int, line: str) -> Iterator[Declared]:
    """The symbols of a line `name, name: shape`; raise LanguageError with the place."""
    names, _, rest = line.partition(":")
    start = len(names) + 1
    given = _GIVEN.search(rest)
    rest = rest[: given.start()] if given else rest
    bounds = _DOMAIN.search(rest)
    shape_text = rest[: bounds.start()] if bounds else rest
    try:
        shape = parse_shape(shape_text)
    except LanguageError as error:
        raise error.at_line(number, line, start) from None
    try:
        domain = parse_domain(rest[bounds.end() :]) if bounds else None
    except LanguageError as error:
        raise error.at_line(number, line, start + (bounds.end() if bounds else 0)) from None
    for piece in _PIECE.finditer(names):
        found = _DECLARED.fullmatch(piece[0])
        if not found:
            raise LanguageError(say("expected-name"), line, piece.start(), line=number)
        check_name(found[1], line, piece.start(), number)
        yield Declared(found[1], piece.start(), shape, bool(found[2]), bool(given), domain)


def check_name(name: str, line: str, place: int, number: int) -> None:
    """Raise LanguageError for a name that means something else already."""
    if name in FUNCTIONS:
        raise LanguageError(say("name-of-a-function", name=name), line, place, line=number)
    if name == "t":
        raise LanguageError(say("t-is-the-step"), line, place, line=number)
