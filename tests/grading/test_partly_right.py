"""An alternative with a share: a value that its author knows to be wrong, and what it earns."""

from __future__ import annotations

import pytest

import grader
from grader.linting.lint import lint

SHEET = """\
title: partly
points: 9
rounding: 4
systems:
  step:
    cell: lstm-peephole
    given: {x: [1], h0: 0.5, c0: 0.8, W_i: 0.6, U_i: 0.4, b_i: 0.1, p_i: 0.3, W_f: 0.5, U_f: -0.2, b_f: 0.3, p_f: 0.4,
            W_g: 0.9, U_g: 0.7, b_g: -0.2, W_o: 0.3, U_o: 0.5, b_o: 0.2, p_o: 0.6}
questions:
  - id: q
    prompt: P
    system: step
    RULE
    answers:
      a_f: "f[1]"
      b_dc:
        value: "grad(c[1], c[0])"
        points: 3
        alternatives: [{value: "f[1]", share: 1/3, why: the path through the gates left out}]
      c_f:
        kind: equation
        value: "sigmoid(W_f * x[t] + U_f * h[t-1] + p_f * c[t-1] + b_f)"
        points: 2
        alternatives: [{value: "sigmoid(W_f * x[t] + U_f * h[t-1] + b_f)", share: 1/2}]
      d_kind: {options: [lstm, gru, elman], value: lstm, alternatives: [{value: gru, share: 1/2, why: also gated}]}
      e_count: {kind: count, value: "4*2*3", alternatives: [{value: "3*2*3", share: 1/4}]}
      f_half: {kind: number, value: "1/2", alternatives: [{value: 0.25, share: 3/4}]}
"""  # f1 = sigmoid(0.5 - 0.1 + 0.32 + 0.3) = 0.7350, and dc1/dc0 = 0.8404


def report(folder, typed: str, rule: str = "follow_through: full"):
    (folder / "partly.yaml").write_text(SHEET.replace("RULE", rule))
    (folder / "a.yaml").write_text(typed)
    return grader.check(str(folder / "a.yaml"), assignment=str(folder / "partly.yaml")).entries


@pytest.mark.parametrize(
    ("earned", "typed", "why"),
    [
        (1, "b_dc: 0.7350", "the value of the file, by the key's numbers"),
        (1, "a_f: 0.7721\nb_dc: 0.7721", "the same of one's own wrong gate"),
        (0, "b_dc: 0.7721", "which nobody wrote"),
        (3, "b_dc: 0.8404", "right is right"),
        (1, "c_f: sigmoid(W_f*x_t + U_f*h_{t-1} + b_f)", "an equation"),
        (0.5, "d_kind: gru", "a choice"),
        (0, "d_kind: elman", "another option"),
        (0.25, "e_count: 18", "a count"),
        (0.75, "f_half: 0.25", "a number as it stands"),
    ],
)
def test_a_value_with_a_share_earns_it(tmp_path, earned, typed, why):
    entries = report(tmp_path, typed + "\n")
    assert earned == float(sum(entry.score for entry in entries)), why


def test_its_author_says_what_was_done(tmp_path):
    entry = report(tmp_path, "b_dc: 0.7350\n")[1]
    assert "answer.partly" == entry.note
    assert "the path through the gates left out" in entry.message
    assert "This known mistake still earns 1 of 3 points." in entry.message


@pytest.mark.parametrize("rule", ["follow_through: none", "result_only: true"])
def test_own_wrong_values_earn_no_share_where_nothing_follows(tmp_path, rule):
    entries = report(tmp_path, "a_f: 0.7721\nb_dc: 0.7721\n", rule)
    assert 0 == float(sum(entry.score for entry in entries))


@pytest.mark.parametrize(
    ("said", "right", "wrong"),
    [
        ("share must be", "share: 1/3", "share: 3"),
        ("f[2]", '"f[1]", share', '"f[2]", share'),
    ],
)
def test_a_faulty_share_or_value_is_told_with_its_line(tmp_path, said, right, wrong):
    path = tmp_path / "partly.yaml"
    path.write_text(SHEET.replace("RULE", "").replace(right, wrong))
    (one,) = lint([str(path)]).linted
    assert said in " ".join(str(fault) for fault in one.faults if not fault.warning)


def test_a_cell_of_functions_has_no_share(tmp_path):
    path = tmp_path / "code.yaml"
    path.write_text(
        "title: T\npoints: 1\nquestions:\n- id: a\n  prompt: P\n  answers:\n    step:\n"
        "      function: {cell: tanh-rnn, arguments: {x: d, h: n}, returns: {h: n}}\n"
        "      alternatives: [{value: relu-rnn, share: 1/2}]\n"
    )
    (one,) = lint([str(path)]).linted
    said = [f"{fault.line} {fault.message}; {fault.remedy}" for fault in one.faults]
    assert any(
        line.startswith("9 ") and "the checks of a function earn parts" in line for line in said
    )
