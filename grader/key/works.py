"""Answers that are right if they work: the student's numbers are run through the equations.

A question with `works` asks for numbers of a system of which many are right, such as the weights of a
threshold network.  They are put in place of the example that the file gives, all together, the system
is solved, and every condition is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from grader.assignment.model import Question
from grader.key.expected import Expected
from grader.outcome.errors import Faulty
from grader.outcome.finding import Finding, Verdict
from grader.words.sentences import working as sentences
from reference import (
    CellError,
    Condition,
    Expression,
    Now,
    System,
    evaluate_expression,
    parse_condition,
    symbols,
    write,
)
from reference.language.functions import Array
from reference.language.numerals import numeral
from reference.records import dataclass
from reference.rewrites.over_steps import at_step

WORKS, FAILS, TOGETHER = "number.works", "number.works-not", "number.works-together"
_SAME = 1e-9  # what the computer's own rounding may have moved
_SHOWN = 4  # decimals of a value in a sentence


@dataclass(frozen=True)
class Looked:
    """One condition at one step: as it reads there, whether it holds, and what stands on its left."""

    text: str
    holds: bool
    left: str
    value: Array


def tried(
    question: Question, expected: Expected, own: Mapping[str, NDArray[np.float64]]
) -> Finding:
    """What becomes of a student's numbers, by the names of their symbols."""
    looked = list(_looked_at(question, expected, own))
    held = sum(one.holds for one in looked)
    share = Fraction(held, len(looked))
    if held == len(looked):
        return Finding(Verdict.RIGHT, WORKS, sentences.works(), share=share)
    first = next(one for one in looked if not one.holds)
    shown = ", ".join(numeral(float(v), _SHOWN) for v in np.ravel(first.value)[:4])
    message = sentences.works_not(first.text, first.left, shown, held, len(looked))
    return Finding(Verdict.WRONG, FAILS, message, share=share)


def waits_for(names: list[str]) -> Finding:
    """What is said of numbers that cannot be tried, since others are missing or unreadable."""
    return Finding(Verdict.WRONG, TOGETHER, sentences.works_together(names))


def example_fault(question: Question, expected: Expected) -> str:
    """What is wrong with the example that the file gives; "" if it works."""
    try:
        found = tried(question, expected, {})
    except (CellError, Faulty) as fault:
        return str(fault)
    return "" if found.verdict is Verdict.RIGHT else sentences.example_fails(found.message)


def _looked_at(
    question: Question, expected: Expected, own: Mapping[str, NDArray[np.float64]]
) -> Iterator[Looked]:
    model = expected.model(str(question.system))
    system = model.system
    with np.errstate(all="ignore"):  # a student's 1e300 is no reason for a warning of ours
        values = system.program({**system.inputs, **own}, given=system.pins)
    for condition in conditions_of(question, expected):
        yield _looked(condition, system, values)


def conditions_of(question: Question, expected: Expected) -> Iterator[Condition]:
    """All that must hold, step by step."""
    steps = expected.model(str(question.system)).file.steps
    for text in question.works:
        yield from _at_steps(parse_condition(text), steps)


def _at_steps(condition: Condition, steps: int) -> Iterator[Condition]:
    """A condition that speaks of t holds at every step."""
    sides = (condition.left, condition.right)
    if not any(isinstance(s.step, Now) for side in sides for s in symbols(side)):
        yield condition
        return
    for t in range(1, steps + 1):
        left, right = (at_step(side, t) for side in sides)
        yield Condition(left, condition.relation, right)


def _looked(condition: Condition, system: System, values: Mapping[str, Array]) -> Looked:
    def value(side: Expression) -> Array:
        return np.asarray(evaluate_expression(side, system.cell, values), dtype=np.float64)

    left, right = value(condition.left), value(condition.right)
    with np.errstate(all="ignore"):
        near = np.abs(left - right) <= _SAME
        found = {
            "<": left < right,
            "<=": (left <= right) | near,
            ">": left > right,
            ">=": (left >= right) | near,
            "==": near,
            "!=": ~near & np.isfinite(left),
        }[condition.relation]
    text = f"{write(condition.left)} {condition.relation} {write(condition.right)}"
    return Looked(text, bool(np.all(found)), write(condition.left), left)
