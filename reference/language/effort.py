"""How much work a question may cost, counted in places looked at and not in seconds.

A text of ten lines can ask for hours: a long product over many steps, and the gradient of it. Who asks
gives a budget; whoever does the work draws on it. As it is counted, the same text is refused on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from reference.language.errors import CellError
from reference.words import say


class TooMuchWork(CellError):
    """A question that would take minutes."""


class Budget:
    """Work that is left; several questions may share it."""

    def __init__(self, places: int) -> None:
        self.left = places


_BUDGETS: ContextVar[tuple[Budget, ...]] = ContextVar("budgets", default=())


@contextmanager
def at_most(budget: Budget) -> Iterator[None]:
    """Let what happens inside draw on a budget; raise TooMuchWork as soon as it is used up.

    Equations that are nested deeper than Python goes are too much, too.
    """
    before = _BUDGETS.set((*_BUDGETS.get(), budget))
    try:
        yield
    except RecursionError:
        raise TooMuchWork(say("too-much-work")) from None
    finally:
        _BUDGETS.reset(before)


class Meter(Budget):
    """Work without an end to it, counted."""

    def __init__(self) -> None:
        super().__init__(sys.maxsize)

    @property
    def spent(self) -> int:
        """What was drawn on it."""
        return sys.maxsize - self.left


@contextmanager
def metered() -> Iterator[Meter]:
    """Count the work of what happens inside."""
    meter = Meter()
    before = _BUDGETS.set((*_BUDGETS.get(), meter))
    try:
        yield meter
    finally:
        _BUDGETS.reset(before)


def spend(places: int) -> None:
    """Draw on every budget that there is."""
    budgets = _BUDGETS.get()
    for budget in budgets:
        budget.left -= places
    if any(budget.left < 0 for budget in budgets):
        raise TooMuchWork(say("too-much-work"))
