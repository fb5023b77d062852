"""A tiny number is not 0: what a computer's rounding moves is a small part of it."""

from __future__ import annotations

import pytest

import grader

SHEET = """\
title: tiny
points: 1
cells:
  linear: |
    x, h, w: scalar
    h = w * h[t-1] + x[t]
systems:
  net: {cell: linear, steps: 10, given: {w: W, h0: 1, x: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}}
questions:
  - id: q
    prompt: P
    system: net
    answers:
      a_dh: {value: "grad(h[10], h[0])", tolerance: {significant: 3}}
"""


@pytest.mark.parametrize(
    ("verdict", "weight", "typed"),
    [
        ("right", 0.095, 5.99e-11),  # 0.095^10 = 5.987e-11
        ("right", 0.095, 5.987e-11),
        ("wrong", 0.095, 0),
        ("wrong", 0.095, 1e-10),
        ("wrong", 0.095, 5.95e-11),
        ("right", 0, 0),
        ("wrong", 0, 5e-11),
        ("right", 0.5, 0.000977),
        ("wrong", 0.5, 0.000979),
    ],
)
def test_a_vanishing_gradient_is_held_against_its_own_digits(tmp_path, verdict, weight, typed):
    (tmp_path / "tiny.yaml").write_text(SHEET.replace("w: W", f"w: {weight}"))
    (tmp_path / "a.py").write_text(f"a_dh = {typed!r}\n")
    report = grader.check(str(tmp_path / "a.py"), assignment=str(tmp_path / "tiny.yaml"))
    assert verdict == str(report.entries[0].verdict)


def test_a_tiny_number_is_shown_with_a_power_of_ten(tmp_path):
    (tmp_path / "tiny.yaml").write_text(SHEET.replace("w: W", "w: 0.095"))
    (tmp_path / "a.py").write_text("a_dh = 1e-7\n")
    report = grader.check(str(tmp_path / "a.py"), assignment=str(tmp_path / "tiny.yaml"))
    assert "correct values lie in [5.9824e−11, 5.9923e−11]" in report.entries[0].message
