"""The solver, against the same equations written out by hand with NumPy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bench.rows import Row, timed
from reference import bind, cell

Array = NDArray[np.float64]

STEPS, UNITS, INPUTS, CLASS = 3, 2, 3, 10_000
_NAMES = tuple(f"{letter}_{gate}" for letter in "WUb" for gate in "fioc")


def rows() -> Iterator[Row]:
    """One variant, and a class at once; an LSTM and a simple RNN."""
    for count, rounds in ((1, 300), (CLASS, 9)):
        yield _lstm(count, rounds)
        yield _rnn(count, rounds)


def _lstm(count: int, rounds: int) -> Row:
    given = _numbers({n: {"W": (UNITS, INPUTS), "U": (UNITS, UNITS), "b": (UNITS,)}[n[0]]
                      for n in _NAMES} | {"x": (STEPS, INPUTS)}, count)  # fmt: skip
    system = bind(cell("lstm"), given, steps=STEPS, variants=count > 1)
    ours, theirs = system.solve()[f"h[{STEPS}]"], lstm_by_hand(given)
    assert np.allclose(ours, theirs), "the two sides do not compute the same"
    medians = timed({"ours": system.solve, "hand": lambda: lstm_by_hand(given)}, rounds=rounds)
    return _row("LSTM, 3 steps", count, medians)


def _rnn(count: int, rounds: int) -> Row:
    shapes = {"W_x": (UNITS, INPUTS), "W_h": (UNITS, UNITS), "b_h": (UNITS,), "x": (STEPS, INPUTS)}
    given = _numbers(shapes, count)
    system = bind(cell("tanh-rnn"), given, steps=STEPS, variants=count > 1)
    ours, theirs = system.solve()[f"h[{STEPS}]"], rnn_by_hand(given)
    assert np.allclose(ours, theirs), "the two sides do not compute the same"
    medians = timed({"ours": system.solve, "hand": lambda: rnn_by_hand(given)}, rounds=rounds)
    return _row("tanh RNN, 3 steps", count, medians)


def _row(what: str, count: int, medians: dict[str, float]) -> Row:
    variants = "1 variant" if count == 1 else f"{count:,} variants at once"
    return Row(f"solve {what}, {variants}", "NumPy by hand", medians["ours"], medians["hand"])


def _numbers(shapes: dict[str, tuple[int, ...]], count: int) -> dict[str, Array]:
    generator = np.random.default_rng(0)
    lead = (count,) if count > 1 else ()
    return {name: generator.normal(size=(*lead, *shape)) for name, shape in shapes.items()}


def times(matrix: Array, vector: Array) -> Array:
    """A matrix a variant times a vector a variant, or one matrix for all."""
    if matrix.ndim == 2:
        return matrix @ vector
    product: Array = np.einsum("vij,vj->vi", matrix, vector)
    return product


def _sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def lstm_by_hand(given: dict[str, Array]) -> Array:
    """The last hidden state of an LSTM, as one would write it for this benchmark."""
    xs = np.moveaxis(given["x"], -2, 0)
    h = c = np.zeros(given["b_f"].shape)
    for x in xs:
        net = {
            gate: times(given[f"W_{gate}"], x) + times(given[f"U_{gate}"], h) + given[f"b_{gate}"]
            for gate in "fioc"
        }
        c = _sigmoid(net["f"]) * c + _sigmoid(net["i"]) * np.tanh(net["c"])
        h = _sigmoid(net["o"]) * np.tanh(c)
    return h


def rnn_by_hand(given: dict[str, Array]) -> Array:
    """The last hidden state of a tanh RNN."""
    h = np.zeros(given["b_h"].shape)
    for x in np.moveaxis(given["x"], -2, 0):
        h = np.tanh(times(given["W_x"], x) + times(given["W_h"], h) + given["b_h"])
    return h
