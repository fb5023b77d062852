"""Of what no guess is made, and what a slip in a slope is called."""

from __future__ import annotations

import math

import grader

VECTOR = """title: G
points: 1
systems:
  s:
    cell: tanh-rnn
    steps: 1
    without: [W_y, b_y]
    given: {W_x: [[1, 0], [0, 1]], W_h: [[0, 0], [0, 0]], b_h: [0, 0.003], h0: [0, 0], x: [[0.62, 0.2]]}
questions:
  - {id: a, prompt: P., system: s, answers: {a_h: {value: "h[1]", tolerance: {absolute: 0.001}}}}
"""


def said(tmp_path, sheet: str, typed: str, name: str) -> str:
    (tmp_path / "t.yaml").write_text(sheet)
    (tmp_path / "work.yaml").write_text(typed)
    report = grader.check(tmp_path / "work.yaml", assignment=str(tmp_path / "t.yaml"))
    (entry,) = (entry for entry in report.entries if entry.name == name)
    return entry.message


def test_no_mistake_is_guessed_that_would_change_right_entries_alone(tmp_path):
    message = said(tmp_path, VECTOR, "a_h: [0.55, 0.20]\n", "a_h")
    assert "Entry 1: you wrote 0.55" in message
    assert "bias" not in message, "which has no part in entry 1"


SLOPE = """title: S
points: 2
rounding: 4
systems:
  s: {cell: tanh-rnn, steps: 2, without: [W_y, b_y], given: {W_x: 0.9, W_h: 0.7, b_h: 0.1, h0: 0.2, x: [0.5, -0.4]}}
questions:
  - {id: a, prompt: P., system: s, answers: {a_h: "h[2]", a_d: "grad(h[2], h[1])"}}
"""


def test_a_slope_with_the_square_around_all_of_it_is_named(tmp_path):
    h1 = math.tanh(0.9 * 0.5 + 0.7 * 0.2 + 0.1)
    h2 = math.tanh(0.9 * -0.4 + 0.7 * h1 + 0.1)
    typed = f"a_h: {h2:.4f}\na_d: {0.7 * (1 - h2) ** 2:.4f}\n"
    assert "(1 - h₂)² for the slope" in said(tmp_path, SLOPE, typed, "a_d")
