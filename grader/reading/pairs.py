"""Pairs in one text: `context units: A, teacher forcing -> B`, one a line, or all in a row.

Words that an assignment knows are found first, the longest before the others, so that no blank, comma
or dash inside one of them parts anything.  Where nothing stands between them but what parts, they are
read in their order; else every part of the text is divided where both of its sides are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from grader.reading.words import LONGEST, folded, one_of

Pair = tuple[str, str]
Known = Callable[[str], bool]

_PARTS = re.compile(r"[,;\n|]|\b(?:and|und)\b", re.IGNORECASE)
_BINDS = re.compile(r"-+>|=+>|→|⇒|↦|:|=")
_BLANK = re.compile(r"\s+")
_DIVIDES = (
    _BINDS,
    re.compile(r"\bis\b|\bist\b|\s[-–—]\s|[)\]]\s|-(?=[^\W\d])", re.IGNORECASE),
    _BLANK,
)
_BETWEEN = re.compile(
    r"(?:-+>|=+>|[\s→⇒↦:=,;|(){}\[\]\"'`*]|\.(?=\s|$)|(?<=\s)[-–—](?=\s)|\b(?:and|und|is|ist)\b)*",
    re.IGNORECASE,
)
_DENIED = re.compile(r"≠|!=|<>|=/=")
_TWO = 2
_MOST = 40  # places of one part at which it could be divided


def read_pairs(
    text: str, words: Iterable[str], is_key: Known, is_label: Known
) -> list[Pair] | None:
    """The pairs of a text, in either direction; None where there are none to be seen."""
    if len(text) > LONGEST or _DENIED.search(text):
        return None
    known = one_of(words)
    if found := _in_a_row(text, known, is_key, is_label):
        return found
    pairs: list[Pair] = []
    for part in _parts(text.strip().strip("{}[]()"), known):
        if not folded(part):
            continue
        pair = _divided(part, known, is_key, is_label)
        if pair is not None:
            pairs.append(pair)
        elif pairs:  # it belongs to the partner before it, which must still be read with it
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]}, {part.strip()}")
        else:
            return None
    return pairs or None


def _in_a_row(
    text: str, known: re.Pattern[str], is_key: Known, is_label: Known
) -> list[Pair] | None:
    """The known words of a text two by two, where nothing else is said in it."""
    found = [*known.finditer(text)]
    ends = [0, *(end for one in found for end in one.span()), len(text)]
    gaps = [text[ends[i] : ends[i + 1]] for i in range(0, len(ends), 2)]
    if not all(map(_BETWEEN.fullmatch, gaps)) or any(map(_BINDS.search, gaps[2:-1:2])):
        return None
    typed = [one[0] for one in found]
    pairs = [*zip(typed[::2], typed[1::2], strict=False)]
    if not typed or len(typed) % 2:
        return None
    forward = all(is_key(left) and is_label(right) for left, right in pairs)
    turned = all(is_label(left) and is_key(right) for left, right in pairs)
    return pairs if forward or turned else None


def labels_in_a_row(text: str, words: Iterable[str], is_key: Known, number: int) -> list[str]:
    """The words of a text that says one for every key and no key: there is only one order for them."""
    known = one_of(words)
    found = known.findall(text) if len(text) <= LONGEST else []
    if len(found) != number or any(map(is_key, found)):
        return []
    rest = known.sub(" ", text)
    return found if _BETWEEN.fullmatch(rest) and not _BINDS.search(rest) else []


def _parts(text: str, known: re.Pattern[str]) -> Iterator[str]:
    """A text parted at commas and line ends, though not inside a word that is known."""
    whole = [one.span() for one in known.finditer(text)]
    cuts = [cut.span() for cut in _PARTS.finditer(text) if not _inside(cut.span(), whole)]
    ends = [0, *(end for cut in cuts for end in cut), len(text)]
    yield from (text[begin:end] for begin, end in [*pairwise(ends)][::2])


def _divided(part: str, known: re.Pattern[str], is_key: Known, is_label: Known) -> Pair | None:
    """The two sides of a part: at its first sign that binds, else where both are known."""
    found = [*known.finditer(part)]
    whole = [one.span() for one in found]
    sides: list[Pair] = []
    for divides in _DIVIDES:
        cuts = [cut for cut in divides.finditer(part) if not _inside(cut.span(), whole)]
        # behind the first place only where no third word could be meant
        for cut in cuts[: _MOST if divides is _BLANK and len(found) <= _TWO else 1]:
            left, right = part[: cut.start()].strip(), part[cut.end() :].strip()
            if left and divides is _BINDS:
                return left, right
            if left and right:
                sides.append((left, right))
    for left, right in sides:
        if (is_key(left) and is_label(right)) or (is_label(left) and is_key(right)):
            return left, right
    return next((pair for pair in sides if any(map(is_key, pair))), None)


def _inside(span: tuple[int, int], whole: list[tuple[int, int]]) -> bool:
    return any(begin <= span[0] and span[1] <= end for begin, end in whole)
