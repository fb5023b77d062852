"""Calls take both sides of every comparison where they can, or lint says which side they never take."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.assignment import load_assignment
from grader.functions import Functions
from grader.functions.both_ways import ways_left
from grader.functions.cases import VALUES
from grader.grading.grade import grade
from grader.linting.lint import lint
from grader.sandbox import start_zygote
from grader.submission.work import opened

ROOT = Path(__file__).parents[2]
SHEET = """\
title: One function
points: 1
cells:
  own: |
{cell}
questions:
  - id: a
    prompt: Write it.
    answers:
      own: {{points: 1, function: {{cell: own, {said}}}}}
"""
CLIP = """\
A: D, H given
a: H given
limit: scalar in (0, inf) given
total = sqrt(sum(A * A) + sum(a * a))
cA = A * min(1, limit / total)
ca = a * min(1, limit / total)
"""
CLIPS = (
    'cases: 4, sizes: {D: 5, H: 6}, arguments: {grads: {list: {A: "D, H", a: H}}, limit: scalar}, '
    'returns: {clipped: {list: {cA: "D, H", ca: H}}}'
)
X = "arguments: {x: n}, returns: {h: n}"
GATED = "x: n\nh: n\nW: n, n\nh = where(W @ x[t] + h[t-1] > 0.5, h[t-1], relu(x[t]))\n"
OVER_TIME = (
    'steps: T, batch: N, arguments: {x: "N, T, n", W: "n, n", h0: {symbol: "h[0]", shape: "N, n"}}, '
    'returns: {h: {symbol: h, shape: "N, T, n"}}'
)
ROWS = [
    ("clipped", CLIP, CLIPS, True, "gradients of several entries are never shorter than a limit below 1"),
    ("at most 6", "x: n\nh = min(relu(x), 6)\n", X, True, "numbers above 6"),
    ("beyond 3", "x: n\nh = hard_sigmoid(x)\n", X, True, "both ends"),
    ("a limit on both sides", "x: n\nl: scalar in (0, 0.1)\nh = max(min(x, l), -l)\n",
     "sizes: {n: 6}, arguments: {x: n, l: scalar}, returns: {h: n}", False, "taken already"),
    ("relu", "x: n\nh = relu(x)\n", X, False, "taken already"),
    ("over time", GATED, OVER_TIME, False, "some entry at some step"),
    ("always above", "x: n\nh = abs(exp(x)) + max(x * 0 + 1, 0)\n", X, False, "no numbers take the other way"),
    ("a guard", "x: n\nh = x / max(norm(x), 0.000001)\n", X, False, "only zeros take the other way"),
    ("no comparison", "x: n\nh = tanh(x)\n", X, False, "nothing is looked at"),
]  # fmt: skip
ALWAYS_SCALED = """
import numpy as np

def own(grads, limit):
    total = np.sqrt(sum((g * g).sum() for g in grads))
    return [g * (limit / total) for g in grads]
"""


@pytest.fixture(scope="module")
def zygote():
    with start_zygote() as started:
        yield started


def written(folder: Path, cell: str, said: str) -> Path:
    folder = folder / "sheet"  # its name is the seed
    folder.mkdir()
    lines = "\n".join(f"    {line}" for line in cell.splitlines())
    (folder / "assignment.yaml").write_text(SHEET.format(cell=lines, said=said))
    return folder


def calls(folder: Path):
    found = Functions(load_assignment(folder / "assignment.yaml"), None).cases("own")
    return [case for case in found if case.check == VALUES]


@pytest.mark.parametrize(
    ("cell", "said", "added"), [row[1:4] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_further_calls_take_the_side_that_is_left_and_no_others_are_made(
    cell, said, added, tmp_path
):
    asked = 4 if "cases: 4" in said else 2
    found = calls(written(tmp_path, cell, said))
    assert added == (len(found) > asked)
    assert () == ways_left(found)
    assert all(np.all(np.isfinite(right)) for case in found for right in case.expected.values())


def test_numbers_of_further_calls_lie_between_the_bounds_of_their_symbols(tmp_path):
    found = calls(written(tmp_path, CLIP, CLIPS))
    assert all(float(case.numbers["limit"]) > 0 for case in found)


def test_numbers_of_further_calls_lie_between_the_values_of_the_file(tmp_path):
    cell = "x: n\nh = relu(x - 2.9)\n"
    found = calls(written(tmp_path, cell, f"values: [0, 3], {X}"))
    assert () == ways_left(found)
    assert all(np.all((case.numbers["x"] >= 0) & (case.numbers["x"] <= 3)) for case in found)


def test_who_always_scales_a_gradient_is_wrong_and_told_where_to_look(tmp_path, zygote):
    sheet = load_assignment(written(tmp_path, CLIP, CLIPS) / "assignment.yaml")
    (tmp_path / "s.py").write_text(ALWAYS_SCALED)
    with opened(tmp_path / "s.py", zygote=zygote) as work:
        (entry,) = grade(sheet, work).entries
    assert 0 == entry.score
    assert "4 of 5 calls are right: look at which numbers are compared" in entry.message


def test_lint_names_a_side_that_no_call_takes_and_what_to_write(tmp_path):
    cell = "x: n\nh = where(x > 2, x, 0.1 * x)\n"
    (one,) = lint([str(written(tmp_path, cell, f"values: [-1, 1], {X}"))]).linted
    (fault,) = one.faults
    assert fault.warning
    assert (
        "in no call of own is x above 2, so that one side of where(x > 2, x, 0.1 * x) is never tried. "
        "Give what decides it other bounds in the cell, for example x: n in (1, 10), or write wider values"
    ) in str(fault)


def test_sheets_that_ship_have_calls_on_both_sides():
    found = Functions(load_assignment(ROOT / "assignments/training-by-hand/assignment.yaml"), None)
    made = [case for case in found.cases("clip_by_norm") if case.check == VALUES]
    assert () == ways_left(made)
    clipped = [not np.allclose(c.expected["clipped"], c.numbers["g"]) for c in made]
    assert {True, False} == set(clipped)
