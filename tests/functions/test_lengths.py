"""Results with more or fewer steps than asked for are recognised, and never unreadable."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.assignment import load_assignment
from grader.grading.grade import grade
from grader.sandbox import start_zygote
from grader.submission.work import opened

SHEET = """\
title: All states
points: 6
cells:
  rnn: |
    x: D
    h: H
    W: H, D
    U: H, H
    h = tanh(W @ x[t] + U @ h[t-1])
questions:
  - id: a
    prompt: Write it.
    answers:
      f:
        points: 6
        function:
          cell: rnn
          steps: T
          arguments: {{x: "T, D", h0: {{symbol: "h[0]", shape: H}}, W: "H, D", U: "H, H"}}
          returns: {{h: "T, H"}}
          checks: {checks}
"""
CODE = """
import numpy as np

def f(x, h, W, U):
    out = [h]
    for xt in x:
        h = np.tanh(W @ xt + U @ h)
        out.append(h)
    return np.array(out)[1:]
"""
WITH, WITHOUT, PURE = "{shape: 1, values: 5}", "{values: 1}", "{purity: 1, values: 5}"
ROWS = [
    (WITH, "np.array(out)", 5, "its numbers are right; along the steps 1 more stands before them (the initial state?)", "h_0 in front"),
    (WITHOUT, "np.array(out)", 0, "1 more stands before them", "no check bears the length"),
    (PURE, "np.array(out)", 1, "1 more stands before them", "the numbers are right: purity counts"),
    (WITH, "np.array([*out[1:], h])", 5, "1 more stands after them", "one more behind"),
    (WITH, "np.array(out)[:, ::-1]", 0, "expected the shape", "more steps, and wrong ones"),
    (WITH, "h", 0, "only the last of the steps is there, and rightly so", "the last state"),
    (WITH, "np.array(out)[1:-1]", 0, "of the steps asked for, 1 to", "all but the last"),
]  # fmt: skip


@pytest.fixture(scope="module")
def zygote():
    with start_zygote() as started:
        yield started


@pytest.mark.parametrize(
    ("checks", "result", "earned", "said"), [row[:4] for row in ROWS], ids=[row[4] for row in ROWS]
)
def test_steps_too_many_or_too_few_are_told(checks, result, earned, said, tmp_path, zygote):
    (tmp_path / "assignment.yaml").write_text(SHEET.format(checks=checks))
    (tmp_path / "s.py").write_text(CODE.replace("np.array(out)[1:]\n", f"{result}\n"))
    with opened(tmp_path / "s.py", zygote=zygote) as work:
        (entry,) = grade(load_assignment(tmp_path / "assignment.yaml"), work).entries
    assert (Fraction(earned), "wrong") == (entry.score, str(entry.verdict))
    assert said in entry.message
    assert "unreadable" not in {str(part.verdict) for part in entry.parts}
