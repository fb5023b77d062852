"""The mathematics inside of prompts: `h_{t-1}` and `W_i` in a sentence, set as one reads them.

A prompt is prose, typed on a keyboard.  Here it falls into pieces: words, letters with subscripts,
and code in backticks; each format writes these in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_TILDE = "\u0303"
_NOT_ALONE = frozenset("aAI")  # words of English, and rarely a quantity

_PIECE = re.compile(
    rf"""
    `(?P<code>[^`]+)`
    | (?<![\w.])(?P<base>[^\W\d_]{_TILDE}?)_(?:\{{(?P<braced>[\w+\-,\ ]+)\}}|(?P<below>[^\W_]+))(?![\w(\[{{])
    | (?<![\w.'’\-])(?P<letter>[^\W\d_]{_TILDE}?)(?![\w'’\-{_TILDE}]|\.\w)
    | (?<![\w)\]])-(?=\d)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Letter:
    """A quantity in a sentence: a letter, what stands below it, and whether it has a tilde."""

    base: str
    below: str = ""
    tilde: bool = False


@dataclass(frozen=True)
class Code:
    """Something to be typed as it stands."""

    text: str


Piece = str | Letter | Code
Paragraph = tuple[Piece, ...]


def paragraphs(
    text: str, *, letters: Collection[str] = (), names: Collection[str] = ()
) -> tuple[Paragraph, ...]:
    """A text as paragraphs of pieces.

    `letters` are quantities that may stand alone, `names` are words to be typed, such as answers.

    >>> paragraphs("Find h_{t-1} and V.", letters="V")
    (('Find ', Letter(base='h', below='t-1', tilde=False), ' and ', Letter(base='V', below='', tilde=False), '.'),)
    """
    lines = re.split(r"\n[ \t]*\n", text.strip())
    return tuple(
        tuple(_pieces(" ".join(line.split()), letters, names)) for line in lines if line.strip()
    )


def _pieces(line: str, letters: Collection[str], names: Collection[str]) -> Iterator[Piece]:
    kept, end = "", 0
    for match in _PIECE.finditer(line):
        found = _piece(match, letters, names)
        kept += line[end : match.start()]
        end = match.end()
        if isinstance(found, str):
            kept += found
            continue
        if kept:
            yield kept
        kept = ""
        yield found
    if kept + line[end:]:
        yield kept + line[end:]


def _piece(match: re.Match[str], letters: Collection[str], names: Collection[str]) -> Piece:
    if match["code"]:
        return Code(match["code"])
    if match[0] in names:
        return Code(match[0])
    if match["base"]:
        return _letter(match["base"], match["braced"] or match["below"])
    if match["letter"]:
        alone = match["letter"]
        is_quantity = alone in letters and alone not in _NOT_ALONE
        return _letter(alone, "") if is_quantity or _TILDE in alone else alone
    return "−"


def _letter(base: str, below: str) -> Letter:
    return Letter(base[0], below.replace(" ", ""), tilde=_TILDE in base)
