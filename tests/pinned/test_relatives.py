"""Rarer cells, and what stands around cells, with random weights against the packages that have them."""

from __future__ import annotations

import numpy as np
import pytest
from places import NEAR, D, N, T, ours, random

from reference import cell

draw = random(41)
X, H0, C0 = draw(T, D), draw(N), draw(N)
EXACT = {"rel": 1e-6, "abs": 1e-9}


def drawn(module):
    """The module with weights of a bell curve, in double precision; a scalar keeps its value."""
    torch = pytest.importorskip("torch")
    made = module.double()
    with torch.no_grad():
        for parameter in made.parameters():
            if parameter.dim():
                parameter.copy_(torch.from_numpy(draw(*parameter.shape)))
    return made


def arrays(module) -> dict[str, np.ndarray]:
    return {name: p.detach().numpy() for name, p in module.named_parameters()}


def parted(array: np.ndarray, names: str, letter: str) -> dict[str, np.ndarray]:
    return {
        f"{letter}_{n}": part for n, part in zip(names, np.split(array, len(names)), strict=True)
    }


def stepped(module, *state) -> np.ndarray:
    """All states of a cell of torch, step by step."""
    import torch

    states = tuple(torch.from_numpy(s)[None] for s in state)
    found = []
    for x in torch.from_numpy(X):
        result = module(x[None], states if len(states) > 1 else states[0])
        states = result if isinstance(result, tuple) else (result,)
        found.append([s[0].detach().numpy() for s in states])
    return np.array(found)


def both_biases(w: dict[str, np.ndarray], inner: str, outer: str) -> dict[str, np.ndarray]:
    """The biases of the input, and those of the state added where a gate has one."""
    found = parted(w["bias_ih"], outer, "b")
    for name, bias in parted(w["bias_hh"], inner, "b").items():
        found[name] = found[name] + bias
    return found


# name, its class, gates of the input, gates of the state, letter of the state's weights, states
GATED = [
    ("lstm-original", "OriginalLSTMCell", "igo", "igo", "U", "hc"),
    ("ran", "RANCell", "cif", "if", "U", "hc"),
    ("ligru", "LiGRUCell", "zh", "zh", "U", "h"),
    ("lightru", "LightRUCell", "hf", "f", "U", "h"),
    ("star", "STARCell", "zk", "k", "U", "h"),
    ("brc", "BRCell", "ach", "ac", "u", "h"),
    ("nbrc", "NBRCell", "ach", "ac", "U", "h"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "outer", "inner", "letter", "states"), GATED)
def test_a_gated_cell_of_torchrecurrent(name, kind, outer, inner, letter, states):
    package = pytest.importorskip("torchrecurrent")
    made = drawn(getattr(package, kind)(D, N))
    w = arrays(made)
    biased = inner if name == "ran" else outer
    given = parted(w["weight_ih"], outer, "W") | parted(w["weight_hh"], inner, letter)
    given |= both_biases(w, inner, biased) | {"x": X, "h0": H0}
    starts = (H0, C0)[: len(states)]
    given |= {f"{s}0": start for s, start in zip(states, starts, strict=True)}
    found = stepped(made, *starts)
    for place, state in enumerate(states):
        assert found[:, place] == pytest.approx(ours(name, given, state), **EXACT), state


def test_the_twin_gated_cell_of_torchrecurrent():
    package = pytest.importorskip("torchrecurrent")
    made = drawn(package.ATRCell(D, N))
    with pytest.importorskip("torch").no_grad():
        made.bias_hh[:] = 0  # its second bias moves the two gates apart; the paper has none
    w = arrays(made)
    given = {"W": w["weight_ih"], "U": w["weight_hh"], "b": w["bias_ih"], "x": X, "h0": H0}
    assert stepped(made, H0)[:, 0] == pytest.approx(ours("atr", given), **EXACT)


def test_the_multiplicative_lstm_of_torchrecurrent():
    package = pytest.importorskip("torchrecurrent")
    made = drawn(package.MultiplicativeLSTMCell(D, N))
    with pytest.importorskip("torch").no_grad():
        made.bias_ih[:N] = 0
        made.bias_hh[:] = 0  # the product of the paper has no biases
    w = arrays(made)
    given = parted(w["weight_ih"], "mifgo", "W") | parted(w["weight_mh"], "ifgo", "V")
    given |= parted(w["bias_ih"][N:] + w["bias_mh"], "ifgo", "b") | {"U_m": w["weight_hh"]}
    found = stepped(made, H0, C0)
    given |= {"x": X, "h0": H0, "c0": C0}
    for place, state in enumerate("hc"):
        assert found[:, place] == pytest.approx(ours("lstm-multiplicative", given, state), **EXACT)


def test_the_coupled_oscillators_of_torchrecurrent():
    package = pytest.importorskip("torchrecurrent")
    made = drawn(package.coRNNCell(D, N, dt=0.5, gamma=1.2, epsilon=0.7))
    w = arrays(made)
    given = {"W": w["weight_ih"], "U": w["weight_hh"], "V": w["weight_ch"],
             "b": w["bias_ih"] + w["bias_hh"] + w["bias_ch"], "dt": 0.5, "gamma": 1.2, "eps": 0.7,
             "x": X, "h0": H0, "z0": C0}  # fmt: skip
    found = stepped(made, H0, C0)
    for place, state in enumerate("hz"):
        assert found[:, place] == pytest.approx(ours("cornn", given, state), **EXACT), state


def test_the_context_of_torchrecurrent_is_that_of_the_paper_for_a_step():
    """Its hidden layer then reads the output, squashed, where the paper's reads itself."""
    package = pytest.importorskip("torchrecurrent")
    made = drawn(package.SCRNCell(D, N))
    with pytest.importorskip("torch").no_grad():
        made.alpha.fill_(0.95)
        for name, parameter in made.named_parameters():
            if "bias" in name:
                parameter.fill_(0)
    w = arrays(made)
    (B, A), (R, U), (P, V) = (np.split(w[f"weight_{k}"], 2) for k in ("ih", "hh", "ch"))
    given = {
        "A": A,
        "B": B,
        "R": R,
        "U": U,
        "P": P,
        "V": V,
        "alpha": 0.95,
        "x": X,
        "h0": H0,
        "s0": C0,
    }
    found = stepped(made, H0, C0)
    assert found[:, 1] == pytest.approx(ours("scrn", given, "s"), **EXACT)
    assert found[0, 0] == pytest.approx(np.tanh(ours("scrn", given, "y")[0]), **EXACT)


def test_the_liquid_cell_of_ncps():
    torch = pytest.importorskip("torch")
    package = pytest.importorskip("ncps.torch")
    wirings = pytest.importorskip("ncps.wirings")
    wiring = wirings.FullyConnected(N)
    wiring.build(D)
    made = package.LTCCell(
        wiring, None, input_mapping=None, output_mapping=None, ode_unfolds=2, epsilon=0.0
    )  # as it draws its weights: strengths, capacities and leaks above 0
    w = arrays(made)
    names = {"w": "w", "s": "sigma", "mu": "mu", "e": "erev"}
    wide = {"wx": "sensory_w", "sx": "sensory_sigma", "mx": "sensory_mu", "ex": "sensory_erev"}
    given = {k: w[name].T for k, name in (names | wide).items()}
    given |= {"cm": w["cm"], "g": w["gleak"], "vl": w["vleak"], "v0": H0, "x": X}
    ts, v, expected = [1.0, 0.5, 2.0], torch.tensor(H0[None], dtype=torch.float32), []
    for x, elapsed in zip(X, ts, strict=True):
        _, v = made(torch.tensor(x[None], dtype=torch.float32), v, elapsed)
        expected.append(v[0].detach().numpy())
    assert np.stack(expected) == pytest.approx(ours("ltc", {**given, "ts": ts}, "v"), **NEAR)


@pytest.mark.parametrize("name", ["ssm-zoh", "lmu"])
def test_a_full_matrix_with_the_input_held_of_scipy(name):
    signal = pytest.importorskip("scipy.signal")
    A, B, C, x = draw(N, N) - 2 * np.eye(N), draw(N), draw(N), X[:, 0]
    system = (A, B[:, None], C[None], np.zeros((1, 1)))
    abar, bbar, *_ = signal.cont2discrete(system, 0.3, method="zoh")
    h, expected = np.zeros(N), []
    for u in x:
        h = abar @ h + bbar[:, 0] * u
        expected.append(h)
    given = {"A": A, "B": B, "C": C, "dt": 0.3, "x": x}
    if name == "lmu":
        given = {"A": abar, "B": bbar[:, 0], "u": x}
    found = ours(name, given, "m" if name == "lmu" else "h")
    assert np.array(expected) == pytest.approx(found)


ORDERS = [
    ("rnn-concat", "", False), ("rnn-concat-xh", "", True), ("lstm-concat-xh", "ifco", True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "gates", "input_first"), ORDERS)
def test_a_cell_on_both_beside_each_other_is_that_of_torch(name, gates, input_first):
    torch = pytest.importorskip("torch")
    made = drawn(torch.nn.LSTMCell(D, N) if gates else torch.nn.RNNCell(D, N))
    w = arrays(made)
    pair = (w["weight_ih"], w["weight_hh"])
    wide = np.concatenate(pair if input_first else pair[::-1], axis=1)
    bias = w["bias_ih"] + w["bias_hh"]
    given = parted(wide, gates, "W") | parted(bias, gates, "b") if gates else {"W": wide, "b": bias}
    starts = (H0, C0) if gates else (H0,)
    given |= {"x": X, "h0": H0} | ({"c0": C0} if gates else {})
    assert stepped(made, *starts)[:, 0] == pytest.approx(ours(name, given), **EXACT)


@pytest.mark.parametrize("name", ["gru-concat", "gru-concat-xh"])
def test_a_gru_on_both_beside_each_other_is_that_of_haiku(name):
    haiku = pytest.importorskip("haiku")

    def made(x, h):
        return haiku.GRU(N)(x, h)

    run = haiku.without_apply_rng(haiku.transform(made))
    W, U, b = draw(D, 3 * N), draw(N, 3 * N), draw(3 * N)
    blocks = zip(np.split(W, 3, axis=1), np.split(U, 3, axis=1), np.split(b, 3), strict=True)
    given, h, expected = {"x": X, "h0": H0}, H0, []
    for gate, (w, u, bias) in zip("zrh", blocks, strict=True):
        pair = (w.T, u.T) if name.endswith("xh") else (u.T, w.T)
        given |= {f"W_{gate}": np.concatenate(pair, axis=1), f"b_{gate}": bias}
    for x in X:
        h, _ = run.apply({"gru": {"w_i": W, "w_h": U, "b": b}}, x, h)
        expected.append(np.asarray(h))
    assert np.stack(expected) == pytest.approx(ours(name, given), **NEAR)


def words(
    module, given: dict[str, np.ndarray], read: list[int], right: list[int], out
) -> list[float]:
    """The loss of a language model of torch so far, step by step."""
    import torch

    h, total, found = torch.zeros(1, N, dtype=torch.float64), 0.0, []
    table = torch.from_numpy(given["E"])
    for word, target in zip(read, right, strict=True):
        h = module(table[word][None], h).detach()
        total += float(torch.nn.functional.cross_entropy(out(h), torch.tensor([target])))
        found.append(total)
    return found


@pytest.mark.parametrize("name", ["rnn-lm", "rnn-lm-tied"])
def test_a_language_model_of_torch_that_is_told_the_right_word(name):
    torch = pytest.importorskip("torch")
    tied, v = name.endswith("tied"), 5
    made = drawn(torch.nn.RNNCell(N if tied else D, N))
    w = arrays(made)
    read, right = [0, 3, 1], [3, 1, 4]
    given = {"E": draw(v, N if tied else D), "W": w["weight_ih"], "U": w["weight_hh"],
             "b": w["bias_ih"] + w["bias_hh"], "x": np.eye(v)[read], "y": np.eye(v)[right]}  # fmt: skip
    given |= {} if tied else {"V": draw(v, N), "c": draw(v)}
    V, c = (given["E"], 0) if tied else (given["V"], given["c"])
    expected = words(
        made, given, read, right, lambda h: h @ torch.from_numpy(V).T + torch.tensor(c)
    )
    assert expected == pytest.approx(ours(name, given, "L"))


def test_a_greedy_decoder_of_torch():
    torch = pytest.importorskip("torch")
    made, v = drawn(torch.nn.RNNCell(D, N)), 5
    w = arrays(made)
    given = {"E": draw(v, D), "V": draw(v, N), "W": w["weight_ih"], "U": w["weight_hh"],
             "b": w["bias_ih"] + w["bias_hh"], "z0": np.eye(v)[2]}  # fmt: skip
    h, word, expected = torch.zeros(1, N, dtype=torch.float64), 2, []
    for _ in range(T):
        h = made(torch.from_numpy(given["E"][word])[None], h)
        z = h @ torch.from_numpy(given["V"]).T
        word = int(z.argmax())
        expected.append(z[0].detach().numpy())
    assert np.stack(expected) == pytest.approx(ours("decoder-greedy", given, "z"))


def test_the_scaled_and_the_general_attention_of_torch():
    torch = pytest.importorskip("torch")
    s, H, W = draw(N), draw(5, N), draw(N, N)
    q, kv = torch.from_numpy(s)[None, None], torch.from_numpy(H)[None]
    made = torch.nn.functional.scaled_dot_product_attention(q, kv, kv)[0, 0].numpy()
    assert made == pytest.approx(ours("attention-scaled", {"s": s, "H": H}, "context"))
    q = torch.from_numpy(s @ W)[None, None]
    made = torch.nn.functional.scaled_dot_product_attention(q, kv, kv, scale=1.0)[0, 0].numpy()
    assert made == pytest.approx(ours("attention-general", {"s": s, "H": H, "W": W}, "context"))


def test_both_clippings_of_torch():
    """It divides by the norm and a millionth, so the norm is a little below the limit."""
    torch = pytest.importorskip("torch")
    g = 5 * draw(N)
    for name, clip in (
        ("clipping", torch.nn.utils.clip_grad_norm_), ("clipping-value", torch.nn.utils.clip_grad_value_),
    ):  # fmt: skip
        weight = torch.zeros(N, dtype=torch.float64, requires_grad=True)
        weight.grad = torch.from_numpy(g.copy())
        clip([weight], 0.5)
        found = ours(name, {"g": g, "limit": 0.5}, "clipped")
        assert weight.grad.numpy() == pytest.approx(found, rel=1e-5), name


COUNTS = [
    ("lstm-original", "OriginalLSTMCell"), ("lstm-multiplicative", "MultiplicativeLSTMCell"),
    ("ran", "RANCell"), ("ligru", "LiGRUCell"), ("lightru", "LightRUCell"), ("star", "STARCell"),
    ("atr", "ATRCell"), ("brc", "BRCell"), ("nbrc", "NBRCell"), ("cornn", "coRNNCell"),
    ("lem", "LEMCell"), ("lstm-peephole", "PeepholeLSTMCell"), ("mgu", "MGUCell"),
    ("ugrnn", "UGRNNCell"), ("fastgrnn", "FastGRNNCell"), ("minimalrnn", "MinimalRNNCell"),
    ("janet", "JANETCell"), ("cfn", "CFNCell"), ("indrnn", "IndRNNCell"),
    ("antisymmetric", "AntisymmetricRNNCell"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), COUNTS)
def test_a_package_counts_what_the_cell_says_of_it(name, kind):
    package = pytest.importorskip("torchrecurrent")
    counted = sum(p.numel() for p in getattr(package, kind)(3, 5).parameters())
    formula = cell(name).kin.counted["torchrecurrent"]
    assert counted == eval(formula, {"d": 3, "n": 5})  # noqa: S307 - a text of the catalogue
