"""Results of one function follow from each other, so that a slip costs the result in which it was made."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.assignment import load_assignment
from grader.grading.grade import grade
from grader.sandbox import start_zygote
from grader.submission.work import opened

SHEET = """\
title: An LSTM
points: 6
questions:
  - id: a
    prompt: Write it.
    follow_through: {follow}
    answers:
      f:
        points: 6
        function:
          cell: {cell}
          arguments: {arguments}
          returns: {returns}
          checks: {{shape: 1, values: 5}}
          {more}
"""
STEP = {
    "cell": "lstm-stacked",
    "arguments": '{x: d, h: {symbol: "h[0]", shape: n}, c: {symbol: "c[0]", shape: n}, W: "4*n, n + d", b: "4*n"}',
    "returns": '{h: {symbol: "h[1]", shape: n}, c: {symbol: "c[1]", shape: n}}',
    "more": "",
}
OVER_STEPS = {
    "cell": "lstm-stacked",
    "arguments": '{x: "T, d", h0: {symbol: "h[0]", shape: n}, c0: {symbol: "c[0]", shape: n}, W: "4*n, n + d", b: "4*n"}',
    "returns": '{h: "T, n", c: "T, n", last: {symbol: "h[T]", shape: n}}',
    "more": "steps: T",
}
HEAD = "import numpy as np\n\ndef s(z):\n    return 1 / (1 + np.exp(-z))\n\n"
ONE = (
    HEAD
    + """
def f(x, h, c, W, b):
    i, f, o, g = np.split(W @ np.concatenate([h, x]) + b, 4)
    c = s(f) * c + s(i) * np.tanh(g)
    h = s(o) * np.tanh(c)
    return h, c
"""
)
MANY = (
    HEAD
    + """
def f(x, h, c, W, b):
    hs, cs = [], []
    for xt in x:
        i, f, o, g = np.split(W @ np.concatenate([h, xt]) + b, 4)
        c = s(f) * c + s(i) * np.tanh(g)
        h = s(o) * np.tanh(c)
        hs.append(h)
        cs.append(c)
    return np.array(hs), np.array(cs), h
"""
)
SLIP = ("np.tanh(g)", "s(g)")
LINE = ("c = s(f) * c + s(i) * np.tanh(g)", "{}")


def rewritten(line: str) -> tuple[str, str]:
    return LINE[0], line


ROWS = [
    (STEP, ONE, "full", SLIP, Fraction(7, 2), "h follows from your c", "a slip in c alone"),
    (STEP, ONE, "1/2", SLIP, Fraction(9, 4), "h follows from your c", "half of what follows"),
    (STEP, ONE, "none", SLIP, 1, "Not as the equations have it: h and c", "no follow-through"),
    (STEP, ONE, "full", ("np.tanh(c)", "c"), Fraction(7, 2), "right: c", "c does not follow from h"),
    (STEP, ONE, "full", ("return h, c", "return s(o) * c, c + 1"), 1, "h and c", "slips in both"),
    (STEP, ONE, "full", rewritten("c = 0 * c"), 1, "h and c", "zeros leave nothing to work out"),
    (STEP, ONE, "full", rewritten("c = 0 * c + 900"), 1, "h and c", "a saturated tanh leaves nothing"),
    (OVER_STEPS, MANY, "full", SLIP, Fraction(13, 3), "h follows from your c", "all states of the way"),
    (OVER_STEPS, MANY, "full", ("np.tanh(c)", "c"), Fraction(13, 3), "c follows from your h", "the states go into c"),
]  # fmt: skip


@pytest.fixture(scope="module")
def zygote():
    with start_zygote() as started:
        yield started


@pytest.mark.parametrize(
    ("sheet", "code", "follow", "slip", "earned", "said"),
    [row[:6] for row in ROWS],
    ids=[row[6] for row in ROWS],
)
def test_a_result_that_follows_from_ones_own_other_result_is_carried(
    sheet, code, follow, slip, earned, said, tmp_path, zygote
):
    assert slip[0] in code
    (tmp_path / "assignment.yaml").write_text(SHEET.format(follow=follow, **sheet))
    (tmp_path / "s.py").write_text(code.replace(*slip))
    with opened(tmp_path / "s.py", zygote=zygote) as work:
        (entry,) = grade(load_assignment(tmp_path / "assignment.yaml"), work).entries
    assert (earned, "wrong") == (entry.score, str(entry.verdict))
    assert said in entry.message


def test_the_last_state_follows_from_all_states(tmp_path, zygote):
    (tmp_path / "assignment.yaml").write_text(SHEET.format(follow="full", **OVER_STEPS))
    (tmp_path / "s.py").write_text(MANY.replace("np.tanh(c)", "c"))
    with opened(tmp_path / "s.py", zygote=zygote) as work:
        (entry,) = grade(load_assignment(tmp_path / "assignment.yaml"), work).entries
    assert "carried" == {part.name: str(part.verdict) for part in entry.parts}["last"]
