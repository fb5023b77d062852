"""The check `extremes` stretches inputs and states, also where no axis of examples tells them from weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from grader.assignment import load_assignment
from grader.functions import Functions

SHEET = """\
title: Extremes
points: 3
cells:
  soft: |
    z: K given
    p = softmax(z)
  affine: |
    x: D given
    W: H, D
    b: H
    y = tanh(W @ x + b)
  scalars: |
    x: scalar
    h: scalar
    w: scalar
    u: scalar
    h = tanh(w * x[t] + u * h[t-1])
questions:
- id: a
  prompt: P
  defaults: {points: 1, function: {checks: {values: 2, extremes: 1}}}
  answers:
    softmax: {function: {cell: soft, arguments: {z: K}, returns: {p: K}}}
    affine: {function: {cell: affine, arguments: {x: D, W: "H, D", b: H}, returns: {y: H}}}
    step:
      function:
        cell: scalars
        arguments:
          x: {symbol: x, shape: scalar}
          h: {symbol: "h[0]", shape: scalar}
          w: scalar
          u: scalar
        returns: {h_next: {symbol: "h[1]", shape: scalar}}
"""


def test_inputs_and_states_are_stretched_and_weights_are_not(tmp_path: Path) -> None:
    (tmp_path / "sheet.yaml").write_text(SHEET)
    functions = Functions(load_assignment(tmp_path / "sheet.yaml"), None)
    wild = {
        name: {key for key, value in case.numbers.items() if np.all(np.abs(value) == 1000)}
        for name in functions.functions
        for case in functions.cases(name)
        if case.check == "extremes"
    }
    assert {"softmax": {"z"}, "affine": {"x"}, "step": {"x", "h"}} == wild
