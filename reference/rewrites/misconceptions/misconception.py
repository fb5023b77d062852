"""One usual mistake, made in a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from reference.language.cell import Cell, Equation
from reference.language.expression import Expression
from reference.records import dataclass


@dataclass(frozen=True)
class Misconception:
    """One usual mistake, made in a cell.

    `note` is stable and names the kind (`bias-forgotten`); `sentence` tells a student what it
    looks like, where it was made; `cell` has the mistake in its equations.
    """

    note: str
    sentence: str
    cell: Cell


Kind: TypeAlias = Callable[[Cell], Iterator[Misconception]]
Change: TypeAlias = Callable[[Equation], Expression | None]
