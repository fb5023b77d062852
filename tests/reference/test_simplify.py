"""Equations made short: what a textbook would write, and always of the same value."""

from __future__ import annotations

import numpy as np
import pytest

from reference import (
    CellError,
    Symbol,
    bind,
    cell,
    evaluate_expression,
    parse_cell,
    parse_expression,
    resolve,
    write,
)
from reference.rewrites.simplify import in_terms_of, simplified

SHORT = [
    ("1 * a", "a"), ("a * 1", "a"), ("a + 0", "a"), ("0 + a", "a"), ("a - 0", "a"),
    ("0 - a", "-a"), ("0 * a", "0"), ("a * 0 + b", "b"), ("--a", "a"), ("-0", "0"),
    ("1 * (a + 0 * b)", "a"), ("a @ 1", "a"), ("a / 1", "a / 1"), ("1 - a", "1 - a"),
    ("tanh(1 * a + 0)", "tanh(a)"),
]  # fmt: skip


@pytest.mark.parametrize(("long", "short"), SHORT)
def test_factors_of_1_and_terms_of_0_vanish(long, short):
    assert short == write(simplified(parse_expression(long)))


def test_what_is_short_already_stays():
    expression = parse_expression("a * b + tanh(c)")
    assert expression == simplified(expression)


def exam():
    given = {"V": 2, "W": 3, "W_y": -1, "h0": 3, "x": [1, 2]}
    return bind(cell("relu-rnn"), given, steps=2)


TEXTBOOK = [
    ("y[2]", {"h[2]"}, "W_y @ h[2]"),
    ("h[2]", {"h[1]"}, "relu(V @ h[1] + W @ x[2])"),
]


@pytest.mark.parametrize(("quantity", "kept", "expected"), TEXTBOOK)
def test_an_equation_is_written_in_terms_of_what_is_kept(quantity, kept, expected):
    system = exam()
    symbols = {parse_expression(name) for name in kept}
    found = in_terms_of(system.cell, parse_expression(quantity), symbols, system.inputs)
    assert expected == write(found)


def test_a_gradient_in_forward_terms_has_the_value_of_the_gradient():
    system = exam()
    found = resolve(system.cell, parse_expression("grad(y[2], V)"))
    kept = {equation.target for equation in system.cell.equations}
    short = in_terms_of(found.cell, found.expression, kept, system.inputs)
    values = system.rewritten(found.cell).solve()
    expected = evaluate_expression(found.expression, found.cell, values)
    assert np.isclose(expected, evaluate_expression(short, found.cell, values))
    assert "step" not in write(short)
    assert "dz" not in write(short)


def test_an_unknown_quantity_is_refused():
    one = parse_cell("u: scalar\ny = tanh(u)", name="one")
    with pytest.raises(CellError, match="no equation for z"):
        in_terms_of(one, Symbol("z"), set(), {})
