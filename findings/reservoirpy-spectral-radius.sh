#!/bin/bash
# reservoirpy 0.4.2: `sr`, the spectral radius, is not looked at where the matrix W is given.
#
# `sr` is documented as "Spectral radius of recurrent weight matrix".  A drawn W is scaled to it; a W that the caller gives
# is left alone, without a word: Reservoir(W=W, sr=0.9) and Reservoir(W=W, sr=0.1) are the same network, and the echo state
# property that one meant to set is whatever W happens to have.  An exercise that hands out W and asks for sr = 0.9 is
# therefore solved wrongly by the library's own two arguments; W has to be scaled first.
set -e
rooms=$(mktemp -d)
trap 'rm -rf "$rooms"' EXIT
python3 -m venv "$rooms/venv"
"$rooms/venv/bin/pip" install -q --disable-pip-version-check reservoirpy==0.4.2 numpy
"$rooms/venv/bin/python" - <<'PY'
import importlib.metadata
import inspect

import numpy as np
from reservoirpy.nodes import Reservoir

print("reservoirpy", importlib.metadata.version("reservoirpy"))
said = inspect.getdoc(Reservoir).partition("sr :")[2].split("\n")[1].strip()
print("documented:", said)
W, W_in = np.array([[0.4, -0.2], [0.1, 0.3]]), np.array([[0.5], [-0.7]])
x = np.array([[0.5], [-0.8], [0.3]])


def radius(matrix):
    plain = matrix.toarray() if hasattr(matrix, "toarray") else np.asarray(matrix)
    return float(max(abs(np.linalg.eigvals(plain))))


def run(sr):
    made = Reservoir(units=2, lr=0.3, W=W, Win=W_in, bias=np.zeros(2), sr=sr)
    states = made.run(x)
    return states, radius(made.W)


(first, of_first), (second, of_second) = run(0.9), run(0.1)
drawn = Reservoir(units=50, sr=0.9, seed=1)
drawn.run(x)
print(f"W given, sr 0.9: radius {of_first:.6f} | W given, sr 0.1: radius {of_second:.6f} | of W itself {radius(W):.6f}")
print("the same states:", np.array_equal(first, second), f"| W drawn, sr 0.9: radius {radius(drawn.W):.6f}")
assert said.startswith("Spectral radius of recurrent weight matrix"), "the documentation has changed"
assert np.array_equal(first, second) and abs(of_first - radius(W)) < 1e-12, "a given W is scaled now"
assert abs(radius(drawn.W) - 0.9) < 1e-6, "a drawn W is not scaled any more"
PY
