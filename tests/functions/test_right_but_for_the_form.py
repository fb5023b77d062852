"""Right numbers in another shape or order lose the check for that alone; who forgets to return is told so."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.grading.grade import grade
from grader.sandbox import start_zygote
from grader.submission.work import opened

SHEET = """\
title: One step
points: 6
questions:
  - id: a
    prompt: Write one step.
    answers:
      step:
        points: 6
        function:
          cell: lstm-stacked
          arguments: {{x: d, h: {{symbol: "h[0]", shape: n}}, c: {{symbol: "c[0]", shape: n}}, W: "4*n, n + d", b: "4*n"}}
          returns: {{h: {{symbol: "h[1]", shape: n}}, c: {{symbol: "c[1]", shape: n}}}}
          checks: {checks}
"""
WITH, WITHOUT = "{shape: 1, values: 5}", "{values: 1}"
STEP = """
import numpy as np

def step(x, h, c, W, b):
    n = len(h)
    z = W @ np.concatenate([h, x]) + b
    i, f, o = (1 / (1 + np.exp(-z[k * n : (k + 1) * n])) for k in range(3))
    c = f * c + i * np.tanh(z[3 * n :])
    h = o * np.tanh(c)
    return h, c
"""
END = "    return h, c\n"
ROWS = [
    (WITH, END, 6, "right", "In every call as expected", "as asked"),
    (WITH, "    return h[:, None], c[:, None]\n", 5, "wrong", "its numbers are right; expected the shape", "both as columns"),
    (WITH, "    return h, c[None]\n", Fraction(11, 2), "wrong", "an axis of 1 too many", "one as a row"),
    (WITHOUT, "    return h, c[None]\n", 3, "wrong", "an axis of 1 too many", "no check bears the shape"),
    (WITH, "    return c, h\n", 5, "wrong", "the order is c and h where it should be h and c", "another order"),
    (WITHOUT, "    return c, h\n", 0, "wrong", "the order is c and h where it should be h and c", "no check bears the order"),
    (WITH, "    return c, c\n", Fraction(7, 2), "wrong", "h and c hold the same numbers", "no order of right results"),
    (WITH, "    return h, np.outer(c, c)\n", 3, "wrong", "expected the shape", "another shape altogether"),
    (WITH, "    c[:] = 0\n", 0, "unreadable", "Nothing is returned: end step with `return`", "nothing returned"),
]  # fmt: skip


@pytest.fixture(scope="module")
def zygote():
    with start_zygote() as started:
        yield started


def judged(folder: Path, checks: str, code: str, zygote):
    (folder / "assignment.yaml").write_text(SHEET.format(checks=checks))
    (folder / "s.py").write_text(code)
    with opened(folder / "s.py", zygote=zygote) as work:
        (entry,) = grade(load_assignment(folder / "assignment.yaml"), work).entries
    return entry


@pytest.mark.parametrize(
    ("checks", "end", "earned", "verdict", "said"),
    [row[:5] for row in ROWS],
    ids=[row[5] for row in ROWS],
)
def test_right_numbers_of_another_form_lose_the_check_of_the_form_alone(
    checks, end, earned, verdict, said, tmp_path, zygote
):
    entry = judged(tmp_path, checks, STEP.replace(END, end), zygote)
    assert (earned, verdict) == (entry.score, str(entry.verdict))
    assert said in entry.message


def test_a_place_that_is_still_open_is_not_implemented(tmp_path, zygote):
    code = "def step(x, h, c, W, b):\n    new_h, new_c = None, None\n    # your lines\n    return new_h, new_c\n"
    entry = judged(tmp_path, WITH, code, zygote)
    assert ("missing", True) == (str(entry.verdict), "ot implemented" in entry.message)


def test_who_works_in_place_and_returns_nothing_hears_what_is_changed(tmp_path, zygote):
    code = "def step(x, h, c, W, b):\n    h *= 2\n"
    entry = judged(tmp_path, WITH, code, zygote)
    assert "It changes h in place, and nothing is returned" in entry.message
    assert "ot implemented" not in entry.message
