"""Moodle's embedded answers: `{2:NUMERICAL:=0.42:0.005}` is a field worth two points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from grader.export.accepted_decimals import Ends, decimal
from grader.export.markup import Markup, as_text
from grader.export.question import Asked, ByHand, Entry, Number, OneOf, SomeOf
from grader.words.sentences import exports as sentences

_SPECIAL = re.compile(r"[{}~#%=&\\\"'<>$*]")


def field(entry: Entry, weight: Fraction) -> str:
    """The field of an entry, worth a whole number of points."""
    match entry.expects:
        case Number(ends, also):
            first = _number("=", ends, "")
            others = [_number(_share(a.share), a.ends, a.why) for a in also]
            return _braced(weight, "NUMERICAL", [first, *others])
        case OneOf(options, right):
            return _braced(weight, "MULTICHOICE", _options(options, right))
        case SomeOf(options, right):
            return _braced(weight, "MULTIRESPONSE", _options(options, right))
        case ByHand():
            raise ValueError(sentences.cloze_without_text())


def shown_fields(answer: Asked, fields: Sequence[str], markup: Markup) -> Iterator[str]:
    """An answer with its fields: in one line, in a table, or each beside its label."""
    if len(fields) == 1:
        yield markup.named(answer, fields[0])
        return
    yield markup.named(answer)
    if answer.columns > 1:
        rows = [fields[i : i + answer.columns] for i in range(0, len(fields), answer.columns)]
        cells = ("".join(f"<td>{each}</td>" for each in row) for row in rows)
        yield f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
        return
    for entry, each in zip(answer.entries, fields, strict=True):
        yield f"<p>{markup.code(entry.label)} {each}</p>"


def _braced(weight: Fraction, kind: str, alternatives: Sequence[str]) -> str:
    return f"{{{int(weight)}:{kind}:{'~'.join(alternatives)}}}"


def _number(share: str, ends: Ends, why: str) -> str:
    feedback = f"#{_quoted(as_text(why))}" if why else ""
    return f"{share}{decimal(ends.middle)}:{decimal(ends.margin)}{feedback}"


def _share(share: Fraction) -> str:
    if share == 1:
        return "="
    percent = f"{float(100 * share):.5f}".rstrip("0").rstrip(".")
    return f"%{percent}%"


def _options(options: Sequence[str], right: Sequence[int]) -> list[str]:
    return [
        ("=" if place in right else "") + _quoted(as_text(option))
        for place, option in enumerate(options)
    ]


def _quoted(html: str) -> str:
    """A text in which no character has a meaning for the cloze; it decodes entities once itself."""
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", html)
