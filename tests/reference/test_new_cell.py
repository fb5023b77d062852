"""A cell that nobody has taught us: from its text alone, everything that the catalogue's cells have."""

from __future__ import annotations

import numpy as np
import pytest

from reference import (
    LATEX,
    Range,
    Rounding,
    Symbol,
    Workings,
    bind,
    count,
    differentiate,
    misconceptions,
    parse_cell,
    ranges,
    typeset_cell,
    worked,
)

TEXT = """
# Light gated recurrent unit with a leak: no reset gate, a ReLU candidate
# source: Ravanelli et al. 2018
x: d                                              # input
h: n in [0, inf)                                  # hidden state
W_z, W_h: n, d
U_z, U_h: n, n
b_z?, b_h?: n
leak: scalar in (0, 1] given
z = sigmoid(W_z @ x[t] + U_z @ h[t-1] + b_z)      # update gate
k = relu(W_h @ x[t] + U_h @ h[t-1] + b_h)         # candidate
h = leak * (z * h[t-1] + (1 - z) * k)             # hidden state
"""
CELL = parse_cell(TEXT, name="light")
GIVEN = {"W_z": -0.5, "U_z": 0.7, "b_z": 0.2, "W_h": 0.9, "U_h": 0.3, "b_h": 0.1, "leak": 0.9,
         "h0": 0.3, "x": [0.5, 0.8]}  # fmt: skip


def test_it_is_solved():
    h = 0.3
    for x in (0.5, 0.8):
        z = 1 / (1 + np.exp(-(-0.5 * x + 0.7 * h + 0.2)))
        h = 0.9 * (z * h + (1 - z) * max(0.9 * x + 0.3 * h + 0.1, 0))
    assert h == pytest.approx(float(bind(CELL, GIVEN, steps=2).solve()["h[2]"]))


def test_it_is_counted_ranged_and_named():
    assert 2 * 15 + 2 * 25 + 2 * 5 == count(CELL, {"d": 3, "n": 5}).total
    assert Range(0, 1) == ranges(CELL)["z"]
    assert Range(0, float("inf")) == ranges(CELL)["h"]
    assert "Ravanelli et al. 2018" == CELL.source


def test_it_is_differentiated():
    system = bind(CELL, GIVEN, steps=2)
    back = differentiate(system.cell, Symbol("h", 2), [Symbol("U_z"), Symbol("W_h")])
    found = system.rewritten(back).solve()
    for name in ("U_z", "W_h"):
        ends = [
            float(bind(CELL, {**GIVEN, name: GIVEN[name] + e}, steps=2).solve()["h[2]"])
            for e in (1e-6, -1e-6)
        ]
        assert (ends[0] - ends[1]) / 2e-6 == pytest.approx(float(found[f"d{name}"]), rel=1e-6)


def test_it_has_accepted_values_a_working_and_an_appearance():
    system = bind(CELL, GIVEN, steps=2)
    interval = Workings(system.cell, system.inputs, Rounding(2)).accepted(Symbol("h", 2))
    assert interval.holds(system.solve()["h[2]"])
    assert interval.width < 0.05
    assert worked(system.cell, system.inputs)
    assert all(typeset_cell(CELL, LATEX))


def test_it_has_its_mistakes():
    found = {mistake.note for mistake in misconceptions(CELL)}
    assert {"complement-exchanged", "bias-forgotten", "activation-exchanged"} <= found
