"""A student's equation with all that stands around it: a conclusion, a step of its own, a left side.

What reads as it stands is read so.  Else the equation is what stands behind the last "so"; and where
an equation is about any step t, the one step that is written in place of it is taken for t throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reference.handwriting.lenient import read_left, read_with
from reference.handwriting.tokens import Reader, Writing, sides, tidy
from reference.handwriting.vocabulary import Spelled, Vocabulary, vocabulary_of
from reference.language.cell import Cell
from reference.language.errors import LanguageError
from reference.language.expression import Expression, Now, Symbol
from reference.records import dataclass

_SO = re.compile(
    r".*(?:\b(?:so|thus|hence|therefore)\b|∴|⇒|=>|\\Rightarrow\b|\\therefore\b)[\s,:]*(?P<rest>.+)",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True)
class Written:
    """The right-hand sides that were read; a left side that is a formula, too; what was taken for t."""

    sides: tuple[Expression, ...]
    left: Expression | None = None
    step: int | None = None
    behind: str = ""  # the part that was read, where another stood before it


def read_written(
    text: str,
    cell: Cell,
    quantity: Symbol,
    *,
    known: Iterable[str] | None = None,
    hidden: Iterable[str] = (),
) -> Written:
    """Read a student's equation for a quantity of a cell.  Raises LanguageError of the whole text.

    Names that are `hidden` are read, and no message lists them.
    """
    vocabulary = vocabulary_of(cell, quantity, known=known, hidden=hidden)
    try:
        return _read(text, vocabulary)
    except LanguageError:
        concluded = _SO.fullmatch(text)
        if concluded is None:
            raise
        try:
            read = _read(concluded["rest"], vocabulary)
        except LanguageError:
            read = None
        if read is None:
            raise
        return Written(read.sides, read.left, read.step, concluded["rest"].strip())


def _read(text: str, vocabulary: Vocabulary) -> Written:
    try:
        return Written(read_with(text, vocabulary), read_left(text, vocabulary))
    except LanguageError as fault:
        step = _one_step(text, vocabulary) if fault.said.code == "about-any-step" else None
        if step is None:
            raise
        return Written(read_with(text, vocabulary, here=step), step=step)


def _one_step(text: str, vocabulary: Vocabulary) -> int | None:
    """The step that stands for t in an equation like `f_1 = σ(W x_1 + U h_0)`: that of its left side, else the last.

    None where some symbols say t: then a number is a step of its own.
    """
    left, *rest = sides(tidy(text))
    spelled = [s for side in (rest or [left]) for s in _spelled(side, vocabulary)]
    steps = [s.step for s in spelled if isinstance(s.step, int)]
    if not steps or any(isinstance(s.step, Now) for s in spelled):
        return None
    told = _spelled(left, vocabulary) if rest else []
    if len(told) == 1 and told[0].step is not None:
        return told[0].step if isinstance(told[0].step, int) else None
    return max(1, *steps)  # the state 0 is that before the first step


def _spelled(side: Writing, vocabulary: Vocabulary) -> list[Spelled]:
    try:
        return [s for token in Reader(side, vocabulary).tokens() for s in token.symbols]
    except LanguageError:
        return []
