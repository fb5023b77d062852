"""Workings in keys: said once, broken where one reads, and in the letters of books."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from grader.assignment import find_assignment, load_assignment
from grader.handout import html, typst
from grader.handout.compose import sheet_of
from grader.handout.figure import figure_of
from grader.handout.pdf_engine import Typst
from grader.handout.sheet import Given, Quantity, Sheet, side_by_side
from grader.variant.selection import example_of
from reference import Equation, Symbol, bind, cell, parse_expression
from reference.readings.notations.typst import TYPST_LINES
from reference.readings.typeset import typeset
from reference.readings.worked import Worked, WorkedStep

EQUAL = re.compile(r"(?:whole|m)\(\"[^\"]*\", \$(.*?)\$\)")


@cache
def key(name: str) -> Sheet:
    return sheet_of(example_of(load_assignment(find_assignment(name))), solved=True)


def steps(sheet: Sheet) -> list[str]:
    return [line for line in typst.source(sheet).splitlines() if line.startswith("#step(")]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("attention-and-decoding", "z_(1) = V h_(1)"),
        ("exam-relu-12", "z_(2) = V h_(1)"),
        ("training-by-hand", "h_(3) = tanh"),
        ("exam-bptt-8", "h_(1) = op"),
    ],
)
def test_a_step_with_the_same_numbers_is_told_once_in_a_key(name, line):
    found = [step for step in steps(key(name)) if f"${line}" in step]
    assert found
    assert len({*found}) == len(found), "also under the gradients of another question"


def test_a_long_chain_is_broken_before_an_equals_sign():
    long = [step for step in steps(key("attention-and-decoding")) if "whole(" in step]
    assert long
    for step in long:
        first, *others = EQUAL.findall(step)
        assert not first.startswith("="), "the left side and what it is equal to stay together"
        assert all(piece.startswith("= ") for piece in others)
        assert not any(" = " in piece.removeprefix("= ") for piece in others)


def test_no_line_of_a_working_stands_alone_on_a_page():
    texts = steps(key("quiz-gated-cells"))
    assert any("sticky: true" in text for text in texts)
    assert "sticky" not in texts[-1], "nothing is held by the last line of all"


def test_a_jacobian_is_worked_out_in_the_letters_of_books():
    text = "\n".join(steps(key("training-by-hand")))
    assert "(dif h)_(1,3) = e_(1)" in text
    assert "(dif z)_(h,1,3)" in text, "no underscore is left in an index"
    for raw in ("rows(", "unit(", "row_1", 'op("rows")', 'op("unit")', "drow"):
        assert raw not in text


def test_ones_are_a_bold_one_without_what_they_are_as_many_as():
    text = "\n".join(steps(key("attention-and-decoding")))
    assert 'bold("1")' in text
    assert 'bold("1")(' not in text
    assert 'bold("1") \\(' not in text


def test_a_condition_on_numbers_is_mathematics_in_its_prompt():
    page = html.page(key("training-by-hand").for_student())
    assert "miss[t] == 0" not in page
    assert "with which <math" in page


def test_a_derivative_that_is_asked_for_is_mathematics_beside_its_answer():
    sheet = key("quiz-gated-cells").for_student()
    assert "$partial h_(3) \\/ partial W_(h)$" in typst.source(sheet)
    (slot,) = (slot for task in sheet.tasks for slot in task.slots if slot.name == "q10_dL_dW")
    assert slot.hint == "∂h₃/∂W_h: a number", "and plain text where there is nothing else"


def test_the_right_option_is_no_further_option():
    assert '#right[#"right: "#strong("c")]' in typst.source(key("quiz-gated-cells"))


def test_a_negative_number_of_a_key_has_the_sign_of_formulas():
    for text in (typst.source(key("modern-cells")), html.page(key("modern-cells"))):
        accepted = re.findall(r"accepted: [^\"<]*", text)
        assert any("−" in each for each in accepted)
        assert not any(re.search(r"(?<!\d)-\d", each) for each in accepted)


def test_a_line_does_not_part_the_weights_of_a_gate_nor_the_steps_of_an_input():
    given = [
        Quantity(parse_expression(name), 1.0, beside=beside)
        for name, beside in (("x[1]", "x"), ("x[2]", "x"), ("W_f", "0"), ("U_f", "0"), ("W_i", "1"))
    ]
    assert [["x[1]", "x[2]"], ["W_f", "U_f"], ["W_i"]] == [
        [str(q.symbol) for q in piece] for piece in side_by_side(given)
    ]
    (q3,) = (task for task in key("modern-cells").tasks if task.id == "q3")
    assert [4, 4, 3, 4] == [
        len(piece) for piece in side_by_side(q3.given[0].quantities) if len(piece) > 1
    ]


def test_an_equation_that_is_right_is_broken_on_a_phone_and_the_largest_thing_there():
    page = html.page(key("rnn-exercises"))
    assert '<div class="right steps" tabindex="0" role="group" aria-label="equation"><math' in page
    assert ".right > math { font-size: 1.25em; font-weight: bold; }" in page


def test_a_matrix_keeps_its_brackets_on_paper():
    style = html.page(key("exam-relu-9")).partition("@media print")[2]
    assert "mrow > mtable { print-color-adjust: exact" in style


def test_arguments_within_a_fraction_end_no_argument_of_typst():
    expression = parse_expression("a / max(b, exp(c))")
    assert r"frac(a, max \(b\, exp \(c\)\))" == typeset(expression, TYPST_LINES)
    pytest.importorskip("typst", reason="an optional extra")
    formula = f'#math.equation(alt: "a", ${typeset(expression, TYPST_LINES)}$)'
    assert Typst().pdf(f'#set document(title: "a")\n{formula}').startswith(b"%PDF")


def large(columns: int) -> Given:
    given = ((name, (8, columns)) for name in ("W_f", "U_f", "W_i", "U_i"))
    return Given(
        tuple(
            Quantity(Symbol(name), np.ones(shape), int("i" in name), name[-1])
            for name, shape in given
        )
    )


def test_large_matrices_of_a_gate_are_set_smaller_rather_than_parted():
    narrow, wide, wider = (next(iter(typst._given(large(columns)))) for columns in (3, 6, 12))
    assert "(together(1em, " in narrow
    assert "(together(0.98em, " in wide
    assert "together" not in wider, "which no size that can be read would fit"


def test_many_large_matrices_may_be_parted_by_the_end_of_a_page():
    assert all("sticky: false" in row for row in typst._given(large(3)))


def test_a_figure_tells_an_input_at_every_step_or_at_none():
    x = [[0.111, -0.222, 0.333], [0.0, 0.5, 1.0], [-0.1, -0.2, 0.3]]
    system = bind(cell("tanh-rnn"), {"x": x, "W_x": np.ones((2, 3)), "W_h": np.eye(2)}, steps=3)
    figure = figure_of(system)
    assert figure is not None
    assert not [symbol for symbol, _ in figure.numbers if symbol.name == "x"]


def test_a_wide_matrix_scrolls_on_a_phone_and_a_small_one_does_not():
    wide, small = (
        "".join(html._given(Given((Quantity(Symbol("W"), np.ones((2, n))),)))) for n in (9, 2)
    )
    assert '<div class="numbers wide" tabindex="0" role="group" aria-label="numbers">' in wide
    assert '<div class="numbers">' in small


@pytest.mark.parametrize(("terms", "expected"), [(2, False), (12, True)])
def test_a_fraction_is_large_unless_it_would_not_fit_into_a_line(terms, expected):
    above = " + ".join(f"1.25 * {k}" for k in range(1, terms + 1))
    expression = parse_expression(f"({above}) / 3.5")
    shown = Worked(
        cell("relu-rnn"),
        (WorkedStep(Equation(Symbol("y"), expression), np.array(2.0)),),
        {},
    )
    (line,) = typst._steps(shown)
    assert expected == line.startswith("#step(wide: true, ")


SHARE = """\
title: T
points: 1
systems: {one: {cell: gru, sizes: {d: 3, n: 4}}}
questions:
  - id: a
    prompt: How many percent are the embedding?
    answers:
      a_share: {kind: number, value: "100*5*2/(10 + parameters(one))", rounding: 1}
"""


def test_a_number_reckoned_from_counts_alone_has_its_way_in_the_key(tmp_path):
    path = tmp_path / "share" / "assignment.yaml"
    path.parent.mkdir()
    path.write_text(SHARE)
    sheet = sheet_of(example_of(load_assignment(path)), solved=True)
    assert [step for step in steps(sheet) if "9.4" in step]  # 1000 / (10 + 96)
