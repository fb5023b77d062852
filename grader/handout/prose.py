"""The mathematics inside of prompts: `h_{t-1}` and `W_i` in a sentence, set as one reads them.

A prompt is prose, typed on a keyboard.  Here it falls into pieces: words, letters with subscripts,
code in backticks, and mathematics between dollars; each format writes these in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from grader.handout.mathematics import Mathematics, marked
from grader.handout.typed_mathematics import typed
from reference.records import dataclass

_TILDE = "\u0303"
_NOT_ALONE = frozenset("aAI")  # words of English, and rarely a quantity

_CODE = re.compile(r"(`[^`]+`)")
_VECTOR = re.compile(r"\[[-−\d., ]{1,60}\]")
_EQUAL = re.compile(r"(?<=\w) = (?=[-−]?\d|\[)")
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


Piece = str | Letter | Code | Mathematics
Paragraph = tuple[Piece, ...]

BETWEEN_FACTORS = "\u202f"  # narrow, and no line ends at it


def is_product(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a piece is nothing but the blank between two quantities, as in `W x`."""
    beside = (*pieces[max(place - 1, 0) : place], *pieces[place + 1 : place + 2])
    return pieces[place] == " " and len(beside) == 2 and all(isinstance(p, Letter) for p in beside)


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
        tuple(_parts(" ".join(line.split()), letters, names)) for line in lines if line.strip()
    )


def _parts(line: str, letters: Collection[str], names: Collection[str]) -> Iterator[Piece]:
    """The pieces of a line; what stands in backticks or between dollars is taken as it is."""
    for part in _CODE.split(line):
        for piece in [part] if part.startswith("`") else marked(part):
            if isinstance(piece, Mathematics):
                yield piece
            else:
                yield from _pieces(_kept_together(piece), letters, names)


def _kept_together(text: str) -> str:
    """A text in which no line breaks inside of `V = -2` and `[-0.8, -0.45]`."""
    glued = _VECTOR.sub(lambda match: match[0].replace(" ", "\u00a0"), text)
    return _EQUAL.sub("\u00a0=\u00a0", glued)


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


def as_typed(paragraph: Paragraph) -> str:
    """A paragraph in plain letters, as people type it, without the dollars around mathematics.

    >>> as_typed(paragraphs("where $h_0 = 0$ and W_h count")[0])
    'where h_0 = 0 and W_h count'
    """
    return "".join(map(_as_typed, paragraph))


def _as_typed(piece: Piece) -> str:
    match piece:
        case Code(text):
            return text
        case Letter(base, below, tilde):
            return base + (_TILDE if tilde else "") + (f"_{below}" if below else "")
        case Mathematics():
            return typed(piece)
        case words:
            return words
