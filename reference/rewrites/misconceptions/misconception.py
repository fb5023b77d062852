"""One usual mistake, made in a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from reference.language.cell import Cell, Equation
from reference.language.expression import Expression
from reference.records import dataclass
from reference.words import Message


@dataclass(frozen=True)
class Misconception:
    """One usual mistake, made in a cell.

    `note` is stable and names the kind (`bias-forgotten`); `what` says what it looks like
    where it was made, to a student; `cell` has the mistake in its equations.

    >>> from reference import cell, misconceptions
    >>> first = next(misconceptions(cell("tanh-rnn")))
    >>> first.note, first.sentence
    ('activation-forgotten', 'the tanh left out in hₜ')
    """

    note: str
    what: Message
    cell: Cell

    @property
    def sentence(self) -> str:
        """What it looks like, in English."""
        return str(self.what)


Kind: TypeAlias = Callable[[Cell], Iterator[Misconception]]
Change: TypeAlias = Callable[[Equation], Expression | None]
