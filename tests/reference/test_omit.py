"""Leaving symbols out: what holds them goes, and nothing else."""

from __future__ import annotations

import drawn
import numpy as np
import pytest

from reference import CATALOGUE, CellError, bind, cell, omit, parse_cell, parse_expression, write
from reference.language.omit import without

TERMS = [
    ("a + b", "a", "a term of a sum"),
    ("b + a", "a", "in front"),
    ("a - b", "a", "with a sign"),
    ("b - a", "-a", "what was taken away is still taken away"),
    ("a + W * b + c", "a + c", "a factor takes its term along"),
    ("a + b / c", "a", "so does a dividend"),
    ("a + c / b", "a", "and a divisor"),
    ("a + (c @ b) ** 2", "a", "and a base"),
    ("a + 2 ** b", "a", "and an exponent"),
    ("a + tanh(b + c)", "a + tanh(c)", "inside a function only its term"),
    ("a + tanh(W @ b)", "a", "a function of nothing"),
    ("a + max(c, b)", "a", "one of two arguments"),
    ("concat(a, b)", "concat(a)", "a piece of a vector"),
    ("concat(b, W @ b)", None, "all pieces"),
    ("a - -b", "a", "two signs"),
    ("-(b - c)", "--c", "nothing is tidied up"),
    ("tanh(b)", None, "nothing is left"),
    ("(1 - b) * c", "1 * c", "a number stays"),
    ("a", "a", "it is not there"),
]


@pytest.mark.parametrize(("text", "expected", "why"), TERMS)
def test_the_terms_that_hold_a_symbol_vanish(text, expected, why):
    found = without(parse_expression(text), lambda symbol: symbol.name == "b")
    assert expected == (None if found is None else write(found))


@pytest.mark.parametrize("name", drawn.sampled([name for name in CATALOGUE if cell(name).optional]))
def test_leaving_out_is_giving_zero(name):
    # true of biases and of an output layer, whose terms are sums
    written = cell(name)
    biases = {symbol for symbol in written.optional if symbol[0] in "bc"}
    numbers = drawn.numbers(written)
    less = {k: v for k, v in numbers.items() if k not in biases}
    nothing = {k: np.zeros_like(v) if k in biases else v for k, v in numbers.items()}
    expected = bind(written, nothing, steps=drawn.STEPS).solve()
    found = bind(omit(written, biases), less, steps=drawn.STEPS).solve()
    for key in set(expected) - biases:
        np.testing.assert_allclose(found[key], expected[key], rtol=1e-12, err_msg=key)


def test_an_equation_of_which_nothing_is_left_goes_with_what_it_defines():
    left = omit(cell("tanh-rnn"), {"W_y", "b_y"})
    assert left.quantities == ("h",)
    assert {"x", "h", "W_x", "W_h", "b_h"} == set(left.shapes)
    assert {"b_h"} == left.optional


def test_what_rests_on_it_goes_too():
    text = "x, h, W, V: scalar\na = W * x[t]\nb = tanh(a)\nh = V * h[t-1] + b"
    left = omit(parse_cell(text), {"W"})
    assert [write(equation.value) for equation in left.equations] == ["V * h[t-1]"]


def test_the_memory_can_be_left_out():
    left = omit(cell("elman"), {"W_h"})
    assert write(left.equations[0].value) == "sigmoid(W_i @ x[t] + b)"
    assert left.states == {}


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"U"}, "tanh-rnn has no symbol U to leave out"),
        ({"U", "A"}, "tanh-rnn has no symbol A, U to leave out"),
        ({"W_x", "W_h", "b_h", "W_y", "b_y"}, "has no equation left"),
    ],
)
def test_what_cannot_be_left_out_is_said(names, message):
    with pytest.raises(CellError) as caught:
        omit(cell("tanh-rnn"), names)
    assert message in str(caught.value)
