"""Checkers alone: what one option or another changes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from grader.assignment import Answer, Tolerance
from grader.checkers.numbers import check
from grader.checkers.whole import check_expression, check_shape
from grader.key.model import Key, made_key
from grader.key.target import constant
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


@pytest.mark.parametrize(
    ("expected", "typed", "why"),
    [
        (Fraction(1), [32, 20, 128], "all of it"),
        (Fraction(2, 3), [32, 20, 64], "one size off"),
        (Fraction(1, 3), [20, 32, 128], "two sizes exchanged"),
        (Fraction(0), [32, 20], "an axis is missing"),
    ],
)
def test_every_right_size_of_a_shape_is_a_share(
    expected: Fraction, typed: list[int], why: str
) -> None:
    shape = replace(ANSWER, kind="shape")
    assert expected == check_shape(Typed(typed), shape, Key("shape", (32, 20, 128))).share, why


def test_a_bracket_that_is_not_closed_is_told() -> None:
    typed = Typed("3*(100*178 + 100*100 + 100")
    found = check_expression(typed, replace(ANSWER, kind="expression"), Key("expression", 1))
    assert "1 brackets that open and 0 that close" in found.message
