"""Ranges: what the documents say, and that no drawn working ever leaves them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from drawn import numbers

from reference import CATALOGUE, Range, bind, cell, parse_cell, ranges

INF = math.inf

DOCUMENTS = [
    ("lstm", "f", (0, 1), "a gate"), ("lstm", "g", (-1, 1), "a candidate"),
    ("lstm", "h", (-1, 1), "a gate times tanh"), ("lstm", "c", (-INF, INF), "adds up for ever"),
    ("lstm-concat", "candidate", (-1, 1), "as on the sheet"),
    ("gru", "h", (-1, 1), "between the old state and the candidate, from h_0 = 0"),
    ("gru-torch", "h", (-1, 1), "whichever way z weighs"), ("mut1", "h", (-1, 1), "as in a GRU"),
    ("lstm-exam", "h", (-INF, INF), "without tanh the state shows as it is"),
    ("relu-rnn", "h", (0, INF), "never negative"), ("sigmoid-rnn", "h", (0, 1), "a sigmoid"),
    ("tanh-rnn", "h", (-1, 1), "tanh"), ("tanh-rnn", "y", (-INF, INF), "any weights"),
    ("linear-rnn", "h", (-INF, INF), "no bound"), ("bidirectional", "h", (-1, 1), "both"),
    ("perplexity", "perplexity", (0, INF), "an exponential"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "quantity", "expected", "why"), DOCUMENTS)
def test_a_range_is_what_the_documents_say(name, quantity, expected, why):
    found = ranges(cell(name))[quantity]
    assert expected == (found.low, found.high), why


WRITTEN = [
    ("y = 3 * sigmoid(u)", (0, 3), "scaled"), ("y = 1 - tanh(u)", (0, 2), "turned and moved"),
    ("y = sigmoid(u) * tanh(v)", (-1, 1), "a product of bounds"),
    ("y = sigmoid(u) - sigmoid(v)", (-1, 1), "two different gates"),
    ("y = sigmoid(sigmoid(u))", (0.5, 1 / (1 + math.exp(-1))), "a bounded argument"),
    ("y = relu(tanh(u))", (0, 1), "cut at 0"), ("y = tanh(u) ** 2", (0, 1), "a square"),
    ("y = max(sigmoid(u), 0.5)", (0.5, 1), "the larger"), ("y = -relu(u)", (-INF, 0), "negative"),
    ("y = u * v", (-INF, INF), "anything"), ("y = 0 * u", (0, 0), "0 times anything"),
]  # fmt: skip


@pytest.mark.parametrize(("equation", "expected", "why"), WRITTEN)
def test_a_range_follows_from_the_equation(equation, expected, why):
    found = ranges(parse_cell(f"u, v: scalar\n{equation}", name="one"))["y"]
    assert expected == pytest.approx((found.low, found.high)), why


@pytest.mark.parametrize("name", CATALOGUE)
def test_no_working_that_starts_at_0_leaves_the_range(name):
    written = cell(name)
    steps = 6 if written.recurrent else 1
    found = ranges(written)
    for seed in range(5):
        given = {k: 3 * v for k, v in numbers(written, steps=steps, seed=seed).items()}
        given = {k: v * (k[:-1] not in written.states) for k, v in given.items()}
        system = bind(written, given, steps=steps)
        values = system.solve()
        for equation in system.cell.equations:
            bounds, value = found[equation.target.name], values[str(equation.target)]
            assert np.all((bounds.low <= value) & (value <= bounds.high)), equation.target


def test_a_range_is_written_as_a_pair():
    shown = [str(r) for r in (Range(0, 1), Range(-INF, INF), Range(-1, 0.5))]
    assert shown == ["(0, 1)", "(-∞, ∞)", "(-1, 0.5)"]
