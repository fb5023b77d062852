"""Cells that nobody taught us, as a course would write them, against loops in NumPy; their gradients against differences."""

from __future__ import annotations

import numpy as np
import pytest

from reference import (
    LATEX,
    Rounding,
    Symbol,
    Workings,
    bind,
    differentiate,
    misconceptions,
    parse_cell,
    typeset_cell,
    worked,
)

STEPS = 3


def sigma(z):
    return 1 / (1 + np.exp(-z))


PHASED = """
# Phased LSTM: a gate of time opens for a part of its period
# source: Neil et al. 2016
x: d
at: scalar
h, c: n
W_i, W_f, W_g, W_o: n, d
U_i, U_f, U_g, U_o: n, n
tau: n in (0, inf) given
s: n given
r: scalar in (0, 1) given
leak: scalar given
i = sigmoid(W_i @ x[t] + U_i @ h[t-1])
f = sigmoid(W_f @ x[t] + U_f @ h[t-1])
g = tanh(W_g @ x[t] + U_g @ h[t-1])
o = sigmoid(W_o @ x[t] + U_o @ h[t-1])
phi = mod(at[t] - s, tau) / tau
k = where(phi < r / 2, 2 * phi / r, where(phi < r, 2 - 2 * phi / r, leak * phi))
e = f * c[t-1] + i * g
c = k * e + (1 - k) * c[t-1]
h = k * (o * tanh(e)) + (1 - k) * h[t-1]
"""


def phased(g):
    h, c = g["h0"], g["c0"]
    for x, at in zip(g["x"], g["at"], strict=True):
        i, f, o = (sigma(g[f"W_{k}"] @ x + g[f"U_{k}"] @ h) for k in "ifo")
        new = f * c + i * np.tanh(g["W_g"] @ x + g["U_g"] @ h)
        phi = np.mod(at - g["s"], g["tau"]) / g["tau"]
        r = g["r"]
        falls = np.where(phi < r, 2 - 2 * phi / r, g["leak"] * phi)
        k = np.where(phi < r / 2, 2 * phi / r, falls)
        c = k * new + (1 - k) * c
        h = k * o * np.tanh(new) + (1 - k) * h
    return h


NORMED = """
# Layer-normalised LSTM
# source: Ba et al. 2016
x: d
h, c: n
W: 4*n, d
U: 4*n, n
p, q, b: 4*n
pc, bc: n
eps: scalar in (0, inf) given
u = W @ x[t]
v = U @ h[t-1]
mu = u - mean(u)
mv = v - mean(v)
a = p * mu / sqrt(mean(mu**2) + eps) + q * mv / sqrt(mean(mv**2) + eps) + b
c = sigmoid(part(a, 2, 4)) * c[t-1] + sigmoid(part(a, 1, 4)) * tanh(part(a, 3, 4))
mc = c - mean(c)
h = sigmoid(part(a, 4, 4)) * tanh(pc * mc / sqrt(mean(mc**2) + eps) + bc)
"""


def normed(g):
    def norm(a):
        return (a - a.mean()) / np.sqrt(a.var() + g["eps"])

    h, c = g["h0"], g["c0"]
    for x in g["x"]:
        a = g["p"] * norm(g["W"] @ x) + g["q"] * norm(g["U"] @ h) + g["b"]
        i, f, k, o = np.split(a, 4)
        c = sigma(f) * c + sigma(i) * np.tanh(k)
        h = sigma(o) * np.tanh(g["pc"] * norm(c) + g["bc"])
    return h


NARX = """
# NARX network with two outputs and an input back
# source: Lin et al. 1996
x, h: scalar
w1, w2, w3, w4, b: scalar
h = tanh(w1 * x[t] + w2 * x[t-1] + w3 * h[t-1] + w4 * h[t-2] + b)
"""


def narx(g):
    outputs, before = [g["h[-1]"], g["h0"]], g["x0"]
    for x in g["x"]:
        z = g["w1"] * x + g["w2"] * before + g["w3"] * outputs[-1] + g["w4"] * outputs[-2]
        outputs.append(np.tanh(z + g["b"]))
        before = x
    return outputs[-1]


GORU = """
# Gated orthogonal recurrent unit, two units: a turn, and modReLU
# source: Jing et al. 2017
x: d
h: 2
th: scalar
W_r, W_z, W_k: 2, d
U_r, U_z: 2, 2
b: 2
Q = rows(concat(cos(th), -sin(th)), concat(sin(th), cos(th)))
r = sigmoid(W_r @ x[t] + U_r @ h[t-1])
z = sigmoid(W_z @ x[t] + U_z @ h[t-1])
a = W_k @ x[t] + r * (Q @ h[t-1])
h = z * h[t-1] + (1 - z) * sign(a) * relu(abs(a) + b)
"""


def goru(g):
    h, turn = g["h0"], np.exp(1j * g["th"])
    for x in g["x"]:
        r, z = (sigma(g[f"W_{k}"] @ x + g[f"U_{k}"] @ h) for k in "rz")
        turned = (h[0] + 1j * h[1]) * turn
        a = g["W_k"] @ x + r * np.array([turned.real, turned.imag])
        h = z * h + (1 - z) * np.sign(a) * np.maximum(np.abs(a) + g["b"], 0)
    return h


SKIPPING = """
# Skip RNN: a cell that moves only where what has gathered says so
# source: Campos et al. 2018
x: d
h: n
q: scalar in [0, 1]
W: n, d
U: n, n
w: n
b: scalar
moves = where(q[t-1] >= 0.5, 1, 0)
h = moves * tanh(W @ x[t] + U @ h[t-1]) + (1 - moves) * h[t-1]
more = sigmoid(sum(w * h) + b)
q = moves * more + (1 - moves) * (q[t-1] + min(more, 1 - q[t-1]))
"""


def skipping(g):
    h, q = g["h0"], float(g["q0"])
    for x in g["x"]:
        moves = q >= 0.5
        h = np.tanh(g["W"] @ x + g["U"] @ h) if moves else h
        more = float(sigma((g["w"] * h).sum() + g["b"]))
        q = more if moves else q + min(more, 1 - q)
    return h


FEEDING = """
# Decoder with attention whose output is fed back into its input
# source: Luong et al. 2015, section 3.3
x: d
s, h: n
H: l, n given
W: n, d + n
U: n, n
V: n, 2*n
s = tanh(W @ concat(x[t], h[t-1]) + U @ s[t-1])
a = softmax(H @ s)
h = tanh(V @ concat(transpose(H) @ a, s))
"""


def feeding(g):
    s, h = g["s0"], g["h0"]
    for x in g["x"]:
        s = np.tanh(g["W"] @ np.r_[x, h] + g["U"] @ s)
        a = np.exp(g["H"] @ s)
        h = np.tanh(g["V"] @ np.r_[g["H"].T @ (a / a.sum()), s])
    return h


DECAYING = """
# GRU-D: what was not observed decays to its mean, and the state with it
# source: Che et al. 2018
x, seen, since, last: d
h: n
wx: d
mu: d given
Wh: n, d
W_r, W_z, W_k, V_r, V_z, V_k: n, d
U_r, U_z, U_k: n, n
kept = exp(-relu(wx * since[t]))
y = seen[t] * x[t] + (1 - seen[t]) * (kept * last[t] + (1 - kept) * mu)
g = exp(-relu(Wh @ since[t])) * h[t-1]
r = sigmoid(W_r @ y + U_r @ g + V_r @ seen[t])
z = sigmoid(W_z @ y + U_z @ g + V_z @ seen[t])
k = tanh(W_k @ y + U_k @ (r * g) + V_k @ seen[t])
h = (1 - z) * g + z * k
"""


def decaying(g):
    h = g["h0"]
    for x, seen, since, last in zip(g["x"], g["seen"], g["since"], g["last"], strict=True):
        kept = np.exp(-np.maximum(g["wx"] * since, 0))
        y = seen * x + (1 - seen) * (kept * last + (1 - kept) * g["mu"])
        h = np.exp(-np.maximum(g["Wh"] @ since, 0)) * h
        r, z = (sigma(g[f"W_{k}"] @ y + g[f"U_{k}"] @ h + g[f"V_{k}"] @ seen) for k in "rz")
        new = np.tanh(g["W_k"] @ y + g["U_k"] @ (r * h) + g["V_k"] @ seen)
        h = (1 - z) * h + z * new
    return h


FOURIER = """
# Fourier recurrent unit: sums along waves of fixed frequency
# source: Zhang et al. 2018
x: d
h: n
f, phase: n given
T: scalar in (0, inf) given
W: n, d
U: n, n
b: n
k = tanh(W @ x[t] + U @ h[t-1] + b)
h = h[t-1] + cos(2 * pi * f * t / T + phase) * k / T
"""


def fourier(g):
    h = g["h0"]
    for t, x in enumerate(g["x"], 1):
        k = np.tanh(g["W"] @ x + g["U"] @ h + g["b"])
        h = h + np.cos(2 * np.pi * g["f"] * t / g["T"] + g["phase"]) * k / g["T"]
    return h


CLOCKED = """
# Clockwork RNN whose periods are numbers
# source: Koutník et al. 2014, eq. 1-2
x: d
h: n
T: n given
W: n, d
U: n, n
on = where(mod(t, T) == 0, 1, 0)
h = on * tanh(W @ x[t] + U @ h[t-1]) + (1 - on) * h[t-1]
"""


def clocked(g):
    h = g["h0"]
    for t, x in enumerate(g["x"], 1):
        new = np.tanh(g["W"] @ x + g["U"] @ h)
        h = np.array([new[k] if t % int(T) == 0 else h[k] for k, T in enumerate(g["T"])])
    return h


ZONED = """
# Zoneout, as it is used after training: the mean of the old state and the new one
# source: Krueger et al. 2017
x: d
h: n
W_r, W_z, W_k: n, d
U_r, U_z, U_k: n, n
p: scalar in [0, 1] given
r = sigmoid(W_r @ x[t] + U_r @ h[t-1])
z = sigmoid(W_z @ x[t] + U_z @ h[t-1])
k = tanh(W_k @ x[t] + U_k @ (r * h[t-1]))
h = p * h[t-1] + (1 - p) * ((1 - z) * k + z * h[t-1])
"""


def zoned(g):
    h = g["h0"]
    for x in g["x"]:
        r, z = (sigma(g[f"W_{k}"] @ x + g[f"U_{k}"] @ h) for k in "rz")
        k = np.tanh(g["W_k"] @ x + g["U_k"] @ (r * h))
        h = g["p"] * h + (1 - g["p"]) * ((1 - z) * k + z * h)
    return h


CELLS = [
    (PHASED, phased, {"tau": [3, 2], "s": [0.5, 1], "r": 0.6, "leak": 0.1, "at": [1, 2.2, 4]}),
    (NORMED, normed, {"eps": 0.1}),
    (NARX, narx, {"h[-1]": 0.4, "x0": 0.7}),
    (GORU, goru, {}),
    (SKIPPING, skipping, {"q0": 0.6, "b": -0.9}),
    (FEEDING, feeding, {}),
    (DECAYING, decaying, {"seen": [[1, 0], [0, 1], [1, 0]], "since": [[0, 1], [1, 0], [0.5, 2]]}),
    (FOURIER, fourier, {"T": 3}),
    (CLOCKED, clocked, {"T": [1, 2]}),
    (ZONED, zoned, {"p": 0.3}),
]
NAMES = [by_hand.__name__ for _, by_hand, _ in CELLS]


def given_to(made, fixed):
    """Numbers for all that is not fixed: two inputs, two units, four encoder states."""
    random = np.random.default_rng(1)
    sizes = {"d": 2, "n": 2, "l": 4}
    found = {}
    for name in (*made.parameters, *made.inputs, *made.states):
        shape = [d.bound(sizes).size for d in made.shape(name)]
        shape = [STEPS, *shape] if name in made.inputs else shape
        found[f"{name}0" if name in made.states else name] = random.normal(0, 0.8, shape)
    fixed = {name: np.asarray(value, dtype=float) for name, value in fixed.items()}
    return {**found, **fixed}


@pytest.mark.parametrize(("text", "by_hand", "fixed"), CELLS, ids=NAMES)
def test_a_cell_of_a_course_is_solved_and_differentiated(text, by_hand, fixed):
    made = parse_cell(text)
    given = given_to(made, fixed)
    system = bind(made, given, steps=STEPS)
    assert by_hand(given) == pytest.approx(system.solve()[f"h[{STEPS}]"], rel=1e-12)
    (name,) = [n for n in made.parameters if n not in made.given][:1]
    of, by = Symbol("h", STEPS), Symbol(name)
    back = differentiate(system.cell, [of], [by])
    arriving = {f"up_{of}": np.ones(2)} if made.shape("h") else {}
    found = system.rewritten(back).program({**system.inputs, **arriving})[f"d{name}"]
    ends = []
    for sign in (1, -1):
        moved = np.array(given[name])
        moved.flat[0] += sign * 1e-6
        ends.append(np.sum(by_hand({**given, name: moved})))
    assert (ends[0] - ends[1]) / 2e-6 == pytest.approx(np.ravel(found)[0], rel=1e-5, abs=1e-8)


@pytest.mark.parametrize(("text", "by_hand", "fixed"), CELLS, ids=NAMES)
def test_a_cell_of_a_course_has_everything_that_follows(text, by_hand, fixed):
    made = parse_cell(text)
    assert made.source
    sheet = {name: np.round(value, 1) for name, value in given_to(made, fixed).items()}
    system = bind(made, sheet, steps=STEPS)
    accepted = Workings(system.cell, system.inputs, Rounding(3)).accepted(Symbol("h", 1))
    assert accepted.holds(system.solve()["h[1]"]).all()
    assert np.all(accepted.width < 0.05)
    assert len([*misconceptions(made)]) >= 3
    assert worked(system.cell, system.inputs)
    assert all(typeset_cell(made, LATEX))
