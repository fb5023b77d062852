"""The same workings and the same mistakes, under our intervals and under the defaults of other tools.

Workings and mistakes are those of `bench.fairness`.  Whatever is handed in is written down with the
decimals that the sheet asks for, as students do; a tool compares that with the exact key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bench.fairness import SHEETS, asked, variants
from bench.honest import Question, questions, worked
from grader.grading.follow import Carried
from grader.grading.mistakes import mistakes_of
from reference import Interval
from reference.language.functions import Array

LEVEL = "written"
OURS = "this grader: intervals worked out"

Flags = NDArray[np.bool_]
Rule = Callable[[Array, Array, int], Flags]


def _within(absolute: float = 0.0, relative: float = 0.0) -> Rule:
    return lambda typed, key, _: np.abs(typed - key) <= absolute + relative * np.abs(key)


# As the tools have them when an author says nothing more, or as their documents show it first.
RULES: Mapping[str, Rule] = {
    "NumPy isclose, as in otter tests (rtol 1e-5, atol 1e-8)": _within(1e-8, 1e-5),
    "PrairieLearn (rtol 1e-2, atol 1e-8)": _within(1e-8, 1e-2),
    "PrairieLearn, 2 digits after the point": _within(0.51e-2),
    "STACK NumRelative (0.05)": _within(0.0, 0.05),
    "STACK NumAbsolute (0.05)": _within(0.05),
    "WeBWorK (0.1 %)": _within(0.0, 1e-3),
    "R/exams num_to_tol": lambda typed, key, _: (
        np.abs(typed - key) <= np.maximum(0.01, np.round(0.0002 * np.abs(key), 2))
    ),
    "nbgrader, round(x, 2) == ...": lambda typed, key, _: np.round(typed, 2) == np.round(key, 2),
    "key as printed, no error margin set (Moodle, Canvas, Numbas)": lambda typed, key, decimals: (
        np.abs(typed - np.round(key, decimals)) <= 1e-9
    ),
    "the same with a margin of half a unit": lambda typed, key, decimals: (
        np.abs(typed - np.round(key, decimals)) <= 0.5 * 10.0**-decimals + 1e-9
    ),
}


@dataclass
class Counts:
    """What was tried, and what each rule did with it."""

    workings: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    mistakes: int = 0
    accepted: Counter[str] = field(default_factory=Counter)


def counted(count: int, rows: int) -> Counts:
    """Every rule on every working and on the first answer that each mistake changes."""
    counts = Counts()
    for name in SHEETS:
        for seed, question in enumerate(questions(name, LEVEL, range(count))):
            for style, values, times in worked(question, rows, seed):
                _working(counts, question, style, values, times)
        for assignment in variants(name, count):
            seen: set[tuple[str, str]] = set()
            for one in asked(assignment, LEVEL):
                interval = one.target.accepted(one.answer.tolerance)
                for mistake in mistakes_of(one.target, Carried(())):
                    who = (one.target.system_name, f"{mistake.note} {mistake.what}")
                    if who not in seen:
                        seen.add(who)
                        counts.mistakes += 1
                        values, decimals = mistake.value[np.newaxis], one.answer.tolerance.decimals
                        for rule, fits in passing(values, one.target.value, interval, decimals):
                            counts.accepted[rule] += bool(fits[0])
    return counts


def _working(counts: Counts, question: Question, style: str, values: Array, times: int) -> None:
    """Every rule on the workings of one style; who divides by 0 keeps more digits."""
    rank = len(question.one.target.shape)

    def over_rows(end: Array) -> Array:
        wide = end if end.ndim > rank else np.broadcast_to(end, (question.variants, *end.shape))
        return np.repeat(wide, times, axis=0)

    interval = Interval(over_rows(question.interval.low), over_rows(question.interval.high))
    finite = np.isfinite(values).reshape(len(values), -1).all(axis=1)
    counts.workings[style] += int(finite.sum())
    key = over_rows(np.asarray(question.one.target.value))
    for rule, fits in passing(values, key, interval, question.rule.decimals):
        counts.refused[rule, style] += int((finite & ~fits).sum())


def passing(
    values: Array, key: Array, interval: Interval, decimals: int | None
) -> Iterator[tuple[str, Flags]]:
    """Which of some values every rule takes, once they are written down."""
    with np.errstate(invalid="ignore"):
        typed = np.round(values, decimals or 0)
        found = {rule: fits(typed, key, decimals or 0) for rule, fits in RULES.items()}
        found[OURS] = np.asarray(interval.holds(typed))
    for rule, fits in found.items():
        yield rule, np.asarray(np.reshape(fits, (len(values), -1)).all(axis=1))


def section(count: int, rows: int) -> Iterator[str]:
    """Two tables: by rule, and ours by style."""
    counts = counted(count, rows)
    total = counts.workings.total()
    yield "## Honest work refused, mistakes accepted\n"
    yield (
        f"{total:,} honest workings of single answers ({count} variants of {', '.join(SHEETS)}; {rows} of each random "
        f"style) and {counts.mistakes:,} mistakes, each held against the first answer that it changes. All rows judge the "
        "same numbers, written with the decimals that the sheet asks for; none of the other tools is at fault, as each "
        "lets an author set another tolerance: the question is what an author may hope for who sets none.\n"
    )
    yield "| rule | honest work refused | mistakes accepted |"
    yield "|---|--:|--:|"
    for rule in (OURS, *RULES):
        refused = sum(many for (name, _), many in counts.refused.items() if name == rule)
        yield (
            f"| {rule} | {refused:,} ({refused / max(total, 1):.2%}) "
            f"| {counts.accepted[rule]:,} ({counts.accepted[rule] / max(counts.mistakes, 1):.2%}) |"
        )
    yield "\nThe first row by style of working:\n"
    yield "| style | workings | refused |"
    yield "|---|--:|--:|"
    for style, many in counts.workings.items():
        yield f"| {style} | {many:,} | {counts.refused[OURS, style]:,} |"
    yield ""


if __name__ == "__main__":
    print("\n".join(section(1, 5)))
