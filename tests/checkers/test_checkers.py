"""Checkers alone: what one option or another changes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from grader.assignment import Answer, Tolerance
from grader.checkers.numbers import check
from grader.key.expected import constant
from grader.key.model import made_key
from grader.outcome.typed import Typed

SIX = made_key("number", 6.0, (constant(np.array(6.0)),))
ANSWER = Answer(name="h1", kind="number", points=Fraction(1), tolerance=Tolerance(exact=True))


@pytest.mark.parametrize(
    ("expected", "quoted", "value", "why"),
    [
        ("number.match", True, "6", "read as people write it"),
        ("number.match", False, 6, "a number is always a number"),
        ("number.text", False, "6", "in quotes, where the file refuses that"),
    ],
)
def test_a_number_in_quotes_counts_unless_the_file_refuses_it(
    expected: str, quoted: bool, value: object, why: str
) -> None:
    assert expected == check(Typed(value), replace(ANSWER, quoted=quoted), SIX).note, why
