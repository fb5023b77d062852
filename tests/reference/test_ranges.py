"""Ranges: what the documents say, and that no drawn working ever leaves them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from drawn import domain, numbers, sampled

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


@pytest.mark.parametrize("name", sampled(CATALOGUE))
def test_no_working_that_starts_at_0_leaves_the_range(name):
    written = cell(name)
    steps = 6 if written.recurrent else 1
    found = ranges(written)
    for seed in range(5):
        given = {k: 3 * v for k, v in numbers(written, steps=steps, seed=seed).items()}
        given = {k: domain(written, k).folded(v) for k, v in given.items()}
        given = {k: v * (k[:-1] not in written.states) for k, v in given.items()}
        system = bind(written, given, steps=steps)
        values = system.solve()
        for equation in system.cell.equations:
            bounds, value = found[equation.target.name], values[str(equation.target)]
            assert np.all((bounds.low <= value) & (value <= bounds.high)), equation.target


def test_a_range_is_written_as_a_pair():
    shown = [str(r) for r in (Range(0, 1), Range(-INF, INF), Range(-1, 0.5))]
    assert shown == ["(0, 1)", "(-∞, ∞)", "(-1, 0.5)"]


STARTED = [
    ("gru", {"h": Range(5, 5)}, "h", (-1, 5), "a weighted mean falls from where it starts"),
    ("gru", {}, "h", (-1, 1), "from 0"),
    ("sigmoid-rnn", {"h": Range(-3, 7)}, "h", (0, 1), "the start itself is no value of a step"),
    ("hippo-legs", {"k": Range(0, 0)}, "k", (1, INF), "a counter has counted one at least"),
    ("esn", {"h": Range(-0.5, 2)}, "h", (-1, 2), "the leak weighs old and new"),
    ("janet", {}, "c", (-INF, INF), "beta may be anything"),
    ("minlstm-log", {}, "h", (0, INF), "shares of what lies above 0"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "starts", "quantity", "expected", "why"), STARTED)
def test_a_range_takes_the_initial_state_into_account(name, starts, quantity, expected, why):
    found = ranges(cell(name), starts)[quantity]
    assert expected == pytest.approx((found.low, found.high)), why


def test_a_power_that_starts_at_1_stays_between_0_and_1():
    power = parse_cell("b: scalar in [0, 1] given\np: scalar\np = p[t-1] * b")
    assert Range(0, 1) == ranges(power, {"p": Range(1, 1)})["p"]


@pytest.mark.parametrize("name", sampled([name for name in CATALOGUE if cell(name).states]))
def test_no_working_leaves_the_range_wherever_it_starts(name):
    written = cell(name)
    for seed in range(3):
        given = numbers(written, steps=4, seed=seed)
        starts = {
            k: Range(v.min(), v.max()) for s in written.states for k, v in [(s, given[f"{s}0"])]
        }
        found = ranges(written, starts)
        system = bind(written, given, steps=4)
        values = system.solve()
        for equation in system.cell.equations:
            bounds, value = found[equation.target.name], values[str(equation.target)]
            assert np.all((bounds.low - 1e-9 <= value) & (value <= bounds.high + 1e-9)), equation


SHARES = [
    ("y = sigmoid(u) / (sigmoid(u) + exp(v))", (0, 1), "a share"),
    ("y = u / (u + v)", (-INF, INF), "no share: both may be negative"),
    ("y = tanh(u) / (1 + exp(v))", (-1, 1), "a divisor above 1"),
    ("y = sigmoid(u) / (2 - sigmoid(v))", (0, 1), "between 1 and 2"),
]


@pytest.mark.parametrize(("equation", "expected", "why"), SHARES)
def test_a_quotient_is_bounded_where_its_divisor_keeps_off_0(equation, expected, why):
    found = ranges(parse_cell(f"u, v: scalar\n{equation}", name="one"))["y"]
    assert expected == pytest.approx((found.low, found.high)), why
