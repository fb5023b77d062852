"""What one answer asks for and another goes on from is a quantity, whatever expression it is."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import grader

SHEET = """title: Gradients that explode
points: 5
rounding: 3
cells:
  linear: "h: n\\nW: n, n\\nh = W @ h[t-1]"
systems:
  lin: {cell: linear, steps: 3, given: {W: [[0.6, 0.4], [0, 1.2]], h0: [1, -1]}}
questions:
  - id: a
    system: lin
    follow_through: full
    prompt: How far does it stretch?
    answers:
      a_rho: {value: spectral_radius(W), points: 1}
      a_more: {value: "3 * spectral_radius(W) + 1", points: 1}
  - id: b
    system: lin
    follow_through: full
    prompt: What happens?
    answers:
      b_what: {kind: choice, labels: [explodes, vanishes], value: "where(spectral_radius(W) > 1, 1, 2)", points: 1}
      b_true: {kind: boolean, value: "spectral_radius(W) > 1", points: 1}
      b_sum: {value: "sum(h[2]) + exp(spectral_radius(W))", points: 1}
"""


@pytest.mark.parametrize(
    ("verdicts", "typed"),
    [
        # h2 = W W (1, -1) = (-0.36, -1.44), whose sum is -1.8
        ("right right right right right", [1.2, 4.6, "explodes", True, round(math.exp(1.2) - 1.8, 3)]),
        ("wrong carried carried carried carried", [0.6, 2.8, "vanishes", False, round(math.exp(0.6) - 1.8, 3)]),
        ("wrong wrong right right wrong", [0.6, 2.9, "explodes", True, 0.03]),
        ("missing right right right right", [None, 4.6, "explodes", True, 1.52]),
    ],
)  # fmt: skip
def test_whatever_goes_on_from_an_answer_follows_from_it(
    tmp_path: Path, verdicts: str, typed: list[object]
) -> None:
    sheet, work = tmp_path / "sheet.yaml", tmp_path / "work.py"
    sheet.write_text(SHEET)
    names = ("a_rho", "a_more", "b_what", "b_true", "b_sum")
    work.write_text("".join(f"{n} = {v!r}\n" for n, v in zip(names, typed, strict=True)))
    report = grader.check(work, assignment=sheet)
    got = [str(entry.verdict) for entry in report.entries]
    assert verdicts.split() == got


def test_a_key_goes_on_from_what_was_asked_before(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(SHEET)
    solved = grader.solve(sheet).answers
    assert 1.2 == solved["a_rho"]
    assert 4.6 == pytest.approx(solved["a_more"])
    assert "explodes" == solved["b_what"]
