"""Values against second truths: the documents, PyTorch, and short code written by hand."""

from __future__ import annotations

import drawn
import numpy as np
import pytest
from measured import MEASURED

from reference import (
    CATALOGUE,
    Symbol,
    bind,
    cell,
    differentiate,
    evaluate_expression,
    parse_cell,
    parse_expression,
)

# -- the numbers of the documents -----------------------------------------------------------

ELMAN = {
    "W_i": [[1, -1, 0], [-1, 0, 0.5]],
    "W_h": [[0, 1], [1, 0]],
    "W_out": [[-1, 1], [0, -1], [1, 0]],
    "x": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
}
TAGGING_LSTM = {
    "W_f": [[-1, 0, 1, 0, 0], [0, 0, 0, 1, -1]],
    "W_i": [[1, -1, 0, -1, -1], [1, 0, 1, 1, 1]],
    "W_C": [[-1, 0, -1, 1, -1], [1, 0, 0, 1, -1]],
    "W_o": [[0, 0, 0, 1, 1], [-1, 1, 0, 0, 1]],
}
SCALAR_SIGMOID = {"W_x": -0.1, "W_h": 0.5, "b_h": 0.4, "W_y": 0.25, "b_y": 0, "x": [18, 9, -8]}
LSTM_STEP = {
    "x": [1],
    "h0": [0.1, 0.2],
    "c0": [0.05, 0.1],
    "W_f": [0.4, -0.2],
    "U_f": [[0.1, 0.3], [0.2, 0.5]],
    "b_f": [0.1, -0.1],
    "W_i": [0.2, -0.3],
    "U_i": [[0.4, 0.2], [-0.1, 0.3]],
    "b_i": [0.05, -0.05],
    "W_o": [-0.3, 0.5],
    "U_o": [[0.2, -0.2], [0.1, 0.4]],
    "b_o": [0.02, 0.01],
    "W_c": [0.3, 0.1],
    "U_c": [[-0.2, 0.3], [0.4, -0.1]],
    "b_c": [0, 0.1],
}
RELU_9C = {"V": -3, "W": 3, "h0": 0, "x": [2, 3, 1]}
RELU_9D = {"V": -2, "W": 1, "h0": 2, "x": [2, "3/2", 4]}
RELU_12 = {"V": 1, "W": 2, "h0": -3, "x": [1, 2, 0]}

DOCUMENTS = [
    # sheet-pos-tagging
    ("elman", ELMAN, 3, "a[1]", [0.7311, 0.2689], "e2_a1"),
    ("elman", ELMAN, 3, "a[2]", [0.3250, 0.6750], "e2_a2"),
    ("elman", ELMAN, 3, "a[3]", [0.6626, 0.6953], "e2_a3"),
    ("elman", ELMAN, 3, "y[1]", [-0.4621, -0.2689, 0.7311], "e2_y1"),
    ("elman", ELMAN, 3, "y[2]", [0.3501, -0.6750, 0.3250], "e2_y2: VBZ by a narrow margin"),
    ("elman", ELMAN, 3, "y[3]", [0.0327, -0.6953, 0.6626], "e2_y3: bananas is a NNP"),
    # rnn-exercises
    ("linear-rnn", {"W_x": 1, "W_h": 1, "W_y": 1, "x": [2, -0.5, 1]}, 3, "h[1]", 2, "e2_h1"),
    ("linear-rnn", {"W_x": 1, "W_h": 1, "W_y": 1, "x": [2, -0.5, 1]}, 3, "h[2]", 1.5, "e2_h2"),
    ("linear-rnn", {"W_x": 1, "W_h": 1, "W_y": 1, "x": [2, -0.5, 1]}, 3, "y[3]", 2.5, "e2_y3"),
    ("linear-rnn", {"W_x": [1, -1], "W_h": 1, "x": [[2, -2], [0, 3.5], [1, 2.2]]}, 3, "h[1]", 4, "e3"),
    ("linear-rnn", {"W_x": [1, -1], "W_h": 1, "x": [[2, -2], [0, 3.5], [1, 2.2]]}, 3, "h[2]", 0.5, ""),
    ("linear-rnn", {"W_x": [1, -1], "W_h": 1, "x": [[2, -2], [0, 3.5], [1, 2.2]]}, 3, "h[3]", -0.7, ""),
    ("sigmoid-rnn", SCALAR_SIGMOID, 3, "h[1]", 0.1978, "e4_h1"),
    ("sigmoid-rnn", SCALAR_SIGMOID, 3, "h[2]", 0.4011, "e4_h2"),
    ("sigmoid-rnn", SCALAR_SIGMOID, 3, "h[3]", 0.8023, "e4_h3"),
    ("sigmoid-rnn", SCALAR_SIGMOID, 3, "y[1]", 0.0495, "e4_y1"),
    ("sigmoid-rnn", SCALAR_SIGMOID, 3, "y[2]", 0.1003, "e4_y2"),
    ("sigmoid-rnn", SCALAR_SIGMOID, 3, "y[3]", 0.2006, "e4_y3"),
    ("tanh-rnn", {"W_x": [0.6, 0.1], "W_h": [[0.5, 0.2], [0.3, 0.7]], "x": [1, 2]}, 2, "h[1]",
     [0.5370, 0.0997], "e5_h1: a column of weights, a scalar input"),
    ("tanh-rnn", {"W_x": [0.6, 0.1], "W_h": [[0.5, 0.2], [0.3, 0.7]], "x": [1, 2]}, 2, "h[2]",
     [0.9030, 0.4061], "e5_h2: the printed .9032 .4063 is a slip"),
    ("lstm", LSTM_STEP, 1, "f[1]", [0.6388, 0.4551], "e6_f"),
    ("lstm", LSTM_STEP, 1, "i[1]", [0.5818, 0.4256], "e6_i"),
    ("lstm", LSTM_STEP, 1, "o[1]", [0.4256, 0.6457], "e6_o"),
    ("lstm", LSTM_STEP, 1, "g[1]", [0.3275, 0.2165], "e6_candidate"),
    ("lstm", LSTM_STEP, 1, "c[1]", [0.2225, 0.1377], "e6_c"),
    ("lstm", LSTM_STEP, 1, "h[1]", [0.0931, 0.0883], "e6_h: the printed key has .089"),
    ("lstm-scalar", {"f": [0.9, 0.1, 0.7, 0.8], "c0": 1}, 4, "c[1]", 0.9, "e7_c1"),
    ("lstm-scalar", {"f": [0.9, 0.1, 0.7, 0.8], "c0": 1}, 4, "c[2]", 0.09, "e7_c2"),
    ("lstm-scalar", {"f": [0.9, 0.1, 0.7, 0.8], "c0": 1}, 4, "c[3]", 0.063, "e7_c3"),
    ("lstm-scalar", {"f": [0.9, 0.1, 0.7, 0.8], "c0": 1}, 4, "c[4]", 0.0504, "e7_c4"),
    ("lstm-scalar", {"f": 0.1, "i": 0.9, "g": 0.8, "c0": 0.9}, 1, "c[1]", 0.81, "e7_c2_new"),
    ("lstm-scalar", {"c": 2, "o": 0.6}, 1, "h[1]", 0.5784, "e7_h4: the cell state is given"),
    # exams
    ("relu-rnn", RELU_9C, 3, "h[2]", 0, "exam-relu-9 c_h2"),
    ("relu-rnn", RELU_9C, 3, "h[3]", 3, "exam-relu-9 c_h3"),
    ("relu-rnn", RELU_12, 3, "h[1]", 0, "exam-relu-12 c_h1"),
    ("relu-rnn", RELU_12, 3, "h[2]", 4, "exam-relu-12 c_h2"),
    ("relu-rnn", RELU_12, 3, "h[3]", 4, "exam-relu-12 c_h3"),
    ("relu-rnn", {"V": 2, "W": 3, "W_y": -1, "h0": 3, "x": [1, 2]}, 2, "h[2]", 24, "exam-bptt-8 by the figure"),
    ("relu-rnn", {"V": 2, "W": 3, "W_y": -1, "h0": 3, "x": [1, 2]}, 2, "y[2]", -24, "b_y2"),
    ("relu-rnn", {"V": 3, "W": 2, "W_y": -1, "h0": 3, "x": [1, 2]}, 2, "h[2]", 37, "by the formula"),
    ("relu-rnn", {"V": 3, "W": 2, "W_y": -1, "h0": 3, "x": [1, 2]}, 2, "y[2]", -37, "b_y2"),
    # the slides
    ("perplexity", {"loss": 4.582}, 1, "perplexity", 97.71, "4.582 -> 97.7"),
    ("perplexity", {"loss": 4.380}, 1, "perplexity", 79.84, "4.380 -> 79.83, truncated"),
    ("perplexity", {"loss": 4.606}, 1, "perplexity", 100.08, "the printed 100.8 is a slip"),
    ("clipping", {"g": [3, 4], "limit": 1}, 1, "clipped", [0.6, 0.8], "too long"),
    ("clipping", {"g": [3, 4], "limit": 10}, 1, "clipped", [3, 4], "short enough"),
    ("clipping", {"g": [0, 0], "limit": 1}, 1, "clipped", [0, 0], "no direction, no NaN"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "steps", "answer", "expected", "why"), DOCUMENTS)
def test_the_numbers_of_the_documents_come_out(name, given, steps, answer, expected, why):
    found = bind(cell(name), given, steps=steps).solve()[answer]
    assert np.shape(expected) == found.shape
    places = 0.00005 if np.max(np.abs(expected)) < 50 else 0.005
    np.testing.assert_allclose(found, expected, rtol=0, atol=places + 1e-12)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("f", [0.5449, 0.7311]),
        ("i", [0.2351, 0.6942]),
        ("candidate", [0.8275, 0.6751]),
        ("o", [0.7311, 0.5449]),
        ("C", [-0.0126, 0.4687]),
        ("h", [-0.0092, 0.2382]),
    ],
)
def test_the_second_word_of_the_tagging_sheet_starts_from_the_rounded_first(state, expected):
    given = {**TAGGING_LSTM, "h0": [-0.18, 0], "C0": [-0.38, 0], "x": [[0, 1, 0]]}
    found = bind(cell("lstm-concat"), given).solve()
    np.testing.assert_allclose(found[f"{state}[1]"], expected, rtol=0, atol=0.00005)


def test_the_given_state_of_the_tagging_sheet_is_its_own_first_step():
    found = bind(cell("lstm-concat"), {**TAGGING_LSTM, "x": [[1, 0, 0]]}).solve()
    np.testing.assert_allclose(found["h[1]"], [-0.1817, 0], atol=0.00005)
    np.testing.assert_allclose(found["C[1]"], [-0.3808, 0], atol=0.00005)


GRADIENTS = [
    (
        "relu-rnn",
        RELU_9D,
        3,
        "h[3]",
        0,
        {"V": 1.5, "W": 1, "x[1]": 0},
        "exam-relu-9: 2/3 is a slip",
    ),
    ("relu-rnn", RELU_12, 3, "h[3]", 1, {"V": 4, "W": 2, "x[1]": 0}, "exam-relu-12"),
    (
        "relu-rnn",
        {"V": 2, "W": 3, "W_y": -1, "h0": 3, "x": [1, 2]},
        2,
        "y[2]",
        0,
        {"W": -4},
        "by the figure",
    ),
    (
        "relu-rnn",
        {"V": 3, "W": 2, "W_y": -1, "h0": 3, "x": [1, 2]},
        2,
        "y[2]",
        0,
        {"V": -20},
        "the formula",
    ),
]


@pytest.mark.parametrize(("name", "given", "steps", "of", "slope", "expected", "why"), GRADIENTS)
def test_the_gradients_of_the_exams_come_out(name, given, steps, of, slope, expected, why):
    system = bind(cell(name), given, steps=steps)
    by = [parse_expression(symbol) for symbol in expected]
    backward = differentiate(system.cell, parse_expression(of), by, slope_at_zero=slope)
    values = system.rewritten(backward).solve()
    assert expected == {symbol: values[f"d{symbol}"] for symbol in expected}


# -- every cell by hand ---------------------------------------------------------------------


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


def elman(p):
    a, found = p["a0"], {}
    for t, x in enumerate(p["x"], 1):
        found[f"a[{t}]"] = a = sigmoid(p["W_i"] @ x + p["W_h"] @ a + p["b"])
        found[f"y[{t}]"] = p["W_out"] @ a + p["b_out"]
    return found


def jordan(p):
    y, found = p["y0"], {}
    for t, x in enumerate(p["x"], 1):
        found[f"a[{t}]"] = a = sigmoid(p["W_i"] @ x + p["W_h"] @ y + p["b"])
        found[f"y[{t}]"] = y = p["W_out"] @ a + p["b_out"]
    return found


def simple(squash):
    def run(p):
        h, found = p["h0"], {}
        for t, x in enumerate(p["x"], 1):
            found[f"h[{t}]"] = h = squash(p["W_x"] @ x + p["W_h"] @ h + p["b_h"])
            found[f"y[{t}]"] = p["W_y"] @ h + p["b_y"]
        return found

    return run


def relu_rnn(p):
    h, found = p["h0"], {}
    for t, x in enumerate(p["x"], 1):
        found[f"z[{t}]"] = z = p["V"] @ h + p["W"] @ x + p["b"]
        found[f"h[{t}]"] = h = z * (z > 0)
        found[f"y[{t}]"] = p["W_y"] @ h + p["b_y"]
    return found


def lstm_step(i, f, o, g, c):
    c = f * c + i * g
    return o * np.tanh(c), c


def lstm(p):
    h, c, found = p["h0"], p["c0"], {}
    for t, x in enumerate(p["x"], 1):
        z = {k: p[f"W_{k}"] @ x + p[f"U_{k}"] @ h + p[f"b_{k}"] for k in "ifoc"}
        i, f, o = (sigmoid(z[k]) for k in "ifo")
        h, c = lstm_step(i, f, o, np.tanh(z["c"]), c)
        found |= {f"h[{t}]": h, f"c[{t}]": c, f"i[{t}]": i, f"f[{t}]": f, f"o[{t}]": o}
    return found


def lstm_concat(p):
    h, c, found = p["h0"], p["C0"], {}
    for t, x in enumerate(p["x"], 1):
        z = {k: p[f"W_{k}"] @ np.r_[h, x] + p[f"b_{k}"] for k in "ifoC"}
        h, c = lstm_step(*(sigmoid(z[k]) for k in "ifo"), np.tanh(z["C"]), c)
        found |= {f"h[{t}]": h, f"C[{t}]": c, f"candidate[{t}]": np.tanh(z["C"])}
    return found


def lstm_stacked(p):
    h, c, found = p["h0"], p["c0"], {}
    for t, x in enumerate(p["x"], 1):
        i, f, o, g = np.split(p["W"] @ np.r_[h, x] + p["b"], 4)
        h, c = lstm_step(sigmoid(i), sigmoid(f), sigmoid(o), np.tanh(g), c)
        found |= {f"h[{t}]": h, f"c[{t}]": c, f"g[{t}]": np.tanh(g)}
    return found


def lstm_exam(p):
    h, c, found = p["h0"], p["c0"], {}
    for t, x in enumerate(p["x"], 1):
        g1, g2, g3 = (sigmoid(p[f"W_{k}"] @ x + p[f"U_{k}"] @ h) for k in "123")
        c = g2 * c + g3 * np.tanh(p["W_c"] @ x + p["U_c"] @ h)
        h = g1 * c
        found |= {f"h[{t}]": h, f"c[{t}]": c, f"g1[{t}]": g1}
    return found


def lstm_scalar(p):
    c, found = p["c0"], {}
    for t, (f, i, g, o) in enumerate(zip(p["f"], p["i"], p["g"], p["o"], strict=True), 1):
        found[f"c[{t}]"] = c = f * c + i * g
        found[f"h[{t}]"] = o * np.tanh(c)
    return found


def gru(p):
    h, found = p["h0"], {}
    for t, x in enumerate(p["x"], 1):
        r = sigmoid(p["W_r"] @ x + p["U_r"] @ h + p["b_r"])
        z = sigmoid(p["W_z"] @ x + p["U_z"] @ h + p["b_z"])
        n = np.tanh(p["W_h"] @ x + p["U_h"] @ (r * h) + p["b_h"])
        h = h + z * (n - h)
        found |= {f"h[{t}]": h, f"r[{t}]": r, f"z[{t}]": z, f"candidate[{t}]": n}
    return found


def gru_torch(p):
    h, found = p["h0"], {}
    for t, x in enumerate(p["x"], 1):
        r = sigmoid(p["W_r"] @ x + p["b_r"] + p["U_r"] @ h + p["c_r"])
        z = sigmoid(p["W_z"] @ x + p["b_z"] + p["U_z"] @ h + p["c_z"])
        n = np.tanh(p["W_n"] @ x + p["b_n"] + r * (p["U_n"] @ h + p["c_n"]))
        found[f"h[{t}]"] = h = n + z * (h - n)
    return found


def mut(number):
    def run(p):
        h, found = p["h0"], {}
        for t, x in enumerate(p["x"], 1):
            state = {1: 0 * h, 2: h, 3: np.tanh(h)}[number]
            z = sigmoid(p["W_xz"] @ x + (p["W_hz"] @ state if number > 1 else 0) + p["b_z"])
            r = sigmoid((x if number == 2 else p["W_xr"] @ x) + p["W_hr"] @ h + p["b_r"])
            seen = np.tanh(x) if number == 1 else p["W_xh"] @ x
            n = np.tanh(p["W_hh"] @ (r * h) + seen + p["b_h"])
            h = n * z + h * (1 - z)
            found |= {f"h[{t}]": h, f"z[{t}]": z, f"r[{t}]": r}
        return found

    return run


def bidirectional(p):
    f, b, found = p["hf0"], p["hb0"], {}
    last = len(p["x"])
    for t, x in enumerate(p["x"], 1):
        found[f"hf[{t}]"] = f = np.tanh(p["W_f"] @ x + p["U_f"] @ f + p["b_f"])
    for t, x in zip(range(last, 0, -1), p["x"][::-1], strict=True):
        found[f"hb[{t}]"] = b = np.tanh(p["W_b"] @ x + p["U_b"] @ b + p["b_b"])
    return found | {
        f"h[{t}]": np.r_[found[f"hf[{t}]"], found[f"hb[{t}]"]] for t in range(1, last + 1)
    }


def stacked(p):
    h1, h2, found = p["h10"], p["h20"], {}
    for t, x in enumerate(p["x"], 1):
        found[f"h1[{t}]"] = h1 = np.tanh(p["W_1"] @ x + p["U_1"] @ h1 + p["b_1"])
        found[f"h2[{t}]"] = h2 = np.tanh(p["W_2"] @ h1 + p["U_2"] @ h2 + p["b_2"])
    return found


def ssm(p):
    h, found = p["h0"], {}
    for t, x in enumerate(p["x"], 1):
        A, B, C = (p[k] if p["A"].ndim == 2 else p[k][t - 1] for k in "ABC")
        found[f"h[{t}]"] = h = A @ h + B * x
        found[f"y[{t}]"] = C @ h
    return found


BY_HAND = {
    "elman": elman,
    "jordan": jordan,
    "linear-rnn": simple(lambda z: z),
    "sigmoid-rnn": simple(sigmoid),
    "tanh-rnn": simple(np.tanh),
    "relu-rnn": relu_rnn,
    "lstm": lstm,
    "lstm-concat": lstm_concat,
    "lstm-stacked": lstm_stacked,
    "lstm-exam": lstm_exam,
    "lstm-scalar": lstm_scalar,
    "gru": gru,
    "gru-torch": gru_torch,
    "mut1": mut(1),
    "mut2": mut(2),
    "mut3": mut(3),
    "bidirectional": bidirectional,
    "stacked": stacked,
    "ssm": ssm,
    "ssm-varying": ssm,
    "perplexity": lambda p: {"perplexity": np.exp(p["loss"])},
    "clipping": lambda p: {"clipped": p["g"] * min(1, p["limit"] / np.sqrt((p["g"] ** 2).sum()))},
}


def test_every_cell_of_the_catalogue_has_a_second_truth():
    assert set(CATALOGUE) == set(BY_HAND) | {name for name, *_ in MEASURED}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", BY_HAND)
def test_every_cell_agrees_with_code_written_by_hand(name, seed):
    numbers = drawn.numbers(cell(name), seed=seed)
    found = bind(cell(name), numbers, steps=drawn.STEPS).solve()
    for symbol, expected in BY_HAND[name](numbers).items():
        assert np.shape(expected) == found[symbol].shape
        np.testing.assert_allclose(found[symbol], expected, rtol=1e-12, atol=1e-14)


# -- PyTorch --------------------------------------------------------------------------------

GATES = {"lstm": "ifco", "gru-torch": "rzn"}


def module_of(torch, name, numbers):
    """PyTorch's own cell with these numbers, and the tensors that hold them."""
    n, d = (numbers[f"W_{GATES[name][0]}"] if name in GATES else numbers["W_x"]).shape
    gates = GATES.get(name)
    kind = {"tanh-rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru-torch": torch.nn.GRU}[name]
    module = kind(d, n).double()
    if gates:
        first = np.concatenate([numbers[f"W_{k}"] for k in gates])
        second = np.concatenate([numbers[f"U_{k}"] for k in gates])
        bias = np.concatenate([numbers[f"b_{k}"] for k in gates])
        other = np.concatenate([numbers.get(f"c_{k}", np.zeros(n)) for k in gates])
    else:
        first, second, bias = numbers["W_x"], numbers["W_h"], numbers["b_h"]
        other = np.zeros(n)
    with torch.no_grad():
        for name_, value in zip(
            ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"),
            (first, second, bias, other),
            strict=True,
        ):
            getattr(module, name_).copy_(torch.tensor(value))
    return module


@pytest.mark.parametrize("name", ["tanh-rnn", "lstm", "gru-torch"])
def test_forward_and_backward_agree_with_pytorch(name):
    torch = pytest.importorskip("torch")
    T = 5
    written = cell(name)
    numbers = drawn.numbers(written, steps=T, seed=4)
    numbers = {k: v for k, v in numbers.items() if k not in ("W_y", "b_y")}
    system = bind(written, numbers, steps=T)
    n = system.sizes["n"]
    upstream = np.random.default_rng(5).normal(size=(T, n))

    module = module_of(torch, name, numbers)
    x = torch.tensor(numbers["x"], requires_grad=True)
    start = torch.tensor(numbers["h0"][None], requires_grad=True)
    memory = torch.tensor(numbers["c0"][None], requires_grad=True) if name == "lstm" else None
    output, _ = module(x, (start, memory) if name == "lstm" else start)
    (output * torch.tensor(upstream)).sum().backward()

    targets = [Symbol("h", t) for t in range(1, T + 1)]
    backward = differentiate(system.cell, targets, system.cell.free)
    arriving = {f"up_h[{t}]": upstream[t - 1] for t in range(1, T + 1)}
    values = system.solve() | system.rewritten(backward).program({**system.inputs, **arriving})

    def agree(expected, *found):
        found = np.concatenate([values[key] for key in found])
        np.testing.assert_allclose(found, expected.detach().numpy(), rtol=1e-10, atol=1e-12)

    for t in range(1, T + 1):
        agree(output[t - 1], f"h[{t}]")
        agree(x.grad[t - 1], f"dx[{t}]")
    agree(start.grad[0], "dh[0]")
    if memory is not None:
        agree(memory.grad[0], "dc[0]")
    if name in GATES:
        gates = GATES[name]
        agree(module.weight_ih_l0.grad, *(f"dW_{k}" for k in gates))
        agree(module.weight_hh_l0.grad, *(f"dU_{k}" for k in gates))
        agree(module.bias_ih_l0.grad, *(f"db_{k}" for k in gates))
        if name == "gru-torch":
            agree(module.bias_hh_l0.grad, *(f"dc_{k}" for k in gates))
    else:
        agree(module.weight_ih_l0.grad, "dW_x")
        agree(module.weight_hh_l0.grad, "dW_h")
        agree(module.bias_ih_l0.grad, "db_h")


# -- functions ------------------------------------------------------------------------------

u, v = np.array([0.5, -2.0, 3.0]), np.array([1.0, 4.0, -0.5])
M, P = np.arange(6.0).reshape(3, 2), np.arange(9.0).reshape(3, 3) - 4
KNOWN = {"u": u, "v": v, "w": np.array([2.0, -1.0]), "M": M, "N": M.T, "P": P,
         "s": np.array(0.25), "r": np.array(-3.0)}  # fmt: skip
FUNCTIONS = [
    ("sigmoid(u)", sigmoid(u), ""),
    ("sigmoid(1000 * u)", [1, 0, 1], "no overflow"),
    ("softplus(1000 * u)", [500, 0, 3000], "no overflow either"),
    ("softmax(u)", softmax(u), ""),
    ("softmax(1000 * u)", [0, 0, 1], "nor here"),
    ("softmax(s)", 1, "one number has it all"),
    ("argmax(u)", 3, "counted from 1"),
    ("argmax(0 * u)", 1, "the first of equals"),
    ("relu(u)", [0.5, 0, 3], ""),
    ("min(u, v)", [0.5, -2, -0.5], ""),
    ("max(u, s)", [0.5, 0.25, 3], "a scalar against every entry"),
    ("abs(r)", 3, ""),
    ("sign(u)", [1, -1, 1], ""),
    ("step(u, 0.5)", [1, 0, 1], ""),
    ("step(0 * u, s)", [0.25] * 3, "at 0, as agreed"),
    ("norm(u)", np.sqrt(13.25), ""),
    ("norm(M)", np.sqrt(55), "of all entries"),
    ("sum(u)", 1.5, ""),
    ("sum(M)", 15, "over rows and columns"),
    ("mean(M)", 2.5, ""),
    ("sum(s)", 0.25, "of one number"),
    ("concat(u, s, v)", [0.5, -2, 3, 0.25, 1, 4, -0.5], "numbers between vectors"),
    ("part(concat(u, v), 2, 2)", v, ""),
    ("part(concat(u, v), 2, 3)", [3, 1], "cut across"),
    ("entry(u, 2)", -2, "counted from 1"),
    ("entry(M, 3, 1)", 4, "row, column"),
    ("transpose(M)", M.T, ""),
    ("transpose(u)", u, "a vector has no other side"),
    ("outer(u, v)", np.outer(u, v), ""),
    ("outer(s, v)", 0.25 * v, "a number has no axis"),
    ("u @ v", -9, "two vectors"),
    ("P @ u", P @ u, "matrix, vector"),
    ("u @ M", u @ M, "vector, matrix"),
    ("M @ N", M @ M.T, "two matrices"),
    ("s @ u", 0.25 * u, "with a number it is an ordinary product"),
    ("M * s - 1", M / 4 - 1, "numbers meet every entry"),
    ("u / v", u / v, ""),
    ("2 ** u", 2**u, ""),
    ("u ** 2", u**2, ""),
    ("-u ** 2", -(u**2), "the power first"),
    ("log(exp(u)) + sqrt(v ** 2)", u + abs(v), ""),
    ("tanh(identity(u))", np.tanh(u), ""),
    ("place(w, 2, 2)", [0, 0, 2, -1], "the other way of part"),
    ("unit(u, 2)", [0, 1, 0], ""),
    ("one_hot(2, u)", [0, 1, 0], "as long as the vector"),
    ("one_hot(1 + 2, M) @ M", [4, 5], "picks a row"),
    ("one_hot(7, u)", [0, 0, 0], "there is no seventh"),
    ("1 / (s - s)", np.inf, "said by the value, not by a warning"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), FUNCTIONS)
def test_functions_and_operators_have_their_usual_values(text, expected, why):
    expression = parse_expression(text)
    found = evaluate_expression(expression, drawn.expression_cell(text), KNOWN)
    assert np.shape(expected) == np.shape(found)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-300)


def test_what_grows_over_all_bounds_stands_in_the_values_without_a_warning():
    grown = parse_cell("h: scalar\nh = exp(h[t-1])")
    assert np.isinf(bind(grown, {"h0": 5}, steps=4).solve()["h[4]"])
