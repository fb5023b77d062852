"""The honest workings that lead furthest from the straight one, found by trying.

Several workings start anywhere and are improved place by place: at one place after the other the
number is rounded as far up or down as it can be, and what moves the answer furthest is kept; of what
moves it alike, any.  Then a few places are shaken, and it goes on; in the end every decision is tried
at every place.  Rounding the answer itself is monotone, so the search follows the number
before it and rounds in the end.  What it finds is reached for sure; it may miss what lies further.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reference.language.cell import Cell
from reference.language.expression import Expression
from reference.language.functions import Array
from reference.language.interval import Interval
from reference.readings.evaluate import Values
from reference.readings.reach import (
    MIXED,
    Decisions,
    Places,
    decided,
    extremes,
    options,
    places,
    work,
)
from reference.readings.room import Rounding
from reference.records import dataclass


@dataclass(frozen=True)
class Effort:
    """How long one looks: workings that start anywhere, and how often they are shaken."""

    starts: int
    shakes: int = 0
    shaken: int = 3  # places at a time


QUICK, DEEP = Effort(starts=2), Effort(starts=6, shakes=6)


def reachable(
    cell: Cell,
    inputs: Values,
    answer: Expression,
    rounding: Rounding,
    *,
    seed: int = 0,
    effort: Effort = QUICK,
) -> Interval:
    """The range of an answer over honest workings, as far as a search finds it."""
    way = MIXED if rounding.reaches("written") and not rounding.is_none else 0
    here = places(cell, answer, inputs, rounding, way=way)
    return _Search(here, np.random.default_rng(seed), effort).interval()


@dataclass
class _Search:
    here: Places
    random: np.random.Generator
    effort: Effort

    @property
    def few(self) -> tuple[int, ...]:
        """Leave it, or move it as far as it goes; each way to a function is among them."""
        return (0, 1, 2, *extremes(self.here.rounding))

    def interval(self) -> Interval:
        """The lowest and the highest answers, entry by entry, each rounded as far as it goes."""
        count = self.here.count
        straight = work(self.here, np.zeros((1, count), dtype=np.int8))[0]
        entries = int(straight.size)
        if self.here.rounding.is_none:
            return Interval(straight, straight)
        goal = np.array([(entry, sign) for entry in range(entries) for sign in (1.0, -1.0)])
        found = self._furthest(goal, count, count - entries)
        low, high = self._last(-found[1::2], "down"), self._last(found[::2], "up")
        return Interval(low.reshape(straight.shape), high.reshape(straight.shape))

    def _furthest(self, goal: Array, count: int, places_: int) -> Array:
        """How far the answer before its own rounding comes towards each goal."""
        starts = self.effort.starts
        goals = np.repeat(goal, starts, axis=0)
        rows = self._drawn((len(goals), count))
        rows[::starts] = 0
        rows[:, places_:] = 0
        best, heights = self._climbed(rows, goals, places_, self.few)
        for _ in range(self.effort.shakes):
            tried = best.copy()
            where = self.random.integers(0, max(places_, 1), size=(len(tried), self.effort.shaken))
            tried[np.arange(len(tried))[:, np.newaxis], where] = self._drawn(where.shape)
            tried[:, places_:] = 0
            tried, reached = self._climbed(tried, goals, places_, self.few)
            best = np.where((reached > heights)[:, np.newaxis], tried, best)
            heights = np.maximum(heights, reached)
        top = heights.reshape(len(goal), starts).argmax(axis=1) + starts * np.arange(len(goal))
        every = tuple(range(len(options(self.here.rounding)) + 2))
        _, heights = self._climbed(best[top], goal, places_, every)
        return heights

    def _drawn(self, shape: tuple[int, ...]) -> Decisions:
        few = np.array(self.few, dtype=np.int8)
        return few[self.random.integers(0, len(few), size=shape)]

    def _heights(self, rows: Decisions, goals: Array) -> Array:
        """How far each working brings its own entry in its own direction."""
        answers = work(self.here, rows).reshape(len(rows), -1)
        picked = answers[np.arange(len(rows)), goals[:, 0].astype(int)] * goals[:, 1]
        return np.where(np.isfinite(picked), picked, -np.inf)  # nobody divides by 0

    def _climbed(
        self, rows: Decisions, goals: Array, places_: int, known: tuple[int, ...]
    ) -> tuple[Decisions, Array]:
        """Some places after others in any order, until a whole round brings nothing."""
        reached = self._heights(rows, goals)
        while True:
            before = reached
            order = self.random.permutation(places_)
            for start in range(0, places_, _AT_ONCE):
                block = order[start : start + _AT_ONCE]
                rows, reached = self._best_at(rows, goals, block, known)
            if np.all(reached <= before + _NOTHING):
                return rows, reached

    def _best_at(
        self, rows: Decisions, goals: Array, block: NDArray[np.int64], known: tuple[int, ...]
    ) -> tuple[Decisions, Array]:
        """Every decision tried at a few places, each by itself; then the best of all together.

        Where they spoil one another, the best alone.  Of those that lead equally far, any.
        """
        ways, count = np.array(known, dtype=np.int8), len(block)
        tried = np.repeat(rows, count * len(ways), axis=0)
        places_ = np.tile(np.repeat(block, len(ways)), len(rows))
        tried[np.arange(len(tried)), places_] = np.tile(ways, len(rows) * count)
        heights = self._heights(tried, np.repeat(goals, count * len(ways), axis=0))
        heights = heights.reshape(len(rows), count, len(ways))
        top = heights.max(axis=-1)
        lots = self.random.random(heights.shape)
        choice = np.where(heights >= top[..., np.newaxis] - _NOTHING, lots, -1.0).argmax(axis=-1)
        together = rows.copy()
        together[:, block] = ways[choice]
        alone, row, first = rows.copy(), np.arange(len(rows)), top.argmax(axis=1)
        alone[row, block[first]] = ways[choice[row, first]]
        reached = self._heights(together, goals)
        worse = reached < top.max(axis=1)
        rows = np.where(worse[:, np.newaxis], alone, together)
        return rows, np.where(worse, top.max(axis=1), reached)

    def _last(self, ends: Array, way: str) -> Array:
        """The answer itself rounded the way that leads furthest."""
        up, down = extremes(self.here.rounding)
        chosen = np.full(ends.shape, up if way == "up" else down, dtype=np.int8)
        return decided(ends, chosen, self.here.rounding)


_NOTHING = 1e-13
_AT_ONCE = 12  # places that are tried in one pass
