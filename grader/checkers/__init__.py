"""Checkers: one for every kind of answer.  They see a value and a key, and know no points.

To add a kind, write a file with a `check(typed, answer, key) -> Finding` and name it here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from grader.assignment.model import Answer
from grader.checkers import numbers, whole, words
from grader.key.model import Key
from grader.outcome.finding import Finding
from grader.outcome.typed import Typed

Checker = Callable[[Typed, Answer, Key], Finding]


def _equation(typed: Typed, answer: Answer, key: Key) -> Finding:
    from grader.checkers import equation  # random points and lenient reading: not for all

    return equation.check(typed, answer, key)


CHECKERS: Mapping[str, Checker] = {
    "number": numbers.check,
    "vector": numbers.check,
    "matrix": numbers.check,
    "count": whole.check_count,
    "shape": whole.check_shape,
    "range": whole.check_range,
    "expression": whole.check_expression,
    "sequence": words.check_sequence,
    "choice": words.check_choice,
    "choices": words.check_choices,
    "boolean": words.check_boolean,
    "matching": words.check_matching,
    "text": words.check_text,
    "equation": _equation,
}
