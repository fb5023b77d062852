"""Mistakes that a diagnosis knows besides the usual ones, each by its arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from reference import bind, cell, misconceptions, parse_cell, parse_expression, resolve, unroll
from reference.rewrites.misconceptions.kinds import KINDS, RARER
from reference.rewrites.notes import MISTAKES
from reference.rewrites.notes import RARER as RARER_NOTES


def sigma(z):
    return 1 / (1 + np.exp(-z))


LSTM = {
    "W_f": 0.6, "U_f": 0.4, "b_f": 0.1, "W_i": -0.5, "U_i": 0.7, "b_i": 0.2, "W_o": 0.3, "U_o": -0.6,
    "b_o": -0.25, "W_c": 0.9, "U_c": -0.3, "b_c": 0.15, "h0": 0.3, "c0": 0.2, "x": [0.5],
}  # fmt: skip
GRU = {
    "W_r": [[0.6, 0.1], [0.2, -0.3]], "U_r": [[0.4, -0.2], [0.3, 0.5]], "b_r": [0.1, 0.2],
    "W_z": [[-0.5, 0.4], [0.1, 0.6]], "U_z": [[0.7, 0.2], [-0.1, 0.3]], "b_z": [0.2, -0.1],
    "W_h": [[0.9, -0.4], [0.3, 0.2]], "U_h": [[-0.3, 0.8], [0.5, 0.6]], "b_h": [0.15, 0.05],
    "h0": [0.3, -0.6], "x": [[0.5, -0.8]],
}  # fmt: skip
X, H, C = 0.5, 0.3, 0.2


def gate(name, x=X, h=H):
    return LSTM[f"W_{name}"] * x + LSTM[f"U_{name}"] * h + LSTM[f"b_{name}"]


KEEP, TAKE, OUT, NEW = sigma(gate("f")), sigma(gate("i")), sigma(gate("o")), np.tanh(gate("c"))

# (note, part of the sentence, the quantity, what it comes to by hand)
ROWS = [
    ("gate-forgotten", "f left out of c₁", "c[1]", C + TAKE * NEW),
    ("gate-forgotten", "i left out of c₁", "c[1]", KEEP * C + NEW),
    ("gate-forgotten", "o left out of h₁", "h[1]", np.tanh(KEEP * C + TAKE * NEW)),
    ("gate-weights-exchanged", "the weights of f and i", "f[1]", TAKE),
    ("weights-exchanged", "W_f and U_f in", "f[1]", sigma(0.4 * X + 0.6 * H + 0.1)),
    ("state-confused", "c₀ in place of h₀ in f₁", "f[1]", sigma(gate("f", h=C))),
    ("state-confused", "h₀ in place of c₀ in c₁", "c[1]", KEEP * H + TAKE * NEW),
    ("argument-negated", "the exponential of f₁", "f[1]", 1 - KEEP),
    ("gates-coupled", "1 - i in place of f", "f[1]", 1 - TAKE),
    ("gates-coupled", "1 - i in place of f", "c[1]", (1 - TAKE) * C + TAKE * NEW),
    ("gate-inside", "o₁ multiplied in before", "h[1]", np.tanh(OUT * (KEEP * C + TAKE * NEW))),
    ("forget-bias", "1 added inside f₁", "f[1]", sigma(gate("f") + 1)),
    ("hard-sigmoid", "0.2 z + 0.5 in f₁", "f[1]", 0.2 * gate("f") + 0.5),
    ("hard-sigmoid", "z/6 + 0.5 in all gates", "o[1]", gate("o") / 6 + 0.5),
    ("term-forgotten", "left out of c₁", "c[1]", KEEP * C),
    ("weight-forgotten", "U_f left out of f₁", "f[1]", sigma(0.6 * X + H + 0.1)),
]  # fmt: skip


@pytest.mark.parametrize(("note", "said", "quantity", "expected"), ROWS)
def test_a_mistake_in_an_lstm_gives_this(note, said, quantity, expected):
    system = bind(cell("lstm"), LSTM)
    found = [
        m for m in misconceptions(system.cell, rarer=True) if m.note == note and said in m.sentence
    ]
    values = [system.rewritten(m.cell).solve()[quantity] for m in found]
    assert any(np.allclose(expected, value) for value in values)


def test_whoever_multiplies_from_the_left_transposes_every_matrix():
    system = bind(cell("gru"), GRU)
    w, u, b, x, h = (np.array(GRU[name]) for name in ("W_r", "U_r", "b_r", "x", "h0"))
    (found,) = [
        m
        for m in misconceptions(system.cell, rarer=True)
        if m.note == "matrices-transposed" and "r₁" in m.sentence
    ]
    expected = sigma(x[0] @ w + h @ u + b)
    assert np.allclose(expected, system.rewritten(found.cell).solve()["r[1]"])


def test_a_reset_gate_taken_the_wrong_way_round_or_onto_the_whole_gives_this():
    system = bind(cell("gru"), GRU)
    w, u, b, x, h = (np.array(GRU[name]) for name in ("W_h", "U_h", "b_h", "x", "h0"))
    r = system.solve()["r[1]"]
    found = {
        m.sentence: system.rewritten(m.cell).solve()["candidate[1]"]
        for m in misconceptions(system.cell, rarer=True)
    }
    assert np.allclose(np.tanh(w @ x[0] + u @ ((1 - r) * h) + b), found["1 - r in place of r"])
    whole = found["r multiplied onto the whole of candidate₁"]
    assert np.allclose(r * np.tanh(w @ x[0] + u @ h + b), whole)


def test_the_gru_of_pytorch_is_one_mistake_in_the_textbook_s():
    """Reset after the product, and z keeps the old state: the cell that frameworks compute."""
    system = bind(cell("gru"), GRU)
    names = {"W_n": "W_h", "U_n": "U_h", "b_n": "b_h"}
    given = {k: v for k, v in GRU.items() if k not in names.values()}
    given |= {new: GRU[old] for new, old in names.items()}
    theirs = bind(cell("gru-torch"), {**given, "c_r": [0, 0], "c_z": [0, 0], "c_n": [0, 0]})
    found = [m for m in misconceptions(system.cell, rarer=True) if "PyTorch" in m.sentence]
    assert 1 == len(found)
    assert np.allclose(theirs.solve()["h[1]"], system.rewritten(found[0].cell).solve()["h[1]"])


def test_a_reset_after_the_product_can_be_misplaced_at_one_step():
    written = [m.note for m in misconceptions(cell("gru-torch"))]
    one_step = [m.note for m in misconceptions(unroll(cell("gru-torch"), 1))]
    assert (1, 1) == (written.count("reset-misplaced"), one_step.count("reset-misplaced"))


OTHERS = [
    ("clipping", {"g": [3.0, -4.0], "limit": 2.0}, "clipped", "norm-exchanged", [6 / 7, -8 / 7]),
    ("clipping", {"g": [3.0, -4.0], "limit": 2.0}, "clipped", "clipping-mistaken", [2, -2]),
    ("clipping", {"g": [3.0, -4.0], "limit": 2.0}, "clipped", "clipping-mistaken", [3, -4]),
    ("perplexity", {"loss": 4.582}, "perplexity", "base-exchanged", 2**4.582),
]


@pytest.mark.parametrize(("name", "given", "quantity", "note", "expected"), OTHERS)
def test_a_mistake_in_a_small_formula_gives_this(name, given, quantity, note, expected):
    system = bind(cell(name), given)
    values = [
        system.rewritten(m.cell).solve()[quantity]
        for m in misconceptions(system.cell, rarer=True)
        if m.note == note
    ]
    assert any(np.allclose(expected, value) for value in values)


LOSS = """
goal: scalar
x: scalar
w: scalar
h = tanh(w * x)
l = 1/2 * (h - goal) ** 2
"""


def test_the_half_of_a_loss_may_be_left_out():
    system = bind(parse_cell(LOSS, name="loss"), {"goal": 1, "x": 0.5, "w": 0.8})
    values = [
        system.rewritten(m.cell).solve()["l"]
        for m in misconceptions(system.cell, rarer=True)
        if m.note == "factor-forgotten"
    ]
    assert any(np.isclose((np.tanh(0.4) - 1) ** 2, value) for value in values)


@pytest.mark.parametrize("slope", ["1 - h", "h (1 - h)"])
def test_another_slope_stands_in_a_gradient(slope):
    given = {"W_x": 0.3, "W_h": 0.5, "b_h": 0.1, "h0": 0.2, "x": [0.4]}
    system = bind(cell("tanh-rnn"), given)
    extended = resolve(system.cell, parse_expression("grad(h[1], W_h)"))
    h = np.tanh(0.12 + 0.1 + 0.1)
    expected = 0.2 * (1 - h if slope == "1 - h" else h * (1 - h))
    changed = [m for m in misconceptions(extended.cell, rarer=True) if m.note == "slope-wrong"]
    wrong = [system.rewritten(m.cell).solve()[str(extended.expression)] for m in changed]
    assert any(np.isclose(expected, value) for value in wrong)


def test_every_kind_has_a_declared_note():
    names = ("lstm", "gru", "gru-torch", "lstm-stacked", "clipping", "perplexity", "bidirectional")
    found = {m.note for name in names for m in misconceptions(cell(name), rarer=True)}
    assert not found - set(MISTAKES)
    usual = {m.note for name in names for m in misconceptions(cell(name))}
    assert not usual & RARER_NOTES
    assert not set(KINDS) & set(RARER)
