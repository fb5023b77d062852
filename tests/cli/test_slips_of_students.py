"""A slip of the keys in a hand-in: what the student reads of it, and that it costs its own answer."""

import pytest

from grader.cli.main import main

SHEET = """title: Slips
points: 3
rounding: 2
systems:
  s: {cell: tanh-rnn, steps: 2, given: {W_x: 1, W_h: 1, b_h: 0, h0: 0, x: [1, 0.5]}}
questions:
  - id: q
    prompt: Run it.
    system: s
    answers:
      q_h1: "h[1]"
      q_h2: "h[2]"
      q_gate: {options: {f: forget, i: input}, value: f}
"""
GOOD = 'assignment = "slips"\nstudent = "A1"\nq_h1 = 0.76\nq_h2 = 0.85\nq_gate = "f"\n'

SLIPS = [
    # what was typed for what, what must be said, what the rest earns of 3
    ("q_h1 = 0.76", "q_h1 = 0,76", "write decimals with a point: 0.76", "2"),
    ("q_h1 = 0.76", "q_h1 = 0,06", "write 0.06, with a point", "2"),
    (
        "q_h1 = 0.76",
        "q_h1 = [0.76; 0.1]",
        "A comma parts the entries of a list, not a semicolon",
        "2",
    ),
    ("q_h1 = 0.76", "q_H1 = 0.76", "did you mean q_h1?", "2"),
    ("q_h1 = 0.76", "qh1 = 0.76", "did you mean q_h1?", "2"),
    ("q_h1 = 0.76", "q_h1 == 0.76", "with one `=`: q_h1 = ...", "2"),
    ("q_h1 = 0.76", "q_h1: 0.76", "write `q_h1 = 0.76`", "2"),
    ("q_h2 = 0.85", " q_h2 = 0.85", "Take out the spaces before it", "2"),
    ('q_gate = "f"', "q_gate = f", 'put it in quotes: "f"', "2"),
    ('q_gate = "f"', "q_gate = true", "for `true` write `True`", "2"),
    ('student = "A1"', 'studnet = "A1"', 'did you mean "student"?', "3"),
    ('assignment = "slips"', 'asignment = "slips"', 'did you mean "assignment"?', "3"),
]


@pytest.mark.parametrize(("right", "typed", "said", "earned"), SLIPS, ids=[s[1] for s in SLIPS])
def test_a_slip_is_told_and_costs_its_answer_alone(tmp_path, capsys, right, typed, said, earned):
    (tmp_path / "slips.yaml").write_text(SHEET)
    (tmp_path / "answers.py").write_text(GOOD.replace(right, typed))
    main(["check", str(tmp_path / "answers.py"), "--assignment", str(tmp_path / "slips.yaml")])
    shown = " ".join(capsys.readouterr().out.split())
    assert said in shown
    assert f"{earned} of 3" in shown


STEPS = """
title: two steps
points: 2
rounding: 3
systems:
  s: {cell: tanh-rnn, steps: 2, given: {W_x: 0.8, W_h: -0.6, b_h: 0.0, h0: 0.5, x: [0.75, 1.25]}}
questions:
  - id: q
    system: s
    prompt: Run it and go back.
    answers:
      h_1: {value: "h[1]", points: 1/2}
      h_2: {value: "h[2]", points: 1/2}
      d_w: {value: "grad(h[2], W_x)", points: 1/2}
      d_u: {value: "grad(h[2], W_h)", points: 1/2}
"""


def test_who_used_the_initial_state_is_not_told_that_it_was_taken_as_0(tmp_path, capsys):
    # by hand: h1 = tanh(0.3), h2 = tanh(1 - 0.6 h1), and the first step left out of both gradients
    (tmp_path / "steps.yaml").write_text(STEPS)
    (tmp_path / "a.py").write_text("h_1 = 0.291\nh_2 = 0.678\nd_w = 0.676\nd_u = 0.157\n")
    main(["check", str(tmp_path / "a.py"), "--assignment", str(tmp_path / "steps.yaml")])
    shown = " ".join(capsys.readouterr().out.split())
    assert shown.count("nothing carried back from later steps") == 2  # one reason for both
    assert "taken as 0" not in shown
