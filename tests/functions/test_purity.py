"""Arguments that are left as they were: what that is worth, and what is said where they are not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.assignment import load_assignment
from grader.grading.grade import grade
from grader.sandbox import start_zygote
from grader.submission.work import opened

SHEET = """\
title: Clipping
points: 6
cells:
  clip: |
    dW: H, D given
    db: H given
    max_norm: scalar in (0, inf) given
    n = sqrt(sum(dW**2) + sum(db**2))
    cW = dW * min(1, max_norm / n)
    cb = db * min(1, max_norm / n)
questions:
  - id: a
    prompt: Clip.
    answers:
      f:
        points: 6
        function:
          cell: clip
          checks: {values: 5, purity: 1}
          arguments: {grads: {list: {dW: "H, D", db: H}}, max_norm: {symbol: max_norm}}
          returns: {clipped: {list: {cW: "H, D", cb: H}}}
"""
CODE = """
import numpy as np

def f(grads, max_norm):
    scale = min(1, max_norm / np.sqrt(sum(np.sum(g * g) for g in grads)))
    return [g * scale for g in grads]
"""
RESULT = "    return [g * scale for g in grads]\n"
BY_ENTRY = "    return [np.clip(g, -max_norm, max_norm) for g in grads]\n"
IN_PLACE = "    for g in grads:\n        g *= scale\n    return grads\n"
REPLACED = "    for i, g in enumerate(grads):\n        grads[i] = g * scale\n    return grads\n"
ROWS = [
    (RESULT, 6, "In every call as expected", "as asked"),
    (BY_ENTRY, 0, "Not as the equations have it", "right by luck in one call only"),
    (IN_PLACE, 5, "it changes dW and db of its argument grads", "arrays changed"),
    (REPLACED, 5, "it changes dW and db of its argument grads", "entries replaced"),
]


@pytest.fixture(scope="module")
def zygote():
    with start_zygote() as started:
        yield started


@pytest.mark.parametrize(
    ("result", "earned", "said"), [row[:3] for row in ROWS], ids=[row[3] for row in ROWS]
)
def test_leaving_arguments_alone_counts_beside_something_right(
    result, earned, said, tmp_path, zygote
):
    (tmp_path / "assignment.yaml").write_text(SHEET)
    (tmp_path / "s.py").write_text(CODE.replace(RESULT, result))
    with opened(tmp_path / "s.py", zygote=zygote) as work:
        (entry,) = grade(load_assignment(tmp_path / "assignment.yaml"), work).entries
    assert Fraction(earned) == entry.score, entry.message
    assert said in entry.message
