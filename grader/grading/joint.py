"""One mistake held against all the answers of a sheet that it touches.

Somebody who takes a sigmoid for tanh does so in h₁ and in h₂.  Every further number that the same
mistake explains makes a hit by chance less likely; one that is right although the mistake would
have shown there speaks against it.  What only follows from a wrong number says neither: any wrong
number would be carried on alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from grader.assignment.model import Answer
from grader.checkers.numbers import Compared
from grader.grading.follow import Carried
from grader.grading.mistaken_targets import Identity, rewrites_called
from grader.key.model import Key
from reference import CellError, Interval
from reference.language.functions import Array
from reference.rewrites.notes import SLIPS

_WINDOW = 4.0  # how far around the right value a wrong one might as well have fallen
_POINT = 1e-12


@dataclass(frozen=True)
class Beside:
    """Another answer of the same student, with what of the student's own goes into it."""

    answer: Answer
    key: Key
    compared: Compared
    carried: Carried
    _known: dict[object, bool] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def expected(self) -> Array:
        """The value that follows from what the student wrote before."""
        with np.errstate(all="ignore"):
            return self.key.target.value_given(self.carried.values)

    @cached_property
    def stands(self) -> bool:
        """Whether it is right, or follows: nothing went wrong on the way to it."""
        if self.compared.fits.all():
            return True
        if not self.carried.departing:
            return False
        accepted = self.key.accepted(self.answer.tolerance, self.carried.pins)
        return bool(accepted.holds(self.typed).all())

    @property
    def typed(self) -> Array:
        """The numbers."""
        return self.compared.numbers.array

    def explained_by(self, who: Identity) -> Interval | None:
        """What is accepted under the mistake, where the numbers are just that."""
        for interval in self._under(who):
            if interval.holds(self.typed).all():
                return interval
        return None

    def speaks_against(self, who: Identity) -> bool:
        """Whether a right number could not be there if the mistake had been made here too."""
        if who[0] in SLIPS or not self.stands:
            return False
        under = self._under(who)
        return bool(under) and not any(interval.holds(self.typed).all() for interval in under)

    def _under(self, who: Identity) -> list[Interval]:
        found = []
        values, pins = self.carried.values, self.carried.pins or None
        for mistaken in rewrites_called(self.key.target, self.carried, who):
            try:
                with np.errstate(all="ignore"):
                    value = mistaken.value_given(values)
                    if (
                        np.allclose(value, self.expected, atol=1e-12)
                        or value.shape != self.typed.shape
                    ):
                        continue
                    found.append(mistaken.accepted(self.answer.tolerance, pins))
            except CellError:
                continue
        return found

    def chance(self, interval: Interval) -> float:
        """How likely any wrong number would be what the mistake gives."""
        unit = np.array([0.0 if d is None else 10.0**-d for d in self.compared.numbers.decimals])
        width = np.maximum(interval.width.ravel() + unit, _POINT)
        off = np.abs(self.typed.ravel() - self.expected.ravel())
        wrong = off > width
        reach = np.maximum(_WINDOW * off[wrong] / width[wrong], _POINT)
        return float(np.prod(np.minimum(1.0, 0.5 / reach)))


@dataclass(frozen=True)
class Evidence:
    """What the other answers say of a mistake."""

    confirmed: int = 0
    against: int = 0
    chance: float = 1.0


def evidence(who: Identity, beside: Sequence[Beside]) -> Evidence:
    """What all other answers of the system say of one mistake."""
    confirmed, against, chance = 0, 0, 1.0
    for other in beside:
        if other.stands:
            against += other.speaks_against(who)
            continue
        interval = other.explained_by(who)
        if interval is not None:
            confirmed += 1
            chance *= other.chance(interval)
    return Evidence(confirmed, against, chance)
