"""The assignments that ship: what holds for every one of them."""

from __future__ import annotations

import pytest

from grader.assignment import load_assignment
from grader.assignment.kinds import NUMERIC
from grader.assignment.locate import shipped_folder
from grader.handout.solve import key_answers
from grader.key.expected import Expected
from grader.variant.selection import example_of
from reference import parse_expression, symbols
from reference.language.expression import Call, walk

FILES = sorted(shipped_folder().glob("*/assignment.yaml"))
DERIVED = (*NUMERIC, "count", "expression", "sequence", "equation", "shape", "range")


def comes_from_the_equations(value: object) -> bool:
    """Whether a value names something of a system, or counts its parameters."""
    if value is None:
        return True  # a count without a value is that of its system
    if not isinstance(value, str):
        return False
    expression = parse_expression(value)
    calls = (node.function for node in walk(expression) if isinstance(node, Call))
    return bool(symbols(expression)) or "parameters" in calls


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_no_expected_number_is_typed(path) -> None:
    """Printed alternatives aside, which say why they are there."""
    for answer in load_assignment(path).answers:
        if answer.kind in DERIVED:
            assert comes_from_the_equations(answer.value), answer.name
        for alternative in answer.alternatives:
            assert alternative.why, f"{answer.name} does not say why it has an alternative"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_answer_has_a_key(path) -> None:
    assignment = example_of(load_assignment(path))
    keyed = dict(key_answers(Expected(assignment)))
    rest = [a.name for a in assignment.answers if a.kind not in ("text", "function")]
    assert rest == list(keyed)


def test_the_shipped_assignments_are_those_of_the_documents() -> None:
    assert {path.parent.name for path in FILES} >= {
        "sheet-pos-tagging", "rnn-exercises", "exam-relu-9", "exam-bptt-8", "exam-relu-12",
        "quiz-gated-cells", "cells-in-code", "layers-rows", "layers-columns",
    }  # fmt: skip
