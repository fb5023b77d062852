"""Equations with numbers for letters, a step for t, and a conclusion, as they are judged."""

from __future__ import annotations

import json

import pytest

import grader

SHEET = """title: T
points: 7
cells:
  gate: |
    W, U, b, x, h, f: scalar
    f = sigmoid(W*x[t] + U*h[t-1] + b)
    h = f*h[t-1]
  power: |
    w, T: scalar given
    y: scalar
    y = w**T
  saturated: |
    w, h, T: scalar given
    slope, factor: scalar
    slope = w*(1 - h**2)
    factor = slope**T
systems:
  step: {cell: gate, given: {W: 0.5, U: -0.2, b: 0.3, x: [1], h0: 0.5}}
  law: {cell: power}
  sat: {cell: saturated}
questions:
  - id: a
    prompt: Write.
    answers:
      a_gate: {kind: equation, system: step, value: "sigmoid(W*x[t] + U*h[t-1] + b)", points: 3}
      a_law: {kind: equation, system: law, value: "w**T", points: 2}
      a_sat: {kind: equation, system: sat, value: "(w*(1 - h**2))**T", points: 2}
"""
LAW = [
    (2, "w^T", ""),
    (2, "w^T = 0.5^T", ""),
    (2, "dh_T/dh_0 = w^T = 0.5^T", ""),
    (2, "w·w·w···, so w^T", None),
    (0, "0.5^T", "in letters, not their numbers"),
    (0, "2^T = 0.5^T", "in letters, not their numbers"),
    (0, "w^T = T^0.5", ""),
    (0, "T^w = 0.5^T", ""),
]
SAT = [
    (2, "w^T (1-h^2)^T", ""),
    (2, "w^T * (1-h_t^2)^T", ""),
    (2, "(w (1-h_{t}^2))^T", ""),
    (2, "slope^T", ""),
    (0, "w^T * (1-h_{t-1}^2)^T", "it names w, h, T"),
    (0, "w^T * (1-g_t^2)^T", "it names w, h, T"),
    (0, "(1-h_t^2)^T", ""),
]
GATE = [
    (3, "σ(W x_1 + U h_0 + b)", ""),
    (3, "σ(W x_t + U h_{t-1} + b) = σ(0.5 x_t - 0.2 h_{t-1} + 0.3)", ""),
    (0, "σ(0.5 x_t - 0.2 h_{t-1} + 0.3)", "in letters, not their numbers"),
    (0, "σ(W x_1 + U h_1 + b)", ""),
    (0, "σ(W x_t + b)", ""),
    (0, "σ(W x_t + U h_{t-1} + b) + 1 = σ(0.5 x_t - 0.2 h_{t-1} + 0.3)", ""),
]


@pytest.mark.parametrize(
    ("name", "points", "text", "said"),
    [
        *(("a_law", *row) for row in LAW),
        *(("a_gate", *row) for row in GATE),
        *(("a_sat", *row) for row in SAT),
    ],
)
def test_an_equation_is_judged_by_its_letters(tmp_path, name, points, text, said):
    (tmp_path / "t.yaml").write_text(SHEET)
    (tmp_path / "work.json").write_text(json.dumps({name: text}))
    report = grader.check(tmp_path / "work.json", assignment=str(tmp_path / "t.yaml"))
    (entry,) = (entry for entry in report.entries if entry.name == name)
    assert points == report.score, entry.message
    assert (said or "") in entry.message
    assert "answer[" not in entry.message
    assert "answerₜ" not in entry.message


def test_a_step_read_as_t_is_told(tmp_path):
    (tmp_path / "t.yaml").write_text(SHEET)
    (tmp_path / "work.json").write_text(json.dumps({"a_gate": "σ(W x_1 + U h_0 + b)"}))
    report = grader.check(tmp_path / "work.json", assignment=str(tmp_path / "t.yaml"))
    (entry,) = (entry for entry in report.entries if entry.name == "a_gate")
    assert ("step 1 was read as t, and step 0 as t-1",) == entry.remarks
