"""A template is a program of its author's texts, and each of them stays a remark."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.assignment import find_assignment, load_assignment
from grader.handout.template import template_of
from grader.variant.printed import printed


def test_no_text_of_a_sheet_hides_in_its_template_or_leaves_its_remark():
    sheet = printed(load_assignment(find_assignment("exam-relu-9")))
    first = replace(
        sheet.questions[0], title="a\rimport os", prompt="turned \u202e\x1b[2J round\u2028x = 1"
    )
    odd = replace(
        sheet, title="\x1b[2J\u202e\nraise SystemExit", questions=(first, *sheet.questions[1:])
    )
    text = template_of(odd)
    assert text.replace("\n", "").isprintable()
    assert "# \\x1b[2J\\u202e raise SystemExit\n" in text
    assert f"# {first.id}  a import os\n" in text
    names = {"assignment", *(answer.name for answer in sheet.answers)}
    code = compile(text, "template.py", "exec")
    assert names == set(code.co_names)


STEP = """title: LSTM in columns
points: 4
cells:
  col: |
    x: d
    h: n
    W: n, d
    U: n, n
    h = tanh(W @ x[t] + U @ h[t-1])
questions:
  - id: q
    prompt: Write a step, and its way over all steps.
    answers:
      q_step:
        points: 4
        function:
          cell: col
          batch: m
          arguments:
            xt: {symbol: x, shape: "d, m"}
            h_prev: {symbol: "h[0]", shape: "n, m"}
            parameters: {W: "n, d", U: "n, n"}
          returns: {h_next: {symbol: "h[1]", shape: "n, m"}}
"""


def test_a_template_says_which_keys_a_dict_has(tmp_path):
    (tmp_path / "step.yaml").write_text(STEP)
    text = " ".join(template_of(load_assignment(tmp_path / "step.yaml")).split())
    assert "def q_step(xt, h_prev, parameters):" in text
    assert "h_prev (n, m), parameters, a dict with 'W' (n, d) and 'U' (n, n)." in text


def test_a_template_says_what_a_list_over_steps_has(tmp_path):
    sheet = STEP.replace('xt: {symbol: x, shape: "d, m"}', 'x: {shape: "T, d, m", split: T}')
    sheet = sheet.replace("batch: m", "batch: m\n          steps: T")
    sheet = sheet.replace('{h_next: {symbol: "h[1]", shape: "n, m"}}', '{h: "n, m, T"}')
    (tmp_path / "steps.yaml").write_text(sheet)
    text = " ".join(template_of(load_assignment(tmp_path / "steps.yaml")).split())
    assert "x, a list with an array (d, m) for each of T, h_prev" in text


def test_a_template_says_which_argument_is_a_number(tmp_path):
    sheet = STEP.replace("    U: n, n\n", "    U: n, n\n    k: scalar given\n")
    sheet = sheet.replace("tanh(W @ x[t]", "tanh(k * W @ x[t]")
    sheet = sheet.replace(
        "            parameters: {", "            k: scalar\n            parameters: {"
    )
    (tmp_path / "step.yaml").write_text(sheet)
    text = " ".join(template_of(load_assignment(tmp_path / "step.yaml")).split())
    assert "h_prev (n, m), k (a number), parameters, a dict" in text


EXACT = """title: T
points: 4
rounding: 2
systems:
  net: {{cell: relu-rnn, steps: 2, without: [b, W_y, b_y], given: {{V: 1, W: 2, h0: 0, x: [{inputs}]}}}}
questions:
  - {{id: a, prompt: Run it., answers: {{a_1: "h[1]", a_2: "h[2]", a_3: "tanh(h[2])"}}}}
  - {{id: b, prompt: Again., answers: {{b_1: "h[1]"}}}}
"""


@pytest.mark.parametrize(
    ("expected", "inputs", "why"),
    [
        (
            {"a_1", "a_2", "b_1"},
            "1, -4",
            "sums and products, also the 0 of a dead unit, but no tanh",
        ),
        ({"b_1"}, "1, 0.4375", "too fine for 2 decimals: then none of the question"),
    ],
)
def test_numbers_that_nobody_has_to_round_are_asked_for_exactly(expected, inputs, why, tmp_path):
    (tmp_path / "t.yaml").write_text(EXACT.format(inputs=inputs))
    lines = template_of(load_assignment(tmp_path / "t.yaml")).splitlines()
    told = {line.split()[0]: line.partition("# ")[2] for line in lines if " = ...  # " in line}
    assert expected == {name for name, hint in told.items() if hint == "a number, exact"}, why
    assert {"a number, 2 decimals or more"} == {told[name] for name in told.keys() - expected}


def test_a_formula_is_asked_for_in_letters(tmp_path):
    text = EXACT.format(inputs="1, 2").replace(
        'b_1: "h[1]"', 'b_1: {kind: equation, value: "h[t]"}'
    )
    (tmp_path / "t.yaml").write_text(text)
    wanted = "b_1 = ...  # a text with the right-hand side, in letters, as "
    assert wanted in template_of(load_assignment(tmp_path / "t.yaml"))
