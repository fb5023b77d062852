"""Slips in a right solution: what tests and checks of a course let pass is named in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.linting.survivors import survivors
from grader.outcome.errors import InputError

SHEET = """
title: A step of an LSTM
points: 1
questions:
  - id: q
    prompt: Write the last line of a step.
    answers:
      tests: {tests: tests.py, points: 1}
"""
STEP = r"""
title: A step
points: 1
cells:
  squash: "x: D\nh: H\nW: H, D\nU: H, H\nb: H\nh = tanh(W @ x[t] + U @ h[t-1] + b)"
  squash-sigmoid: "x: D\nh: H\nW: H, D\nU: H, H\nb: H\nh = sigmoid(W @ x[t] + U @ h[t-1] + b)"
questions:
  - id: q
    prompt: Write a step.
    answers:
      step:
        points: 1
        alternatives: [{value: squash-sigmoid, why: it may squash with a sigmoid}]
        function:
          cell: squash
          batch: N
          arguments: {x: "N, D", h_prev: {symbol: "h[0]", shape: "N, H"}, W: "H, D", U: "H, H", b: H}
          returns: {h: "N, H"}
"""
SOLUTION = "import numpy as np\n\ndef hidden(o, c):\n    return o * np.tanh(c)\n"
BLIND = "import numpy as np\nimport submission\ndef test_it():\n    assert submission.hidden(0.5, 0.0) == 0\n"
SEEING = "import numpy as np\nimport submission\ndef test_it():\n    assert abs(submission.hidden(0.5, 2.0) - 0.48201) < 1e-4\n"


def folder(tmp_path: Path, tests: str, solution: str = SOLUTION) -> tuple[Path, Path]:
    course = tmp_path / "lstm"
    course.mkdir()
    (course / "assignment.yaml").write_text(SHEET)
    (course / "tests.py").write_text(tests)
    (tmp_path / "right.py").write_text(solution)
    return course / "assignment.yaml", tmp_path / "right.py"


def test_tests_that_pass_an_lstm_without_tanh_are_told_so(tmp_path: Path) -> None:
    sheet, solution = folder(tmp_path, BLIND)
    found = survivors(load_assignment(sheet), solution)
    assert "hidden, line 4: `c` in place of `np.tanh(c)` earns everything" in found.survived


@pytest.mark.slow
def test_tests_that_see_every_slip_have_no_survivors(tmp_path: Path) -> None:
    sheet, solution = folder(tmp_path, SEEING)
    found = survivors(load_assignment(sheet), solution)
    assert () == found.survived
    assert found.tried > 4


def test_a_solution_that_loses_points_is_no_solution(tmp_path: Path) -> None:
    sheet, solution = folder(tmp_path, SEEING, SOLUTION.replace("tanh", "sin"))
    with pytest.raises(InputError, match=r"right\.py earns 0 of 1 points"):
        survivors(load_assignment(sheet), solution)


def test_a_slip_that_makes_another_cell_that_counts_is_seen_by_the_equations(
    tmp_path: Path,
) -> None:
    sheet = tmp_path / "assignment.yaml"
    sheet.write_text(STEP)
    solution = tmp_path / "right.py"
    solution.write_text(
        "import numpy as np\n\ndef step(x, h_prev, W, U, b):\n"
        "    return np.tanh(x @ W.T + h_prev @ U.T + b)\n"
    )
    assert () == survivors(load_assignment(sheet), solution).survived


def test_a_solution_of_the_code_alone_needs_no_answers_in_numbers(tmp_path: Path) -> None:
    sheet = tmp_path / "assignment.yaml"
    sheet.write_text(
        STEP.replace("points: 1\n", "points: 2\n", 1).replace(
            "    answers:\n", '    answers:\n      sum: {value: "1 + 1", points: 1}\n', 1
        )
    )
    solution = tmp_path / "right.py"
    solution.write_text(
        "import numpy as np\n\ndef step(x, h_prev, W, U, b):\n"
        "    return np.tanh(x @ W.T + h_prev @ U.T + b)\n"
    )
    assert survivors(load_assignment(sheet), solution).tried > 0


VECTOR = """\
title: A read-out
points: 1
cells:
  last: |
    s: H given
    o: H given
    y = o * tanh(s)
questions:
  - id: q
    prompt: Write it.
    answers:
      f:
        points: 1
        function:
          cell: last
          {bounds}
          arguments: {{s: H, o: H}}
          returns: {{y: H}}
"""
SAME = "import numpy as np\n\ndef f(s, o):\n    return np.diag(np.tanh(s)) @ o\n"


@pytest.mark.parametrize(
    ("bounds", "survive"),
    [("cases: 2", False), ("values: [0, 0.001]", True)],
    ids=["every slip changes something", "numbers near 0 hide the tanh"],
)
def test_what_is_the_same_function_is_no_slip(tmp_path: Path, bounds: str, survive: bool) -> None:
    (tmp_path / "assignment.yaml").write_text(VECTOR.format(bounds=bounds))
    (tmp_path / "right.py").write_text(SAME)
    found = survivors(load_assignment(tmp_path / "assignment.yaml"), tmp_path / "right.py")
    assert survive == any("tanh" in said for said in found.survived)
    assert not [said for said in found.survived if ".T" in said]
