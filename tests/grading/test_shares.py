"""Entries that are right earn in full, entries that follow earn the fraction of the question."""

from __future__ import annotations

from fractions import Fraction

import pytest
from handed_in import entries

F = Fraction
# (fraction, typed h1, typed h2, points of h2, note): h1 = [3, 4, 5], h2 = [9, 13, 14]
ROWS = [
    ("1/2", "[4, 5, 6]", "[11, 15, 16]", F(1, 2), "number.carried"),
    ("1/2", "[4, 5, 6]", "[11, 15, 99]", F(1, 3), "number.entries-carried"),
    ("1/4", "[4, 4, 5]", "[10, 13, 15]", F(1, 2), "number.carried"),
    ("1/4", "[4, 4, 5]", "[77, 13, 88]", F(1, 3), "number.entries"),
    ("1/2", "[3, 4, 6]", "[9, 14, 15]", F(2, 3), "number.carried"),
    ("full", "[4, 5, 6]", "[11, 15, 99]", F(2, 3), "number.entries-carried"),
    ("none", "[4, 5, 6]", "[11, 15, 99]", F(0), "number.differs"),
]

SHEET = """
title: Entries
points: 2
rounding: exact
cells:
  linear: |
    x: d
    h: n
    A: n, n
    B: n
    h = A @ h[t-1] + B * sum(x[t])
systems:
  s:
    cell: linear
    steps: 2
    given: {{A: [[1, 1, 0], [0, 1, 1], [1, 0, 1]], B: [1, 2, 3], h0: [1, 1, 1], x: [[1], [2]]}}
questions:
  - id: q
    prompt: Both states.
    system: s
    follow_through: {fraction}
    defaults: {{per_entry: true}}
    answers: {{h1: "h[1]", h2: "h[2]"}}
"""


@pytest.mark.parametrize(("fraction", "h1", "h2", "points", "note"), ROWS)
def test_a_spoiled_entry_never_earns_more(tmp_path, fraction, h1, h2, points, note):
    (tmp_path / "assignment.yaml").write_text(SHEET.format(fraction=fraction))
    found = entries(f"{tmp_path}/assignment.yaml", f"h1: {h1}\nh2: {h2}")["h2"]
    assert (points, note) == (found.score, found.note)


COARSE = """
title: Too few decimals
points: 3
rounding: 3
systems:
  s: {cell: tanh-rnn, steps: 2, given: {W_x: .3, W_h: .5, b_h: .1, h0: .1, x: [.4, -.2]}}
questions:
  - id: q
    prompt: Both states.
    system: s
    precision_penalty: 1/4
    answers: {h1: "h[1]", h2: "h[2]", g: "grad(h[2], W_h)"}
"""

PENALTIES = [  # h1 = 0.263, h2 = 0.169
    ("h1: 0", 0, "0 tells nothing of 0.263"),
    ("h1: 0.3", F(3, 4), "one digit that counts is right"),
    ("h1: 0.26", F(3, 4), "two of them"),
    ("h2: 0.2", F(3, 4), "0.169 to one decimal"),
    ("h2: 0.1", 0, "cut off, not rounded"),
    ("h2: 1", 0, "not within half a unit of the first digit"),
]


@pytest.mark.parametrize(("typed", "points", "why"), PENALTIES)
def test_too_few_decimals_keep_points_only_where_a_digit_is_right(tmp_path, typed, points, why):
    (tmp_path / "assignment.yaml").write_text(COARSE)
    found = entries(f"{tmp_path}/assignment.yaml", typed)[typed.split(":")[0]]
    assert points == found.score, (why, found.message)
    assert points or "as far as it goes" not in found.message
