"""A step that changes its state in place: what the loop around it loses, and what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

import grader

SHEET = """title: A loop
points: 12
questions:
  - id: a
    prompt: Write step and loop.
    follow_through: FOLLOW
    defaults: {points: 6, function: {cell: tanh-rnn}}
    answers:
      step:
        function:
          arguments: {x: d, h: {symbol: "h[0]", shape: n}, W_x: "n, d", W_h: "n, n", b_h: n}
          returns: {h_next: {symbol: "h[1]", shape: n}}
          checks: {values: 4, purity: 2}
      loop:
        function:
          step: step
          steps: T
          arguments: {xs: {symbol: x, shape: "T, d"}, h0: {symbol: "h[0]", shape: n}, W_x: "n, d", W_h: "n, n", b_h: n}
          returns: {hs: {symbol: h, shape: "T, n"}}
          checks: {values: 4, purity: 2}
"""
PROGRAM = """import numpy as np
def step(x, h, W_x, W_h, b_h):
    h[:] = np.tanh(W_x @ x + W_h @ h + b_h)
    return h
def loop(xs, h0, W_x, W_h, b_h):
    hs, h = [], h0
    for x in xs:
        h = step(x, h, W_x, W_h, b_h)
        hs.append(h.copy())
    OWN
    return np.array(hs)
"""


@pytest.mark.parametrize(
    ("score", "verdict", "follow", "own", "why"),
    [
        (6, "carried", "full", "pass", "only what its step changes is changed"),
        (5, "carried", "1/2", "pass", "for half of the two points"),
        (4, "wrong", "none", "pass", "every function for itself"),
        (4, "wrong", "full", "xs += 1", "it changes another argument by itself"),
    ],
)
def test_a_loop_around_a_step_that_changes_its_state(
    tmp_path: Path, score: float, verdict: str, follow: str, own: str, why: str
) -> None:
    (tmp_path / "loop.yaml").write_text(SHEET.replace("FOLLOW", follow))
    (tmp_path / "a.py").write_text(PROGRAM.replace("OWN", own))
    report = grader.check(str(tmp_path / "a.py"), assignment=str(tmp_path / "loop.yaml"))
    step, loop = report.entries
    assert ("wrong", 4) == (str(step.verdict), step.score)
    assert (verdict, score) == (str(loop.verdict), loop.score), why
