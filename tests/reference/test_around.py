"""What stands around a cell, against loops that are written without any of our equations."""

from __future__ import annotations

import numpy as np
import pytest

from reference import Symbol, bind, cell, differentiate, omit, parse_cell


def gradient(system, of, by):
    """The gradients of a number of a system by several symbols, by name."""
    back = differentiate(system.cell, of, by)
    return system.rewritten(back).solve()


def beam(E, W, U, V, b, start, h0, steps):
    """The two best paths after every step: logarithm, words from 0, state."""
    paths, found = [(0.0, [start], h0)], []
    for _ in range(steps):
        longer = []
        for logarithm, words, h in paths:
            after = np.tanh(W @ E[words[-1]] + U @ h + b)
            scores = V @ after
            scores = scores - np.log(np.exp(scores).sum())
            longer += [(logarithm + s, [*words, k], after) for k, s in enumerate(scores)]
        paths = sorted(longer, key=lambda path: -path[0])[:2]
        found.append(paths)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_a_beam_of_two_is_a_search_that_keeps_two_paths(seed):
    random = np.random.default_rng(seed)
    E, W, U, V, b = (random.normal(size=s) for s in ((4, 2), (3, 2), (3, 3), (4, 3), (3,)))
    h0 = random.normal(size=3)
    given = {"E": E, "W": W, "U": U, "V": V, "b": b, "h10": h0, "h20": h0, "s10": 0, "s20": -1000,
             "w10": [0, 1, 0, 0], "w20": [0, 1, 0, 0]}  # fmt: skip
    values = bind(cell("decoder-beam"), given, steps=4).solve()
    for t, paths in enumerate(beam(E, W, U, V, b, 1, h0, 4), 1):
        for place, (logarithm, words, state) in enumerate(paths, 1):
            assert logarithm == pytest.approx(float(values[f"s{place}[{t}]"]))
            assert words[-1] + 1 == values[f"k{place}[{t}]"]
            assert state == pytest.approx(values[f"h{place}[{t}]"])


READ = {"x": np.eye(3)[[0, 2, 1]], "y": np.eye(3)[[2, 1, 1]]}


def language(name, seed=3):
    random = np.random.default_rng(seed)
    made = omit(cell(name), cell(name).optional)
    shapes = {"E": (3, 2), "W": (2, 2), "U": (2, 2), "V": (3, 2)}
    given = {n: random.normal(size=s) for n, s in shapes.items() if n in made.parameters}
    return made, {**given, **READ}


def test_the_gradient_at_the_logits_of_every_step_is_p_minus_y():
    made, given = language("rnn-lm")
    system = bind(made, given, steps=3)
    found = gradient(system, Symbol("L", 3), [Symbol("z", t) for t in (1, 2, 3)])
    for t in (1, 2, 3):
        assert found[f"p[{t}]"] - READ["y"][t - 1] == pytest.approx(found[f"dz[{t}]"])


def test_tied_weights_get_the_gradients_of_both_their_uses():
    tied, given = language("rnn-lm-tied")
    apart, _ = language("rnn-lm")
    whole = gradient(bind(tied, given, steps=3), Symbol("L", 3), [Symbol("E")])
    uses = gradient(
        bind(apart, {**given, "V": given["E"]}, steps=3), Symbol("L", 3), [Symbol("E"), Symbol("V")]
    )
    assert uses["dE"] + uses["dV"] == pytest.approx(whole["dE"])


def test_truncated_backpropagation_stops_where_a_piece_ends():
    """Four steps in pieces of two: the state before the third step is a number for the gradient."""
    text = """
    x, on: scalar
    h: scalar
    w, u: scalar
    h = tanh(w * where(on[t], h[t-1], stop(h[t-1])) + u * x[t])
    """
    x, w, u = [0.5, -0.8, 0.3, 0.6], 0.7, 0.6
    h = [0.2]
    for value in x:
        h.append(np.tanh(w * h[-1] + u * value))
    inner = (1 - h[3] ** 2) * h[2]
    expected = (1 - h[4] ** 2) * (h[3] + w * inner)
    system = bind(
        parse_cell(text), {"x": x, "on": [1, 1, 0, 1], "w": w, "u": u, "h0": 0.2}, steps=4
    )
    assert expected == pytest.approx(float(gradient(system, Symbol("h", 4), [Symbol("w")])["dw"]))


def test_a_product_of_jacobians_is_no_longer_than_the_largest_stretch_allows():
    random = np.random.default_rng(2)
    given = {"W": random.normal(size=(2, 1)), "U": 0.5 * random.normal(size=(2, 2)),
             "x": random.normal(size=(6, 1)), "P0": np.eye(2)}  # fmt: skip
    made = omit(cell("jacobian"), {"b"})
    length = parse_cell("P: 2, 2 given\ny = spectral_norm(P)")
    values = bind(made, given, steps=6).solve()
    stretch = float(bind(length, {"P": given["U"]}).solve()["y"])
    for t in range(1, 7):
        assert float(bind(length, {"P": values[f"P[{t}]"]}).solve()["y"]) <= stretch**t
