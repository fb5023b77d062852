"""`grad(of, by)` in an expression: what it becomes, against small changes, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import numbers

from reference import (
    CellError,
    Symbol,
    bind,
    cell,
    evaluate_expression,
    parse_cell,
    parse_expression,
    resolve,
    unroll,
)

ASKED = [
    ("tanh-rnn", "grad(sum(y[3]), W_h)", "a sum over time"),
    ("tanh-rnn", "grad(sum(h[3]), h[1])", "along the steps"),
    ("lstm", "grad(sum(h[3]), U_f)", "through every gate"),
    ("gru", "2 * grad(sum(h[3]), W_z) - 1", "inside of an expression"),
    ("ssm", "grad(y[3], A)", "a scalar needs no name"),
    ("stacked", "grad(sum(h2[3]), U_1)", "through both layers"),
]


@pytest.mark.parametrize(("name", "asked", "why"), ASKED)
def test_a_gradient_agrees_with_small_changes(name, asked, why):
    system = bind(cell(name), numbers(cell(name), seed=1), steps=3)
    expression = parse_expression(asked)
    found = resolve(system.cell, expression)
    values = system.rewritten(found.cell).solve()
    got = evaluate_expression(found.expression, found.cell, values)
    inner = asked[asked.index("grad(") + 5 :]
    of, by = inner.split(", ")[0], inner.split(", ")[1].split(")")[0]
    factor, shift = (2, -1) if asked.startswith("2") else (1, 0)
    base = values[by]
    expected = np.empty(base.shape)
    for place in np.ndindex(base.shape):
        ends = []
        for step in (1e-5, -1e-5):
            moved = np.array(base)
            moved[place] += step
            given = system.solve({by: moved})
            ends.append(float(evaluate_expression(parse_expression(of), system.cell, given)))
        expected[place] = factor * (ends[0] - ends[1]) / 2e-5 + shift
    np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-7, err_msg=why)


SMALL = "x, h, w: scalar\nh = relu(w * h[t-1] + x[t])"


@pytest.mark.parametrize(("slope", "expected"), [(0, 0.0), (1, 3.0), (0.5, 1.5)])
def test_the_slope_at_zero_is_what_the_assignment_says(slope, expected):
    """A unit that stands exactly at 0: w * 3 + x = 0."""
    system = bind(parse_cell(SMALL, name="small"), {"w": 2, "h0": 3, "x": [-6]})
    found = resolve(system.cell, parse_expression("grad(h[1], w)"), slope_at_zero=slope)
    assert expected == float(system.rewritten(found.cell).solve()["dw"])


def test_what_asks_for_no_gradient_stays_as_it_is():
    small = unroll(parse_cell(SMALL, name="small"), 2)
    expression = parse_expression("h[2] + 1")
    found = resolve(small, expression)
    assert (found.cell, found.expression, found.of) == (small, expression, None)


def test_forward_equations_come_first_and_all_of_them():
    small = unroll(parse_cell(SMALL + "\ny = 2 * h", name="small"), 2)
    found = resolve(small, parse_expression("grad(h[2], w)"))
    assert found.cell.equations[: len(small.equations)] == small.equations
    assert found.of == Symbol("h", 2)


def test_the_gradient_is_0_where_nothing_flows():
    system = bind(parse_cell(SMALL, name="small"), {"w": 2, "h0": 3, "x": [1, 1]}, steps=2)
    found = resolve(system.cell, parse_expression("grad(h[1], x[2])"))
    values = system.rewritten(found.cell).solve()
    assert float(evaluate_expression(found.expression, found.cell, values)) == 0


JACOBIANS = [
    ("tanh-rnn", "grad(h[3], h[1])", "h[3]", "h[1]", "through two steps"),
    ("lstm", "grad(h[2], c[1])", "h[2]", "c[1]", "from the cell into the state"),
    ("gru", "grad(h[3], b_z)", "h[3]", "b_z", "a bias of every step"),
    ("ssm", "grad(h[3], x[2])", "h[3]", "x[2]", "a vector by a number"),
    ("tanh-rnn", "grad(2 * h[2] + 1, x[1])", "2 * h[2] + 1", "x[1]", "a vector without a name"),
]


@pytest.mark.parametrize(("name", "asked", "of", "by", "why"), JACOBIANS)
def test_a_jacobian_has_a_row_for_every_entry_that_is_moved(name, asked, of, by, why):
    system = bind(cell(name), numbers(cell(name), seed=1), steps=3)
    found = resolve(system.cell, parse_expression(asked))
    values = system.rewritten(found.cell).solve()
    got = evaluate_expression(found.expression, found.cell, values)
    base, columns = values[by], []
    for place in np.ndindex(base.shape):
        ends = []
        for step in (1e-5, -1e-5):
            moved = np.array(base)
            moved[place] += step
            given = system.solve({by: moved})
            ends.append(evaluate_expression(parse_expression(of), system.cell, given))
        columns.append((ends[0] - ends[1]) / 2e-5)
    expected = np.stack(columns, axis=-1) if base.shape else columns[0]
    np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-7, err_msg=why)


REFUSED = [
    ("grad(v, M)", "v is given and depends on nothing$"),
    ("grad(v, h[2])", r"v is given and depends on nothing; is grad\(h\[2\], v\) meant"),
    ("grad(M @ v, M)", "of a vector by a vector"),
    ("grad(h[2], w) + grad(h[1], w)", "gradients of one quantity only"),
    ("grad(h[2], w * 2)", "by a symbol"),
    ("grad(h[2], q)", "q"),
]


@pytest.mark.parametrize(("asked", "said"), REFUSED)
def test_what_cannot_be_differentiated_is_refused(asked, said):
    small = unroll(parse_cell("v: 2\nM: 2, 2\n" + SMALL + " + sum(M @ v)", name="small"), 2)
    with pytest.raises(CellError, match=said):
        resolve(small, parse_expression(asked))


def test_the_name_of_the_loss_must_be_free():
    small = unroll(parse_cell("x, L, w: scalar\nL = w * L[t-1] + x[t]", name="small"), 2)
    with pytest.raises(CellError, match="already has a symbol L"):
        resolve(small, parse_expression("grad(L[2] * 2, w)"))
