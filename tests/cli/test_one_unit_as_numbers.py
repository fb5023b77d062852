"""A stacked LSTM of one unit whose states are plain numbers, beside an input that is a list: every command takes it."""

from __future__ import annotations

import json

import pytest

from grader.cli import main

SHEET = """\
title: One step
points: 6
rounding: 3
systems:
  step:
    cell: lstm-stacked
    given:
      x: {x}
      h0: {h0}
      c0: {c0}
      W: [[0.5, 1], [-0.5, 0.5], [1, -0.5], [1, 1.5]]
      b: [0, 1, 0, -0.5]
questions:
  - id: b
    prompt: One step with one unit.
    system: step
    follow_through: full
    defaults: {points: 1}
    answers: {b_i: "i[1]", b_f: "f[1]", b_o: "o[1]", b_g: "g[1]", b_c: "c[1]", b_h: "h[1]"}
"""
DRAWN = {
    "x": "{decimals: [-2, 2], step: 0.5, shape: [1], original: [1]}",
    "h0": "{decimals: [-1, 1], step: 0.5, original: 0.5}",
    "c0": "{decimals: [-1, 1], step: 0.1, original: 0.8}",
}
FIXED = {"x": "[1]", "h0": "0.5", "c0": "0.8"}
SOLVED = {"b_i": 0.777, "b_f": 0.777, "b_o": 0.5, "b_g": 0.905, "b_c": 1.325, "b_h": 0.434}


@pytest.mark.parametrize("given", [FIXED, DRAWN], ids=["fixed", "drawn"])
def test_lint_solve_check_try_and_variants_take_a_number_for_a_state_of_one_unit(
    given, tmp_path, capsys
):
    sheet = tmp_path / "sheet"
    sheet.mkdir()
    text = SHEET
    for name, value in given.items():
        text = text.replace(f"{{{name}}}", value)
    (sheet / "assignment.yaml").write_text(text)
    assert 0 == main(["lint", str(sheet)])
    capsys.readouterr()
    assert 0 == main(["solve", str(sheet), "--json"])
    out = capsys.readouterr().out
    assert pytest.approx(json.loads(out)["answers"], abs=5e-4) == SOLVED
    (tmp_path / "key.json").write_text(out)
    assert 0 == main(["check", str(tmp_path / "key.json"), "--assignment", str(sheet)])
    assert main(["try", str(sheet)]) in (0, 1)
    assert "All got what they should." in capsys.readouterr().out
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret that is long enough\n")
    made = ["--pool", "1", "--out", str(tmp_path / "made"), "--secret", str(secret)]
    assert 0 == main(["variants", str(sheet), *made, "--format", "md"])
