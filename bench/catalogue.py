"""Newer cells of the catalogue for a class at once, against the same equations written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from bench.rows import Row, timed
from bench.solver import CLASS, INPUTS, STEPS, UNITS, Array, times
from reference import bind, cell, omit

Given = dict[str, Array]


def rows() -> Iterator[Row]:
    """Five cells, ten thousand variants each."""
    for name, (quantity, shapes, by_hand) in _CELLS.items():
        generator = np.random.default_rng(0)
        given = {n: generator.uniform(0.1, 0.9, (CLASS, *shape)) for n, shape in shapes.items()}
        if name == "s4d-zoh":
            given["a"] = -given["a"]
        written = cell(name)
        made = omit(written, written.optional - set(given))
        system = bind(made, given, steps=STEPS, variants=True)
        ours, theirs = system.solve()[f"{quantity}[{STEPS}]"], by_hand(given)
        assert np.allclose(ours, theirs), f"{name}: the two sides do not compute the same"
        medians = timed(_sides(system.solve, by_hand, given), rounds=31)
        what = f"solve {name}, {STEPS} steps, {CLASS:,} variants at once"
        yield Row(what, "NumPy by hand", medians["ours"], medians["hand"], target=1.2)


def _sides(
    ours: Callable[[], object], by_hand: Callable[[Given], Array], given: Given
) -> dict[str, Callable[[], object]]:
    return {"ours": ours, "hand": lambda: by_hand(given)}


def _sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def _over_steps(given: Given, name: str) -> Iterator[Array]:
    yield from np.moveaxis(given[name], 1, 0)


def _mgu(g: Given) -> Array:
    h = np.zeros((CLASS, UNITS))
    for x in _over_steps(g, "x"):
        f = _sigmoid(times(g["W_f"], x) + times(g["U_f"], h) + g["b_f"])
        k = np.tanh(times(g["W_h"], x) + times(g["U_h"], f * h) + g["b_h"])
        h = (1 - f) * h + f * k
    return h


def _peephole(g: Given) -> Array:
    h = c = np.zeros((CLASS, UNITS))
    for x in _over_steps(g, "x"):
        net = {k: times(g[f"W_{k}"], x) + times(g[f"U_{k}"], h) + g[f"b_{k}"] for k in "ifgo"}
        i, f = (_sigmoid(net[k] + g[f"p_{k}"] * c) for k in "if")
        c = f * c + i * np.tanh(net["g"])
        h = _sigmoid(net["o"] + g["p_o"] * c) * np.tanh(c)
    return h


def _indrnn(g: Given) -> Array:
    h = np.zeros((CLASS, UNITS))
    for x in _over_steps(g, "x"):
        h = np.maximum(times(g["W"], x) + g["u"] * h + g["b"], 0)
    return h


def _held(g: Given) -> Array:
    h = np.zeros((CLASS, UNITS))
    y = np.zeros(CLASS)
    for x in _over_steps(g, "x"):
        power = np.exp(g["dt"][:, None] * g["a"])
        h = power * h + (power - 1) / g["a"] * g["B"] * x[:, None]
        y = np.sum(g["C"] * h, axis=-1)
    return y


def _retention(g: Given) -> Array:
    memory = np.zeros((CLASS, UNITS, INPUTS))
    o = np.zeros((CLASS, UNITS))
    for q, k, v in zip(*(_over_steps(g, n) for n in "qkv"), strict=True):
        memory = g["gamma"][:, None, None] * memory + v[:, :, None] * k[:, None, :]
        o = times(memory, q)
    return o


_GATED = {"W": (UNITS, INPUTS), "U": (UNITS, UNITS), "b": (UNITS,)}


def _weights(gates: str) -> dict[str, tuple[int, ...]]:
    named = {f"{letter}_{gate}": _GATED[letter] for letter in _GATED for gate in gates}
    return {**named, "x": (STEPS, INPUTS)}


_CELLS: dict[str, tuple[str, dict[str, tuple[int, ...]], Callable[[Given], Array]]] = {
    "mgu": ("h", _weights("fh"), _mgu),
    "lstm-peephole": ("h", {**_weights("ifgo"), **{f"p_{k}": (UNITS,) for k in "ifo"}}, _peephole),
    "indrnn": ("h", {"W": (UNITS, INPUTS), "u": (UNITS,), "b": (UNITS,), "x": (STEPS, INPUTS)},
               _indrnn),
    "s4d-zoh": ("y", {"a": (UNITS,), "B": (UNITS,), "C": (UNITS,), "dt": (), "x": (STEPS,)}, _held),
    "retnet": ("o", {"q": (STEPS, INPUTS), "k": (STEPS, INPUTS), "v": (STEPS, UNITS), "gamma": ()},
               _retention),
}  # fmt: skip
