"""An equation that a file writes itself: a name without a step is that of the step itself."""

from __future__ import annotations

import json

import pytest

from grader.grading.grade import check

SHEET = """\
title: A leaky integrator
points: 1
cells:
  leaky: |
    x: d
    h: n
    a: scalar
    W: n, d
    U: n, n
    g = tanh(W @ x[t] + U @ h[t-1])
    h = (1 - a) * h[t-1] + a * g
systems:
  s: {cell: leaky, steps: 2, given: {a: 0.25, W: 2, U: -1, h0: 0, x: [1, -1]}}
questions:
  - id: q
    system: s
    answers:
      q_h: {kind: equation, value: "(1 - a) * h[t-1] + a * g"}
"""


@pytest.mark.parametrize(
    ("score", "typed"),
    [
        (1, "(1 - a) * h[t-1] + a * g"),  # the file's own words
        (1, "(1-a)*h_{t-1} + a*g_t"),
        (1, "h_prev + a*(g - h_prev)"),
        (1, "(1-a)*h_{t-1} + a*tanh(W x_t + U h_{t-1})"),
        (0, "a*h_{t-1} + (1-a)*g"),
        (0, "(1-a)*h_{t-1} + a*g_{t-1}"),
    ],
)
def test_a_bare_name_is_that_of_the_step(score, typed, tmp_path):
    folder = tmp_path / "leaky"
    folder.mkdir()
    (folder / "assignment.yaml").write_text(SHEET)
    work = tmp_path / "work.json"
    work.write_text(json.dumps({"q_h": typed}))
    assert score == check(work, assignment=str(folder)).score
