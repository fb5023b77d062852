"""Several numbers in one text: `[0.1, 0.2]`, `0,1; 0,2`, `[[1, 2], [3, 4]]`, `1 2; 3 4`.

A comma may part two numbers or be a decimal point, so a row is split in every way its
separators allow.  A split counts if it gives as many numbers as were asked for, all of them
readable.  If the splits that count disagree, the text is ambiguous and we say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod

from grader.outcome.finding import Unreadable
from grader.reading.number_syntax import Number, called, plain_text, read_spelling
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import numbers as number_sentences
from grader.words.shown import shown_text

LONGEST = 4000  # characters of a table: some 400 numbers
_DEPTH = 4

_GATHERED = re.compile(
    r"\b(?:c|list|tuple|rbind)\(|\bnp\.r_(?=\[)"
)  # R and Python put these together
_LATEX = re.compile(r"\\(?:begin|end)\{[bpvBV]?(?:matrix|array)\}(?:\{[lcr|]*\})?")
_TRANSPOSED = re.compile(r"(?<=[\])}])\s*(?:\^\s*\{?\\?(?:T|top|intercal)\}?|\.T|ᵀ|⊤|')\s*$")
_OPENING = {"[": "]", "(": ")", "{": "}", "<": ">", "⟨": "⟩"}


def read_table(text: str, shape: tuple[int, ...], wanted: str) -> list[object] | Unreadable:
    """The nested list of number texts that a text stands for, in the shape asked for if it can be.

    >>> read_table("0,1; 0,2", (2,), "2 numbers")
    ['0,1', '0,2']
    >>> read_table("1 2; 3 4", (2, 2), "a matrix")
    [['1', '2'], ['3', '4']]
    """
    if len(text) > LONGEST:
        return Unreadable("number.text", answer_sentences.too_long(wanted, len(text)))
    groups = _groups(_bare(text))
    if groups is None:
        return Unreadable("number.text", number_sentences.number_text(wanted, shown_text(text)))
    if isinstance(groups, str):
        return _flat(groups, shape, text, wanted)
    return _bracketed(groups, shape, text, wanted)


def _bare(text: str) -> str:
    """The text without a name before it, `np.array( )` around it, or matrix LaTeX."""
    text = re.sub(r"\\left|\\right", "", text).strip()
    lines = [line for line in text.replace("\\\\", "\n").splitlines() if line.strip()]
    # Line ends part rows, and `plain_text` knows only one line.
    bare = "\n".join(plain_text(line) for line in lines)
    bare = re.sub(r"(?<=[\])}])\s*[.;,]$", "", bare)
    bare = _TRANSPOSED.sub("", bare)
    bare = called(_LATEX.sub("", bare).replace("&", ",").strip())
    bare = _GATHERED.sub(lambda match: "(" if match[0].endswith("(") else "", bare)
    return re.sub(r"\s+(?:and|und)\s+", "; ", bare)


def _groups(text: str) -> list[object] | str | None:
    """The brackets of a text as nested lists, with the flat texts inside; None if they do not fit."""
    stack: list[tuple[list[object], str]] = [([], "")]
    buffer = ""
    for character in text:
        if character in _OPENING:
            if buffer.strip(" ,;\n") or len(stack) > _DEPTH:
                return None
            buffer = ""
            stack.append(([], _OPENING[character]))
        elif len(stack) > 1 and character in _OPENING.values():
            inner, closing = stack.pop()
            if character != closing or (inner and buffer.strip(" ,;\n")):
                return None
            stack[-1][0].append(inner or [buffer.strip()])
            buffer = ""
        else:
            buffer += character
    top = stack[0][0]
    if len(stack) > 1 or (top and buffer.strip(" ,;\n")):
        return None
    if not top:
        return buffer.strip()
    return top


def _bracketed(
    groups: list[object], shape: tuple[int, ...], text: str, wanted: str
) -> list[object] | Unreadable:
    rows = groups
    while len(rows) == 1 and isinstance(rows[0], list) and isinstance(rows[0][0], list):
        rows = rows[0]
    if len(rows) == 1 and isinstance(rows[0], list) and isinstance(rows[0][0], str):
        return _flat(rows[0][0], shape, text, wanted, bracketed=True)
    flat = [row[0] for row in rows if isinstance(row, list) and isinstance(row[0], str)]
    if len(flat) < len(rows):
        return Unreadable("number.text", number_sentences.number_text(wanted, shown_text(text)))
    width = max(prod(shape) // len(rows), 1) if prod(shape) % len(rows) == 0 else shape[-1]
    found: list[object] = []
    for row in flat:
        entries = _row(str(row), width, text, wanted, bracketed=True)
        if isinstance(entries, Unreadable):
            return entries
        found.append(entries)
    return found


def _flat(
    line: str, shape: tuple[int, ...], text: str, wanted: str, *, bracketed: bool = False
) -> list[object] | Unreadable:
    """A text without inner brackets: one row, or rows parted by ";" or line ends."""
    if len(shape) == 2:
        for separator in (";", "\n"):
            rows = [row for row in line.split(separator) if row.strip()]
            if len(rows) == shape[0] and shape[0] > 1 and shape[1] > 1:
                split = [_row(row, shape[1], text, wanted, bracketed=True) for row in rows]
                faults = [row for row in split if isinstance(row, Unreadable)]
                return faults[0] if faults else [*split]
    entries = _row(line, prod(shape), text, wanted, bracketed=bracketed)
    return entries if isinstance(entries, Unreadable) else [*entries]


def _row(
    line: str, length: int, text: str, wanted: str, *, bracketed: bool = False
) -> list[str] | Unreadable:
    """The entries of one row: the one split that gives so many readable numbers."""
    splits = [*_splits(line)]
    fitting = [split for split in splits if len(split) == length]
    readable: dict[tuple[float, ...], list[str]] = {}
    for split in fitting:
        numbers = [read_spelling(entry, wanted) for entry in split]
        values = tuple(number.value for number in numbers if isinstance(number, Number))
        if len(values) == length:
            readable.setdefault(values, split)
    lone_comma = not bracketed and re.fullmatch(r"[+-]?\d+,\d+", line.strip()) is not None
    if len(readable) > 1 or (lone_comma and length == 2):
        return Unreadable(
            "number.ambiguous", number_sentences.numbers_ambiguous(shown_text(text.strip()), wanted)
        )
    if readable:
        return next(iter(readable.values()))
    if re.fullmatch(r"[+-]?\d+(?:,\d+){2,}", line.strip()) and not bracketed:
        return Unreadable(
            "number.ambiguous", number_sentences.numbers_ambiguous(shown_text(text.strip()), wanted)
        )
    if len(splits) == 1 and isinstance(fault := read_spelling(line, wanted), Unreadable):
        return fault  # no table of the wrong length, but no number either
    return fitting[0] if fitting else splits[0]


def _splits(line: str) -> Iterator[list[str]]:
    """The ways to part a row, the plainest first: the first one names the length in messages."""
    for separator in (r"[;|\n]", r",\s+", r",", r"\s+"):
        entries = [entry.strip().strip(",;") for entry in re.split(separator, line.strip())]
        while len(entries) > 1 and not entries[-1]:
            entries.pop()
        if len(entries) > 1:
            yield entries
    yield [line.strip()]
