"""Worked solutions: the lines that one would write by hand."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from drawn import STEPS, numbers, sampled

from reference import CATALOGUE, Symbol, bind, cell, differentiate, parse_expression
from reference.readings.worked import worked
from reference.records import replace

RELU = {"V": -3, "W": 3, "h0": 0, "x": [2, 3, 1]}


def test_a_relu_cell_is_worked_out_as_in_the_exam() -> None:
    system = bind(cell("relu-rnn"), RELU, steps=2 + 1)
    solution = worked(system.cell, system.inputs, targets=[Symbol("h", 2)])
    assert solution.text().splitlines() == [
        "z₁ = V·h₀ + W·x₁ = −3·0 + 3·2 = 6",
        "h₁ = ReLU(z₁) = ReLU(6) = 6",
        "z₂ = V·h₁ + W·x₂ = −3·6 + 3·3 = −9",
        "h₂ = ReLU(z₂) = ReLU(−9) = 0",
    ]


def test_backpropagation_is_worked_out_line_by_line() -> None:
    given = {"W_x": 0.5, "W_h": 0.8, "b_h": 0.1, "h0": 0.2, "x": [1, -0.4]}
    system = bind(cell("tanh-rnn"), given, steps=2)
    backward = differentiate(system.cell, Symbol("h", 2), [Symbol("W_h")])
    lines = worked(backward, system.inputs).text().splitlines()
    assert "dh₁ = dz_h₂·W_h = 0.8472·0.8 = 0.6778" in lines
    assert "dW_h = dz_h₁·h₀ + dz_h₂·h₁ = 0.3992·0.2 + 0.8472·0.6411 = 0.6230" in lines


def test_a_pinned_quantity_is_taken_and_not_worked_out() -> None:
    system = bind(cell("relu-rnn"), RELU, steps=3)
    solution = worked(
        system.cell, system.inputs, given={"h[1]": np.array(1.0)}, targets=[Symbol("h", 2)]
    )
    first, *rest = solution.text().splitlines()
    assert first == "h₁ = 1"
    assert rest[0] == "z₂ = V·h₁ + W·x₂ = −3·1 + 3·3 = 6"


def test_an_expression_over_quantities_gets_a_line_of_its_own() -> None:
    system = bind(cell("relu-rnn"), RELU, steps=3)
    solution = worked(system.cell, system.inputs, targets=[parse_expression("h[1] + h[3]")])
    assert solution.text().splitlines()[-1] == "answer = h₁ + h₃ = 6 + 3 = 9"


@pytest.mark.parametrize(
    ("called", "expected"),
    [("c_sum", "c_sum = h₁ + h₃ = 6 + 3 = 9"), ("V", "answer = h₁ + h₃ = 6 + 3 = 9")],
)
def test_such_an_expression_is_called_as_its_answer_is_unless_a_quantity_is(called, expected):
    system = bind(cell("relu-rnn"), RELU, steps=3)
    asked = parse_expression("h[1] + h[3]")
    solution = worked(system.cell, system.inputs, targets=[asked], called=called)
    assert expected == solution.text().splitlines()[-1]


def test_rounded_numbers_have_all_their_decimals_and_exact_ones_no_more_than_they_need():
    given = {"W_x": np.eye(2), "W_h": np.zeros((2, 2)), "x": [[1.3332, 0.0]]}
    system = bind(cell("tanh-rnn"), given)
    (line,) = worked(system.cell, system.inputs, targets=[Symbol("h", 1)]).text().splitlines()[-1:]
    assert line.endswith("= [0.8700, 0]")


def test_a_long_line_is_broken_at_its_equals_signs() -> None:
    given = {"W_x": 0.5, "W_h": 0.8, "b_h": 0.1, "h0": 0.2, "x": [1, -0.4]}
    system = bind(cell("tanh-rnn"), given, steps=2)
    lines = worked(system.cell, system.inputs).text().splitlines()
    assert lines[1:] == [
        "h₂ = tanh(W_x·x₂ + W_h·h₁ + b_h)",
        "   = tanh(0.5·(−0.4) + 0.8·0.6411 + 0.1)",
        "   = tanh(0.4129)",
        "   = 0.3909",
    ]


def test_a_step_of_plain_numbers_is_one_line_in_every_notation() -> None:
    system = bind(cell("relu-rnn"), RELU, steps=3)
    solution = worked(system.cell, system.inputs, targets=[Symbol("h", 2)])
    assert solution.latex().splitlines() == [
        r"\begin{align*}",
        r"z_{1} &= V \, h_{0} + W \, x_{1} = -3 \cdot 0 + 3 \cdot 2 = 6 \\",
        r"h_{1} &= \operatorname{ReLU}\left(z_{1}\right) = \operatorname{ReLU}\left(6\right) = 6 \\",
        r"z_{2} &= V \, h_{1} + W \, x_{2} = -3 \cdot 6 + 3 \cdot 3 = -9 \\",
        r"h_{2} &= \operatorname{ReLU}\left(z_{2}\right) = \operatorname{ReLU}\left(-9\right) = 0",
        r"\end{align*}",
    ]
    assert r'h_(1) = op("ReLU") \(z_(1)\) = op("ReLU") \(6\) = 6' in solution.typst()
    assert "h sub 1 equals ReLU of z sub 1 equals ReLU of 6 equals 6" in solution.spoken()
    assert 4 == solution.mathml().count("<mtr>")


def test_a_step_of_vectors_has_a_line_for_every_stage() -> None:
    given = {"V": np.eye(2), "W": np.eye(2), "x": [[1.0, -2.0]]}
    system = bind(cell("relu-rnn"), given)
    solution = worked(system.cell, system.inputs)
    assert 6 == sum(line.count(" = ") for line in solution.typst()) == solution.latex().count("&=")
    assert 6 == solution.mathml().count("<mo>=</mo>")


def test_a_brief_working_does_not_repeat_the_given_matrices() -> None:
    given = {"W_x": [[1.0, 0.0], [0.0, 1.0]], "W_h": [[1.0, 0.0], [0.0, 1.0]], "x": [[0.5, -1.0]]}
    system = bind(cell("tanh-rnn"), given)
    whole = worked(system.cell, system.inputs)
    short, long = (
        next(iter(replace(whole, brief=brief).typst())).replace("\\", "") for brief in (True, False)
    )
    assert 2 == short.count("tanh")
    assert 3 == long.count("tanh")
    assert short.startswith("h_(1) = tanh (W_(x) x_(1) + W_(h) h_(0))")
    assert "mat(" not in short


@pytest.mark.parametrize("name", sampled(CATALOGUE))
def test_every_cell_and_its_gradients_are_worked_out_in_every_notation(name: str) -> None:
    steps = STEPS if cell(name).recurrent else 1
    system = bind(cell(name), numbers(cell(name), steps=steps), steps=steps)
    solution = worked(system.cell, system.inputs)
    assert len(solution.steps) == len(system.cell.equations)
    assert "e-1" not in solution.text()
    assert solution.latex().count("{") == solution.latex().count("}")
    typst = str(list(solution.typst()))
    assert typst.count("(") == typst.count(")")
    assert "minus minus" not in str(list(solution.spoken()))
    ET.fromstring(solution.mathml())  # noqa: S314  # our own text
