"""Are verdicts on numbers fair? `python -m bench.fairness [VARIANTS [WORKINGS]]`.

On drawn variants of the assignments that ship, for every level of rounding:

- false refusals: honest workings of many styles inside the level, each answer held against its key;
- false accepts: every usual mistake at full precision, held against the first answer it changes;
- tightness: the accepted interval beside what a search reaches.

Workings are plain arithmetic with a decision at each place (`reference/readings/reach.py`), which
knows of no intervals.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from grader.assignment import Assignment, Tolerance, find_assignment, load_assignment
from grader.grading.follow import Carried
from grader.grading.mistakes import mistakes_of
from grader.key.expected import Expected, rounding_of
from grader.variant.lottery import Lottery
from grader.variant.solution import Asked, asked_of
from grader.variant.student_numbers import filled
from reference import Rounding
from reference.language.functions import Array
from reference.readings.reach import Decisions, options, places, reachable, work

SHEETS = ("quiz-gated-cells", "rnn-exercises", "sheet-pos-tagging")
LEVELS = ("named", "written", "every")
_SECRET = b"figures that anybody may make again"
_WAYS = {"straight": 0, "two exponentials": 1, "one exponential": 2, "mixed ways": 3}


@dataclass
class Figures:
    """What was counted at one level."""

    workings: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    mistakes: int = 0
    accepted: int = 0
    ratios: list[float] = field(default_factory=list)


def variants(name: str, count: int) -> Iterator[Assignment]:
    """Drawn variants of an assignment that ships."""
    assignment = load_assignment(find_assignment(name))
    students = [f"student {k}" for k in range(count)]
    for numbers in Lottery(assignment).drawn(_SECRET, students):
        yield filled(assignment, numbers)


def asked(assignment: Assignment, level: str) -> Iterator[Asked]:
    """The answers with decimals, each by the rule of a level."""
    for one in asked_of(Expected(assignment)):
        tolerance = one.answer.tolerance
        if not one.is_label and tolerance.decimals is not None:
            rule = Tolerance(decimals=tolerance.decimals, truncation=tolerance.truncation, at=level)
            yield replace(one, answer=replace(one.answer, tolerance=rule))


def styles(ways: int, count: int, rows: int, random: np.random.Generator) -> dict[str, Decisions]:
    """What workings decide: one choice everywhere, or chance at each place."""
    found = {
        "never": np.zeros((1, count), dtype=np.int8),
        "always, ties up": np.full((1, count), 1, dtype=np.int8),
        "always, ties down": np.full((1, count), 2, dtype=np.int8),
        "one digit more": np.full((1, count), min(3, ways - 1), dtype=np.int8),
        "here and there": random.integers(0, min(3, ways), size=(rows, count), dtype=np.int8),
        "any digits": random.integers(0, ways, size=(rows, count), dtype=np.int8),
    }
    return {name: decisions for name, decisions in found.items() if count}


def honest(one: Asked, rule: Rounding, rows: int, seed: int) -> Iterator[tuple[str, Array]]:
    """Honest answers by style; who would divide by 0 keeps more digits."""
    system, random = one.target.system, np.random.default_rng(seed)
    inputs = {**system.inputs, **system.pins}
    for way, place in _WAYS.items():
        if place and not rule.reaches("written"):
            continue
        here = places(system.cell, one.target.expression, inputs, rule, way=place)
        for style, decisions in styles(len(options(rule)), here.count, rows, random).items():
            with np.errstate(all="ignore"):
                values = work(here, decisions)
            finite = np.isfinite(values).reshape(len(values), -1).all(axis=1)
            yield f"{style}, {way}", values[finite]


def counted(name: str, level: str, count: int, rows: int, *, search: int) -> Figures:
    """The figures of one assignment at one level."""
    figures = Figures()
    for seed, assignment in enumerate(variants(name, count)):
        seen: set[tuple[str, str]] = set()
        for one in asked(assignment, level):
            interval = one.target.accepted(one.answer.tolerance)
            rule = rounding_of(one.answer.tolerance)
            for style, values in honest(one, rule, rows, seed):
                fits = interval.holds(values).reshape(len(values), -1).all(axis=1)
                figures.workings[style] += len(values)
                figures.refused[style] += int((~fits).sum())
            for mistake in mistakes_of(one.target, Carried(())):
                key = (one.target.system_name, f"{mistake.note} {mistake.what}")
                if key not in seen:
                    seen.add(key)
                    figures.mistakes += 1
                    figures.accepted += bool(np.all(interval.holds(mistake.value)))
            if seed < search:
                system = one.target.system
                inputs = {**system.inputs, **system.pins}
                found = reachable(system.cell, inputs, one.target.expression, rule)
                ratio = (interval.width + 1e-9) / (found.width + 1e-9)
                figures.ratios += ratio.ravel().tolist()
    return figures


def main(count: int, rows: int, search: int) -> int:
    """Print the figures; 1 where an honest working was refused."""
    refused = 0
    print(f"{count} variants, {rows} workings of each random style an answer\n")
    print(
        "| sheet | level | honest workings | refused | mistakes | accepted | width: median | 95 % |"
    )
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    styles_seen: dict[str, Counter[str]] = {}
    for name in SHEETS:
        for level in LEVELS:
            found = counted(name, level, count, rows, search=search)
            refused += found.refused.total()
            styles_seen.setdefault(level, Counter()).update(found.workings)
            share = found.accepted / max(found.mistakes, 1)
            median, most = (np.quantile(found.ratios or [np.nan], q) for q in (0.5, 0.95))
            print(
                f"| {name} | {level} | {found.workings.total():,} | {found.refused.total()} "
                f"| {found.mistakes:,} | {found.accepted} ({share:.2%}) "
                f"| {median:.3f} | {most:.3f} |",
                flush=True,
            )
            for style, many in found.refused.items():
                if many:
                    print(f"  refused: {style}: {many}")
    print("\nWorkings by style:")
    for level, styles_ in styles_seen.items():
        for style, many in styles_.items():
            print(f"- {level}, {style}: {many:,}")
    return 1 if refused else 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(given + [20, 200, 4][len(given) :])))
