"""Mistakes in what an answer works out from the cell by itself: a norm, a clipping, a perplexity."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import grader

SHEET = """title: What is asked
points: 1
rounding: 3
cells:
  linear: "h: n\\nW: n, n\\nh = W @ h[t-1]"
  tiny: "x: scalar\\nw: scalar\\nh: scalar\\nh = tanh(w * x[t] + h[t-1])"
systems:
  line: {cell: linear, given: {W: [[0.6, 0.4], [0, 0.5]], h0: [1, -1]}}
  tiny: {cell: tiny, steps: 2, given: {w: 0.5, x: [1, -1], h0: 0.5}}
questions:
  - {id: q, prompt: How much?, system: SYSTEM, answers: {q_a: {value: "VALUE"}}}
"""
GRADIENTS = "concat(grad(h[2], w), 9 * grad(h[2], h[0]))"


@pytest.mark.parametrize(
    ("said", "system", "value", "typed"),
    [
        # singular values of W: W W' = [[.52, .2], [.2, .25]], largest eigenvalue .62623
        ("the largest singular value in place of the spectral radius", "line", "spectral_radius(W)", "0.791"),
        ("the spectral radius in place of the largest singular value", "line", "spectral_norm(W)", "0.6"),
        ("the sum of the sizes in place of the norm", "line", "norm(h[1])", "0.7"),
        # h1 = W h0 = (0.2, -0.5)
        ("2 to the power in place of e", "line", "exp(sum(h[1]) / 2)", "0.901"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_asked_expression_is_named(
    tmp_path: Path, said: str, system: str, value: str, typed: str
) -> None:
    sheet = tmp_path / "asked.yaml"
    sheet.write_text(SHEET.replace("SYSTEM", system).replace("VALUE", value))
    work = tmp_path / "work.yaml"
    work.write_text(f"q_a: {typed}\n")
    (entry,) = grader.check(work, assignment=sheet).entries
    assert said in entry.message


def test_clipping_that_a_value_writes_out_is_known_as_clipping(tmp_path: Path) -> None:
    sheet = tmp_path / "asked.yaml"
    value = f"{GRADIENTS} * min(1, 1 / norm({GRADIENTS}))"
    sheet.write_text(SHEET.replace("SYSTEM", "tiny").replace("VALUE", value))
    first, second = 1 - math.tanh(1) ** 2, 1 - math.tanh(math.tanh(1) - 0.5) ** 2
    by_w, by_start = second * (-1 + first * 1), 9 * second * first
    assert abs(by_w) < 1 < by_start
    cut = [round(by_w, 3), 1]
    work = tmp_path / "work.yaml"
    work.write_text(f"q_a: {cut}\n")
    (entry,) = grader.check(work, assignment=sheet).entries
    assert "every entry clipped by itself" in entry.message
