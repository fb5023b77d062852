"""One mistake held against all the answers of a sheet that it touches.

Somebody who takes a sigmoid for tanh does so in h₁ and in h₂.  Every further number that the same
mistake explains makes a hit by chance less likely; one that is right although the mistake would
have shown there speaks against it.  What only follows from a wrong number says nothing of the mistake:
any wrong number would be carried on alike.  It does show that somebody worked.  Of many wrong numbers
that a mistake would have changed, one or two show it by chance: so those that do not are counted, too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from itertools import groupby
from math import comb

import numpy as np

from grader.assignment.model import Answer, Tolerance
from grader.checkers.numbers import Compared
from grader.grading.follow import Carried
from grader.grading.inverted import quantity_in
from grader.grading.mistake_table import Table, table_of
from grader.grading.mistaken_targets import Identity, identity
from grader.grading.mistakes import Mistake
from grader.key.model import Key
from grader.key.target import Target
from reference import Equation, Interval
from reference.language.functions import Array
from reference.records import dataclass
from reference.rewrites.notes import SLIPS

_WINDOW = 4.0  # how far around the right value a wrong one might as well have fallen
_POINT = 1e-12
_SURE = 0.5  # within so many units of the exact value, it is the exact value rounded
_NEVER = 1e-300  # a chance is never 0, however many numbers it is of
# A slip may be made at one place and not at the next; but whoever used the initial state once has read it.
_MADE_ONCE = SLIPS - {"initial-state-ignored"}
_LOST = 2.0  # beyond so many widths and units, no honest rounding reaches
_DIGITS = 3  # of a number of which a sheet asks for no decimals


@dataclass(eq=False)
class Beside:
    """Another answer of the same student, with what of the student's own goes into it."""

    answer: Answer
    key: Key
    compared: Compared
    carried: Carried
    place: tuple[Table, int] | None = None

    @property
    def table(self) -> Table:
        """What every mistake makes of it."""
        if self.place is None:
            self.place = table_of(self.key.target, self.carried), 0
        return self.place[0]

    @property
    def row(self) -> int:
        """The row of the table."""
        return self.place[1] if self.place is not None else 0

    @cached_property
    def expected(self) -> Array:
        """The value that follows from what the student wrote before."""
        return np.asarray(self.table.right[self.row])

    @cached_property
    def is_right(self) -> bool:
        """Whether the key accepts it."""
        return bool(self.compared.fits.all())

    @cached_property
    def follows(self) -> bool:
        """Whether it is wrong by the key, and what comes of wrong numbers before it."""
        if self.is_right or not self.carried.departing:
            return False
        return self._holds(self.expected, lambda: self._followed)

    @property
    def stands(self) -> bool:
        """Whether it is right, or follows: nothing went wrong on the way to it."""
        return self.is_right or self.follows

    @cached_property
    def _followed(self) -> Interval | None:
        return self.table.followed(self.row, self.answer.tolerance)

    def rests_on(self, other: Beside) -> bool:
        """Whether a number that was written before goes into this one by no other answer."""
        name = quantity_in(other.key.target)
        if name is None or name not in self.carried.pins:
            return False
        return self.key.target.rests_on(name, self.carried.pins)

    def leaves_out(self) -> bool:
        """Whether it is right by the key although wrong numbers before it should have moved it."""
        return self.is_right and not self._holds(self.expected, lambda: self._followed)

    @property
    def typed(self) -> Array:
        """The numbers."""
        return self.compared.numbers.array

    @cached_property
    def values(self) -> dict[str, Array]:
        """Every quantity by the right equations, from what was written before."""
        return self.key.target.system.solve(self.carried.values)

    def is_near(self, value: Array) -> bool:
        """Whether honest rounding may have made the numbers of a value."""
        far = farthest(self.compared.interval, self.answer.tolerance, value)
        return value.shape == self.typed.shape and bool(np.all(np.abs(self.typed - value) <= far))

    @cached_property
    def unit(self) -> Array:
        """A unit of the last typed place, and never coarser than the sheet asks."""
        asked = self.answer.tolerance.decimals
        units = [
            0.0 if d is None else 10.0 ** -max(d, d if asked is None else asked)
            for d in self.compared.numbers.decimals
        ]
        return np.array(units).reshape(self.typed.shape)

    def by(self, mistake: Mistake) -> Beside:
        """The same answer beside the mistakes of the kind of another one."""
        differentiated = mistake.table is not None and mistake.table[0].differentiated
        return self._differentiated if differentiated and self.key.target.of is not None else self

    @cached_property
    def _differentiated(self) -> Beside:
        table = table_of(self.key.target, self.carried, differentiated=True)
        return Beside(self.answer, self.key, self.compared, self.carried, (table, 0))

    def explained_by(self, who: Identity) -> Interval | None:
        """What is accepted under the mistake, where the numbers are just that."""
        table, row = self.table, self.row
        for place in table.called(who):
            if table.moves(place, row) and self._shows(place):
                return table.accepted(place, row, self.answer.tolerance)
        return None

    def speaks_against(self, who: Identity) -> bool:
        """Whether a right number could not be there if the mistake had been made here too."""
        if who[0] in _MADE_ONCE or not self.stands:
            return False
        moving = [p for p in self.table.called(who) if self.table.moves(p, self.row)]
        return bool(moving) and not any(self._shows(place) for place in moving)

    def rules_out(self, who: Identity, changed: Collection[Equation]) -> bool:
        """Whether a right number could not be there if just these equations had been gone wrong in."""
        if not self.stands:
            return False
        table = self.table
        moving = [
            place
            for place in table.called(who)
            if table.moves(place, self.row) and self._is_part(table.changed(place), changed)
        ]
        return bool(moving) and not any(self._shows(place) for place in moving)

    @staticmethod
    def _is_part(some: Collection[Equation], changed: Collection[Equation]) -> bool:
        return bool(some) and all(e in changed for e in some)

    def _shows(self, place: int) -> bool:
        """Whether the numbers are what the mistake at a place of the table gives."""
        table, row = self.table, self.row
        value = table.value(place)
        if value is None:
            return False
        return self._holds(value[row], lambda: table.accepted(place, row, self.answer.tolerance))

    def _holds(self, value: Array, interval: Callable[[], Interval | None]) -> bool:
        """Whether the numbers are a value honestly rounded; the interval is worked out in between."""
        with np.errstate(invalid="ignore"):
            off = np.abs(self.typed - value)
        if np.all(off <= _SURE * self.unit * (1 - 1e-9)):
            return True
        if not np.all(off <= farthest(self.compared.interval, self.answer.tolerance, value)):
            return False
        found = interval()
        return found is not None and bool(found.holds(self.typed).all())

    def could_show(self, who: Identity) -> bool:
        """Whether the mistake, made here too, would have changed it."""
        return any(self.table.moves(place, self.row) for place in self.table.called(who))

    def chance(self, interval: Interval) -> float:
        """How likely any wrong number would be what the mistake gives."""
        return self._chance(interval, self.expected)

    def chance_to_follow(self) -> float:
        """How likely any wrong number would be what comes of the wrong numbers before it."""
        room = self._followed
        right = np.asarray(self.key.target.value)
        return 1.0 if room is None else self._chance(room, right)

    def _chance(self, interval: Interval, around: Array) -> float:
        """How likely a wrong number lies in an interval, drawn around what was to be expected."""
        width = np.maximum(interval.width.ravel() + self.unit.ravel(), _POINT)
        off = np.abs(self.typed.ravel() - around.ravel())
        wrong = off > width
        reach = np.maximum(_WINDOW * off[wrong] / width[wrong], _POINT)
        return float(np.prod(np.minimum(1.0, 0.5 / reach)))


def farthest(key: Interval, tolerance: Tolerance, values: Array) -> Array:
    """How far from a value honest rounding reaches at most, wrong ones included.

    It leaves a wrong value about as much room as the right one, and a longer number more.
    """
    unit = 10.0 ** -(_DIGITS if tolerance.decimals is None else tolerance.decimals)
    right = np.maximum(np.abs(0.5 * (key.low + key.high)), unit)
    longer = np.maximum(1.0, np.abs(values) / right)
    return np.asarray(_LOST * (key.width + unit) * longer)


@dataclass(frozen=True)
class Evidence:
    """What the other answers say of a mistake.

    `chance` is how likely so many of the wrong numbers that it would have changed show it although
    nobody made it; `idle` how likely so many that rest on the wrong one follow from it although nobody
    worked on; `lacking` are the wrong numbers that it would have changed and that do not show it.
    """

    confirmed: int = 0
    lacking: int = 0
    against: int = 0
    ruled_out: int = 0
    left_out: int = 0
    chance: float = 1.0
    worked_on: bool = False
    idle: float = 1.0


def evidence(mistake: Mistake, one: Beside | None, beside: Sequence[Beside]) -> Evidence:
    """What all other answers of the system say of one mistake in one of them."""
    who = identity(mistake.note, mistake.what)
    changed = () if mistake.table is None else mistake.table[0].changed(mistake.table[1])
    against, ruled_out, left_out = 0, 0, 0
    shown, followed = Tries(), Tries()
    for other in beside:
        there = other.by(mistake)
        if one is not None and other.rests_on(one):
            followed.note(other.chance_to_follow() if other.follows else None)
            # whoever makes a mistake in the working goes on with what came of it
            goes_on = mistake.target is None or not other.leaves_out()
            left_out += not goes_on and there.explained_by(who) is None
        if other.stands:
            if changed and there.rules_out(who, changed):
                ruled_out += 1
            else:
                against += there.speaks_against(who)
            continue
        interval = there.explained_by(who)
        if interval is not None:
            shown.note(other.chance(interval))
        elif there.could_show(who):
            shown.note(None)
    return Evidence(
        confirmed=shown.hits,
        lacking=shown.tries - shown.hits,
        against=against,
        ruled_out=ruled_out,
        left_out=left_out,
        chance=shown.chance(),
        worked_on=followed.hits > 0,
        idle=followed.chance(),
    )


class Tries:
    """Numbers that might have shown something: how many do, and how likely it was chance."""

    def __init__(self) -> None:
        self.hits = 0
        self.tries = 0
        self._together = 1.0

    def note(self, hit: float | None) -> None:
        """One number more, with how likely it shows by chance what it shows."""
        self.tries += 1
        if hit is not None:
            self.hits += 1
            self._together *= hit

    def chance(self) -> float:
        """How likely so many of them would show it whichever they are; never 0."""
        ways = comb(self.tries, self.hits)
        return min(1.0, max(_NEVER, ways * self._together))


def tabulate(answers: Iterable[Beside]) -> None:
    """Give every answer its row in a table of all that have the same equations before them."""
    by_equations = sorted(answers, key=_equations)
    for _, group in groupby(by_equations, key=_equations):
        some = list(group)
        while some:
            first = some[0].key.target
            alike = [s for s in some if _is_alike(first, s.key.target)]
            some = [s for s in some if not _is_alike(first, s.key.target)]
            _tabulated(alike)


def _equations(one: Beside) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
    names = tuple(step.name for step in one.carried.steps)
    return one.answer.name, names, tuple(one.typed.shape)


def _is_alike(one: Target, other: Target) -> bool:
    if one is other:
        return True
    same = one.expression == other.expression and one.system.cell == other.system.cell
    return same and one.system.written == other.system.written


def _tabulated(some: Sequence[Beside]) -> None:
    typed = np.stack([one.typed for one in some])
    near = np.stack(
        [farthest(one.compared.interval, one.answer.tolerance, one.typed) for one in some]
    )
    table = Table([one.key.target for one in some], [one.carried for one in some], typed, near)
    for row, one in enumerate(some):
        one.place = table, row
