"""The file format: the author's shorthand, and every fault with its line, key and remedy."""

import copy
import json
import math
import re
from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.assignment import (
    Alternative,
    Answer,
    Question,
    System,
    Tolerance,
    assignment_faults,
    json_schema,
    load_assignment,
    read_assignment,
)
from grader.assignment.document import follow
from grader.assignment.faults import AssignmentFaults, Fault
from grader.assignment.read_anew import read
from grader.grading.rubric import max_score
from grader.outcome.errors import InputError

EVERY_RULE = Path(__file__).parents[1] / "assignments" / "every-rule" / "assignment.yaml"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADER_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def write(tmp_path):
    def write(text):
        file = tmp_path / "sheet" / "assignment.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write


SHEET = """\
title: T
points: {points}
{top}
systems:
  s: {{cell: relu-rnn, steps: 2, given: {{V: -3, W: 3, x: [2, 3]}}}}
questions:
  - id: a
    {question}
    answers:
      a1: {answer}
"""


def sheet(answer='"h[1]"', *, points=1, top="rounding: 2", question="prompt: Q"):
    return SHEET.format(answer=answer, points=points, top=top, question=question)


# -- what an author may write -------------------------------------------------------------------


def only_answer(write, answer, **around):
    (found,) = load_assignment(write(sheet(answer, **around))).answers
    return found


@pytest.mark.parametrize(
    ("kind", "value", "answer"),
    [
        ("number", "h[2]", "h[2]"),
        ("number", "3/2", "3/2"),
        ("number", 3, "{value: 3}"),
        ("number", [[0.5, 1]], '{value: [["1/2", 1]]}'),
        ("vector", "h[2]", "{value: 'h[2]', kind: vector}"),
        ("boolean", False, "false"),
        ("boolean", True, "{value: true}"),
        ("matching", {"g1": "output", "g2": "no"}, "{value: {g1: output, g2: no}}"),
        ("choice", "no", "{value: no, options: [yes, no]}"),
        ("choice", "1", "{value: 1, options: {1: one, 2: two}}"),
        ("choice", "argmax(h[2])", "{kind: choice, value: 'argmax(h[2])', labels: [A, B]}"),
        ("choices", ["a", "b"], "{value: [a, b], options: {a: x, b: y, c: z}}"),
        ("sequence", ["NO", "1"], "{kind: sequence, value: [NO, 1], labels: [NO, 1]}"),
        ("count", 45, "{kind: count, value: 45}"),
        ("count", None, "{kind: count}"),
        ("count", "parameters(s)", "{kind: count, value: parameters(s)}"),
        ("shape", ["3", "5"], "{kind: shape, value: ['3', '5']}"),
        ("shape", [3, 5], "{kind: shape, value: [3, 5]}"),
        ("range", [-1, 0.5], '{kind: range, value: [-1, "1/2"]}'),
        ("range", [0, math.inf], "{kind: range, value: [0, .inf]}"),
        ("range", [-math.inf, 0], "{kind: range, value: [-inf, 0]}"),
        ("equation", "tanh(V*h[t-1])", '{kind: equation, value: "tanh(V*h[t-1])"}'),
        ("expression", "4*12", "{kind: expression, value: 4*12}"),
        ("text", None, "{rubric: one for a reason}"),
        ("text", None, "{kind: text, rubric: x}"),
        (
            "function",
            {
                "cell": "clipping",
                "arguments": [
                    {"name": "g", "symbol": "g", "axes": ["n"]},
                    {"name": "limit", "symbol": "limit"},
                ],
                "returns": [{"name": "clipped", "symbol": "clipped", "axes": ["n"]}],
                "checks": {"values": "1"},
            },
            "{function: {cell: clipping, arguments: {g: n, limit: scalar}, returns: {clipped: n}}}",
        ),
    ],
)
def test_the_kind_shows_in_what_is_written(kind, value, answer, write):
    found = only_answer(write, answer)
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize(
    ("points", "written"),
    [
        ("1/2", "0.5"),
        ("1/2", "1/2"),
        ("3/2", "1 1/2"),
        ("1/10", "0.1"),
        ("2", "2"),
        ("1/3", '"1/3"'),
    ],
)
def test_points_are_exact(points, written, write):
    assert only_answer(
        write, f"{{value: 1, points: {written}}}", points=written
    ).points == Fraction(points)


@pytest.mark.parametrize(
    ("tolerance", "answer", "top", "question"),
    [
        (Tolerance(decimals=2), "h[1]", "rounding: 2", ""),
        (Tolerance(decimals=3), "h[1]", "rounding: 2", "rounding: 3"),
        (Tolerance(decimals=4), "h[1]", "rounding: 2", "defaults: {rounding: 4}"),
        (Tolerance(decimals=1), "{value: 'h[1]', rounding: 1}", "rounding: 2",
         "defaults: {tolerance: {absolute: 1}}"),
        (Tolerance(exact=True), "h[1]", "rounding: exact", ""),
        (Tolerance(exact=True), "{value: 'h[1]', rounding: exact}", "rounding: 2\ntruncation: true", ""),
        (Tolerance(decimals=2, truncation=True), "h[1]", "rounding: 2\ntruncation: true", ""),
        (Tolerance(decimals=2), "h[1]", "rounding: 2\ntruncation: true", "truncation: false"),
        (Tolerance(decimals=2, truncation=False),
         "{value: 'h[1]', tolerance: {decimals: 2, truncation: false}}", "truncation: true", ""),
        (Tolerance(absolute=0.01, relative=0.02),
         "{value: 'h[1]', tolerance: {absolute: 0.01, relative: 0.02}}", "", ""),
        (Tolerance(significant=3), "{value: 'h[1]', tolerance: {significant: 3}}", "rounding: 2", ""),
        (Tolerance(exact=True), "{kind: count, value: 4}", "rounding: 2", ""),
        (Tolerance(exact=True), "false", "rounding: 2", ""),
        (Tolerance(), "h[1]", "", ""),
    ],
)  # fmt: skip
def test_the_nearest_tolerance_holds(tolerance, answer, top, question, write):
    found = only_answer(write, answer, top=top or "source: x", question=question or "prompt: Q")
    assert found.tolerance == tolerance


@pytest.mark.parametrize(
    ("fraction", "top", "question"),
    [
        (0, "", ""),
        (1, "follow_through: full", ""),
        (0, "follow_through: full", "follow_through: none"),
        (Fraction(1, 2), "", "follow_through: 1/2"),
        (Fraction(3, 4), "follow_through: 0.75", ""),
    ],
)
def test_follow_through_comes_from_the_nearest_place(fraction, top, question, write):
    text = sheet("1", top=top or "source: x", question=question or "prompt: Q")
    assert load_assignment(write(text)).questions[0].follow_through == fraction


def test_defaults_of_a_question_hold_for_its_answers(write):
    text = sheet("{value: 'h[1]', points: 2}\n      a2: h[2]", points="2 1/2",
                 question="defaults: {points: 1/2, per_entry: true, visibility: hidden}")  # fmt: skip
    first, second = load_assignment(write(text)).answers
    assert (first.points, second.points) == (2, Fraction(1, 2))
    assert second.per_entry
    assert second.visibility == "hidden"


def test_a_system_is_like_another_but_for_what_it_says(write):
    text = sheet().replace(
        "questions:", "  r: {like: s, given: {V: '3/2'}, slope_at_zero: 1}\nquestions:"
    )
    systems = load_assignment(write(text)).systems
    assert systems["r"] == System(
        cell="relu-rnn", steps=2, given={"V": 1.5, "W": 3, "x": [2, 3]}, slope_at_zero=Fraction(1)
    )


def test_one_system_alone_is_every_question_s(write):
    assert load_assignment(write(sheet())).questions[0].system == "s"


@pytest.mark.parametrize(
    "draw",
    [
        {"choose": [-3, -2, 1.5]},
        {"choose": [0, 1], "shape": [2, 2]},
        {"integers": [1, 5], "shape": [3], "original": [2, 3, 1]},
        {"decimals": [-1, 1], "step": 0.1, "shape": [2, 2]},
        {"permutation": [1, 2, 3]},
    ],
)
def test_given_numbers_may_be_drawn(draw, write):
    text = sheet().replace("V: -3", f"V: {json.dumps(draw)}")
    assert load_assignment(write(text)).systems["s"].given["V"] == draw


FILLED = [
    ({"fill": 0.5, "shape": [3]}, [0.5, 0.5, 0.5], "all alike"),
    ({"fill": 0, "shape": [2, 2]}, [[0, 0], [0, 0]], "zeros"),
    ({"evenly": [-0.5, 0.5], "shape": [2, 3]}, [[-0.5, -0.3, -0.1], [0.1, 0.3, 0.5]], "linspace"),
    ({"evenly": [1, 4], "shape": [4]}, [1, 2, 3, 4], "counted up"),
    ({"evenly": [2, 9], "shape": [1]}, [2], "one entry alone is the first"),
    ({"identity": 2}, [[1, 0], [0, 1]], "a matrix that changes nothing"),
]


@pytest.mark.parametrize(("rule", "expected", "why"), FILLED)
def test_a_rule_fills_a_given_array(rule, expected, why, write):
    text = (
        sheet()
        .replace("x: [1, 2]", f"x: {json.dumps(rule)}")
        .replace("V: -3", f"V: {json.dumps(rule)}")
    )
    loaded = load_assignment(write(text))
    assert expected == loaded.systems["s"].given["V"], why
    assert not loaded.is_drawn


def test_a_reading_with_a_system_is_about_all_that_is_solved(write):
    text = sheet(
        "h[1]\n      a2: {value: W, kind: equation}\n      a3: {rubric: x}", points=3,
        question="readings:\n    - {id: one, system: s}\n"
        "    - {id: other, system: s, values: {a2: V}, why: Because.}",
    )  # fmt: skip
    one, other = load_assignment(write(text)).questions[0].readings
    assert one.values == {"a1": "h[1]", "a2": "W"}
    assert other.values == {"a1": "h[1]", "a2": "V"}


def test_a_reading_without_a_system_is_about_its_values(write):
    text = sheet(
        "h[1]\n      a2: h[2]", points=2,
        question="readings:\n    - {id: raw, values: {a1: 'h[1]'}}\n"
        "    - {id: squashed, values: {a1: 'sigmoid(h[1])'}}",
    )  # fmt: skip
    raw, squashed = load_assignment(write(text)).questions[0].readings
    assert (raw.values, squashed.values) == ({"a1": "h[1]"}, {"a1": "sigmoid(h[1])"})


def test_an_answer_may_have_all_its_values_from_the_readings(write):
    text = sheet(
        "{kind: equation}",
        question="readings:\n    - {id: x, values: {a1: V}}\n    - {id: y, values: {a1: W}}",
    )
    assert load_assignment(write(text)).answers[0].value is None


def test_alternatives_have_a_reason_and_their_own_tolerance(write):
    answer = "{value: 3/2, alternatives: [{value: 2/3, why: Printed., tolerance: {decimals: 2}}]}"
    assert only_answer(write, answer).alternatives == (
        Alternative(value="2/3", why="Printed.", tolerance=Tolerance(decimals=2)),
    )


def test_all_answers_together_are_one_group(write):
    text = sheet("1\n      a2: 2", points=2, question="together: all")
    assert load_assignment(write(text)).questions[0].together == (("a1", "a2"),)


def test_a_cell_may_stand_in_the_file(write):
    own = "cells:\n  mine: |\n    x: n\n    h: n\n    W: n, n\n    h = W @ x[t] + h[t-1]"
    text = sheet(top=own).replace("relu-rnn", "mine").replace("V: -3, ", "")
    assert "h = W @ x[t]" in load_assignment(write(text)).cells["mine"]


# -- faults -------------------------------------------------------------------------------------

FAULTS = [
    # line, key, message and remedy, text
    (1, "titel", 'the key "titel" is not known; did you mean "title"?',
     sheet().replace("title:", "titel:")),
    (3, "rounding", 'rounding must be a number of decimals, or exact (got "two"); write 2',
     sheet(top="rounding: two")),
    (3, "rounding", "rounding must be 0 or more (got -2); write 2", sheet(top="rounding: -2")),
    (3, "rounding", "rounding must be a number of decimals, or exact (got 1.5)",
     sheet(top="rounding: 1.5")),
    (3, "follow_through", 'must be none, full or a fraction from 0 to 1 (got "no"); write none',
     sheet(top="follow_through: no")),
    (3, "follow_through", "must be none, full or a fraction from 0 to 1 (got 2)",
     sheet(top="follow_through: 2")),
    (3, "truncation", 'truncation must be true or false (got "yes"); write true',
     sheet(top="truncation: yes")),
    (3, "colour", 'the key "colour" is not known; known here: title, points,',
     sheet(top="colour: red")),
    (2, "points", "points is 2, but the answers sum up to 1; write \"points: 1\"", sheet(points=2)),
    (2, "points", "points is 0.33, but the answers sum up to 1", sheet(points=0.33)),
    (2, "points", "points must be a number of points (got \"many\"); write 1, 0.5 or 1/2",
     sheet(points="many")),
    (5, "systems.s.cell", 'system "s": there is no cell "relu-rn"; did you mean "relu-rnn"?',
     sheet().replace("relu-rnn", "relu-rn")),
    (5, "systems.s", 'system "s": cell is missing; add "cell: ..."',
     sheet().replace("cell: relu-rnn, ", "")),
    (5, "systems.s.stps", 'system "s": the key "stps" is not known; did you mean "steps"?',
     sheet().replace("steps", "stps")),
    (5, "systems.s.given.V", ('given "V": V must be a finite number or nested lists of them (got '
     '"0,5"); write 0.5'), sheet().replace("V: -3", 'V: "0,5"')),
    (5, "systems.s.given.V", "V must be a finite number or nested lists of them (got .inf)",
     sheet().replace("V: -3", "V: .inf")),
    (5, "systems.s.given.V", "V must be rows of one length, none of them empty (got [[1, 2], [3]])",
     sheet().replace("V: -3", "V: [[1, 2], [3]]")),
    (5, "systems.s.given.V", ('V must be numbers, a draw or a rule: choose, integers, decimals, permutation, same, fill, evenly, identity '
     '(got "chose"); did you mean "choose"?'), sheet().replace("V: -3", "V: {chose: [1, 2]}")),
    (5, "systems.s.given.V.step", 'given "V": step is missing; add "step: ..." (Distance of the grid',
     sheet().replace("V: -3", "V: {decimals: [1, 2]}")),
    (5, "systems.s.given.V.integers", "integers must have at most 2 (got 3)",
     sheet().replace("V: -3", "V: {integers: [1, 2, 3]}")),
    (5, "systems.s.given.V.shap", 'given "V": the key "shap" is not known; did you mean "shape"?',
     sheet().replace("V: -3", "V: {integers: [1, 2], shap: [3]}")),
    (5, "systems.s.like", 'system "s": there is no system "r"', sheet().replace("cell:", "like: r, cell:")),
    (5, "systems.s.like", "this system is like itself, by way of the others",
     sheet().replace("s: {cell: relu-rnn", "s: {like: r").replace("questions:", "  r: {like: s}\nquestions:")),
    (5, "systems.s.sizes", "a system has given numbers or sizes, not both",
     sheet().replace("steps: 2", "sizes: {n: 2}")),
    (5, "systems.s.captions", "there are 3 captions for 2 steps; write one for every step",
     sheet().replace("steps: 2", "steps: 2, captions: [one, two, three]")),
    (5, "systems.s.show.0", 'system "s"', sheet().replace("steps: 2", "steps: 2, show: [figures]")),
    (5, "cells.mine", 'cell "mine": the cell cannot be read:',
     sheet(top="cells:\n  mine: |\n    h = W @").replace("systems:", "systems:").replace("x: [", "x: [")),
    (4, "require.0", "the condition cannot be read:\n    z[2]\n", sheet(top="require:\n- z[2]")),
    (8, "questions.a.system", 'question "a": there is no system "t"; known here: s',
     sheet(question="system: t")),
    (8, "questions.a.together.0", 'question "a": "a2" is no answer of this question; known here: a1',
     sheet(question="together: [a1, a2]")),
    (8, "questions.a.together", 'must be all, or lists of answer names (got "some")',
     sheet(question="together: some")),
    (8, "questions.a.implies.a2", '"a2" is no answer of this question', sheet(question="implies: {a2: a1}")),
    (8, "questions.a.implies.a1", '"a1" cannot prove itself', sheet(question="implies: {a1: a1}")),
    (8, "questions.a.cap", 'cap is 2, above the sum of the answers\' points, 1', sheet(question="cap: 2")),
    (8, "questions.a.readings", "one reading alone is no choice",
     sheet(question="readings: [{id: x, system: s}]")),
    (8, "questions.a.readings.y.system", 'reading "y": there is no system "t"',
     sheet(question="readings: [{id: x, system: s}, {id: y, system: t}]")),
    (8, "questions.a.readings.y", 'reading "y": this reading changes nothing',
     sheet(question="readings: [{id: x, system: s}, {id: y}]")),
    (8, "questions.a.readings.y.values.a3", 'reading "y": "a3" is no answer of this question',
     sheet(question="readings: [{id: x, system: s}, {id: y, values: {a3: 'h[1]'}}]")),
    (10, "questions.a.answers.a1.kind", 'kind must be one of number, vector,',
     sheet("{value: 'h[1]', kind: vektor}")),
    (10, "questions.a.answers.a1.kind", 'did you mean "vector"?', sheet("{value: 'h[1]', kind: vektor}")),
    (10, "questions.a.answers.a1.points", "points must be 0 or more (got -1)",
     sheet("{value: 'h[1]', points: -1}")),
    (10, "questions.a.answers.a1.value", "the expression cannot be read:\n    h[2] +\n          ^ expected",
     sheet("h[2] +")),
    (10, "questions.a.answers.a1", 'answer "a1": value is missing; add "value: ..." (an expression)',
     sheet("{points: 1}")),
    (10, "questions.a.answers.a1.tolerance.decimals",
     'question "a", answer "a1": decimals must be 0 or more (got -2); write 2',
     sheet("{value: 'h[1]', tolerance: {decimals: -2}}")),
    (10, "questions.a.answers.a1.tolerance", "the tolerance says nothing", sheet("{value: 'h[1]', tolerance: {}}")),
    (10, "questions.a.answers.a1.tolerance", "decimals and relative cannot hold together",
     sheet("{value: 'h[1]', tolerance: {decimals: 2, relative: 0.1}}")),
    (10, "questions.a.answers.a1.tolerance.absolute", "absolute must be a number above 0 (got 0)",
     sheet("{value: 'h[1]', tolerance: {absolute: 0}}")),
    (10, "questions.a.answers.a1.rounding", "rounding and tolerance both stand here; keep one",
     sheet("{value: 'h[1]', rounding: 2, tolerance: {decimals: 2}}")),
    (10, "questions.a.answers.a1", "0.25 is no whole number, and no rounding or tolerance is stated",
     sheet("0.25", top="source: x")),
    (10, "questions.a.answers.a1.value", 'value must be true or false (got "yes"); write true',
     sheet("{kind: boolean, value: yes}")),
    (10, "questions.a.answers.a1.value", 'value must be true or false (got "no"); write false',
     sheet("{kind: boolean, value: no}")),
    (10, "questions.a.answers.a1.value", '"d" is none of the options; known here: a, b',
     sheet("{value: d, options: {a: x, b: y}}")),
    (10, "questions.a.answers.a1", "options is missing", sheet("{value: d, kind: choice}")),
    (10, "questions.a.answers.a1", "options is missing; add",
     sheet("{value: d, options: {}}")),
    (10, "questions.a.answers.a1.synonyms.input", '"input" stands for "updat", which is no option; did you mean "update"?',
     sheet("{value: {g1: update}, synonyms: {input: updat}}")),
    (10, "questions.a.answers.a1.options", "options means nothing for the kind count",
     sheet("{kind: count, value: 3, options: {a: x, b: y}}")),
    (10, "questions.a.answers.a1.value", "value must be a whole number or an expression (got 1.5)",
     sheet("{kind: count, value: 1.5}")),
    (10, "questions.a.answers.a1.value", "value must be a pair of numbers or an expression (got [1])",
     sheet("{kind: range, value: [1]}")),
    (10, "questions.a.answers.a1.value", "a text has no value", sheet("{kind: text, value: x, rubric: y}")),
    (10, "questions.a.answers.a1.known_mistakes.number.sign-lost",
     "must be a fraction from 0 to 1 (got 2)", sheet("{value: 1, known_mistakes: {number.sign-lost: 2}}")),
    (10, "questions.a.answers.a1.visibility", 'did you mean "hidden"?', sheet("{value: 1, visibility: hiden}")),
    (10, "questions.a.answers.a1.explanation", 'explanation must be staff (got "students")',
     sheet("{value: 1, explanation: students}")),
    (10, "questions.a.answers.a1.alternatives.0.value", 'alternative 1: value is missing',
     sheet("{value: 1, alternatives: [{why: x}]}")),
    (10, "questions.a.answers.a1.alternatives.0.value", "the expression cannot be read",
     sheet("{value: 1, alternatives: [{value: '(3'}]}")),
    (10, "questions.a.answers.student", '"student" is a line of every submission and cannot name an answer',
     sheet().replace("a1:", "student:")),
    (10, "questions.a.answers.1a", '"1a" is no name that a Python file can give a value to; write q_1a',
     sheet().replace("a1:", "1a:")),
    (10, "questions.a.answers.a-1", "write a_1", sheet().replace("a1:", "a-1:")),
    (10, "questions.a.answers.class", "write q_class", sheet().replace("a1:", "class:")),
    (10, "questions.a.answers._a", '"_a" starts with "_"', sheet().replace("a1:", "_a:")),
    (7, "questions.0.id", 'question 1: id is missing; add "id: ..."', sheet().replace("id: a", "title: b")),
    (9, "questions.a.answers", 'answers must be a mapping (got a list of 1)'.replace("a list of 1", "[1]"),
     sheet().replace("answers:\n      a1: \"h[1]\"", "answers: [1]")),
    (1, "", "the file must be a mapping (got [1])", "[1]"),
    (1, "", 'the file is empty; start with "title: ..."', ""),
    (1, "questions", 'questions is missing; add "questions: ..." (The questions, in order)', "title: T\npoints: 1"),
    (1, "", "the YAML cannot be read", "title: [T"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "key", "sentence", "text"), FAULTS)
def test_a_fault_names_line_and_key_and_says_what_to_write(line, key, sentence, text, write):
    path = write(text)
    faults = assignment_faults(path)
    told = [fault for fault in faults if sentence in str(fault) and not fault.warning]
    assert told, "\n".join(map(str, faults))
    assert (told[0].line, told[0].key) == (line, key)
    with pytest.raises(AssignmentFaults, match=re.escape(told[0].message.splitlines()[0])):
        load_assignment(path)


def test_two_questions_share_neither_id_nor_answer_names(write):
    text = sheet(points=2) + "  - id: a\n    answers:\n      a1: 3\n"
    assert [str(fault).split(": ", 1)[1] for fault in assignment_faults(write(text))] == [
        'question "a": question 1 has the id "a" already; give this one another id',
        (
            'question "a", answer "a1": question "a" has an answer of this name already; '
            "put the question in front, such as a_a1"
        ),
    ]


def test_all_faults_are_told_in_one_go(write):
    text = """\
title: T
points: 9
roundng: 2
systems:
  s: {cell: relu-rn, steps: 0, given: {V: -3}}
questions:
  - id: a
    answers:
      a1: {value: "h[2] +", points: -1, kind: numbr}
      a2: {value: 'h[1]', options: {}}
      a2: h[1]
  - id: b
    cap: 5
    together: [b1, b3]
    answers:
      b1: h[1]
      b2: {kind: boolean, value: no}
"""
    faults = assignment_faults(write(text))
    assert [(fault.line, fault.key) for fault in faults] == [
        (3, "roundng"),
        (5, "systems.s.steps"),
        (5, "systems.s.cell"),
        (9, "questions.a.answers.a1.kind"),
        (9, "questions.a.answers.a1.points"),
        (9, "questions.a.answers.a1.value"),
        (10, "questions.a.answers.a2"),
        (11, "questions.0.answers.a2"),
        (13, "questions.b.cap"),
        (14, "questions.b.together.0"),
        (17, "questions.b.answers.b2.value"),
    ]


def test_a_text_without_a_rubric_is_worth_a_warning_and_no_more(write):
    path = write(sheet("{kind: text}"))
    (warning,) = assignment_faults(path)
    assert warning.warning
    assert "a text has no rubric" in warning.message
    assert load_assignment(path).answers[0].kind == "text"


def test_a_fault_reads_like_a_compiler_s(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fault = Fault(
        tmp_path / "a" / "assignment.yaml", 14, "k", "decimals must be 0 or more", "write 2"
    )
    assert str(fault) == "a/assignment.yaml:14: decimals must be 0 or more; write 2"


@pytest.mark.parametrize(
    ("sentence", "value", "answer", "top"),
    [
        ("0.5 is no whole number, and no rounding", 0.5, "h[1]", "source: x"),
        ("[1, 0.5] is no whole number", [1, 0.5], "h[1]", "source: x"),
        ("accepts nothing but the key around 0", 0.0, "{value: 'h[1]', tolerance: {relative: 0.01}}", ""),
        ("accepts nothing but the key around 0", [1.0, 1e-17],
         "{value: 'h[1]', tolerance: {relative: 0.01}}", ""),
        ("the kind is vector, but the value is a number", 3, "{value: 'h[1]', kind: vector}", "rounding: 2"),
        ("the kind is matrix, but the value is a vector", [3], "{value: 'h[1]', kind: matrix}", "rounding: 2"),
    ],
)  # fmt: skip
def test_some_faults_show_only_in_the_key(sentence, value, answer, top, write):
    source = read_assignment(write(sheet(answer, top=top or "source: x")))
    (fault,) = source.solved_faults({"a1": value})
    assert sentence in fault.message
    assert fault.line == 10


@pytest.mark.parametrize(
    ("value", "answer", "top"),
    [
        (3.0, "h[1]", "source: x"),
        (0.5, "h[1]", "rounding: 2"),
        (0.0, "{value: 'h[1]', tolerance: {relative: 0.01, absolute: 0.1}}", "source: x"),
        ([1, 2], "{value: 'h[1]', kind: vector}", "rounding: 2"),
    ],
)
def test_a_key_that_fits_its_rules_is_no_fault(value, answer, top, write):
    assert read_assignment(write(sheet(answer, top=top))).solved_faults({"a1": value}) == []


def test_a_file_that_is_not_there_is_told_in_a_sentence(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        load_assignment(tmp_path / "assignment.yaml")


# -- the assignment that uses every rule --------------------------------------------------------


def test_the_assignment_of_every_rule_has_no_fault():
    assert assignment_faults(EVERY_RULE) == []


def test_the_assignment_of_every_rule_uses_every_rule():
    assignment = load_assignment(EVERY_RULE)
    used = {
        (kind.__name__, field.name)
        for kind, values in [
            (Question, assignment.questions),
            (Answer, assignment.answers),
            (Tolerance, [answer.tolerance for answer in assignment.answers]),
        ]
        for field in fields(kind)
        for value in values
        if getattr(value, field.name)
    }
    every = {(k.__name__, f.name) for k in (Question, Answer, Tolerance) for f in fields(k)}
    assert every - used == set()
    assert {question.follow_through for question in assignment.questions} == {0, Fraction(1, 2), 1}


# -- the schema ---------------------------------------------------------------------------------


def test_every_key_of_the_schema_is_explained():
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    models = [schema, *schema["$defs"].values()]
    silent = [
        f"{model['title']}.{name}"
        for model in models
        for name, key in model.get("properties", {}).items()
        if "description" not in key
    ]
    assert silent == []
    assert all(model["additionalProperties"] is False for model in models)


def test_the_schema_lets_an_answer_be_its_value_alone():
    answers = json_schema()["$defs"]["QuestionFile"]["properties"]["answers"]
    types = [way.get("type") for way in answers["additionalProperties"]["anyOf"]]
    assert ["string", "number", "boolean", "array"] in types


# -- whatever stands in a file ------------------------------------------------------------------

JUNK = [
    None, True, 3, -1, 0.5, "x", "", "h[2", "no", [], {}, [1], [[1], [2, 3]], {"a": 1}, [None],
    {"choose": [1]}, {"decimals": [1, 2]}, float("nan"), 10**30, "1/0", "σ", {"a": {"b": [1]}},
]  # fmt: skip


def paths(data, path=()):
    """The way to every value inside plain data."""
    inside = data.items() if isinstance(data, dict) else enumerate(data)
    for step, value in inside if isinstance(data, (dict, list)) else ():
        yield (*path, step)
        yield from paths(value, (*path, step)) if isinstance(value, (dict, list)) else ()


SOUND = yaml.safe_load(EVERY_RULE.read_text(encoding="utf-8"))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(paths(SOUND))),
            st.sampled_from([*JUNK, ...]) | st.sampled_from(list(paths(SOUND))),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_a_file_full_of_mistakes_is_refused_with_faults_and_never_crashes(changes):
    data = copy.deepcopy(SOUND)
    for path, value in changes:
        around = follow(data, path[:-1])
        if isinstance(around, (dict, list)) and follow(data, path) is not None:
            if value is ...:
                del around[path[-1]]
            else:
                moved = follow(SOUND, value) if isinstance(value, tuple) else value
                around[path[-1]] = copy.deepcopy(moved)
    source = yaml.safe_dump(data, allow_unicode=True).encode()
    faults: tuple[Fault, ...] = ()
    try:
        assignment = read(EVERY_RULE, source).assignment
    except AssignmentFaults as refused:
        faults = refused.faults
        assignment = None
    assert all(0 < fault.line <= source.count(b"\n") + 1 for fault in faults)
    assert (assignment is None) == any(not fault.warning for fault in faults)
    if assignment is not None:
        assert sum(map(max_score, assignment.questions), Fraction(0)) == assignment.points


# -- what would never come to an end ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (":2: points", sheet(points="1" * 5000)),
        (":5: ", sheet().replace("V: -3", f"V: {'9' * 5000}")),
        (":5: ", sheet().replace("steps: 2", "steps: 100000")),
        ("write 5000 or less", sheet().replace("steps: 2", "steps: 5001")),
        ("of 5,000 digits", sheet().replace("V: -3", f"V: 0.{'9' * 4999}")),
    ],
    ids=["points", "a given", "steps", "one step more", "decimals"],
)
def test_what_is_too_large_is_a_sentence_with_its_line(said, text, write):
    with pytest.raises(AssignmentFaults) as caught:
        load_assignment(write(text))
    assert said in str(caught.value)
    assert len(str(caught.value)) < 2_000, "the number itself is not repeated"
