"""Names of a hand-in that no answer has: what each is taken for, and that none passes in silence."""

from __future__ import annotations

import pytest

import grader

SHEET = """title: T
points: 2
rounding: 2
systems: {s: {cell: tanh-rnn, steps: 2, given: {W_x: 0.5, W_h: 0.3, b_h: 0.1, h0: 0.2, x: [1, 2]}}}
questions:
  - {id: a, prompt: Run it., system: s, answers: {a_h1: "h[1]", a_h2: "h[2]"}}
"""


@pytest.mark.parametrize(
    ("said", "name", "typed", "why"),
    [
        ("h_2 is no answer of this assignment; did you mean a_h2?", "a.yaml", "h_2: 0.8", "the letter of the question left out"),
        ("no answer of this assignment, and not read: second", "a.yaml", "second: 0.8", "like no other"),
        ("no answer of this assignment, and not read: p and q", "a.yaml", "p: 1\nq: 2", "several"),
        ("", "a.py", "second = 0.8", "a program has names of its own"),
        ("", "a.yaml", "a_h2: 0.8\nnotes: 1", "nothing is missing"),
    ],
)  # fmt: skip
def test_a_name_that_nobody_asks_for_is_told(tmp_path, said, name, typed, why):
    (tmp_path / "t.yaml").write_text(SHEET)
    first = "a_h1 = 0.6\n" if name.endswith(".py") else "a_h1: 0.6\n"
    (tmp_path / name).write_text(f"{first}{typed}\n")
    report = grader.check(str(tmp_path / name), assignment=str(tmp_path / "t.yaml"))
    told = [r for r in report.remarks if "no answer of" in r]
    assert ([said] if said else []) == told, why
