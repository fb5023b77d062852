"""What follows from values that count as right is worth no less than what follows from wrong ones."""

from __future__ import annotations

import pytest
from handed_in import entries

SHEET = """
title: A radius
points: 2
rounding: 3
cells:
  radius: |
    W: n, n given
    half = (entry(W, 1, 1) + entry(W, 2, 2)) / 2
    det = entry(W, 1, 1) * entry(W, 2, 2) - entry(W, 1, 2) * entry(W, 2, 1)
    root = sqrt(half * half - det)
    rho = max(abs(half + root), abs(half - root))
    bound = rho ** 10
systems:
  matrix: {cell: radius, given: {W: [[0.6, 0.3], [0.3, 0.2]]}}
questions:
  - id: b
    prompt: Radius and bound.
    system: matrix
    follow_through: full
    answers: {b_rho: rho, b_bound: bound}
"""

# rho, bound, points of the bound: the key is 0.760555 and 0.064760
ROWS = [
    ("0.76", "0.0643", 1),  # 0.76^10 = 0.06429
    ("0.76", "0.064", 1),
    ("0.77", "0.0733", 1),  # wrong, and carried
    ("0.761", "0.065", 1),
    ("0.76", "0.0633", 0),
    ("0.76", "0.0733", 0),
]


@pytest.mark.parametrize(("rho", "bound", "points"), ROWS)
def test_what_follows_from_an_accepted_value_earns_its_point(tmp_path, rho, bound, points):
    (tmp_path / "assignment.yaml").write_text(SHEET)
    found = entries(f"{tmp_path}/assignment.yaml", f"b_rho: {rho}\nb_bound: {bound}")["b_bound"]
    assert points == found.score
    assert ("b_rho" in found.message) == (found.note == "number.carried")
