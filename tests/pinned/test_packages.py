"""Cells against the packages that people use, pinned in `requirements.txt`: `make cells` installs them.

Every row builds the package's cell with random weights, copies them into ours, and compares every step.
Where a package is not installed its rows are skipped.
"""

from __future__ import annotations

import numpy as np
import pytest

from reference import bind, cell, omit

D, N, T = 3, 4, 3
RANDOM = np.random.default_rng(11)
X = RANDOM.normal(size=(T, D))
H0 = RANDOM.normal(size=N)
C0 = RANDOM.normal(size=N)


def ours(name: str, given: dict[str, object], quantity: str = "h"):
    written = cell(name)
    made = omit(written, written.optional - set(given))
    found = bind(made, given, steps=T).solve()
    return np.stack([found[f"{quantity}[{t}]"] for t in range(1, T + 1)])


def drawn(module, seed: int = 0):
    """The module with weights drawn from a bell curve, in double precision."""
    torch = pytest.importorskip("torch")
    generator = torch.Generator().manual_seed(seed)
    made = module.double()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator).double() * 0.5)
    return made


def arrays(module) -> dict[str, np.ndarray]:
    return {name: p.detach().numpy() for name, p in module.named_parameters()}


def blocks(array: np.ndarray, names: str | list[str], letter: str) -> dict[str, np.ndarray]:
    parts = np.split(array, len(names))
    return {f"{letter}_{name}": part for name, part in zip(names, parts, strict=True)}


def run_torch(module, *state):
    """The states of a cell of torch, step by step."""
    import torch

    states = tuple(torch.from_numpy(s)[None] for s in state)
    found = []
    for x in torch.from_numpy(X):
        carried = states if len(states) > 1 else states[0]
        result = module(x[None], carried)
        states = result if isinstance(result, tuple) else (result,)
        found.append(states[0][0].detach().numpy())
    return np.stack(found)


def test_the_gru_of_torch():
    torch = pytest.importorskip("torch")
    made = drawn(torch.nn.GRUCell(D, N))
    w = arrays(made)
    given = blocks(w["weight_ih"], "rzn", "W") | blocks(w["weight_hh"], "rzn", "U")
    given |= blocks(w["bias_ih"], "rzn", "b") | blocks(w["bias_hh"], "rzn", "c")
    assert run_torch(made, H0) == pytest.approx(ours("gru-torch", {**given, "x": X, "h0": H0}))


def test_the_lstm_of_torch():
    torch = pytest.importorskip("torch")
    made = drawn(torch.nn.LSTMCell(D, N))
    w = arrays(made)
    given = blocks(w["weight_ih"], "ifco", "W") | blocks(w["weight_hh"], "ifco", "U")
    given |= blocks(w["bias_ih"] + w["bias_hh"], "ifco", "b")
    found = ours("lstm", {**given, "x": X, "h0": H0, "c0": C0})
    assert run_torch(made, H0, C0) == pytest.approx(found)


def test_the_projected_lstm_of_torch():
    torch = pytest.importorskip("torch")
    made = drawn(torch.nn.LSTM(D, N, proj_size=2))
    w = arrays(made)
    h0 = H0[:2]
    state = tuple(torch.from_numpy(s)[None] for s in (h0, C0))
    expected = made(torch.from_numpy(X), state)[0].detach().numpy()
    given = {"W": w["weight_ih_l0"], "U": w["weight_hh_l0"], "R": w["weight_hr_l0"],
             "b": w["bias_ih_l0"] + w["bias_hh_l0"], "x": X, "h0": h0, "c0": C0}  # fmt: skip
    assert expected == pytest.approx(ours("lstm-projected", given))


@pytest.mark.parametrize(("kind", "name"), [("tanh", "tanh-rnn"), ("relu", "irnn")])
def test_the_simple_cell_of_torch(kind, name):
    torch = pytest.importorskip("torch")
    made = drawn(torch.nn.RNNCell(D, N, nonlinearity=kind))
    w = arrays(made)
    bias = w["bias_ih"] + w["bias_hh"]
    letters = ("W_x", "W_h", "b_h") if name == "tanh-rnn" else ("W", "U", "b")
    given = dict(zip(letters, (w["weight_ih"], w["weight_hh"], bias), strict=True))
    assert run_torch(made, H0) == pytest.approx(ours(name, {**given, "x": X, "h0": H0}))


def torchrecurrent(name: str, **options):
    package = pytest.importorskip("torchrecurrent")
    return drawn(getattr(package, name)(D, N, **options))


def given_of(module, gates: list[str]) -> dict[str, np.ndarray]:
    """Blocks of both matrices, and the two biases added up."""
    w = arrays(module)
    found = blocks(w["weight_ih"], gates, "W") | blocks(w["weight_hh"], gates, "U")
    return found | blocks(w["bias_ih"] + w["bias_hh"], gates, "b")


def test_the_minimal_gated_unit_of_torchrecurrent():
    made = torchrecurrent("MGUCell")
    given = given_of(made, ["f", "h"]) | {"x": X, "h0": H0}
    assert run_torch(made, H0) == pytest.approx(ours("mgu", given), rel=1e-6)


def test_the_update_gate_cell_of_torchrecurrent():
    made = torchrecurrent("UGRNNCell")
    given = given_of(made, ["c", "g"]) | {"x": X, "h0": H0}
    assert run_torch(made, H0) == pytest.approx(ours("ugrnn", given), rel=1e-6)


def test_the_fastgrnn_of_torchrecurrent_with_the_gate_of_its_paper():
    """Its gate is a tanh unless one asks for the sigmoid that its documentation names."""
    made = torchrecurrent("FastGRNNCell", nonlinearity="sigmoid")
    w = arrays(made)
    given = blocks(w["bias_ih"] + w["bias_hh"], "zh", "b")
    given |= {"W": w["weight_ih"], "U": w["weight_hh"], "zeta": w["zeta"], "nu": w["nu"]}
    given = {name: np.squeeze(value) for name, value in given.items()} | {"x": X, "h0": H0}
    assert run_torch(made, H0) == pytest.approx(ours("fastgrnn", given), rel=1e-6)


def test_the_independent_cell_of_torchrecurrent():
    made = torchrecurrent("IndRNNCell", nonlinearity="relu")
    w = arrays(made)
    bias = w["bias_ih"] + w["bias_hh"]
    given = {"W": w["weight_ih"], "u": np.squeeze(w["vector_u"]), "b": bias, "x": X, "h0": H0}
    assert run_torch(made, H0) == pytest.approx(ours("indrnn", given), rel=1e-6)


def test_the_peephole_lstm_of_torchrecurrent():
    made = torchrecurrent("PeepholeLSTMCell")
    given = given_of(made, ["i", "f", "g", "o"]) | blocks(arrays(made)["weight_ph"], "ifo", "p")
    found = ours("lstm-peephole", {**given, "x": X, "h0": H0, "c0": C0})
    assert run_torch(made, H0, C0) == pytest.approx(found, rel=1e-6)


def test_the_minimal_cell_of_torchrecurrent():
    made = torchrecurrent("MinimalRNNCell")
    w = arrays(made)
    given = {"W": w["weight_ih"], "b": w["bias_ih"], "U_h": w["weight_hh"], "b_u": w["bias_hh"],
             "U_z": w["weight_mm"], "x": X, "h0": H0}  # fmt: skip
    assert run_torch(made, H0) == pytest.approx(ours("minimalrnn", given), rel=1e-6)


def test_the_janet_of_torchrecurrent():
    made = torchrecurrent("JANETCell")
    given = given_of(made, ["f", "h"]) | {"beta": arrays(made)["beta"], "x": X, "c0": C0}
    assert run_torch(made, C0, C0) == pytest.approx(ours("janet", given, "c"), rel=1e-6)


def test_the_chaos_free_cell_of_torchrecurrent():
    made = torchrecurrent("CFNCell")
    w = arrays(made)
    given = blocks(w["weight_ih"], ["t", "e", "k"], "W") | blocks(w["weight_hh"], "te", "U")
    given |= blocks(w["bias_ih"][: 2 * N] + w["bias_hh"], "te", "b")
    with __import__("torch").no_grad():
        made.bias_ih[2 * N :] = 0  # the paper's candidate has no bias
    given["W"] = given.pop("W_k")
    found = ours("cfn", {**given, "x": X, "h0": H0})
    assert run_torch(made, H0) == pytest.approx(found, rel=1e-6)


def test_the_antisymmetric_cell_of_torchrecurrent():
    made = torchrecurrent("AntisymmetricRNNCell", epsilon=0.1, gamma=0.01)
    w = arrays(made)
    given = {"V": w["weight_ih"], "W": w["weight_hh"], "b": w["bias_ih"] + w["bias_hh"],
             "eps": 0.1, "gamma": 0.01, "x": X, "h0": H0}  # fmt: skip
    assert run_torch(made, H0) == pytest.approx(ours("antisymmetric", given), rel=1e-6)


def test_the_zero_order_hold_of_scipy():
    signal = pytest.importorskip("scipy.signal")
    a, b, c, x = -np.abs(H0), C0, RANDOM.normal(size=N), X[:, 0]
    for method, name in (("zoh", "s4d-zoh"), ("bilinear", "s4d-bilinear")):
        system = (np.diag(a), b[:, None], c[None], np.zeros((1, 1)))
        abar, bbar, *_ = signal.cont2discrete(system, 0.3, method=method)
        h, expected = np.zeros(N), []
        for u in x:
            h = abar @ h + bbar[:, 0] * u
            expected.append(c @ h)
        found = ours(name, {"a": a, "B": b, "C": c, "dt": 0.3, "x": x}, "y")
        assert np.array(expected) == pytest.approx(found)


def test_the_matrix_exponential_of_scipy():
    linalg = pytest.importorskip("scipy.linalg")
    from reference import FUNCTIONS

    for scale in (0.01, 1, 8):
        matrix = scale * RANDOM.normal(size=(N, N))
        found = FUNCTIONS["expm"].value([matrix], [2], [])
        assert linalg.expm(matrix) == pytest.approx(found, rel=1e-9)
        slope = FUNCTIONS["expm_slope"].value([matrix, np.eye(N)[::-1]], [2, 2], [])
        _, expected = linalg.expm_frechet(matrix, np.eye(N)[::-1])
        assert expected == pytest.approx(slope, rel=1e-9)


def test_the_mingru_of_its_package_keeps_above_0():
    torch = pytest.importorskip("torch")
    package = pytest.importorskip("minGRU_pytorch")
    made = drawn(package.minGRU(N, expansion_factor=1.0))
    weights = arrays(made)["to_hidden_and_gate.weight"]
    x = np.concatenate([X, X[:, :1]], axis=1)
    given = {"W_h": weights[:N], "W_z": weights[N:], "x": x}
    state, found = None, []
    for step in torch.from_numpy(x):
        state, _ = made(step[None, None], prev_hidden=state, return_next_prev_hidden=True)
        found.append(state[0, 0].detach().numpy())
        state = state.detach()
    assert np.stack(found) == pytest.approx(ours("mingru-log", given), rel=1e-6)


OPTIMISERS = [
    ("sgd", "SGD", {"lr": 0.1}, {"lr": 0.1}),
    ("momentum", "SGD", {"lr": 0.1, "momentum": 0.9}, {"lr": 0.1, "mu": 0.9}),
    ("adam", "Adam", {"lr": 0.1}, {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "optimiser", "options", "given"), OPTIMISERS)
def test_the_steps_of_training_of_torch(name, optimiser, options, given):
    torch = pytest.importorskip("torch")
    weights = torch.from_numpy(H0.copy()).requires_grad_()
    steps = getattr(torch.optim, optimiser)([weights], **options)
    gradients, expected = RANDOM.normal(size=(T, N)), []
    for gradient in gradients:
        weights.grad = torch.from_numpy(gradient)
        steps.step()
        expected.append(weights.detach().numpy().copy())
    found = ours(name, {**given, "w0": H0, "g": gradients}, "w")
    assert np.stack(expected) == pytest.approx(found)


def test_the_attention_of_torch():
    torch = pytest.importorskip("torch")
    sequence, *weights = (RANDOM.normal(size=shape) for shape in ((T, D), (D, N), (D, N), (D, 2)))
    q, k, v = (torch.from_numpy(sequence @ w)[None] for w in weights)
    expected = torch.nn.functional.scaled_dot_product_attention(q, k, v)[0].numpy()
    names = dict(zip(("W_q", "W_k", "W_v"), weights, strict=True))
    found = bind(cell("self-attention"), {"X": sequence, **names}).solve()["O"]
    assert expected == pytest.approx(found)


def test_the_loss_of_torch_and_its_gradient():
    torch = pytest.importorskip("torch")
    scores = torch.from_numpy(H0.copy()).requires_grad_()
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(2))
    loss.backward()
    given = {"z": H0, "y": np.eye(N)[2]}
    found = bind(cell("cross-entropy"), given).solve()
    assert loss.item() == pytest.approx(found["loss"])
    assert scores.grad.numpy() == pytest.approx(found["delta"])


def test_the_jacobian_of_torch():
    torch = pytest.importorskip("torch")
    W, U, b = RANDOM.normal(size=(N, D)), RANDOM.normal(size=(N, N)), RANDOM.normal(size=N)

    def last(h):
        for x in X:
            h = torch.tanh(torch.from_numpy(W @ x + b) + torch.from_numpy(U) @ h)
        return h

    expected = torch.autograd.functional.jacobian(last, torch.from_numpy(H0)).numpy()
    given = {"W": W, "U": U, "b": b, "x": X, "h0": H0, "P0": np.eye(N)}
    assert expected == pytest.approx(ours("jacobian", given, "P")[-1])


def test_the_modern_hopfield_step_is_the_attention_of_torch():
    torch = pytest.importorskip("torch")
    patterns, state = RANDOM.normal(size=(5, N)), H0
    expected = []
    for _ in range(T):
        q, kv = torch.from_numpy(state)[None, None], torch.from_numpy(patterns)[None]
        made = torch.nn.functional.scaled_dot_product_attention(q, kv, kv, scale=2.0)
        state = made[0, 0].numpy()
        expected.append(state)
    found = ours("hopfield-modern", {"X": patterns, "beta": 2, "x0": H0}, "x")
    assert np.stack(expected) == pytest.approx(found)
