"""Gradients against a second truth: the change that a small change makes."""

from __future__ import annotations

from dataclasses import replace

import drawn
import numpy as np
import pytest

from reference import (
    CATALOGUE,
    CellError,
    Equation,
    Symbol,
    bind,
    cell,
    differentiate,
    parse_cell,
    parse_expression,
    resolve,
    unroll,
    write,
)

T = drawn.STEPS


def slopes(number, inputs, step=1e-6):
    """Central differences of a number by every entry of every input."""
    found = {}
    for name, array in inputs.items():
        found[name] = np.empty(array.shape)
        for place in np.ndindex(array.shape):
            ends = []
            for change in (step, -step):
                moved = array.copy()
                moved[place] += change
                ends.append(number({**inputs, name: moved}))
            found[name][place] = (ends[0] - ends[1]) / (2 * step)
    return found


def check(system, targets, *, tolerance=1e-6):
    """Compare the gradients by all free symbols with what small changes make."""
    alone = len(targets) == 1 and not system.cell.shape(targets[0])
    up = {} if alone else drawn.upstreams(system, targets)
    backward = differentiate(system.cell, targets, system.cell.free)
    values = system.rewritten(backward).program({**system.inputs, **up})

    def number(inputs):
        solved = system.program(inputs)
        return sum(np.sum(up.get(f"up_{t}", 1.0) * solved[str(t)]) for t in targets)

    for name, expected in slopes(number, system.inputs).items():
        found = values[f"d{name}"]
        assert expected.shape == np.shape(found), name
        np.testing.assert_allclose(found, expected, tolerance, tolerance / 10, err_msg=name)


def bound(name, seed):
    written = cell(name)
    return bind(written, drawn.numbers(written, seed=seed), steps=T)


def with_loss(system, text):
    """The system with one more quantity, the loss L."""
    wider = replace(
        system.cell,
        shapes={**system.cell.shapes, "L": ()},
        equations=(*system.cell.equations, Equation(Symbol("L"), parse_expression(text))),
    )
    return system.rewritten(wider)


@pytest.mark.parametrize("name", drawn.sampled(CATALOGUE))
def test_a_quantity_is_differentiated_by_everything_it_depends_on(name):
    system = bound(name, seed=0)
    check(system, [system.cell.equations[-1].target])


@pytest.mark.parametrize("name", drawn.sampled(CATALOGUE))
def test_gradients_that_arrive_at_many_places_add_up(name):
    system = bound(name, seed=1)
    check(system, [equation.target for equation in system.cell.equations][::2])


@pytest.mark.parametrize("name", drawn.sampled(CATALOGUE))
def test_a_loss_is_differentiated_by_everything_it_depends_on(name):
    system = bound(name, seed=2)
    target = system.cell.equations[-1].target
    check(with_loss(system, f"log(sum({target} ** 2) + 1)"), [Symbol("L")])


@pytest.mark.parametrize(("t", "name"), [(1, "h"), (2, "h"), (1, "c"), (2, "g"), (3, "f")])
def test_the_gradient_of_a_quantity_in_between_is_what_moving_it_does(t, name):
    system = bound("lstm", seed=3)
    of, by = Symbol("h", T), Symbol(name, t)
    up = drawn.upstreams(system, [of])
    values = system.solve()
    backward = system.rewritten(differentiate(system.cell, [of], [by]))
    found = backward.program({**system.inputs, **up})[f"d{by}"]

    def number(pinned):
        return np.sum(up[f"up_{of}"] * system.program(system.inputs, given=pinned)[str(of)])

    expected = slopes(number, {str(by): values[str(by)]})[str(by)]
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9)


def test_the_product_that_vanishes_is_the_gradient_of_the_last_state_by_the_first():
    W, U, x, h = 0.7, -1.2, [0.5, -0.3, 0.9], 0.4
    system = bind(cell("tanh-rnn"), {"W_x": W, "W_h": U, "x": x, "h0": h}, steps=3)
    backward = differentiate(system.cell, Symbol("h", 3), [Symbol("h", 1), Symbol("W_h")])
    h = system.solve()
    slope = {t: 1 - h[f"h[{t}]"] ** 2 for t in (1, 2, 3)}
    found = system.rewritten(backward).solve()
    assert slope[3] * U * slope[2] * U == pytest.approx(found["dh[1]"])
    through = slope[3] * (h["h[2]"] + U * slope[2] * (h["h[1]"] + U * slope[1] * h["h[0]"]))
    assert through == pytest.approx(found["dW_h"])


# -- functions and operators ----------------------------------------------------------------

PLAIN = [
    "u + v", "u - v", "s - u", "-u", "u * v", "s * u", "u * s", "u / v", "s / u", "u / s",
    "r / s", "(u + s) * (u - s)", "u * u", "u - u * s - s",
    "u @ v", "M @ w", "u @ M", "M @ N", "s @ u", "u @ s", "M @ s", "P @ P @ u", "u @ P @ v",
    "M * M", "M - s", "outer(u, w)", "outer(s, w)", "outer(w, s)", "outer(s, r)",
    "transpose(M)", "transpose(M) @ u", "transpose(u)", "transpose(s)",
    "abs(u) ** 2", "v ** 1", "v ** 0", "v ** 3", "exp(u) ** s", "exp(u) ** 0.5", "exp(u) ** -2",
    "exp(u) ** -s", "exp(s) ** u", "2 ** u", "exp(s) ** r", "exp(u) ** v", "3 ** -(u * v)",
    "sigmoid(u)", "tanh(u)", "softplus(u)", "exp(u)", "log(exp(u) + 1)", "sqrt(exp(u))", "abs(u)",
    "identity(u)", "relu(u)", "tanh(M)", "sigmoid(s)", "tanh(s * u)", "tanh(relu(P @ u) - s)",
    "sigmoid(tanh(u) + exp(tanh(v)))", "sign(u) * v", "step(u, 0) * v",
    "min(u, v)", "max(u, v)", "max(u, s)", "min(s, u)", "max(s, r)", "max(M, s)", "min(u * v, s)",
    "softmax(u)", "softmax(P @ u + v)", "log(softmax(u))", "softmax(s)", "softmax(u) @ v",
    "sum(u)", "sum(M)", "sum(s)", "mean(u)", "mean(M)", "mean(s) * u", "norm(u)", "norm(M)",
    "norm(s)", "norm(u - v)", "u / norm(u)", "u * min(1, s ** 2 / norm(u))",
    "concat(u, v)", "concat(u, s, w)", "concat(s, r)", "concat(u, u * s)", "concat(s)",
    "part(concat(u, v), 1, 3)", "part(u, 2, 3)", "part(u, 1, 1)", "part(P @ u, 3, 3)",
    "entry(u, 2)", "entry(M, 3, 1)", "entry(P @ u, 1) * v", "place(w, 1, 2)", "place(s, 2, 3) * u",
    "log(sum(exp(u)))", "-log(entry(softmax(u), 2))", "sum((u - v) ** 2) / 2",
]  # fmt: skip


def of_expression(text, seed=6):
    written = drawn.expression_cell(text)
    names = [name for name in written.parameters if name != "y"]
    return bind(written, {name: drawn.numbers(written, seed=seed)[name] for name in names})


@pytest.mark.parametrize("text", PLAIN)
def test_every_function_and_operator_has_its_gradient(text):
    check(of_expression(text), [Symbol("y")], tolerance=2e-6)


KINKS = [
    ("relu(s)", 0, 0, 0.0, "exam-relu-9"),
    ("relu(s)", 0, 1, 1.0, "exam-relu-12"),
    ("relu(s)", 0, 0.5, 0.5, "half, as some libraries have it"),
    ("relu(s)", 2, 0, 1.0, "away from 0 the agreement says nothing"),
    ("relu(s)", -2, 1, 0.0, "on either side"),
    ("relu(-s)", 0, 1, -1.0, "the sign outside"),
    ("relu(s) ** 2 + 3 * relu(s)", 0, 1, 3.0, "more than one"),
    ("abs(s)", 0, 1, 0.0, "no other function listens to the agreement"),
    ("max(s, 0)", 0, 0, 1.0, "the first of equals has the slope"),
    ("min(0, s)", 0, 0, 0.0, "and the second has none"),
    ("s ** 0", 0, 0, 0.0, "a power that is constant"),
    ("s ** 1", 0, 0, 1.0, "a power that is none"),
    ("s ** 2", 0, 0, 0.0, "at 0"),
]


@pytest.mark.parametrize(("text", "at", "agreed", "expected", "why"), KINKS)
def test_the_slope_at_a_kink_is_the_agreed_one(text, at, agreed, expected, why):
    system = bind(drawn.expression_cell(text), {"s": at})
    backward = differentiate(system.cell, Symbol("y"), [Symbol("s")], slope_at_zero=agreed)
    assert expected == system.rewritten(backward).solve()["ds"]


@pytest.mark.parametrize(
    ("agreed", "dV", "dW", "dx1", "why"),
    [
        (0, 3, 2, 0, "the dead unit stops everything before it"),
        (1, 5, 5, 4, "it hands on: V*W*V more for x[1]"),
    ],
)
def test_a_unit_that_stands_exactly_at_zero_follows_the_agreement(agreed, dV, dW, dx1, why):
    # z[1] = 1*2 + 1*(-1) = 1, z[2] = 2*1 + 1*(-2) = 0, z[3] = 2*0 + 1*2 = 2
    given = {"V": 2, "W": 1, "h0": 0, "x": [1, -2, 2]}
    system = bind(cell("relu-rnn"), given, steps=3)
    assert [system.solve()[f"z[{t}]"] for t in (1, 2, 3)] == [1, 0, 2]
    by = [Symbol("V"), Symbol("W"), Symbol("x", 1)]
    backward = differentiate(system.cell, Symbol("h", 3), by, slope_at_zero=agreed)
    values = system.rewritten(backward).solve()
    # dh3/dV = h2 + V*s*(h1 + V*0); dh3/dW = x3 + V*s*(x2 + V*x1); dh3/dx1 = V*s*V*W
    assert 0 + 2 * agreed * 1 == values["dV"]
    assert 2 + 2 * agreed * (-2 + 2 * 1) == values["dW"]
    assert 2 * agreed * 2 * 1 == values["dx[1]"]


# -- what is asked for, and what comes back -------------------------------------------------


def test_what_does_not_depend_on_the_question_has_the_gradient_zero():
    system = bound("stacked", seed=1)
    by = [Symbol("x", 3), Symbol("W_2"), Symbol("h2", 0)]
    backward = differentiate(system.cell, [Symbol("h1", 2)], by)
    values = system.rewritten(backward).program(
        {**system.inputs, **drawn.upstreams(system, [Symbol("h1", 2)])}
    )
    for symbol in by:
        np.testing.assert_array_equal(values[f"d{symbol}"], np.zeros_like(values[str(symbol)]))


def test_the_backward_equations_have_names_as_in_a_worked_solution():
    unrolled = unroll(parse_cell("h, x, V, W: scalar\nh = tanh(V * h[t-1] + W * x)"), 2)
    backward = differentiate(unrolled, Symbol("h", 2), [Symbol("V")])
    written = [f"{e.target} = {write(e.value)}" for e in backward.equations]
    assert written == [
        "h[1] = tanh(V * h[0] + W * x[1])",
        "h[2] = tanh(V * h[1] + W * x[2])",
        "dh[2] = 1",
        "dz_h[2] = dh[2] * (1 - h[2]**2)",
        "dh[1] = dz_h[2] * V",
        "dz_h[1] = dh[1] * (1 - h[1]**2)",
        "dV = dz_h[1] * h[0] + dz_h[2] * h[1]",
    ]


@pytest.mark.parametrize("name", drawn.sampled(CATALOGUE))
def test_backward_equations_read_back_as_they_are_written(name):
    system = bound(name, seed=0)
    backward = differentiate(system.cell, [system.cell.equations[-1].target])
    for equation in backward.equations:
        assert equation.value == parse_expression(write(equation.value))


REFUSED = [
    ("h, x: scalar\nh = h[t-1] + x", "h[9]", "h[1]", "has no h[9] to differentiate"),
    ("h, x: scalar\nh = h[t-1] + x", "h[2]", "W", "has no W to differentiate"),
    (
        "h, x: scalar\nh = sum(piece(concat(h[t-1], x), 1, h[t-1], x))",
        "h[2]",
        "x[1]",
        "piece has no gradient",
    ),
    ("h, x, dh: scalar\nh = h[t-1] + dh * x", "h[2]", "x[1]", "already has a symbol dh; rename"),
    ("h, x, dx: scalar\nh = h[t-1] + dx * x", "h[2]", "x[1]", "already has a symbol dx; rename"),
]


@pytest.mark.parametrize(("text", "of", "by", "message"), REFUSED)
def test_what_cannot_be_differentiated_is_said(text, of, by, message):
    unrolled = unroll(parse_cell(text), 2)
    with pytest.raises(CellError) as caught:
        differentiate(unrolled, parse_expression(of), [parse_expression(by)])
    assert message in str(caught.value)


def test_a_choice_hangs_on_no_small_change_of_what_it_is_made_from():
    cell = parse_cell("h, x: scalar\nh = argmax(concat(h[t-1], x)) + x")
    system = bind(cell, {"h0": 0.5, "x": [0.25, 2.0]}, steps=2)
    backward = differentiate(system.cell, Symbol("h", 2), [Symbol("x", 2)])
    assert 1.0 == float(system.rewritten(backward).solve()["dx[2]"])


def test_a_constant_choice_inside_is_no_obstacle():
    unrolled = unroll(parse_cell("h, x: scalar\nh = h[t-1] * argmax(concat(1, 2)) + x"), 2)
    backward = differentiate(unrolled, Symbol("h", 2), [Symbol("x", 1)])
    assert str(backward.equations[-1].target) == "dx[1]"


def test_a_long_sequence_is_differentiated_too():
    steps = 400
    given = {"V": 0.99, "W": 1, "h0": 0, "x": np.ones(steps)}
    system = bind(cell("linear-rnn"), {"W_h": 0.99, "W_x": 1, "x": given["x"]}, steps=steps)
    backward = differentiate(system.cell, Symbol("h", steps), [Symbol("W_h"), Symbol("W_x")])
    values = system.rewritten(backward).solve()
    powers = 0.99 ** np.arange(steps)
    assert powers.sum() == pytest.approx(values["dW_x"])
    assert np.sum(np.arange(1, steps) * powers[:-1]) == pytest.approx(values["dW_h"])


def test_what_does_not_move_with_the_asked_symbol_needs_no_gradient():
    text = "o: v\ny: v given\np = softmax(o)\nq = 0.9 * y + 0.1 * share(y)\nL = -sum(q * log(p))"
    system = bind(parse_cell(text, name="smooth"), {"o": [0.2, -0.5, 1.0], "y": [0, 1, 0]})
    values = system.rewritten(resolve(system.cell, parse_expression("grad(L, o)")).cell).solve()
    np.testing.assert_allclose(values["do"], values["p"] - values["q"], atol=1e-15)
    with pytest.raises(CellError, match="share"):
        resolve(system.cell, parse_expression("grad(L, y)"))
