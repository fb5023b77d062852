"""Equations with something around them: a conclusion, a step in place of t, the same with numbers."""

from __future__ import annotations

import pytest

from reference.cells.parse_cell import parse_cell
from reference.handwriting.numbers_put_in import numbers_put_in
from reference.handwriting.written import read_written
from reference.language.errors import LanguageError
from reference.language.expression import Now, Symbol
from reference.language.parse import parse_expression
from reference.language.write import write

GATE = parse_cell("""
W, U, b, x, h, f: scalar
f = sigmoid(W*x[t] + U*h[t-1] + b)
h = f*h[t-1]
""")
F = Symbol("f", Now())
RIGHT = "sigmoid(W * x[t] + U * h[t-1] + b)"


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("σ(W x_1 + U h_0 + b)", 1),
        ("f_1 = σ(W x_1 + U h_0 + b)", None),  # its left side says so
        ("f_3 = σ(W x_3 + U h_2 + b)", None),
        ("σ(W x[2] + U h[1] + b)", 2),
        ("f_t = σ(W x_t + U h_{t-1} + b)", None),
    ],
)
def test_one_step_is_read_in_place_of_t_throughout(text, step):
    written = read_written(text, GATE, F)
    assert RIGHT == write(written.sides[0])
    assert step == written.step


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("f_2 = σ(W x_1 + U h_0 + b)", "sigmoid(W * x[t-1] + U * h[t-2] + b)"),
        ("σ(W x_1 + U h_1 + b)", "sigmoid(W * x[t] + U * h[t] + b)"),
    ],
)
def test_a_wrong_step_stays_wrong(text, read):
    assert read == write(read_written(text, GATE, F).sides[0])


def test_a_step_beside_t_is_a_step_of_its_own():
    with pytest.raises(LanguageError, match="about any step t"):
        read_written("σ(W x_t + U h_0 + b)", GATE, F)


@pytest.mark.parametrize(
    "text",
    [
        "first the sum z: W x + U h + b, so σ(W x_t + U h_{t-1} + b)",
        "the gate has a bias; thus f_t = σ(W x_t + U h_{t-1} + b)",
        "a sum through σ ⇒ σ(W x_t + U h_{t-1} + b)",
    ],
)
def test_what_stands_behind_the_last_so_is_the_equation(text):
    written = read_written(text, GATE, F)
    assert RIGHT == write(written.sides[-1])


@pytest.mark.parametrize("text", ["so what", "σ(W x_t) or so", "so not σ(W x_t)", "so σ(W x_t"])
def test_what_is_no_equation_behind_so_is_told_of_the_whole_text(text):
    with pytest.raises(LanguageError) as told:
        read_written(text, GATE, F)
    assert text == told.value.text


@pytest.mark.parametrize(
    ("became", "letters", "numbers"),
    [
        ({"w": 0.5}, "w**T", "0.5**T"),
        ({"w": 0.5, "T": 10}, "w**T", "0.5**10"),
        ({"W": 0.5, "U": -0.2}, "tanh(W*x + U*h)", "tanh(0.5*x - 0.2*h)"),
        ({"W": 0.5, "U": 0.2}, "W*x - U*h", "0.5*x - 0.2*h"),
        (None, "w*x + w", "2*x + 3"),
        (None, "w**T", "T**0.5"),
        (None, "w*x", "w*x"),
        (None, "w + x", "0.5*x"),
        (None, "w*x + x", "0.5*x + 3 + x"),
        (None, "w*x", "0.5*y"),
    ],
)
def test_numbers_put_in_for_letters_are_the_same_for_the_same_letter(became, letters, numbers):
    found = numbers_put_in(parse_expression(letters), parse_expression(numbers))
    assert became == found
