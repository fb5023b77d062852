# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of counts, sums, shapes and ranges."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.sentences.mistakes import mistake_asked, mistake_named
from grader.words.text import listed


def a_count() -> str:
    return "a whole number, for example 1200"


def count_not_whole(got: str) -> str:
    return f"expected a whole number; got {got}"


def percent_left_out(got: str, value: str) -> str:
    return f"{got} was read as {value}: write a count without %"


def count_negative(got: str) -> str:
    return f"expected a count, which is 0 or more; got {got}"


def arithmetic_read(got: str, value: str) -> str:
    return f"{got} was worked out: {value}"


def write_the_count(value: int) -> str:
    return f"; write {value}"


def result_read(got: str, value: str) -> str:
    return f"{got} was read as what stands behind its last equals sign: {value}"


def last_said(got: str, value: str) -> str:
    return f"{got} was read as the number at its end: {value}"


def arithmetic_slip(expression: str, value: str, claimed: str) -> str:
    return f"{expression} is {value}, not {claimed}"


def names_taken(names: Sequence[str]) -> str:
    return f"{listed(names)} taken at the value your file gave"


def an_expression() -> str:
    return 'a sum with its numbers written out, for example "2*3 + 7"'


def expression_bare_number(got: str) -> str:
    return f"expected {an_expression()}; got only the result {got}"


def expression_unknown(got: str, what: str) -> str:
    return f'expected {an_expression()}; "{got}" holds {what}'


def expression_too_large(got: str) -> str:
    return f'"{got}" leads to numbers too large to work out'


def a_shape() -> str:
    return "a shape, for example (7, 4)"


def shape_of_matrix(shape: tuple[int, ...]) -> str:
    return f"expected {a_shape()}; got a matrix itself, of shape {shape}"


def a_range() -> str:
    return 'a range with two ends, for example (2, 5) or "2 to 5"'


def range_turned(low: str, high: str) -> str:
    return f"the ends were put in order: {low} to {high}"


CONVENTIONS = {
    "without-bias": "the biases left out",
    "two-biases": "two bias vectors where one is counted",
    "one-bias": "one bias vector a gate and no more",
    "candidate-bias": "one bias vector a gate, and one more in the candidate",
    "with-peepholes": "weights that let the gates see the cell state (peepholes)",
    "without-peepholes": "the peepholes left out",
    "without-projection": "the projection of the state left out",
    "one-layer": "the parameters of one layer only",
    "one-direction": "the parameters of one direction only",
    "without-output": "the output layer left out",
    "without-bias-and-output": "the biases and the output layer left out",
    "without-output-bias": "the bias of the output layer left out",
    "without-hidden-bias": "the bias of the hidden layer left out",
    "one-bias-number": "one number for each bias instead of a vector",
    "without-recurrent": "the recurrent weights left out",
    "half-input": "half of the input, as of one direction of the layer below",
    "without-input": "the input weights left out",
    "one-gate": "the parameters of one gate only",
    "two-gates": "two gates",
    "three-gates": "three gates",
    "four-gates": "four gates",
    "times-steps": "the parameters counted anew at every step, which all steps share",
    "once": "one of two equal parts only, as one direction of two",
    "twice": "everything counted twice, as for two directions",
}


def count_convention(*names: str) -> str:
    """What gives the count; several that give the same one are asked about."""
    told = [CONVENTIONS.get(name, name) for name in names]
    return mistake_named(told[0]) if len(told) == 1 else mistake_asked(listed(told[:3], "or"))
