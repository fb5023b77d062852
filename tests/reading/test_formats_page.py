"""The table of what is read, in docs/formats.md: every row of it is typed and read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import read_boolean, read_choice, read_count, read_matching, read_numbers
from reference.cells.parse_cell import parse_cell
from reference.handwriting.written import read_written
from reference.language.errors import LanguageError
from reference.language.expression import Now, Symbol
from reference.language.write import write

PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats.md"
ROWS = re.findall(
    r"^\| ([^|`]+) \| `([^`]+)` \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
)
TEXTS = {"copies of the state, fed back": "A", "the true output": "B"}
GATE = parse_cell("""
W, U, x, h, f: scalar
f = sigmoid(W*x[t] + U*h[t-1])
h = f*h[t-1]
""")


def numbers(text, shape, asked=""):
    found = read_numbers(Typed(text), shape, workings=True, asked=asked)
    return found if isinstance(found, Unreadable) else ", ".join(f"{v:g}" for v in found.values)


def matching(text):
    found = read_matching(Typed(text), ("context units", "teacher forcing"), ("A", "B"), TEXTS)
    if isinstance(found, Unreadable):
        return found
    return ", ".join(f"{key}: {label}" for key, label in found.pairs)


def equation(text):
    try:
        return write(read_written(text, GATE, Symbol("f", Now())).sides[-1])
    except LanguageError as fault:
        return Unreadable("equation", fault.message)


def said(found, field):
    return found if isinstance(found, Unreadable) else str(getattr(found, field))


READERS = {
    "a number": lambda text: numbers(text, ()),
    "2 numbers": lambda text: numbers(text, (2,)),
    "h[2], 2 numbers": lambda text: numbers(text, (2,), "h[2]"),
    "h_1 or h_2": lambda text: said(read_choice(Typed(text), {"h_1": "", "h_2": ""}), "key"),
    "a whole number": lambda text: said(read_count(Typed(text)), "value"),
    "Elman or Jordan": lambda text: said(
        read_choice(Typed(text), {"Elman": "", "Jordan": ""}), "key"
    ),
    "True or False": lambda text: said(read_boolean(Typed(text)), "value"),
    "a matching": matching,
    "an equation for f": equation,
}


def test_the_table_has_every_kind():
    assert {*READERS} == {kind for kind, _, _ in ROWS}


@pytest.mark.parametrize(("kind", "typed", "read"), ROWS)
def test_what_the_page_says_is_read_is_read_so(kind, typed, read):
    found = READERS[kind](typed)
    assert read == ("not read" if isinstance(found, Unreadable) else found)
