"""State-space cells, memories and others against the files of the packages that have them."""

from __future__ import annotations

import numpy as np
import pytest
from places import NEAR, D, N, T, alone, ours, random

draw = random(31)
Q, K, V = draw(T, N), draw(T, N), draw(T, D)
X, H0 = draw(T, D), draw(N)


def tensor(array, *axes):
    """An array of torch with axes of 1 put in."""
    import torch

    return torch.tensor(np.expand_dims(array, axes), dtype=torch.float32)


def read(found) -> np.ndarray:
    """What is read at each step, of one batch and one head; their queries are scaled."""
    return found.detach().numpy().squeeze() * np.sqrt(N)


def test_linear_attention_of_flash_linear_attention():
    made = alone("fla", "ops/linear_attn/naive.py").naive_recurrent_linear_attn
    found, _ = made(*(tensor(a, 0, 2) for a in (Q, K, V)))
    assert read(found) == pytest.approx(
        ours("linear-attention", {"q": Q, "k": K, "v": V}, "o"), **NEAR
    )


def test_retention_of_flash_linear_attention():
    found = alone("fla", "ops/retention/naive.py").naive_retention(
        *(tensor(a, 0, 1) for a in (Q, K, V))
    )
    given = {"q": Q, "k": K, "v": V, "gamma": 31 / 32}  # of its first head
    assert read(found) == pytest.approx(ours("retnet", given, "o"), **NEAR)


def test_gated_linear_attention_of_flash_linear_attention():
    a = 1 / (1 + np.exp(-draw(T, N)))
    made = alone("fla", "ops/gla/naive.py").naive_recurrent_gla
    found, _ = made(*(tensor(x, 0, 2) for x in (Q, K, V, np.log(a))))
    assert read(found) == pytest.approx(ours("gla", {"q": Q, "k": K, "v": V, "a": a}, "o"), **NEAR)


def test_the_delta_rule_of_flash_linear_attention():
    beta = 1 / (1 + np.exp(-draw(T)))
    made = alone("fla", "ops/delta_rule/naive.py").delta_rule_recurrence
    found, _ = made(*(tensor(a, 0, 1) for a in (Q, K, V, beta)))
    given = {"q": Q, "k": K, "v": V, "beta": beta}
    assert read(found) == pytest.approx(ours("deltanet", given, "o"), **NEAR)


def test_the_gated_delta_rule_of_flash_linear_attention():
    beta, alpha = (1 / (1 + np.exp(-draw(T))) for _ in range(2))
    made = alone("fla", "ops/gated_delta_rule/naive.py").naive_recurrent_gated_delta_rule
    found, _ = made(*(tensor(a, 0, 2) for a in (Q, K, V, beta, np.log(alpha))))
    given = {"q": Q, "k": K, "v": V, "beta": beta, "alpha": alpha}
    assert read(found) == pytest.approx(ours("gated-deltanet", given, "o"), **NEAR)


def test_the_slstm_of_xlstm():
    import_torch = pytest.importorskip("torch")
    step = alone("xlstm", "blocks/slstm/src/vanilla/slstm.py").slstm_forward_pointwise
    W = {f"W_{g}": draw(N, D) for g in "ifzo"}
    R = {f"R_{g}": draw(N, N) for g in "ifzo"}
    b = {f"b_{g}": draw(N) for g in "ifzo"}
    states, expected = import_torch.zeros(4, 1, N), []
    for x in X:
        wx = tensor(np.concatenate([w @ x for w in W.values()]), 0)
        h = states[0, 0].numpy()
        ry = tensor(np.concatenate([r @ h for r in R.values()]), 0)
        states, _ = step(wx, ry, tensor(np.concatenate([*b.values()]), 0), states, {})
        expected.append(states[:, 0].numpy())
    given = {**W, **R, **b, "x": X, "m0": np.full(N, -1e30)}
    for place, name in enumerate("hcnm"):
        found = ours("slstm", given, name)
        assert np.stack(expected)[:, place] == pytest.approx(found, **NEAR), name


def test_the_mlstm_of_xlstm():
    made = alone("xlstm", "blocks/mlstm/backends.py").recurrent_step_stabilized_simple
    import torch

    i, f = draw(T), draw(T)
    v = draw(T, N)
    C, n, m = torch.zeros(1, 1, N, N), torch.zeros(1, 1, N, 1), torch.zeros(1, 1, 1, 1)
    expected = []
    for t in range(T):
        q, k, value = (tensor(a[t], 0, 1, 2) for a in (Q, K, v))
        gates = (tensor(a[t], 0, 1, 2, 3) for a in (i, f))
        h, (C, n, m) = made(C, n, m, q, k, value, *gates)
        expected.append(h.numpy().squeeze())
    found = ours("mlstm", {"q": Q, "k": K, "v": v, "ip": i, "fp": f})
    assert np.stack(expected) == pytest.approx(found, rel=1e-4, abs=1e-5)  # it adds 1e-6 below


def test_the_time_mixing_of_rwkv_in_transformers():
    pytest.importorskip("torch")
    package = pytest.importorskip("transformers.models.rwkv.modeling_rwkv")
    w, u, k, v = draw(1), draw(1), draw(T, 1), draw(T, 1)
    expected, _ = package.rwkv_linear_attention_cpu(
        *(tensor(a) for a in (w, u)), tensor(k, 0), tensor(v, 0)
    )
    given = {"k": k[:, 0], "v": v[:, 0], "w": w[0], "u": u[0], "p0": -1e30}
    assert expected.numpy().squeeze() == pytest.approx(ours("rwkv4", given, "wkv"), **NEAR)


def test_the_selective_state_space_of_transformers():
    torch = pytest.importorskip("torch")
    package = pytest.importorskip("transformers.models.mamba.modeling_mamba")
    A, B, C, s, x, D_ = -np.abs(draw(N)), draw(T, N), draw(T, N), draw(T), draw(T), draw(1)
    state, expected = torch.zeros(1, 1, N), []
    for t in range(T):
        out = package.mamba_selective_state_update(
            state, tensor(x[t], 0, 1), tensor(s[t], 0, 1), tensor(A, 0), tensor(B[t], 0),
            tensor(C[t], 0), D=tensor(D_), dt_softplus=True,
        )  # fmt: skip
        expected.append(float(out.squeeze()))
    given = {"A": A, "B": B, "C": C, "s": s, "x": x, "D": D_[0]}
    assert np.array(expected) == pytest.approx(ours("s6", given, "y"), **NEAR)


def test_the_gated_linear_unit_of_recurrent_gemma():
    torch = pytest.importorskip("torch")
    package = pytest.importorskip("transformers.models.recurrent_gemma.modeling_recurrent_gemma")
    from types import SimpleNamespace

    made = package.RecurrentGemmaRglru(SimpleNamespace(num_attention_heads=1, lru_width=N))
    w = {"W_a": draw(N, N), "W_i": draw(N, N), "b_a": draw(N), "b_i": draw(N), "lam": draw(N)}
    with torch.no_grad():
        made.recurrent_param.copy_(tensor(w["lam"]))
        made.recurrent_gate_weight.copy_(tensor(w["W_a"].T, 0))
        made.recurrent_gate_bias.copy_(tensor(w["b_a"], 0))
        made.input_gate_weight.copy_(tensor(w["W_i"].T, 0))
        made.input_gate_bias.copy_(tensor(w["b_i"], 0))
    x, state, expected = draw(T, N), H0, []
    for t in range(T):  # positions from 1 on: at 0 it drops the state
        made.recurrent_states = tensor(state, 0)
        out = made(tensor(x[t], 0, 1), torch.tensor([[t + 1]]))
        state = out.detach().numpy().squeeze()
        expected.append(state)
    found = ours("rg-lru", {**w, "x": x, "h0": H0})
    assert np.stack(expected) == pytest.approx(found, **NEAR)


def test_the_linear_recurrent_unit_of_its_package():
    torch = pytest.importorskip("torch")
    package = pytest.importorskip("LRU_pytorch")
    torch.manual_seed(0)
    made = package.LRU(1, 1, N)
    x = draw(T)
    expected = made(tensor(x, 1)).detach().numpy()[:, 0]
    p = {name: a.detach().numpy() for name, a in made.named_parameters()}
    turn = np.exp(-np.exp(p["nu_log"]) + 1j * np.exp(p["theta_log"]))
    B, C = p["B"][:, 0], p["C"][0]
    given = {"lr": turn.real, "li": turn.imag, "gam": np.exp(p["gamma_log"]), "br": B.real,
             "bi": B.imag, "cr": C.real, "ci": C.imag, "D": p["D"][0, 0], "x": x}  # fmt: skip
    assert expected == pytest.approx(ours("lru", given, "y"), **NEAR)


def test_the_closed_form_cell_of_ncps():
    torch = pytest.importorskip("torch")
    package = pytest.importorskip("ncps.torch")
    torch.manual_seed(0)
    made = package.CfCCell(D, N, backbone_layers=0)
    p = {name: a.detach().numpy() for name, a in made.named_parameters()}
    given = {}
    for ours_, theirs in (("1", "ff1"), ("2", "ff2"), ("a", "time_a"), ("b", "time_b")):
        given |= {f"W_{ours_}": p[f"{theirs}.weight"], f"b_{ours_}": p[f"{theirs}.bias"]}
    ts = [1.0, 0.5, 2.0]
    h, expected = tensor(H0, 0), []
    for x, elapsed in zip(X, ts, strict=True):
        h, _ = made(tensor(x, 0), h, elapsed)
        expected.append(h.detach().numpy()[0])
    found = ours("cfc", {**given, "ts": ts, "x": X, "h0": H0})
    assert np.stack(expected) == pytest.approx(found, **NEAR)


def test_the_reservoir_of_reservoirpy():
    nodes = pytest.importorskip("reservoirpy.nodes")
    W, W_in, b = draw(N, N), draw(N, D), draw(N)
    made = nodes.Reservoir(units=N, lr=0.3, W=W, Win=W_in, bias=b)
    found = ours("esn", {"W": W, "W_in": W_in, "b": b, "lr": 0.3, "x": X})
    assert made.run(X) == pytest.approx(found, **NEAR)


OPTIMISERS = [
    ("sgd", lambda o: o.sgd(0.1), {"lr": 0.1}),
    ("momentum", lambda o: o.sgd(0.1, momentum=0.9), {"lr": 0.1, "mu": 0.9}),
    ("adam", lambda o: o.adam(0.1), {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}),
    ("nesterov", lambda o: o.sgd(0.1, momentum=0.9, nesterov=True), {"lr": 0.1, "mu": 0.9}),
    ("rmsprop", lambda o: o.rmsprop(0.1, decay=0.9, eps=1e-8, eps_in_sqrt=False),
     {"lr": 0.1, "rho": 0.9, "eps": 1e-8}),
    ("adamw", lambda o: o.adamw(0.1, weight_decay=0.1),
     {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "decay": 0.1}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "given"), OPTIMISERS)
def test_the_steps_of_training_of_optax(name, make, given):
    optax = pytest.importorskip("optax")
    rule = make(optax)
    weights, expected = H0.astype(np.float32), []
    state = rule.init(weights)
    gradients = draw(T, N).astype(np.float32)
    for gradient in gradients:
        moved, state = rule.update(gradient, state, weights)
        weights = weights + np.asarray(moved)
        expected.append(weights)
    found = ours(name, {**given, "w0": H0, "g": gradients}, "w")
    assert np.stack(expected) == pytest.approx(found, **NEAR)


def test_clipping_of_optax_by_the_norm():
    optax = pytest.importorskip("optax")
    g = np.array([3.0, -4.0], dtype=np.float32)
    rule = optax.clip_by_global_norm(1.0)
    found, _ = rule.update(g, rule.init(g))
    assert np.asarray(found) == pytest.approx(
        ours("clipping", {"g": g, "limit": 1}, "clipped"), **NEAR
    )


def test_the_minlstm_of_its_package_keeps_above_0():
    torch = pytest.importorskip("torch")
    package = pytest.importorskip("minGRU_pytorch")
    if not hasattr(package, "minLSTM"):
        package = pytest.importorskip("minGRU_pytorch.minLSTM")
    torch.manual_seed(0)
    made = package.minLSTM(N, expansion_factor=1.0)
    weights = made.to_hidden_and_f_i_gate.weight.detach().numpy()
    x, state, expected = draw(T, N), None, []
    for step in x:
        state, _ = made(tensor(step, 0, 1), prev_hidden=state, return_next_prev_hidden=True)
        expected.append(state[0, 0].detach().numpy())
        state = state.detach()
    given = {"W_h": weights[:N], "W_f": weights[N : 2 * N], "W_i": weights[2 * N :], "x": x}
    assert np.stack(expected) == pytest.approx(ours("minlstm-log", given), **NEAR)
