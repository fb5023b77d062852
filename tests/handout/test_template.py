"""A template is a program of its author's texts, and each of them stays a remark."""

from __future__ import annotations

from dataclasses import replace

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
