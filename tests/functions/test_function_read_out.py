"""A forward function that returns more than its step does, over a step that is wrong."""

from __future__ import annotations

from pathlib import Path

import grader

SHEET = """title: An RNN with a residual connection
points: 12
cells:
  residual: |
    x: D
    h: H
    W: H, D
    U: H, H
    b: H
    V: O, H
    y: O
    h = h[t-1] + tanh(W @ x[t] + U @ h[t-1] + b)
    y = V @ h
questions:
  - id: code
    prompt: Write both.
    follow_through: 1/2
    defaults:
      function: {cell: residual, batch: N, checks: {values: 6, shape: 2, purity: 1, "N=1": 1}}
    answers:
      step:
        points: 5
        function:
          arguments: {x: "N, D", h_prev: {symbol: "h[0]", shape: "N, H"}, W: "H, D", U: "H, H", b: H}
          returns: {h: {symbol: "h[1]", shape: "N, H"}}
      forward:
        points: 7
        function:
          steps: T
          step: step
          arguments: {x: "N, T, D", h0: {symbol: "h[0]", shape: "N, H"}, W: "H, D", U: "H, H", b: H, V: "O, H"}
          returns: {hs: {symbol: h, shape: "N, T, H"}, ys: {symbol: y, shape: "N, T, O"}}
"""
WORK = """import numpy as np

def step(x, h_prev, W, U, b):
    return {start}np.tanh(x @ W.T + h_prev @ U.T + b)

def forward(x, h0, W, U, b, V):
    h, hs = h0, []
    for t in range(x.shape[1]):
        h = step(x[:, t], h, W, U, b)
        hs.append(h)
    hs = np.stack(hs, axis=1)
    return hs, {read_out}
"""


def parts(folder: Path, start: str, read_out: str = "hs @ V.T") -> dict[str, tuple[str, float]]:
    (folder / "sheet.yaml").write_text(SHEET)
    (folder / "work.py").write_text(WORK.format(start=start, read_out=read_out))
    report = grader.check(folder / "work.py", assignment=folder / "sheet.yaml")
    (entry,) = (one for one in report.entries if one.name == "forward")
    found = {part.name: (str(part.verdict), float(part.score)) for part in entry.parts}
    return found | {"forward": (str(entry.verdict), float(entry.score))}


def test_what_the_step_does_not_return_follows_from_what_it_does(tmp_path: Path) -> None:
    found = parts(tmp_path, start="")
    assert ("carried", 1.05) == found["hs"]
    assert ("carried", 1.05) == found["ys"]
    assert ("carried", 0.35) == found["N=1"]


def test_a_check_passed_in_its_own_right_earns_all_of_its_points(tmp_path: Path) -> None:
    found = parts(tmp_path, start="")
    assert ("right", 1.4) == found["shape"]
    assert ("right", 0.7) == found["purity"]
    assert ("carried", 4.55) == found["forward"]


def test_a_fault_of_one_s_own_beside_it_still_shows(tmp_path: Path) -> None:
    found = parts(tmp_path, start="", read_out="-(hs @ V.T)")
    assert ("carried", 1.05) == found["hs"]
    assert ("wrong", 0) == found["ys"]
    assert ("wrong", 0) == parts(tmp_path, start="h_prev + ", read_out="-(hs @ V.T)")["ys"]
    assert ("right", 7) == parts(tmp_path, start="h_prev + ")["forward"]


def said_of(folder: Path, name: str, *changes: tuple[str, str]) -> str:
    text = WORK.format(start="h_prev + ", read_out="hs @ V.T")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    (folder / "sheet.yaml").write_text(SHEET)
    (folder / "work.py").write_text(text)
    report = grader.check(folder / "work.py", assignment=folder / "sheet.yaml")
    (entry,) = (one for one in report.entries if one.name == name)
    return entry.message + "".join(part.message for part in entry.parts)


def test_two_results_where_one_is_asked_for_are_told_as_two(tmp_path: Path) -> None:
    two = ("h_prev @ U.T + b)", "h_prev @ U.T + b), x")
    assert "Expected 1 result, h; got 2" in said_of(tmp_path, "step", two)


def test_exchanged_axes_are_told_as_such(tmp_path: Path) -> None:
    turned = ("axis=1", "axis=0"), ("hs @ V.T", "hs.swapaxes(0, 1) @ V.T")
    assert "axes 1 and 2 are exchanged" in said_of(tmp_path, "forward", *turned)
