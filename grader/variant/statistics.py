"""What the draws of an assignment are like: how often they are good, and how much alike.

Plain numbers for `grader lint`; how they look is its affair.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

import numpy as np

from grader.assignment import Assignment
from grader.variant.lottery import Draft, Drawn, Lottery, Trial, own_numbers
from grader.variant.operation_count import Counts
from grader.variant.solution import answers_of
from grader.variant.vetting import Reason
from reference.language.functions import Array
from reference.records import dataclass

_PUBLIC = b"lint draws for everybody to see"
_BARS = 10  # of the histogram of work, at most
_USUAL_DECIMALS = 3  # where an answer does not say how it is rounded


@dataclass(frozen=True)
class Refusal:
    """Why draws are refused, and which share of all draws that is."""

    reason: Reason
    share: float


@dataclass(frozen=True)
class Blind:
    """A mistake that hardly any draw of a system can show."""

    system: str
    note: str
    what: str


@dataclass(frozen=True)
class PartReport:
    """The draws of some systems that share numbers.

    `space` is how many different draws there are, good or not.
    """

    systems: tuple[str, ...]
    acceptance: float
    refusals: tuple[Refusal, ...]
    blind: tuple[Blind, ...]
    space: int


@dataclass(frozen=True)
class Spread:
    """How differently much work students have: operations that one cannot do at sight.

    `bins` count the students from one of the `edges` up to the next, which is left out.
    """

    least: int
    median: float
    most: int
    edges: tuple[int, ...]
    bins: tuple[int, ...]


@dataclass(frozen=True)
class DrawReport:
    """What `count` draws of an assignment are like.

    `sharing` is, for every drawn answer, the chance that two students have the same one at the
    rounding of the sheet; `twins` the chance that they share all of them.
    """

    assignment: str
    count: int
    parts: tuple[PartReport, ...]
    sharing: Mapping[str, float]
    twins: float
    operation_count: Spread

    @property
    def acceptance(self) -> float:
        """The share of good draws in the part where they are rarest."""
        return min((part.acceptance for part in self.parts), default=1.0)

    @property
    def space(self) -> int:
        """How many different sheets there are, good or not; words are not counted."""
        return math.prod(part.space for part in self.parts)


def draw_report(assignment: Assignment, count: int = 1000) -> DrawReport:
    """Draw for so many students that do not exist; raise Faulty where it cannot be done."""
    lottery = Lottery(assignment)
    drawn = lottery.drawn(_PUBLIC, [f"student {k}" for k in range(count)])
    parts = tuple(
        _part(lottery, one, trial) for one, trial in zip(drawn.drafts, drawn.trials, strict=True)
    )
    sharing, twins = _sharing(assignment, drawn)
    return DrawReport(
        assignment.id, count, parts, sharing, twins, _spread(_operation_counts(lottery, drawn))
    )


def _part(lottery: Lottery, one: Draft, trial: Trial) -> PartReport:
    judged = max(trial.judged, 1)
    blind = {
        (name, mistake.note, mistake.what): Blind(name, mistake.note, mistake.what)
        for name in one.part.systems
        for vetting in lottery.vettings.get(name, {}).values()
        for place, mistake in enumerate(vetting.mistakes.all)
        if vetting.habit is not None and place in vetting.habit.blind
    }
    return PartReport(
        systems=one.part.systems,
        acceptance=trial.fit / judged,
        refusals=tuple(Refusal(reason, n / judged) for reason, n in trial.refused.most_common()),
        blind=tuple(blind.values()),
        space=lottery.space(one.part),
    )


def _sharing(assignment: Assignment, drawn: Drawn) -> tuple[dict[str, float], float]:
    decimals = {answer.name: answer.tolerance.decimals for answer in assignment.answers}
    rounded: dict[str, list[Array]] = {}
    for (name, _), values in answers_of(assignment, list(drawn)).items():
        places = decimals[name]
        rows = np.round(values, _USUAL_DECIMALS if places is None else places) + 0.0
        rounded.setdefault(name, []).append(rows.reshape(drawn.rows, -1))
    whole = {name: np.concatenate(columns, axis=1) for name, columns in rounded.items()}
    sharing = {name: _chance(rows) for name, rows in whole.items()}
    together = np.concatenate(list(whole.values()), axis=1) if whole else np.zeros((drawn.rows, 0))
    return sharing, _chance(together)


def _chance(rows: Array) -> float:
    """The chance that two different rows are the same."""
    count = len(rows)
    pairs = sum(n * (n - 1) for n in Counter(row.tobytes() for row in rows).values())
    return pairs / (count * (count - 1)) if count > 1 else 0.0


def _operation_counts(lottery: Lottery, drawn: Drawn) -> Counts:
    total = np.zeros(drawn.rows, dtype=np.int64)
    for one in drawn.drafts:
        for rows, vetting in lottery.sorted(one, lottery.vettings):
            bench = vetting.bench
            given = {symbol: values[rows] for symbol, values in one.given(bench.name).items()}
            total[rows] += vetting.operation_count.counted(
                bench.lot(own_numbers(given, bench), len(rows))
            )
    return total


def _spread(operation_count: Counts) -> Spread:
    if not len(operation_count):
        return Spread(0, 0.0, 0, (), ())
    least, most = int(operation_count.min()), int(operation_count.max())
    width = -(-(most - least + 1) // _BARS)  # whole numbers, or some bins would hold more of them
    edges = range(least, most + width + 1, width)
    bins, _ = np.histogram(operation_count, bins=edges)
    return Spread(
        least,
        float(np.median(operation_count)),
        most,
        tuple(edges),
        tuple(bins.tolist()),
    )
