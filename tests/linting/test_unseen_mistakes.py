"""Lint says which usual mistakes the checks of a function let pass, without anybody's solution."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.linting.unseen_mistakes import unseen_mistakes

SHEET = """\
title: Cells
points: 1
cells:
  gated: |
    x: D
    h: H
    c: H
    W: H, D
    U: H, H
    b: H
    o = sigmoid(W @ x[t] + U @ h[t-1] + b)
    c = c[t-1]
    h = o * tanh(c)
questions:
- id: a
  prompt: P
  answers:
    step:
      points: 1
      tolerance: {relative: TOLERANCE}
      function:
        cell: gated
        batch: N
        values: VALUES
        arguments:
          x: N, D
          h_prev: {symbol: "h[0]", shape: "N, H"}
          c_prev: {symbol: "c[0]", shape: "N, H"}
          W: H, D
          U: H, H
          b: H
        returns: {h: {symbol: "h[1]", shape: "N, H"}}
"""
ROWS = [
    ("[-1, 1]", "1.0e-4", "", "numbers of an ordinary size"),
    ("[-0.01, 0.01]", "0.05", "tanh", "numbers so small that tanh does nothing"),
]


@pytest.mark.parametrize(("values", "tolerance", "said", "why"), ROWS, ids=[row[3] for row in ROWS])
def test_checks_that_cannot_see_a_mistake_are_told_so(
    values: str, tolerance: str, said: str, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "assignment.yaml"
    text = SHEET.replace("VALUES", values).replace("TOLERANCE", tolerance)
    path.write_text(text)
    found = [str(fault) for fault in unseen_mistakes(path, load_assignment(path))]
    assert bool(said) == bool(found)
    assert all(said in one and "the checks of step give all points" in one for one in found)
