"""Numbers that are right if they work, and a mistake that is made again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from handed_in import report_on, the_printed

from grader.assignment import load_assignment
from grader.cli.main import main
from grader.export.ask import asked, lost
from grader.handout.compose import sheet_of
from grader.kit.stripped import stripped

TRAINING = "training-by-hand"
XOR = "q8_W: [[1, 1], [1, 1]]\nq8_b: [-0.5, -1.5]\n"  # OR and AND
NAMES = ("q8_W", "q8_b", "q8_v", "q8_c")


def verdicts(text):
    found = {
        e.name: (str(e.verdict), e.message)
        for section in report_on(TRAINING, text).sections
        for e in section.entries
    }
    return [found[name] for name in NAMES]


WORKING = [
    (XOR + "q8_v: [1, -1]\nq8_c: -0.5", "OR without AND"),
    (XOR + "q8_v: [1, -2]\nq8_c: -0.5", "a larger weight does as well"),
    (XOR + "q8_v: [100, -1e6]\nq8_c: -1", "numbers of any size"),
    ("q8_W: [[1, -1], [-1, 1]]\nq8_b: [0, 0]\nq8_v: [1, 1]\nq8_c: 0", "each without the other"),
    ("q8_W: [[1, 1], [-1, -1]]\nq8_b: [-0.5, 1.5]\nq8_v: [1, 1]\nq8_c: -1.5", "as in the file"),
]


@pytest.mark.parametrize(("text", "why"), WORKING)
def test_any_numbers_are_right_with_which_the_conditions_hold(text, why):
    assert {"right"} == {verdict for verdict, _ in verdicts(text)}, why


FAILING = [
    (XOR + "q8_v: [1, 1]\nq8_c: -0.5", "wrong",
     "miss[4] is 1, but miss[4] == 0 is asked for; 3 of 4 conditions hold", "OR alone"),
    ("q8_W: [[0, 0], [0, 0]]\nq8_b: [0, 0]\nq8_v: [0, 0]\nq8_c: 0", "wrong",
     "miss[2] is -1, but miss[2] == 0 is asked for; 2 of 4", "nothing but zeros"),
    (XOR + "q8_v: [1e308, -1e308]\nq8_c: 1e308", "wrong", "conditions hold", "what overflows"),
    (XOR + "q8_v: [1, -1]", "wrong", "there are none for q8_c", "one is missing"),
    (XOR + "q8_v: [1, -1, 2]\nq8_c: 0", "wrong", "there are none for q8_v", "of the wrong shape"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdict", "said", "why"), FAILING)
def test_numbers_that_do_not_work_are_told_where(text, verdict, said, why):
    assert (verdict, True) == (verdicts(text)[0][0], said in verdicts(text)[0][1]), why


def test_an_example_that_does_not_work_is_a_fault_of_the_file(tmp_path, capsys):
    kept = Path(__file__).parents[2] / "assignments" / TRAINING / "assignment.yaml"
    text = kept.read_text(encoding="utf-8").replace("b: [-0.5, 1.5]", "b: [0.5, 1.5]")
    (tmp_path / "assignment.yaml").write_text(text, encoding="utf-8")
    assert 2 == main(["lint", str(tmp_path / "assignment.yaml")])
    assert "the numbers of the file themselves do not work: with its numbers miss[1]" in (
        " ".join(capsys.readouterr().out.split())
    )


def slots(solved):
    task = next(t for t in sheet_of(the_printed(TRAINING), solved=solved).tasks if t.id == "q8")
    return task, {slot.name: slot for slot in task.slots}


def test_a_sheet_does_not_print_the_example_and_a_key_does():
    task, asked_for = slots(solved=False)
    told = {str(quantity.symbol) for given in task.given for quantity in given}
    assert {"x[1]", "x[2]", "x[3]", "x[4]", "target[1]"} <= told
    assert not told & {"W", "b", "v", "c"}
    assert "decimals" not in asked_for["q8_W"].hint
    (shown,) = [given.equations for given in task.given]
    assert ("u", "y", "miss") == shown.quantities, "what the condition speaks of"
    _, key = slots(solved=True)
    assert "[[1, 1], [-1, -1]]" == key["q8_W"].solutions[0].typed
    assert ("One of many: any numbers are right with which the conditions hold.",) == (
        key["q8_W"].remarks
    )


def test_no_course_system_can_try_numbers():
    _, key = slots(solved=True)
    answer = asked(key["q8_W"])
    assert answer.by_hand is not None
    assert [
        "the system cannot try numbers: staff reads them, or collects them for `grader check`"
    ] == [*lost(key["q8_W"], answer)]


def test_a_kit_has_no_example():
    kit = stripped(the_printed(TRAINING), None)
    assert "xor" not in kit.systems
    question = next(q for q in kit.questions if q.id == "q8")
    assert [None] * 4 == [answer.value for answer in question.answers]


REPEATING = """
title: T
points: 3
rounding: 3
systems:
  s: {cell: tanh-rnn, steps: 3, without: [W_y, b_y], given: {W_x: 0.5, W_h: 0.4, b_h: 0.1, h0: 0.2, x: [1, 0.5, -1]}}
questions:
- id: a
  RULE
  answers: {a1: "h[1]", a2: "h[2]", a3: "h[3]"}
"""
SIGMOID = "a1: 0.664\na2: 0.649\na3: 0.465"
AGAIN = [
    ("repeated_mistake: full", SIGMOID, [0, 1, 1], "sigmoid for tanh at every step costs once"),
    ("repeated_mistake: 1/2", SIGMOID, [0, 0.5, 0.5], "or half of it"),
    ("follow_through: none", SIGMOID, [0, 0, 0], "every time, where the file says nothing"),
    ("repeated_mistake: full", "a1: 0.523\na2: 0.429\na3: -0.317", [0, 1, 1], "so does a bias forgotten at every step"),
    ("repeated_mistake: full", "a1: 0.664\na2: 0.9\na3: 0.8", [0, 0, 0], "another one is none"),
    ("repeated_mistake: full", "a1: -0.592\na2: -0.4\na3: 0.1", [0, 0, 0], "nor is a lost sign"),
    ("{repeated_mistake: full, result_only: true}", SIGMOID, [0, 0, 0], "only results count"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "expected", "why"), AGAIN)
def test_a_mistake_that_is_made_again_costs_once(rule, text, expected, why, tmp_path, capsys):
    lines = rule.strip("{}").replace(", ", "\n  ")
    (tmp_path / "assignment.yaml").write_text(REPEATING.replace("RULE", lines), encoding="utf-8")
    assert load_assignment(tmp_path / "assignment.yaml")
    (tmp_path / "answers.yaml").write_text(text, encoding="utf-8")
    main(["check", str(tmp_path / "answers.yaml"), "--assignment",
          str(tmp_path / "assignment.yaml"), "--json"])  # fmt: skip
    answers = json.loads(capsys.readouterr().out)["answers"]
    assert expected == [answer["score"] for answer in answers], why
