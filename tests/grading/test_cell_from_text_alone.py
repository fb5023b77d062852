"""A cell that nobody has taught us, in a course's file: questions, drawn numbers, sheet, answers and code from its text."""

from __future__ import annotations

import numpy as np
import pytest

from grader.assignment import load_assignment
from grader.grading.grade import grade
from grader.handout import html
from grader.handout.compose import sheet_of
from grader.sandbox import start_zygote
from grader.submission import read_submission
from grader.submission.work import Work, opened
from grader.variant.printed import printed

FILE = """
title: A cell of our own
points: 6
rounding: {decimals: 3, at: every}
follow_through: full
cells:
  highway: |
    # Recurrent highway network, two layers deep
    # source: Zilly et al. 2017
    x: d                                              # input
    h: n                                              # hidden state
    W_h, W_t: n, d
    R_h, R_t, R_g, R_s: n, n
    b_t?, b_s?: n
    k = tanh(W_h @ x[t] + R_h @ h[t-1])               # first candidate
    a = sigmoid(W_t @ x[t] + R_t @ h[t-1] + b_t)      # first gate
    s = a * k + (1 - a) * h[t-1]                      # between the layers
    q = tanh(R_g @ s)                                 # second candidate
    u = sigmoid(R_s @ s + b_s)                        # second gate
    h = u * q + (1 - u) * s                           # hidden state
systems:
  one:
    cell: highway
    steps: 2
    given:
      x: {decimals: [-1, 1], step: 0.1, without: [0], shape: [2], original: [0.5, -0.8]}
      h0: 0.3
      W_h: {decimals: [0.5, 1.5], step: 0.1, original: 0.9}
      W_t: -0.5
      R_h: -0.3
      R_t: 0.7
      R_g: 0.8
      R_s: -0.6
      b_t: 0.2
      b_s: 0.1
  sizes: {cell: highway, sizes: {d: 3, n: 5}}
questions:
  - id: a
    title: Two steps
    prompt: Work out both states and the gradient by R_g.
    system: one
    answers:
      a_h1: "h[1]"
      a_h2: "h[2]"
      a_grad: "grad(h[2], R_g)"
      a_count: {kind: count, system: sizes}
      a_range: {kind: range, value: u}
  - id: b
    title: In code
    prompt: Write one step.
    answers:
      step:
        kind: function
        function:
          cell: highway
          arguments:
            x: d
            h_prev: {symbol: "h[0]", shape: n}
            W_h: "n, d"
            W_t: "n, d"
            R_h: "n, n"
            R_t: "n, n"
            R_g: "n, n"
            R_s: "n, n"
          returns: {h: n}
"""


def by_hand(R_g: float) -> tuple[float, float]:
    """Both states, from the equations of the paper."""
    states = [0.3]
    for x in (0.5, -0.8):
        h = states[-1]
        gate = 1 / (1 + np.exp(-(-0.5 * x + 0.7 * h + 0.2)))
        s = gate * np.tanh(0.9 * x - 0.3 * h) + (1 - gate) * h
        gate = 1 / (1 + np.exp(-(-0.6 * s + 0.1)))
        states.append(gate * np.tanh(R_g * s) + (1 - gate) * s)
    return states[1], states[2]


SLOPE = (by_hand(0.8 + 1e-6)[1] - by_hand(0.8 - 1e-6)[1]) / 2e-6
STEP = """
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def step(x, h_prev, W_h, W_t, R_h, R_t, R_g, R_s):
    a = sigmoid(W_t @ x + R_t @ h_prev)
    s = a * np.tanh(W_h @ x + R_h @ h_prev) + (1 - a) * h_prev
    u = sigmoid(R_s @ s)
    return u * np.tanh(R_g @ s) + (1 - u) * {last}
"""


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    path = tmp_path_factory.mktemp("course") / "assignment.yaml"
    path.write_text(FILE, encoding="utf-8")
    return printed(load_assignment(path))


@pytest.fixture(scope="module")
def zygote():
    with start_zygote() as started:
        yield started


def told(sheet, folder, answers: str):
    path = folder / "submission.yaml"
    path.write_text(answers, encoding="utf-8")
    submission = read_submission(path)
    report = grade(sheet, Work(submission, tuple(submission.answers)))
    return {entry.name: entry for entry in report.entries}


def test_its_answers_are_those_of_its_equations(sheet, tmp_path):
    first, second = by_hand(0.8)
    right = (
        f"a_h1: {first:.3f}\na_h2: {second:.3f}\na_grad: {SLOPE:.3f}\na_count: 140\na_range: (0, 1)"
    )
    found = told(sheet, tmp_path, right)
    assert ["right"] * 5 == [found[name].verdict for name in found if name != "step"]


def test_its_mistakes_have_names(sheet, tmp_path):
    h, x = 0.3, 0.5
    gate = 1 / (1 + np.exp(-(-0.5 * x + 0.7 * h)))  # the bias of the first gate left out
    s = gate * np.tanh(0.9 * x - 0.3 * h) + (1 - gate) * h
    gate = 1 / (1 + np.exp(-(-0.6 * s + 0.1)))
    slip = gate * np.tanh(0.8 * s) + (1 - gate) * s
    found = told(sheet, tmp_path, f"a_h1: {slip:.5f}\na_count: 130")
    assert "wrong" == found["a_h1"].verdict
    assert "the bias b_t left out" in found["a_h1"].message
    assert ("wrong", "count.without-bias") == (found["a_count"].verdict, found["a_count"].note)


CODE = [("s", "right", "the equation"), ("h_prev", "wrong", "the old state for s")]


@pytest.mark.parametrize(("last", "verdict", "why"), CODE)
def test_its_function_is_judged(sheet, zygote, tmp_path, last, verdict, why):
    path = tmp_path / "submission.py"
    path.write_text(STEP.replace("{last}", last))
    with opened(path, zygote=zygote) as work:
        (entry,) = [e for e in grade(sheet, work).entries if e.name == "step"]
    assert verdict == entry.verdict, why


def test_its_sheet_shows_its_equations(sheet):
    shown = html.page(sheet_of(sheet))
    assert "Work out both states" in shown
    assert "<math" in shown
