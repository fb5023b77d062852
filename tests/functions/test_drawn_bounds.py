"""Numbers of calls lie between the bounds of their symbols, and no call asks for what is no number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.assignment import load_assignment
from grader.functions import Functions
from grader.grading.grade import grade
from grader.linting.lint import lint
from grader.sandbox import start_zygote
from grader.submission.work import opened

FILE = """
title: Bounds
points: 2
cells:
  scaled: |
    # A state divided by its spread
    x: n
    h: n
    v: n in [0, inf)
    keep: scalar in (0, 1) given
    eps: {eps}
    v = keep * v[t-1] + (1 - keep) * x[t]**2
    h = keep * h[t-1] + x[t] / sqrt(v - 0 * v + eps)
  narx: |
    # Two states back
    x, y: scalar
    a, b: scalar
    y = tanh(a * y[t-1] + b * y[t-2] + x[t])
questions:
  - id: a
    prompt: Write both.
    answers:
      scaled:
        function:
          cell: scaled
          batch: N
          checks: {{values: 2, extremes: 1}}
          arguments: {{x: "N, n", v_prev: {{symbol: "v[0]", shape: "N, n"}}, h_prev: {{symbol: "h[0]", shape: "N, n"}}, keep: scalar, eps: scalar}}
          returns: {{h: "N, n"}}
      narx:
        function:
          cell: narx
          arguments: {{x: scalar, y_prev: {{symbol: "y[0]", shape: scalar}}, y_before: {{symbol: "{before}", shape: scalar}}, a: scalar, b: scalar}}
          returns: {{y: scalar}}
"""
CODE = """
import numpy as np

def scaled(x, v_prev, h_prev, keep, eps):
    v = keep * v_prev + (1 - keep) * x**2
    return keep * h_prev + x / np.sqrt(v + eps)

def narx(x, y_prev, y_before, a, b):
    return np.tanh(a * y_prev + b * {before} + x)
"""
BOUNDED = "scalar in (0, inf) given"


def written(folder: Path, eps: str = BOUNDED, before: str = "y[-1]") -> Path:
    path = folder / "assignment.yaml"
    path.write_text(FILE.format(eps=eps, before=before), encoding="utf-8")
    return path


def test_the_numbers_of_every_call_lie_between_the_bounds(tmp_path):
    found = Functions(load_assignment(written(tmp_path)), None).cases("scaled")
    assert all(np.all(case.numbers["v_prev"] >= 0) for case in found)
    assert all(0 < case.numbers["keep"] < 1 and case.numbers["eps"] > 0 for case in found)
    assert all(np.isfinite(case.expected["h"]).all() for case in found)
    assert any(np.any(case.numbers["x"] < 0) for case in found), "what has no bounds has none"


def told(path: Path) -> str:
    (found,) = lint([str(path)]).linted
    return " ".join(str(fault) for fault in found.faults)


FAULTY = [
    ("scalar given", "y[-1]", "scaled: with the numbers of some call h comes out as no number"),
    (BOUNDED, "y[-2]", "y[-2]"),
    (BOUNDED, "y[-1]", ""),
]  # fmt: skip


@pytest.mark.parametrize(("eps", "before", "said"), FAULTY)
def test_what_has_no_right_result_is_a_fault_of_the_file(tmp_path, eps, before, said):
    found = told(written(tmp_path, eps, before))
    assert said in found
    assert bool(said) == bool(found)


@pytest.fixture(scope="module")
def zygote():
    with start_zygote() as started:
        yield started


@pytest.mark.parametrize(("before", "verdict"), [("y_before", "right"), ("y_prev", "wrong")])
def test_right_code_is_right_and_a_state_too_late_is_told(tmp_path, zygote, before, verdict):
    sheet = load_assignment(written(tmp_path))
    (tmp_path / "submission.py").write_text(CODE.replace("{before}", before))
    with opened(tmp_path / "submission.py", zygote=zygote) as work:
        found = {entry.name: entry for entry in grade(sheet, work).entries}
    assert ("right", verdict) == (found["scaled"].verdict, found["narx"].verdict)
    assert ("y₀ in place of y₋₁" in found["narx"].message) == (verdict == "wrong")
