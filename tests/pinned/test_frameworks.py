"""Cells of Keras, Flax, Haiku, Equinox and ONNX Runtime with random weights, against ours."""

from __future__ import annotations

import os

import numpy as np
import pytest
from places import NEAR, D, N, T, ours, random

draw = random(21)
X, H0, C0 = draw(T, D), draw(N), draw(N)


def columns(matrix: np.ndarray, names: str, letter: str) -> dict[str, np.ndarray]:
    """Blocks that stand beside each other in a kernel that multiplies from the right."""
    parts = np.split(matrix, len(names), axis=-1)
    return {f"{letter}_{n}": p.T if p.ndim == 2 else p for n, p in zip(names, parts, strict=True)}


# -- Keras ----------------------------------------------------------------------------------


def keras():
    os.environ.setdefault("KERAS_BACKEND", "torch")
    pytest.importorskip("torch")
    return pytest.importorskip("keras")


def of_keras(layer, weights, *states):
    """The states of a layer of Keras, step by step, from given ones."""
    import torch

    layer.build((1, T, D))
    layer.set_weights(weights)
    start = [torch.tensor(s[None], dtype=torch.float32) for s in states]
    found = layer(torch.tensor(X[None], dtype=torch.float32), initial_state=start)
    return found[0].detach().cpu().numpy()


def test_the_simple_cell_of_keras():
    made = keras().layers.SimpleRNN(N, return_sequences=True)
    W, U, b = draw(D, N), draw(N, N), draw(N)
    found = ours("tanh-rnn", {"W_x": W.T, "W_h": U.T, "b_h": b, "x": X, "h0": H0})
    assert of_keras(made, [W, U, b], H0) == pytest.approx(found, **NEAR)


@pytest.mark.parametrize("after", [True, False], ids=["reset after", "reset before"])
def test_the_gru_of_keras(after):
    made = keras().layers.GRU(N, return_sequences=True, reset_after=after)
    W, U = draw(D, 3 * N), draw(N, 3 * N)
    b = draw(2, 3 * N) if after else draw(3 * N)
    last = "n" if after else "h"
    given = columns(W, f"zr{last}", "W") | columns(U, f"zr{last}", "U") | {"x": X, "h0": H0}
    given |= (
        columns(b[0], "zrn", "b") | columns(b[1], "zrn", "c") if after else columns(b, "zrh", "b")
    )
    found = ours("gru-torch" if after else "gru-cho", given)
    assert of_keras(made, [W, U, b], H0) == pytest.approx(found, **NEAR)


def test_the_lstm_of_keras():
    made = keras().layers.LSTM(N, return_sequences=True)
    W, U, b = draw(D, 4 * N), draw(N, 4 * N), draw(4 * N)
    given = columns(W, "ifco", "W") | columns(U, "ifco", "U") | columns(b, "ifco", "b")
    found = ours("lstm", {**given, "x": X, "h0": H0, "c0": C0})
    assert of_keras(made, [W, U, b], H0, C0) == pytest.approx(found, **NEAR)


def test_the_attention_of_keras_by_the_plain_dot_product():
    package = keras()
    import torch

    s, H = draw(N), draw(5, N)
    query, keys = (torch.tensor(a[None], dtype=torch.float32) for a in (s[None], H))
    context, weights = package.layers.Attention()([query, keys], return_attention_scores=True)
    given = {"s": s, "H": H}
    assert weights[0, 0].detach().numpy() == pytest.approx(
        ours("attention-dot", given, "a"), **NEAR
    )
    found = ours("attention-dot", given, "context")
    assert context[0, 0].detach().numpy() == pytest.approx(found, **NEAR)


def test_the_additive_attention_of_keras_is_given_both_products():
    package = keras()
    import torch

    s, H, W, U, v = draw(N), draw(5, N), draw(N, N), draw(N, N), draw(N)
    made = package.layers.AdditiveAttention()
    query, keys, values = (
        torch.tensor(a[None], dtype=torch.float32) for a in ((W @ s)[None], H @ U.T, H)
    )
    made([query, values, keys])
    made.set_weights([v])
    context = made([query, values, keys])[0, 0].detach().numpy()
    found = ours("attention-additive", {"s": s, "H": H, "W": W, "U": U, "v": v}, "context")
    assert context == pytest.approx(found, **NEAR)


# -- Flax, Haiku, Equinox -------------------------------------------------------------------


def dense(W, b=None):
    return {"kernel": W.T} | ({} if b is None else {"bias": b})


def of_flax(made, weights, carry):
    found = []
    for x in X:
        carry, y = made.apply({"params": weights}, carry, x)
        found.append(np.asarray(y))
    return np.stack(found)


def test_the_gru_of_flax():
    linen = pytest.importorskip("flax.linen")
    w = {f"{a}_{g}": draw(N, D if a == "W" else N) for a in "WU" for g in "rzn"}
    b = {name: draw(N) for name in ("b_r", "b_z", "b_n", "c_n")}
    weights = {f"i{g}": dense(w[f"W_{g}"], b[f"b_{g}"]) for g in "rzn"}
    weights |= {"hr": dense(w["U_r"]), "hz": dense(w["U_z"]), "hn": dense(w["U_n"], b["c_n"])}
    found = ours("gru-flax", {**w, **b, "x": X, "h0": H0})
    assert of_flax(linen.GRUCell(N), weights, H0) == pytest.approx(found, **NEAR)


def test_the_minimal_gated_unit_of_flax():
    linen = pytest.importorskip("flax.linen")
    w = {"W_f": draw(N, D), "U_f": draw(N, N), "W_h": draw(N, D), "U_h": draw(N, N)}
    b = {"b_f": draw(N), "b_h": draw(N), "c_h": draw(N)}
    weights = {"if": dense(w["W_f"], b["b_f"]), "hf": dense(w["U_f"]),
               "in": dense(w["W_h"], b["b_h"]), "hn": dense(w["U_h"], b["c_h"])}  # fmt: skip
    found = ours("mgu-flax", {**w, **b, "x": X, "h0": H0})
    assert of_flax(linen.MGUCell(N), weights, H0) == pytest.approx(found, **NEAR)


def of_haiku(make, *state):
    """The states of a core of Haiku and its parameters, drawn in their own shapes."""
    haiku = pytest.importorskip("haiku")

    def run(x, state):
        return make(haiku)(x, state)

    transformed = haiku.without_apply_rng(haiku.transform(run))
    start = state[0] if len(state) == 1 else haiku.LSTMState(*state)
    drawn = transformed.init(__import__("jax").random.PRNGKey(0), X[0], start)
    weights = {m: {k: draw(*a.shape) for k, a in p.items()} for m, p in drawn.items()}
    found = []
    for x in X:
        out, start = transformed.apply(weights, x, start)
        found.append(np.asarray(out))
    return np.stack(found), {k: a for p in weights.values() for k, a in p.items()}


def test_the_gru_of_haiku():
    expected, w = of_haiku(lambda package: package.GRU(N), H0)
    given = (
        columns(w["w_i"], "zrh", "W") | columns(w["w_h"], "zrh", "U") | columns(w["b"], "zrh", "b")
    )
    assert expected == pytest.approx(ours("gru", {**given, "x": X, "h0": H0}), **NEAR)


def test_the_lstm_of_haiku_adds_1_to_its_forget_gate():
    expected, w = of_haiku(lambda package: package.LSTM(N), H0, C0)
    W, U = w["w"][:D], w["w"][D:]
    given = columns(W, "igfo", "W") | columns(U, "igfo", "U") | columns(w["b"], "igfo", "b")
    found = ours("lstm-forget1", {**given, "x": X, "h0": H0, "c0": C0})
    assert expected == pytest.approx(found, **NEAR)


def test_the_gru_of_equinox():
    equinox = pytest.importorskip("equinox")
    jax = pytest.importorskip("jax")
    made = equinox.nn.GRUCell(D, N, key=jax.random.PRNGKey(0))
    W, U, b, c = (np.asarray(a) for a in (made.weight_ih, made.weight_hh, made.bias, made.bias_n))
    given = columns(W.T, "rzn", "W") | columns(U.T, "rzn", "U") | columns(b, "rzn", "b")
    h, expected = H0, []
    for x in X:
        h = made(x, h)
        expected.append(np.asarray(h))
    found = ours("gru-flax", {**given, "c_n": c, "x": X, "h0": H0})
    assert np.stack(expected) == pytest.approx(found, **NEAR)


# -- ONNX -----------------------------------------------------------------------------------


def of_onnx(kind: str, arrays: dict[str, np.ndarray], **attributes):
    """The states that ONNX Runtime works out by one node; inputs in the order of the operator."""
    runtime = pytest.importorskip("onnxruntime")
    model = onnx_model(kind, arrays, **attributes)
    session = runtime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    fed = {n: a.astype(np.float32) for n, a in arrays.items()}
    return session.run(None, fed)[0][:, 0, 0]


def onnx_model(kind: str, arrays: dict[str, np.ndarray], **attributes):
    """A model of one node."""
    onnx = pytest.importorskip("onnx")
    helper = onnx.helper
    order = ["X", "W", "R", "B", "lens", "h", "c", "P"][: 8 if "c" in arrays else 6]
    node = helper.make_node(
        kind, [n if n in arrays else "" for n in order], ["Y"], hidden_size=N, **attributes
    )
    ins = [
        helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, a.shape) for n, a in arrays.items()
    ]
    out = helper.make_tensor_value_info("Y", onnx.TensorProto.FLOAT, None)
    graph = helper.make_graph([node], kind, ins, [out])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)])
    model.ir_version = 8
    return model


def rows(arrays: list[np.ndarray]) -> np.ndarray:
    return np.concatenate(arrays)[None]


@pytest.mark.parametrize("after", [0, 1], ids=["reset before", "reset after"])
def test_the_gru_of_onnx(after):
    last = "n" if after else "h"
    w = {f"{a}_{g}": draw(N, D if a == "W" else N) for a in "WU" for g in f"zr{last}"}
    b = {f"b_{g}": draw(N) for g in f"zr{last}"}
    c = {f"c_{g}": draw(N) if after else np.zeros(N) for g in f"zr{last}"}
    arrays = {"X": X[:, None], "W": rows([w[f"W_{g}"] for g in f"zr{last}"]),
              "R": rows([w[f"U_{g}"] for g in f"zr{last}"]),
              "B": rows([*b.values(), *c.values()]), "h": H0[None, None]}  # fmt: skip
    expected = of_onnx("GRU", arrays, linear_before_reset=after)
    given = {**w, **b, **(c if after else {}), "x": X, "h0": H0}
    found = ours("gru-torch" if after else "gru-cho", given)
    assert expected == pytest.approx(found, **NEAR)


@pytest.mark.parametrize("name", ["lstm-peephole", "lstm-cifg"])
def test_the_relatives_of_the_lstm_of_onnx(name):
    coupled = name == "lstm-cifg"
    w = {f"{a}_{g}": draw(N, D if a == "W" else N) for a in "WU" for g in "iofg"}
    b = {f"b_{g}": draw(N) for g in "iofg"}
    p = {f"p_{g}": draw(N) for g in "iof"}
    arrays = {"X": X[:, None], "W": rows([w[f"W_{g}"] for g in "iofg"]),
              "R": rows([w[f"U_{g}"] for g in "iofg"]), "B": rows([*b.values(), *[np.zeros(N)] * 4]),
              "h": H0[None, None], "c": C0[None, None]}  # fmt: skip
    if not coupled:
        arrays["P"] = rows([*p.values()])
    expected = of_onnx("LSTM", arrays, input_forget=int(coupled))
    given = {k: a for k, a in (w | b | p).items() if not (coupled and k[-1] == "f")}
    given = {k: a for k, a in given.items() if not (coupled and k[0] == "p")}
    found = ours(name, {**given, "x": X, "h0": H0, "c0": C0})
    assert expected == pytest.approx(found, **NEAR)
    if coupled:  # whose evaluator knows no coupling: it has f's own weights
        evaluator = pytest.importorskip("onnx.reference").ReferenceEvaluator
        fed = {n: a.astype(np.float32) for n, a in arrays.items()}
        apart = evaluator(onnx_model("LSTM", arrays, input_forget=1)).run(None, fed)[0][:, 0, 0]
        plain = {f"{n[:-1]}c" if n[-1] == "g" else n: a for n, a in (w | b).items()}
        given = {**plain, "x": X, "h0": H0, "c0": C0}
        assert apart == pytest.approx(ours("lstm", given), **NEAR)
