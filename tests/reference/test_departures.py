"""What packages do otherwise than a cell's paper: the cell with that one change has their numbers, measured too."""

from __future__ import annotations

import numpy as np
import pytest
from measured import COUPLED, LSTM, MEASURED, PAIRS, SRU, H, X

from reference import bind, cell, omit, parse_cell, ranges
from reference.cells.catalogue import TEXTS

ROWS = [[0.50, -0.80], [0.20, 0.40]]
MIN = {"W_f": -0.50, "W_i": 0.70, "W_h": 0.90, "x": X}
FAST = {"W": 0.60, "U": 0.40, "b_z": 0.10, "b_h": 0.15, "zeta": 1, "nu": -4, "x": X}
GRIFFIN = {"W_i": 0.60, "b_i": 0.10, "W_a": -0.50, "b_a": 0.20, "lam": -2, "x": X}
TINY = {"g": [[1e-6]], "w0": [0], "lr": 0.1, "beta1": 0.9, "beta2": 0.999}

DEPARTURES = [
    # cell, what stands there, what the package has, given, measured, who
    ("sru", "(1 - r) * x[t]", "(1 - r) * x[t] * sqrt(3)", SRU | {"x": ROWS},
     {"h": [[0.594289, -0.862938], [0.236397, 0.310604]]}, "sru, unless rescale=False"),
    ("minlstm-log", "", "", MIN | {"h0": 0}, {"h": [0.543991, 0.462157]}, "minGRU-pytorch from 0"),
    ("minlstm-log", "", "", MIN | {"h0": 0.30 + 0.5}, {"h": [0.885893, 0.674883]},
     "minGRU-pytorch, a sequence at once: it starts from g of 0.30"),
    ("fastgrnn", "z = sigmoid(a + b_z)", "z = tanh(a + b_z)", FAST | H,
     {"h": [0.349360, -0.255571]}, "torchrecurrent, unless nonlinearity='sigmoid'"),
    ("rg-lru", "a * h[t-1] + sqrt(1 - a**2) * (i * x[t])",
     "where(t < 2, i * x[t], a * h[t-1] + sqrt(1 - a**2) * (i * x[t]))", GRIFFIN | H,
     {"h": [0.299344, -0.122297]}, "transformers at position 0"),
    ("lstm-cifg", "(1 - i) * c[t-1] + i * g", "i * c[t-1] + (1 - i) * g", COUPLED | H | {"W_i": -0.50, "U_i": 0.70, "b_i": 0.20, "x": X},
     {"h": [0.134860, 0.012591]}, "1 - f for i in place of 1 - i for f"),
    ("lstm", "", "", {n.replace("_g", "_c"): v for n, v in LSTM.items()} | H | {"x": X},
     {"h": [0.164547, 0.013555]}, "onnx's reference evaluator where input_forget=1 asks for coupling"),
    ("mlstm", "max(abs(n @ q[t]), exp(-m))", "(max(abs(n @ q[t]), exp(-m)) + 0.000001)",
     PAIRS | {"ip": [0.40, -0.60], "fp": [1, 0.50]},
     {"h": [[0.499999, -0.399999], [-0.178730, -0.087063]]}, "xlstm adds 1e-6 below"),
    ("adam", "", "", TINY | {"eps": 1e-7}, {"w": [[-0.1 / 1.1]]}, "eps beside the corrected root"),
    ("adam", "", "", TINY | {"eps": 1e-8}, {"w": [[-0.099010]]}, "torch"),
    ("adam", "mhat / (sqrt(vhat) + eps)", "sqrt(1 - beta2**t) / (1 - beta1**t) * m / (sqrt(v) + eps)",
     TINY | {"eps": 1e-7}, {"w": [[-0.024025]]}, "keras: eps beside the root before it is corrected"),
    ("clipping", "limit / norm(g)", "limit / (norm(g) + 0.000001)", {"g": [3, -4], "limit": 1},
     {"clipped": [[0.59999988, -0.79999984]]}, "torch"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "ours", "theirs", "given", "expected", "who"), DEPARTURES)
def test_a_cell_changed_in_one_place_is_what_a_package_computes(
    name, ours, theirs, given, expected, who
):
    text = TEXTS[name]
    assert ours in text
    made = parse_cell(text.replace(ours, theirs, 1) if ours else text, name=name)
    steps = max(map(len, expected.values())) if made.recurrent else 1
    found = bind(omit(made, made.optional - set(given)), given, steps=steps).solve()
    for quantity, values in expected.items():
        for step, value in enumerate(values, 1):
            key = f"{quantity}[{step}]" if made.recurrent else quantity
            accuracy = 1e-6 if name != "clipping" else 1e-8
            assert np.asarray(value) == pytest.approx(found[key], abs=accuracy), who


def test_a_norm_over_all_tensors_clips_less_where_one_is_small():
    """keras clipnorm is a tensor's own, global_clipnorm and torch take all: (3, -4) and (0, 2)."""
    written = cell("clipping")
    alone = [bind(written, {"g": g, "limit": 1}).solve()["clipped"] for g in ([3, -4], [0, 2])]
    together = bind(written, {"g": [3, -4, 0, 2], "limit": 1}).solve()["clipped"]
    assert ([0.6, -0.8], [0, 1]) == (pytest.approx(alone[0]), pytest.approx(alone[1]))
    assert [0.557086, -0.742781, 0, 0.371391] == pytest.approx(together, abs=1e-6)


def test_the_best_of_two_paths_beats_the_greedy_one():
    """First (.50, .40, .10), after 1 (.35, .35, .30), after 2 (.90, .05, .05)."""
    text = """
    p: 3
    after1, after2: 3 given
    y = concat(log(entry(p, 1)) + log(after1), log(entry(p, 2)) + log(after2))
    best = max(y)
    at = argmax(y)
    greedy = log(max(p)) + log(max(after1))
    """
    given = {"p": [0.5, 0.4, 0.1], "after1": [0.35, 0.35, 0.3], "after2": [0.9, 0.05, 0.05]}
    found = bind(parse_cell(text), given).solve()
    assert (-1.021651, 4) == (pytest.approx(float(found["best"]), abs=1e-6), found["at"])
    assert -1.742969 == pytest.approx(float(found["greedy"]), abs=1e-6)


def test_decays_of_heads_lie_evenly_in_the_logarithm():
    """yet-another-retnet, four heads, between 1/32 and 1/512; fla has 1 - 2^(-5 - head)."""
    text = "k: 4 given\ny = 1 - exp(log(1 / 32) + k / 3 * (log(1 / 512) - log(1 / 32)))"
    found = bind(parse_cell(text), {"k": [0, 1, 2, 3]}).solve()["y"]
    assert [0.968750, 0.987598, 0.995078, 0.998047] == pytest.approx(found, abs=1e-6)
    powers = bind(parse_cell("k: 4 given\ny = 1 - 2 ** (-5 - k)"), {"k": [0, 1, 2, 3]}).solve()
    assert [31 / 32, 63 / 64, 127 / 128, 255 / 256] == pytest.approx(powers["y"])


def test_a_reservoir_that_is_given_is_scaled_by_whoever_gives_it():
    """reservoirpy leaves a given W alone, whatever `sr` says; here the radius is a number to divide by."""
    text = "W: 2, 2 given\nfound = spectral_radius(W)\nscaled = 0.9 * W / found\nr = spectral_radius(scaled)"
    found = bind(parse_cell(text), {"W": [[0.4, -0.2], [0.1, 0.3]]}).solve()
    assert (0.374166, 0.9) == pytest.approx((float(found["found"]), float(found["r"])), abs=1e-6)


def test_an_output_gate_over_a_coupled_cell_stays_below_tanh_1():
    assert 0.761594 == pytest.approx(ranges(cell("lstm-cifg"))["h"].high, abs=1e-6)


NUMBERED = {name for name, *_ in MEASURED}
LOOPS = {
    "elman", "jordan", "linear-rnn", "sigmoid-rnn", "tanh-rnn", "relu-rnn", "bidirectional", "stacked",
    "lstm", "lstm-concat", "lstm-stacked", "lstm-exam", "lstm-scalar", "mut1", "mut2", "mut3", "ssm",
    "ssm-varying",
}  # fmt: skip


def test_every_cell_has_measured_numbers_or_a_loop_by_hand():
    assert set(TEXTS) == NUMBERED | LOOPS
