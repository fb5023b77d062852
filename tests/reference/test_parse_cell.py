"""A cell is read from text alone: symbols with shapes, then equations; faults show their line."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest
from drawn import sampled

from reference import (
    CATALOGUE,
    TEXT,
    CellError,
    LanguageError,
    NumbersError,
    ShapeError,
    Symbol,
    bind,
    cell,
    differentiate,
    parse_cell,
    parse_expression,
    show_shape,
    typeset_cell,
    unroll,
    write,
)

MINIMAL_GATED_UNIT = """
# Minimal gated unit
x: d
h: n                       # hidden state
W_f, W_h: n, d
U_f, U_h: n, n
b_f?, b_h?: n              # bias
f = sigmoid(W_f @ x[t] + U_f @ h[t-1] + b_f)       # forget gate
g = tanh(W_h @ x[t] + U_h @ (f * h[t-1]) + b_h)
h = (1 - f) * h[t-1] + f * g
"""

PEEPHOLE_LSTM = """
# LSTM whose gates look at the cell state
x: d
h_prev, c_prev: n
W_i, W_f, W_g, W_o: n, d
U_i, U_f, U_g, U_o: n, n
p_i, p_f, p_o: n           # peepholes
i = sigmoid(W_i @ x + U_i @ h_prev + p_i * c_prev)
f = sigmoid(W_f @ x + U_f @ h_prev + p_f * c_prev)
c = f * c_prev + i * tanh(W_g @ x + U_g @ h_prev)
o = sigmoid(W_o @ x + U_o @ h_prev + p_o * c)      # sees the new state
h = o * tanh(c)
"""


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def minimal_gated_unit(p, steps=3):
    h = p["h0"]
    for x in p["x"][:steps]:
        f = sigmoid(p["W_f"] @ x + p["U_f"] @ h + p["b_f"])
        g = np.tanh(p["W_h"] @ x + p["U_h"] @ (f * h) + p["b_h"])
        h = (1 - f) * h + f * g
    return h


def peephole_lstm(p, steps=3):
    h, c = p["h0"], p["c0"]
    for x in p["x"][:steps]:
        i = sigmoid(p["W_i"] @ x + p["U_i"] @ h + p["p_i"] * c)
        f = sigmoid(p["W_f"] @ x + p["U_f"] @ h + p["p_f"] * c)
        c = f * c + i * np.tanh(p["W_g"] @ x + p["U_g"] @ h)
        o = sigmoid(p["W_o"] @ x + p["U_o"] @ h + p["p_o"] * c)
        h = o * np.tanh(c)
    return h


def drawn(shapes):
    random = np.random.default_rng(3)
    return {name: random.normal(size=shape) for name, shape in shapes.items()}


n, d, T = 3, 2, 3
UNSEEN = [
    (
        MINIMAL_GATED_UNIT,
        minimal_gated_unit,
        drawn(
            {"x": (T, d), "h0": n, "b_f": n, "b_h": n}
            | dict.fromkeys(("W_f", "W_h"), (n, d))
            | dict.fromkeys(("U_f", "U_h"), (n, n))
        ),
    ),
    (
        PEEPHOLE_LSTM,
        peephole_lstm,
        drawn(
            {"x": (T, d)}
            | dict.fromkeys(("h0", "c0", "p_i", "p_f", "p_o"), n)
            | dict.fromkeys(("W_i", "W_f", "W_g", "W_o"), (n, d))
            | dict.fromkeys(("U_i", "U_f", "U_g", "U_o"), (n, n))
        ),
    ),
]


@pytest.mark.parametrize(("text", "by_hand", "numbers"), UNSEEN)
def test_a_cell_nobody_has_seen_is_solved_from_its_text(text, by_hand, numbers):
    values = bind(parse_cell(text), numbers, steps=T).solve()
    np.testing.assert_allclose(values[f"h[{T}]"], by_hand(numbers), rtol=1e-12)


@pytest.mark.parametrize(("text", "by_hand", "numbers"), UNSEEN)
def test_a_cell_nobody_has_seen_is_differentiated_from_its_text(text, by_hand, numbers):
    system = bind(parse_cell(text), numbers, steps=T)
    upstream = np.array([0.3, -1.1, 0.7])
    backward = differentiate(system.cell, [Symbol("h", T)], system.cell.free)
    inputs = {**system.inputs, f"up_h[{T}]": upstream}
    values = system.rewritten(backward).program(inputs)
    for name, value in numbers.items():
        for place in np.ndindex(value.shape):
            moved = []
            for change in (1e-6, -1e-6):
                other = value.copy()
                other[place] += change
                moved.append(upstream @ by_hand({**numbers, name: other}))
            slope = (moved[0] - moved[1]) / 2e-6
            if name == "x":
                found = values[f"dx[{place[0] + 1}]"][place[1]]
            elif name in ("h0", "c0"):
                found = values[f"d{name[0]}[0]"][place]
            else:
                found = values[f"d{name}"][place]
            assert slope == pytest.approx(found, rel=1e-6, abs=1e-8), (name, place)


RNN = "tanh(W @ x[t] + U @ h[t-1])"
SPELLINGS = [
    (f"x: d\nh: n\nW: n, d\nU: n, n\nh = {RNN}", "the plain way"),
    (f"x: d\nh: n\nW: n, d\nU: n, n\nh[t] = {RNN}", "the step on the left"),
    ("x: d\nh: n\nW: n, d\nU: n, n\nh = tanh(W @ x + U @ h_prev)", "bare names and h_prev"),
    ("x: d\nh_prev: n\nW: n, d\nU: n, n\nh = tanh(W @ x + U @ h_prev)", "the shape of h_prev"),
    ("x: d\nhprev: n\nW: n, d\nU: n, n\nh = tanh(W @ x + U @ hprev)", "without the underscore"),
    (f"x[t]: d\nh[t]: n\nW: n, d\nU: n, n\nh = {RNN}", "steps in the declaration"),
    (f"x: d\nh[0]: n\nW: n, d\nU: n, n\nh = {RNN}", "the shape of the first state"),
    (f"x: d\nh0: n\nW: n, d\nU: n, n\nh = {RNN}", "by its other name"),
    (f"x: d\nh: n\nW: n x d\nU: n×n\nh = {RNN}", "crosses between sizes"),
    (f"x: d\nh: n\nW: (n, d)\nU: [n, n]\nh = {RNN}", "parentheses"),
    (f"x: (d,)\nh: (n,)\nW: n by d\nU: n by n\nh = {RNN}", "as NumPy prints it"),
    (f"  x :d\n  h: n\n\n  W:n,d  # weights\n  U: n,n\n  h={RNN}", "indented, with gaps"),
    (f"h = {RNN}\nU: n, n\nW: n, d\nh: n\nx: d", "equations first"),
    ("x: d\nh: n\nW: n, d\nU: n, n\nh = tanh(W @ x[t]\n  + U @ h[t-1])", "over two lines"),
    ("x: d\nh: n\nW: n, d\nU: n, n\nz = W @ x + U @ h_prev\nh = tanh(z)", "with a name between"),
]


@pytest.mark.parametrize(("text", "why"), SPELLINGS)
def test_one_cell_may_be_spelled_in_many_ways(text, why):
    found = parse_cell(text)
    assert found.states == {"h": -1}
    assert found.inputs == ("x",)
    assert {"W", "U"} == set(found.parameters)
    shapes = {name: show_shape(found.shapes[name]) for name in ("x", "h", "W", "U")}
    assert shapes == {"x": "d", "h": "n", "W": "n, d", "U": "n, n"}
    numbers = {"W": [[1, -2], [0.5, 0]], "U": [[0, 1], [1, 0]], "h0": [0.25, 0], "x": [[1, 1]] * 2}
    h = np.tanh([-1.0, 0.75])
    h = np.tanh(np.array([-1.0, 0.5]) + h[::-1])
    np.testing.assert_allclose(bind(found, numbers, steps=2).solve()["h[2]"], h)


def test_remarks_and_the_title_are_kept():
    found = parse_cell(MINIMAL_GATED_UNIT, name="mgu")
    assert found.name == "mgu"
    assert found.title == "Minimal gated unit"
    assert found.remarks["f"] == "forget gate"
    assert found.remarks["h"] == "hidden state"
    assert {"b_f", "b_h"} == found.optional


def test_shapes_that_follow_from_the_equations_need_no_line():
    text = "x: d\nh: n\nW: 4*n, n + d\na = W @ concat(h[t-1], x[t])\nh = tanh(part(a, 2, 4))"
    assert show_shape(parse_cell(text).shapes["a"]) == "4*n"


# Each row: the text, the line and the piece of it under the caret, the message.
DECLARED = "x: d\nh: n\nW: n, d\nU: n, n\n"
FAULTS = [
    (f"{DECLARED}h = tanh(W @ x[t] + V @ h[t-1])", 5, "V @", "V is not declared", "undeclared"),
    (f"{DECLARED}h = tanh(W @ x[t] + u @ h[t-1])", 5, "u @", 'did you mean "U"?', "wrong case"),
    (f"{DECLARED}h = tahn(W @ x[t])", 5, "tahn", 'did you mean "tanh"?', "a slip in a function"),
    (f"{DECLARED}h = tanh(W @ x[t] + )", 5, ")", "expected a name", "a sum that stops"),
    (f"{DECLARED}h = tanh(W @ x[t]\n  + U @@ h[t-1])", 5, "@ h", "expected a name", "joined lines"),
    (f"{DECLARED}W: n\nh = x[t]", 5, "W", "W is declared twice", "one symbol, two shapes"),
    ("x, h, x: n\nh = x[t] + h[t-1]", 1, "x:", "x is declared twice", "on one line"),
    (f"{DECLARED}h = U @ h[t-1]\nh = W @ x[t]", 6, "h =", "h has an equation already", "two"),
    (f"{DECLARED}h = U @ h[t-1]\nh[t] = x[t]", 6, "h[t]", "h has an equation already", "with step"),
    ("x: n\nx = x[t] + 1", 2, "x =", "x depends on itself", "an equation for an input"),
    (f"{DECLARED}h = tanh(U @ h[t])", 5, "h =", "h depends on itself", "a state of its own step"),
    (f"{DECLARED}a = z\nz = U @ a + h[t-1]\nh = z", 5, "a =", "a depends on itself", "in a circle"),
    ("h: n\nh = h[t-1] + h[t+1]", 2, "h =", "h depends on itself", "both directions at once"),
    ("h: n\nh[2] = h[t-1]", 2, "h[2]", "one equation holds for every step", "a single step"),
    ("h: n\nh[t+1] = h[t]", 2, "h[t+1]", 'expected a name, as in "h = ..."', "the next step"),
    ("h: n\n2*h = h[t-1]", 2, "2*h", 'expected a name, as in "h = ..."', "not a name"),
    ("h: n\nh += h[t-1]", 2, "h +=", 'expected a name, as in "h = ..."', "as in a program"),
    ("h: n\nh == h[t-1]", 2, "= h", 'an expression has no "="', "twice the sign"),
    ("h n\nh = h[t-1]", 1, "h n", 'expected "name: shape" or "name = equation"', "no colon"),
    ("h: n,, d\nh = h[t-1]", 1, ", d", "expected a size", "an empty size"),
    ("h: n, ?\nh = h[t-1]", 1, " ?", "expected a size", "an unknown size"),
    ("h: 0\nh = h[t-1]", 1, "0", "expected a size", "no array has no entries"),
    ("h: n - 1\nh = h[t-1]", 1, "n - 1", "expected a size", "sizes are sums"),
    ("2h: n\nh = h[t-1]", 1, "2h", "expected a name", "a digit first"),
    ("tanh: n\nh = h[t-1]", 1, "tanh", "tanh is the name of a function", "taken"),
    ("h: n\ntanh = h[t-1]", 2, "tanh", "tanh is the name of a function", "taken by an equation"),
    ("t: scalar\nh = t * 2", 1, "t", "t is the step, as in h[t]", "the step has a letter"),
]


@pytest.mark.parametrize(("text", "line", "at", "message", "why"), FAULTS)
def test_a_fault_names_its_line_and_place(text, line, at, message, why):
    with pytest.raises(LanguageError) as caught:
        parse_cell(text)
    error = caught.value
    assert line == error.line
    assert error.text[error.position :].startswith(at)
    assert message in error.message
    assert str(error).startswith(f"line {line}: ")
    first, caret = str(error).split("\n")
    assert first[caret.index("^") :].startswith(at)


SHAPE_FAULTS = [
    (
        "x: d\nh: n\nW: d, n\nh = tanh(W @ x[t] + h[t-1])",
        "line 4: W @ x[t]: the left side has columns: n, but the right side has entries: d",
        "a transposed matrix",
    ),
    (
        "x: d\nh: n\nW: n, d\nb: d\nh = W @ x[t] + h[t-1] + b",
        "line 5: W @ x[t] + h[t-1] + b: both sides need the same shape (got n and d)",
        "a bias of the wrong size",
    ),
    (
        "x: d\nh: n\ny: m\nW: n, d\nh = W @ x[t] + h[t-1]\ny = h",
        "line 6: y[t] = h[t]: the right side has shape n, but y has shape m",
        "a target declared otherwise",
    ),
    (
        "x: d\nh: n\nq: m\nW: n, d\nh = q\nq = r\nr = W @ x[t] + h[t-1]",
        "line 5: h[t] = q[t]: the right side has shape m, but h has shape n",
        "seen only through other equations",
    ),
    (
        "x: d\nh: n\nW: n, d\na = r\nr = W @ x[t] + h[t-1]\nh = a + x[t]",
        "line 6: a[t] + x[t]: both sides need the same shape (got n and d)",
        "with a shape that was inferred",
    ),
    ("h: n\nh = 0.5", "line 2: h = 0.5: the right side has shape scalar, but h has shape n", "0.5"),
    ("x: n\nh = x[t] + h[t-1]\nc = c[t-1]", "line 3: the shape of c must be declared", "a state"),
    (
        "h: n\nh = tanh(c)\nc = c[t-1]",
        "line 3: the shape of c must be declared, as in `c: n`",
        "behind an equation that waits for it",
    ),
    (
        "h: n\nh = h[t-1] + part(h[t-1], 1, 2)",
        "line 2: part(h[t-1], 1, 2): n entries cannot be cut into 2 equal parts",
        "an uneven cut",
    ),
    (
        "h: n\nh = h[t-1] * softmax(W)\nW: n, n",
        "softmax(W): expected vectors and numbers (got n, n)",
        "2d",
    ),
    (
        "h: n\nh = h[t-1] * argmax(W)\nW: n, n",
        "argmax(W): expected vectors and numbers (got n, n)",
        "2d",
    ),
    ("h: n\nh = piece(h[t-1], 9, h[t-1])", "piece 9 of 1 is not there", "a piece too far"),
    ("h: n\nh = place(h[t-1], 1, 999999999)", "m is at most 64", "a gigabyte asked for"),
    (
        "h: 2\nh = h[t-1] * entry(h[t-1], 3)",
        "entry 3 lies outside of 2 entries",
        "an entry too far",
    ),
]


@pytest.mark.parametrize(("text", "message", "why"), SHAPE_FAULTS)
def test_sizes_that_do_not_fit_are_a_sentence_with_a_line(text, message, why):
    with pytest.raises(ShapeError) as caught:
        parse_cell(text)
    assert message in str(caught.value)
    assert str(caught.value).startswith("line ")


@pytest.mark.parametrize("text", ["", "# a title", "x: n"])
def test_a_text_without_an_equation_is_no_cell(text):
    with pytest.raises(CellError, match="a cell needs at least one equation"):
        parse_cell(text)


@pytest.mark.parametrize(
    "text",
    ["h = (\n" * 2_000_000, "a: n\n" * 20_000, "# " + "a" * 100_000, "\0" * 60_000],
    ids=["open", "declared", "remark", "NUL"],
)
def test_a_text_without_end_is_refused_at_once(text):
    with pytest.raises(LanguageError) as caught:
        parse_cell(text)
    assert caught.value.message == "a cell has at most 50000 characters"


@pytest.mark.parametrize("name", sampled(CATALOGUE))
def test_every_equation_of_the_catalogue_reads_back(name):
    for equation in unroll(cell(name), 3).equations:
        assert equation.value == parse_expression(write(equation.value))


def test_the_cell_that_the_manual_shows_is_one():
    page = (Path(__file__).parents[2] / "assignments" / "README.md").read_text(encoding="utf-8")
    text = page.partition("light-gru: |\n")[2].partition("\n\n")[0]
    assert ("u", "k", "s") == tuple(str(e.target.name) for e in parse_cell(dedent(text)).equations)


# -- numbers that are no symbols ------------------------------------------------------------


MEASURED = [
    ("h = h[t-1] + t * x[t]", {"h": [1, 3, 6]}, "the step is a number, counted from 1"),
    ("h = h[t-1] + x[t] * sqrt(n)", {"h": [2, 4, 6]}, "a size is a number: sqrt(4)"),
    ("h = h[t-1] / t + n * x[t]", {"h": [4, 6, 6]}, "both"),
]


@pytest.mark.parametrize(("equation", "expected", "why"), MEASURED)
def test_the_step_and_sizes_are_numbers_in_an_equation(equation, expected, why):
    made = parse_cell(f"x: scalar\nh: scalar\nv: n\n{equation} + 0 * sum(v)")
    found = bind(made, {"x": [1, 1, 1], "v": [1, 1, 1, 1]}, steps=3).solve()
    for name, values in expected.items():
        assert values == [float(found[f"{name}[{t}]"]) for t in (1, 2, 3)], why
    assert ("x",) == made.inputs
    assert ("v",) == made.parameters
    assert "t" not in made.parameters


def test_the_step_is_set_as_a_letter():
    made = parse_cell("h: scalar\nh = h[t-1] / t")
    assert ["h₁ = h₀ / 1"] == list(typeset_cell(unroll(made, 1), TEXT))
    assert ["hₜ = hₜ₋₁ / t"] == list(typeset_cell(made, TEXT))
    assert "h[t-1] / t" == write(made.equations[0].value)


def test_a_symbol_of_its_own_goes_before_the_letter_of_a_size():
    made = parse_cell("n: scalar\nv: n\ny = n * sum(v)")
    assert 20.0 == bind(made, {"n": 10, "v": [1, 1]}).solve()["y"]


LOOKED_BACK = [({}, [1, 3, 5], "0 before the first step"), ({"x0": 7}, [8, 3, 5], "given")]


@pytest.mark.parametrize(("given", "expected", "why"), LOOKED_BACK)
def test_an_input_may_be_looked_up_at_the_step_before(given, expected, why):
    made = parse_cell("x: scalar\ny: scalar\ny = x[t] + x[t-1]")
    found = bind(made, {"x": [1, 2, 3], **given}, steps=3).solve()
    assert expected == [float(found[f"y[{t}]"]) for t in (1, 2, 3)], why


def test_a_cell_may_look_further_back_than_a_step_and_be_told_from_where():
    """Two outputs back: y[0] and y[-1] are given, or 0; an input of the step before is x0 or 0."""
    made = parse_cell(
        "x, y: scalar\na, b, c: scalar\ny = a * y[t-1] + b * y[t-2] + c * x[t-1] + x[t]"
    )
    given = {"a": 2, "b": 3, "c": 5, "x": [1, 10]}
    found = bind(made, {**given, "y0": 7, "y[-1]": 11, "x0": 13}, steps=2).solve()
    first = 2 * 7 + 3 * 11 + 5 * 13 + 1
    assert (first, 2 * first + 3 * 7 + 5 * 1 + 10) == (found["y[1]"], found["y[2]"])
    assert 1 == bind(made, given, steps=2).solve()["y[1]"]
    with pytest.raises(NumbersError, match=r"no symbol y\[-2\]"):
        bind(made, {**given, "y[-2]": 1}, steps=2)
