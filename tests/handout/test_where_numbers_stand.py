"""On which question of a sheet the numbers of a system stand, and its figure with them."""

from __future__ import annotations

import pytest

from grader.assignment import load_assignment
from grader.handout.compose import sheet_of

SHEET = """title: T
points: 3
rounding: 3
systems:
  net: {{cell: relu-rnn, steps: 2, without: [b, W_y, b_y], given: {{V: 1, W: 2, h0: 0, x: [1, -2]}}{show}}}
questions:
  - {{id: a, prompt: "All $|V| < 1$. Which?", answers: {{a_1: {first}}}}}
  - {{id: b, prompt: Which number?, answers: {{b_1: {second}}}}}
  - {{id: c, prompt: Work it out., answers: {{c_1: {third}}}}}
"""
OPTION = "{options: {h: many, v: few}, value: h}"  # h is an option, and no quantity
ANSWERS = [
    ("c", OPTION, '"2*0.25"', '"h[2]"', "", "neither an option nor a constant is worked out of it"),
    ("b", "{value: true}", '{value: "h[2] < 1"}', '"h[2]"', "", "whether a number is small"),
    ("b", OPTION, '{labels: [one, two], value: "argmax(concat(h[1], h[2]))"}', '"h[2]"', "", "the largest"),
    ("c", OPTION, OPTION, '"h[2]"', ", show: [figure]", "nobody looks at it before"),
    ("a", OPTION, OPTION, "{value: true}", ", show: [figure]", "its author shows it, and nobody works with it"),
    ("", OPTION, OPTION, "{value: true}", "", "nobody works with it"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "first", "second", "third", "show", "why"), ANSWERS)
def test_numbers_stand_where_one_works_with_them_first(
    tmp_path, where, first, second, third, show, why
):
    answers = {"first": first, "second": second, "third": third}
    (tmp_path / "t.yaml").write_text(SHEET.format(**answers, show=show))
    sheet = sheet_of(load_assignment(tmp_path / "t.yaml"))
    assert where == "".join(task.id for task in sheet.tasks if task.given), why


def test_a_matching_may_have_a_text_for_every_partner(tmp_path):
    partners = "{options: {n: the norm of it, e: the start}, value: {clipping: n, orthogonal: e}}"
    (tmp_path / "t.yaml").write_text(
        SHEET.format(first=partners, second='"1"', third='"h[2]"', show="")
    )
    (slot,) = sheet_of(load_assignment(tmp_path / "t.yaml")).tasks[0].slots
    assert [("n", ("the norm of it",)), ("e", ("the start",))] == [*slot.options]


TWO = """title: T
points: 3
rounding: 3
cells:
  power: |
    T: scalar given
    w: scalar
    factor: scalar
    factor = w**T
systems:
  net: {{cell: relu-rnn, steps: 2, without: [b, W_y, b_y], given: {{V: 1, W: 2, h0: 0, x: [1, -2]}}}}
  law: {{cell: power, given: {{w: 0.5, T: 10}}}}
questions:
  - id: a
    prompt: The first step below 0.001, and the law?
    system: net
    answers: {{a_h: "h[2]", a_step: {{kind: count, value: 10}}, a_law: {{kind: equation, system: law, value: "w**T"}}}}
  - {{id: b, prompt: And once more?, system: law, answers: {{b_1: {last}}}}}
"""


@pytest.mark.parametrize(
    ("expected", "last"),
    [
        (["V", "W", "h[0]", "x[1]", "x[2]"], "{kind: equation, value: 1 / w**(-T)}"),
        (["V", "W", "h[0]", "x[1]", "x[2]", "w", "T"], "factor"),
    ],
)
def test_numbers_that_only_equations_are_asked_of_stand_nowhere(tmp_path, expected, last):
    (tmp_path / "t.yaml").write_text(TWO.format(last=last).replace("points: 3", "points: 4"))
    sheet = sheet_of(load_assignment(tmp_path / "t.yaml"))
    shown = [str(q.symbol) for task in sheet.tasks for given in task.given for q in given]
    assert expected == shown


ALIKE = """title: T
points: 2
rounding: 3
systems:
  one: {{cell: relu-rnn, steps: 2, without: [b, W_y, b_y], given: {{V: 1, W: 2, h0: 0, x: [1, -2]}}}}
  two: {{cell: relu-rnn, steps: 2, without: [b, W_y, b_y], given: {{V: {V}, W: 2, h0: 0, x: [1, -2]}}}}
questions:
  - {{id: a, prompt: Run it., answers: {{a_1: {{value: "h[2]", system: one}}}}}}
  - {{id: b, prompt: Again., answers: {{b_1: {{value: "h[1]", system: two}}}}}}
"""


@pytest.mark.parametrize(
    ("expected", "weight"), [((("Equations and numbers as in a.",),), 1), ((), 2)]
)
def test_what_an_earlier_question_told_of_another_system_stands_there_once(
    expected, weight, tmp_path
):
    (tmp_path / "t.yaml").write_text(ALIKE.format(V=weight))
    for alone in (False, True):
        (given,) = sheet_of(load_assignment(tmp_path / "t.yaml"), alone=alone).tasks[1].given
        assert given.legend == (() if alone else expected), "each task of an export says all"
        assert bool(given.quantities) == (alone or not expected)
