"""Versions of the drawing: what must never move while a sheet is in somebody's hands.

A version covers the generator (`seed.py`), the vetting that refuses numbers (`vetting.py`, with the
mistakes and tolerances that it looks at), and how an id is folded before it is drawn for (not at all:
a student's numbers are drawn for the id as the sheet spells it).  Manifest, kit and zip record theirs.
Who changes one of the three so that other numbers come out adds a version here, and keeps the ways of
those before it; `tests/variant/test_drawings.py` holds the numbers of each.
"""

from __future__ import annotations

from grader.outcome.errors import InputError
from grader.words.sentences import variants as sentences

FIRST_DRAWING = 1  # of files that do not say: they were made before there was a second
DRAWING = 1


def refuse_later(drawing: int, where: str) -> None:
    """Raise InputError for numbers that a later grader drew, by ways that this one does not know."""
    if not FIRST_DRAWING <= drawing <= DRAWING:
        raise InputError(sentences.drawn_later(where, drawing, DRAWING))
