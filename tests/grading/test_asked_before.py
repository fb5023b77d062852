"""What one answer asks for and another goes on from is a quantity, whatever expression it is."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
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


STATES = """title: All states
points: 3
rounding: 3
cells:
  elman: "x: scalar\\nh: n\\nw: n\\nU: n, n\\nh = tanh(w * x[t] + U @ h[t-1])"
systems:
  net: {cell: elman, steps: 3, given: {w: [1, -1], U: [[0.5, 0], [0.2, 0.4]], h0: [0, 0], x: [1, -2, 0.5]}}
questions:
  - id: a
    system: net
    follow_through: full
    prompt: All states, and what is made of them.
    answers:
      a_states: {value: "all_steps(h[t])", points: 1}
      a_mean: {value: "(h[1] + h[2] + h[3]) / 3", points: 1}
      a_last: {value: "sum(h[3] * h[2])", points: 1}
"""


def test_whatever_is_made_of_the_states_of_all_steps_follows_from_them(tmp_path: Path) -> None:
    sheet, work = tmp_path / "sheet.yaml", tmp_path / "work.py"
    sheet.write_text(STATES)
    w, u, h, states = np.array([1, -1]), np.array([[0.5, 0], [0.2, 0.4]]), np.zeros(2), []
    for x in (1, -2, 0.5):
        h = np.round(np.tanh(w * x + u @ h), 3)
        states.append(h)
    states[1] = states[1] + [0.1, 0]  # a slip, and all that follows goes on from it
    states[2] = np.round(np.tanh(w * 0.5 + u @ states[1]), 3)
    mean, last = np.round(sum(states) / 3, 3), round(float(states[2] @ states[1]), 3)
    typed = {"a_states": np.array(states).tolist(), "a_mean": mean.tolist(), "a_last": last}
    work.write_text("".join(f"{name} = {value!r}\n" for name, value in typed.items()))
    entries = grader.check(work, assignment=sheet).entries
    assert ["wrong", "carried", "carried"] == [str(entry.verdict) for entry in entries]
    work.write_text(work.read_text().replace(f"a_last = {last}", f"a_last = {last + 0.1:.3f}"))
    assert "wrong" == str(grader.check(work, assignment=sheet).entries[2].verdict)


ATTENTION = (
    STATES.replace("points: 3", "points: 4").split("answers:", maxsplit=1)[0]
    + """answers:
      a_states: {value: "all_steps(h[t])", points: 1}
      a_scores: {value: "all_steps(sum(h[3] * h[t]))", points: 1}
      a_weights: {value: "softmax(all_steps(sum(h[3] * h[t])))", points: 1}
      a_context: {value: "transpose(all_steps(h[t])) @ softmax(all_steps(sum(h[3] * h[t])))", points: 1}
"""
)


def test_a_context_follows_from_ones_own_weights_of_all_steps(tmp_path: Path) -> None:
    sheet, work = tmp_path / "sheet.yaml", tmp_path / "work.py"
    sheet.write_text(ATTENTION)
    solved = {name: np.round(value, 3) for name, value in grader.solve(sheet).answers.items()}
    weights = np.array([0.2, 0.5, 0.3])  # wrong, and the rest goes on from them
    context = np.round(solved["a_states"].T @ weights, 3)
    typed = {**solved, "a_weights": weights, "a_context": context}
    work.write_text("".join(f"{name} = {value.tolist()!r}\n" for name, value in typed.items()))
    entries = grader.check(work, assignment=sheet).entries
    assert ["right", "right", "wrong", "carried"] == [str(entry.verdict) for entry in entries]


def test_an_answer_of_all_steps_is_named_once_where_others_follow_from_it(tmp_path: Path) -> None:
    sheet, work = tmp_path / "sheet.yaml", tmp_path / "work.py"
    sheet.write_text(STATES)
    states = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]])
    work.write_text(f"a_states = {states.tolist()}\na_mean = [0.3, 0.4]\na_last = 0.39\n")
    carried = grader.check(work, assignment=sheet).entries[1]
    assert 1 == carried.message.count("a_states")


JACOBIAN = (
    STATES.split("answers:", maxsplit=1)[0]
    + """answers:
      a_jacobian: {value: "grad(h[2], h[1])", points: 1}
      a_radius: {value: "spectral_radius(grad(h[2], h[1]))", points: 1}
      a_norm: {value: "spectral_norm(grad(h[2], h[1]))", points: 1}
"""
)


def test_what_is_worked_out_of_a_jacobian_follows_from_ones_own(tmp_path: Path) -> None:
    sheet, work = tmp_path / "sheet.yaml", tmp_path / "work.py"
    sheet.write_text(JACOBIAN)
    own = np.array([[0.47, -0.16], [0.34, 0.6]])  # wrong, and the rest goes on from it
    radius, norm = max(abs(np.linalg.eigvals(own))), np.linalg.norm(own, 2)
    work.write_text(
        f"a_jacobian = {own.tolist()}\na_radius = {radius:.3f}\na_norm = {norm + 0.1:.3f}\n"
    )
    entries = grader.check(work, assignment=sheet).entries
    assert ["wrong", "carried", "wrong"] == [str(entry.verdict) for entry in entries]
