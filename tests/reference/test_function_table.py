"""Rows of the table of functions: value, gradient, range, accepted interval and writing."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reference import (
    FUNCTIONS,
    LATEX,
    MATHML,
    TEXT,
    TYPST,
    LanguageError,
    Range,
    Rounding,
    ShapeError,
    Symbol,
    Workings,
    bind,
    differentiate,
    parse_cell,
    parse_expression,
    ranges,
    typeset,
    write,
)

M = [[0.2, -0.5], [0.3, 0.4]]
V = [0.5, -1.5, 0.7]
ROTATION = [[0.0, -0.5], [0.5, 0.0]]
COS, SIN = math.cos(0.5), math.sin(0.5)
DECLARED = "s, r: scalar\nu, v: 3\nM, N: 2, 2\nw: 2\n"

VALUES = [
    ("sin(s)", {"s": 0.5}, SIN, "a wave"),
    ("cos(s)", {"s": 0.5}, COS, "the other"),
    ("elu(v)", {"v": V}, [0.5, math.exp(-1.5) - 1, 0.7], "straight above 0"),
    ("where(s, 2, r)", {"s": 0.1, "r": 7}, 2, "above 0: the first"),
    ("where(s, 2, r)", {"s": 0, "r": 7}, 7, "at 0: the second"),
    ("where(v, v, 0 * v)", {"v": V}, [0.5, 0, 0.7], "entry by entry: ReLU"),
    ("max(v)", {"v": V}, 0.7, "the largest entry"),
    ("min(v)", {"v": V}, -1.5, "the least"),
    ("max(s, r, 3)", {"s": 1, "r": 2}, 3, "of three numbers"),
    ("silu(v)", {"v": [0, 1, -20]}, [0, 1 / (1 + math.exp(-1)), -20 / (1 + math.exp(20))], "z σ(z)"),
    ("gelu(v)", {"v": [0, 1, -1]}, [0, 0.8413447460685429, -0.15865525393145707], "z times Φ(z)"),
    ("hard_sigmoid(v)", {"v": [0, 3.5, -1.5]}, [0.5, 1, 0.25], "1/6 steep"),
    ("erf(s)", {"s": 0.5}, 0.5204998778130465, "from a table"),
    ("mod(s, r)", {"s": 7, "r": 3}, 1, "what is left"),
    ("mod(s, r)", {"s": -0.5, "r": 3}, 2.5, "from the whole number below"),
    ("mod(s, r)", {"s": 0.6, "r": 0.2}, 0, "three times, whatever floats say"),
    ("mod(v, r)", {"v": [0.3, 1.7, 2], "r": 0.5}, [0.3, 0.2, 0], "entry by entry"),
    ("where(s < 2, 5, 7)", {"s": 1}, 5, "less"), ("where(s < 2, 5, 7)", {"s": 2}, 7, "equal"),
    ("where(s <= 2, 5, 7)", {"s": 2}, 5, "or equal"), ("where(s > 2, 5, 7)", {"s": 3}, 5, "more"),
    ("where(s >= 2, 5, 7)", {"s": 2}, 5, "or equal"), ("where(s >= 2, 5, 7)", {"s": 1}, 7, "less"),
    ("where(mod(s, 2) == 0, 5, 7)", {"s": 4}, 5, "even"), ("where(s != 0, 5, 7)", {"s": 0}, 7, "0"),
    ("where(v > 0, v, 0.1 * v)", {"v": V}, [0.5, -0.15, 0.7], "a leaky ReLU"),
    ("cos(pi * s)", {"s": 1}, -1, "half a turn"),
    ("softmax_rows(M)", {"M": [[0, math.log(3)], [0, 0]]}, [[0.25, 0.75], [0.5, 0.5]], "rows"),
    ("row_sums(M)", {"M": M}, [-0.3, 0.7], "a number a row"),
    ("spread(w, M)", {"w": [1, 2], "M": M}, [[1, 1], [2, 2]], "along the rows"),
    ("diagonal_matrix(w)", {"w": [1, 2]}, [[1, 0], [0, 2]], "a matrix around it"),
    ("rows(w, 2 * w)", {"w": [1, 2]}, [[1, 2], [2, 4]], "vectors under each other"),
    ("diagonal(M)", {"M": M}, [0.2, 0.4], "and back"),
    ("expm(M)", {"M": ROTATION}, [[COS, -SIN], [SIN, COS]], "the exponential of a turn is a turn"),
    ("expm(M)", {"M": [[0, 1], [0, 0]]}, [[1, 1], [0, 1]], "nilpotent: 1 + M"),
    ("expm(M)", {"M": [[30, 0], [0, -40]]}, [[math.exp(30), 0], [0, math.exp(-40)]], "large"),
    ("spectral_norm(M)", {"M": [[0, 3], [-2, 0]]}, 3, "the longer half-axis of the ellipse"),
    ("spectral_norm(s)", {"s": -2}, 2, "of a number"),
    ("spectral_radius(M)", {"M": [[0, 3], [-2, 0]]}, math.sqrt(6), "the size of two turning values"),
    ("spectral_radius(M)", {"M": [[2, 100], [0, -5]]}, 5, "the diagonal of a triangle"),
    ("spectral_radius(s)", {"s": -2}, 2, "of a number"),
    ("inverse(M)", {"M": [[4, 7], [2, 6]]}, [[0.6, -0.7], [-0.2, 0.4]], "by the rule for two rows"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "given", "expected", "why"), VALUES)
def test_a_function_has_the_value_that_one_works_out(text, given, expected, why):
    found = bind(parse_cell(f"{DECLARED}y = {text}"), given).solve()["y"]
    assert np.asarray(expected) == pytest.approx(found, rel=1e-12, abs=1e-15), why


def test_a_singular_matrix_has_no_inverse():
    system = bind(parse_cell(f"{DECLARED}y = inverse(M)"), {"M": [[1, 2], [2, 4]]})
    assert np.isnan(system.solve()["y"]).all()


def test_an_array_of_variants_has_a_value_each():
    many = np.random.default_rng(3).normal(size=(5, 2, 2))
    made = parse_cell(f"{DECLARED}y = expm(M) @ inverse(M)")
    whole = bind(made, {"M": many}, variants=True).solve()["y"]
    for one, found in zip(many, whole, strict=True):
        assert bind(made, {"M": one}).solve()["y"] == pytest.approx(found, rel=1e-9)


SLOPES = [
    "sin(s) * cos(r)", "sum(sin(v) * u)", "sum(elu(v) * u)", "sum(where(v, u, v * v))",
    "sum(where(s, u, v))", "max(v) * s", "min(v) * s", "max(s, r, s * r)",
    "sum(softmax_rows(M) * N)", "sum(row_sums(M) * w)", "sum(spread(w, M) * N)",
    "sum(diagonal_matrix(w) @ M @ w)", "sum(diagonal(M) * w)", "sum(expm(M) * N)",
    "sum(inverse(M) * N)", "w @ expm(s * M) @ inverse(N) @ w", "sum(ones(v) * u)",
    "sum(silu(v) * u)", "sum(gelu(v) * u)", "sum(hard_sigmoid(3 * v) * u)", "erf(s) * r",
    "sum(mod(v, 0.7) * u)", "mod(3 * s, r)", "sum(where(v < u, u, v * v))",
    "sum(rows(u, u * v, v) @ v)", "sum(diagonal(v) * u)", "spectral_norm(M) * s", "spectral_radius(M) * r", "spectral_norm(s * r)",
]  # fmt: skip


@pytest.mark.parametrize("text", SLOPES)
def test_a_gradient_is_what_finite_differences_say(text):
    random = np.random.default_rng(5)
    made = parse_cell(f"{DECLARED}y = {text}")
    names = [name for name in made.parameters if name != "y"]
    shapes = {"s": (), "r": (), "u": 3, "v": 3, "M": (2, 2), "N": (2, 2), "w": 2}
    given = {name: random.normal(size=shapes[name]) for name in names}
    system = bind(made, given)
    back = differentiate(system.cell, Symbol("y"), [Symbol(name) for name in names])
    found = system.rewritten(back).solve()
    for name in names:
        for place in np.ndindex(given[name].shape):
            values = []
            for sign in (1, -1):
                moved = given[name].copy()
                moved[place] += sign * 1e-6
                values.append(float(bind(made, {**given, name: moved}).solve()["y"]))
            slope = (values[0] - values[1]) / 2e-6
            assert slope == pytest.approx(found[f"d{name}"][place], rel=1e-6, abs=1e-7), name


RANGES = [
    ("sin(s)", (-1, 1)), ("cos(s)", (-1, 1)), ("elu(s)", (-1, math.inf)),
    ("elu(sigmoid(s) - 1)", (math.exp(-1) - 1, 0)), ("where(s, tanh(r), 3)", (-1, 3)),
    ("silu(s)", (-0.2784645427610738, math.inf)), ("gelu(s)", (-0.16997120747990369, math.inf)),
    ("hard_sigmoid(s)", (0, 1)), ("hard_sigmoid(tanh(s))", (1 / 3, 2 / 3)), ("erf(s)", (-1, 1)), ("erf(relu(s))", (0, 1)), ("log(sigmoid(s))", (-math.inf, 0)),
    ("log(1 + exp(s))", (0, math.inf)), ("sqrt(4 + sigmoid(s) * 5)", (2, 3)), ("sqrt(s)", (0, math.inf)),
    ("sum(relu(v))", (0, math.inf)), ("-sum(sigmoid(v))", (-math.inf, 0)), ("sum(v)", (-math.inf, math.inf)),
    ("mod(s, 3)", (0, 3)), ("mod(s, -1 - sigmoid(r))", (-2, 0)), ("max(tanh(v))", (-1, 1)), ("softmax_rows(M)", (0, 1)),
    ("diagonal_matrix(sigmoid(w) + 1)", (0, 2)), ("spread(tanh(w), M)", (-1, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RANGES)
def test_a_range_follows_from_the_row(text, expected):
    found = ranges(parse_cell(f"{DECLARED}y = {text}"))["y"]
    assert Range(*map(pytest.approx, expected)) == found


@pytest.mark.parametrize("decimals", [1, 2, 3])
@pytest.mark.parametrize("text", [text for text, *_ in VALUES] + SLOPES)
def test_an_interval_holds_the_values_of_whoever_rounds_the_arguments(text, decimals):
    """A quantity z that is rounded on its way into the function, and the result after it."""
    random = np.random.default_rng(7)
    inner = "\n".join(f"{name}_1 = {name} * 1" for name in "sruvMNw")
    wide = "".join(name + "_1" if name in [*"sruvMNw"] else name for name in _words(text))
    made = parse_cell(f"{DECLARED}{inner}\ny = {wide}")
    shapes = {"s": (), "r": (), "u": 3, "v": 3, "M": (2, 2), "N": (2, 2), "w": 2}
    given = {name: random.normal(size=shape) for name, shape in shapes.items()}
    system = bind(made, given)
    found = Workings(system.cell, system.inputs, Rounding(decimals)).accepted(Symbol("y"))
    for _ in range(20):
        pins = {
            f"{n}_1": np.round(a, decimals + int(random.integers(0, 4))) for n, a in given.items()
        }
        values = system.solve(pins)["y"]
        assert found.holds(values).all()
        assert found.holds(np.round(values, decimals)).all()


def _words(text):
    import re

    return re.split(r"(\w+)", text)


def test_a_lookup_of_given_numbers_has_no_width():
    """Embedding by one_hot, decoding by argmax: numbers of a table are not rounded."""
    made = parse_cell("E: 3, 2\nz: 3\nk = argmax(z * 1)\ne = transpose(E) @ one_hot(k, E)")
    given = {"E": [[0.123, 0.4], [0.5, 0.625], [0.7, 0.8]], "z": [0.1, 0.9, 0.3]}
    system = bind(made, given)
    workings = Workings(system.cell, system.inputs, Rounding(1))
    assert 0 == workings.accepted(Symbol("k")).width
    assert [0.5, 0.6] == pytest.approx(workings.accepted(Symbol("e")).low)


REFUSED = [
    ("y = expm(v)", ShapeError, "expected a matrix"),
    ("y = spectral_radius(P)", ShapeError, "expected a square matrix"),
    ("y = inverse(P)", ShapeError, "expected a square matrix"),
    ("y = spread(v, M)", ShapeError, "spread needs a number a row"),
    ("y = where(s, 2)", LanguageError, "where takes 3 arguments"),
    ("y = where(1 < s < 2, 2, r)", LanguageError, "holds no comparison"),
    ("y = s < 2", LanguageError, "holds no comparison"),
    ("y = max()", LanguageError, "max takes 2 arguments"),
]


@pytest.mark.parametrize(("line", "kind", "message"), REFUSED)
def test_what_does_not_fit_is_refused(line, kind, message):
    with pytest.raises(kind, match=message):
        parse_cell(f"{DECLARED}P: 2, 3\n{line}")


WRITTEN = [
    ("where(s > r, u, v)", "where(s - r, u, v)"), ("where(s < r, u, v)", "where(r - s, u, v)"),
    ("where(s >= r, u, v)", "where(r - s, v, u)"), ("where(s <= r, u, v)", "where(s - r, v, u)"),
    ("where(s == r, u, v)", "where(abs(s - r), v, u)"), ("where(s > 0, u, v)", "where(s, u, v)"),
    ("where(s < 0, u, v)", "where(-s, u, v)"), ("where(mod(t, 2) == 0, 1, 0)", "where(abs(mod(t, 2)), 0, 1)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_a_comparison_is_a_difference_above_0(text, expected):
    assert expected == write(parse_expression(text))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_can_be_written_in_every_notation(name):
    row = FUNCTIONS[name]
    arguments = ["1" if k in row.constants else "v" for k in range(row.arity[0])]
    node = parse_expression(f"{name}({', '.join(arguments)})")
    for notation in (TEXT, LATEX, TYPST, MATHML):
        assert typeset(node, notation), notation.name


def test_nothing_flows_back_through_a_stop():
    """Truncated backpropagation: the state before is a number for the gradient."""
    made = parse_cell("x: scalar\nh: scalar\nw, u: scalar\nh = w * x[t] + u * stop(h[t-1])")
    system = bind(made, {"x": [1, 2], "w": 3, "u": 0.5, "h0": 4}, steps=2)
    back = differentiate(system.cell, Symbol("h", 2), [Symbol("w"), Symbol("u")])
    found = system.rewritten(back).solve()
    assert (2.0, 5.0) == tuple(float(found[n]) for n in ("dw", "du"))


def test_a_choice_has_the_gradient_0():
    made = parse_cell(f"{DECLARED}y = argmax(v) * s")
    system = bind(made, {"v": V, "s": 2})
    found = system.rewritten(differentiate(system.cell, Symbol("y"), [Symbol("v")])).solve()
    assert [0, 0, 0] == found["dv"].tolist()


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (10, "ceil(log(1/1000) / log(1/2))"),  # 9.97 steps until a factor of 1/2 is below 1/1000
        (3, "ceil(3)"),
        (-1, "ceil(-3/2)"),
        (3, "ceil(log(1/8) / log(1/2))"),  # 3 but for a float's noise
        (9, "floor(log(1/1000) / log(1/2))"),
        (3, "floor(log(1/8) / log(1/2))"),
        (-2, "floor(-3/2)"),
    ],
)
def test_whole_numbers_above_and_below(expected, text):
    cell = parse_cell(f"x: scalar\ny = {text} + 0*x\n")
    assert expected == float(bind(cell, {"x": 1.0}).solve()["y"])
