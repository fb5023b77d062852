"""Whether verdicts on numbers are fair, on drawn variants of the assignments that ship.

By level of rounding:

- `python -m bench.fairness [WORKINGS]`: false refusals.  Honest workings of many styles inside the
  level, so many of each at least, each answer held against its key.
- `python -m bench.fairness accepted [WRONG]`: false accepts.  Every classic mistake at full
  precision, held against the first answer of its own step that it changes, at every level and at
  those that the sheets have.
- `python -m bench.fairness widths [VARIANTS]`: the accepted interval beside what a search reaches.

Workings are plain arithmetic with a decision at each place (`reference/readings/reach.py`), which
knows of no intervals.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count as counting

import numpy as np

from bench.honest import SECRET, questions, workings
from grader.assignment import Assignment, find_assignment, load_assignment
from grader.grading.follow import Carried
from grader.grading.mistakes import Mistake, mistakes_of
from grader.key.expected import Expected
from grader.key.target import rounding_of
from grader.variant.lottery import Lottery
from grader.variant.solution import Asked, asked_of
from grader.variant.student_numbers import filled
from reference.language.expression import symbols
from reference.language.functions import Array
from reference.readings.search import DEEP, reachable
from reference.rewrites.notes import RARER

SHEETS = ("quiz-gated-cells", "rnn-exercises", "sheet-pos-tagging")
LEVELS = ("named", "written", "every")
_AT_ONCE = 120  # students whose sheets are worked together
_REPEATS = 5  # workings by chance of each student's answers


# -- false refusals -------------------------------------------------------------------------


@dataclass
class Refusals:
    """How many workings of each style there were at a level, and how many were refused."""

    workings: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def worked(self, sheet: str, level: str, students: range, repeats: int) -> None:
        """Some students' sheets worked in every style."""
        for seed, question in enumerate(questions(sheet, level, students)):
            for style, many, refused in workings(question, repeats, students.start + seed):
                self.workings[style] += many
                self.refused[style] += refused
                if refused:
                    answer = question.one.answer.name
                    print(f"  refused: {sheet}, {level}, {answer}, {style}: {refused}", flush=True)

    def fewest(self) -> int:
        """Of the style that has been worked least; cutting off is allowed in few answers."""
        return min(many for style, many in self.workings.items() if "cut off" not in style)


def refusals(least: int) -> int:
    """Print how many workings of each style are refused; 1 where there are any."""
    total = 0
    for level in LEVELS:
        found = Refusals()
        for chunk in counting():
            students = range(chunk * _AT_ONCE, (chunk + 1) * _AT_ONCE)
            for sheet in SHEETS:
                found.worked(sheet, level, students, _REPEATS)
            if found.fewest() >= least:
                break
        print(f"\n{level}: {found.workings.total():,} workings", flush=True)
        print("| style | workings | refused |\n|---|--:|--:|")
        for style, many in found.workings.items():
            print(f"| {style} | {many:,} | {found.refused[style]} |", flush=True)
        total += found.refused.total()
    return 1 if total else 0


# -- false accepts --------------------------------------------------------------------------


def variants(name: str, count: int) -> Iterator[Assignment]:
    """Drawn variants of an assignment that ships."""
    assignment = load_assignment(find_assignment(name))
    students = [f"student {k}" for k in range(count)]
    for numbers in Lottery(assignment).drawn(SECRET, students):
        yield filled(assignment, numbers)


def asked(assignment: Assignment, level: str) -> Iterator[Asked]:
    """The answers with decimals, each by the rule of a level; an empty one is the sheet's own."""
    for one in asked_of(Expected(assignment)):
        tolerance = one.answer.tolerance
        if not one.is_label and tolerance.decimals is not None:
            rule = replace(tolerance, at=level) if level else tolerance
            yield replace(one, answer=replace(one.answer, tolerance=rule))


def accepts(least: int) -> int:
    """Print how many wrong values the step where they were made accepts, at each level."""
    print("| sheet | level | wrong values | accepted |\n|---|---|--:|--:|")
    sums: Counter[str] = Counter()
    for sheet in SHEETS:
        made, by_level = 0, Counter[str]()
        for assignment in variants(sheet, max(1, least // 60)):
            if made * len(SHEETS) >= least:
                break
            made += _accepted(assignment, by_level)
        for level in (*LEVELS, ""):
            share = by_level[level] / made
            name = level or "as it ships"
            print(f"| {sheet} | {name} | {made:,} | {by_level[level]} ({share:.2%}) |", flush=True)
            sums[level] += by_level[level]
        sums["made"] += made
    for level in (*LEVELS, ""):
        share = sums[level] / sums["made"]
        print(
            f"| all | {level or 'as they ship'} | {sums['made']:,} | {sums[level]} ({share:.2%}) |"
        )
    return 0


def _accepted(assignment: Assignment, by_level: Counter[str]) -> int:
    """Every classic mistake of a variant at the first answer of its step that it changes."""
    seen: set[tuple[str, str]] = set()
    rules = {level: list(asked(assignment, level)) for level in (*LEVELS, "")}
    for place, one in enumerate(rules[""]):
        for mistake in mistakes_of(one.target, Carried(())):
            key = (one.target.system_name, f"{mistake.note} {mistake.what}")
            if key in seen or mistake.note in RARER or not _is_of_its_step(one, mistake):
                continue
            seen.add(key)
            for level, answers in rules.items():
                interval = one.target.accepted(answers[place].answer.tolerance)
                by_level[level] += bool(np.all(interval.holds(mistake.value)))
    return len(seen)


def _is_of_its_step(one: Asked, mistake: Mistake) -> bool:
    """Whether an answer is about the step in which the mistake was made."""
    if mistake.target is None:
        return False
    cell = one.target.system.cell
    before, after = (set(target.system.cell.equations) for target in (one.target, mistake.target))
    made = {equation.target for equation in after - before}
    if all(symbol.name in cell.gradients for symbol in made):
        return True
    steps = {symbol.step for symbol in made}
    return any(
        symbol.step in steps and symbol.name not in cell.gradients
        for symbol in symbols(one.target.expression)
    )


# -- widths ---------------------------------------------------------------------------------


def widths(count: int) -> int:
    """Print how wide the accepted intervals are beside what a deep search reaches."""
    print("| sheet | level | numbers | median | 90 % | 95 % | 99 % | most | search outside |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    outside = 0
    for level in LEVELS:
        every: list[tuple[float, bool]] = []
        for sheet in SHEETS:
            ratios = [r for one in variants(sheet, count) for r in _ratios(one, level)]
            every += ratios
            outside += _told(sheet, level, ratios)
        _told("all", level, every)
    return 1 if outside else 0


def _told(sheet: str, level: str, found: Sequence[tuple[float, bool]]) -> int:
    ratios, outside = [ratio for ratio, _ in found], sum(beyond for _, beyond in found)
    shown = " | ".join(f"{np.quantile(ratios, q):.3f}" for q in (0.5, 0.9, 0.95, 0.99, 1))
    print(f"| {sheet} | {level} | {len(ratios)} | {shown} | {outside} |", flush=True)
    return outside


def _ratios(assignment: Assignment, level: str) -> Iterator[tuple[float, bool]]:
    """How many times as wide as what a search reaches, and whether that lies outside."""
    for one in asked(assignment, level):
        interval = one.target.accepted(one.answer.tolerance)
        system, rule = one.target.system, rounding_of(one.answer.tolerance)
        inputs = {**system.inputs, **system.pins}
        found = reachable(system.cell, inputs, one.target.expression, rule, effort=DEEP)
        ratio: Array = (interval.width + _NOISE) / (found.width + _NOISE)
        beyond = (found.low < interval.low - _NOISE) | (found.high > interval.high + _NOISE)
        yield from zip(ratio.ravel().tolist(), np.ravel(beyond).tolist(), strict=True)


_NOISE = 1e-9  # what the computer's own rounding moves
_MODES = {"accepted": (accepts, 5_000), "widths": (widths, 1)}


def main(words: Sequence[str]) -> int:
    """The part that is asked for, with how much of it."""
    if words and words[0] in _MODES:
        part, usual = _MODES[words[0]]
        return part(int(words[1]) if len(words) > 1 else usual)
    return refusals(int(words[0]) if words else 10_000)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
