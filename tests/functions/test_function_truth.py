"""What functions have to return, held against a second truth: differences, and drawn by rule."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.assignment import load_assignment
from grader.functions import Functions
from grader.functions.cases import VALUES, Case, case_for
from grader.functions.compare import Match, compare
from grader.functions.layout import Layout
from reference import cell as of_catalogue

ROOT = Path(__file__).parents[2] / "assignments"
SHEETS = ("layers-rows", "layers-columns", "cells-in-code")
MOVE = 1e-6


def functions(sheet: str) -> Functions:
    return Functions(load_assignment(ROOT / sheet / "assignment.yaml"), None)


BACKWARD = [
    (sheet, name)
    for sheet in SHEETS
    for name, function in functions(sheet).functions.items()
    if function.forward
]
# over all steps, every entry of every weight is moved: the long proofs do it
ROWS = [
    pytest.param(
        sheet,
        name,
        id=f"{sheet}-{name}",
        marks=[pytest.mark.slow] if name == "lstm_backward" else [],
    )
    for sheet, name in BACKWARD
]


def weighted(case: Case) -> float:
    """The results of a forward call, weighted by the gradients that arrive at them."""
    found: dict[str, np.ndarray] = {}
    for place in case.function.outputs:
        found.update(case.layout.taken_apart(place, np.asarray(case.expected[place.name])))
    total = 0.0
    for place in case.given:
        if not place.kept and case.layout.reference(place).role == "arrives":
            taken = case.layout.taken_apart(place, case.numbers[place.name])
            total += sum(float(np.sum(a * found[name[3:]])) for name, a in taken.items())
    return total


@pytest.mark.parametrize(("sheet", "name"), ROWS)
def test_every_expected_gradient_is_the_slope_of_the_expected_forward_function(
    sheet: str, name: str
) -> None:
    judged = functions(sheet)
    function = judged.functions[name]
    forward = judged.functions[function.forward]
    for case in judged.cases(name):
        if case.check == "extremes":
            continue
        for place in function.outputs:
            (wanted, *_) = case.layout.names(place)
            ahead = case_for(case, forward)
            source = next(p for p in forward.given if ahead.layout.names(p)[0] == wanted[1:])
            gradient = np.asarray(case.expected[place.name])
            slopes = np.zeros(gradient.shape)
            for index in np.ndindex(gradient.shape):
                ends = []
                for sign in (1, -1):
                    numbers = {k: v.copy() for k, v in case.numbers.items()}
                    numbers[source.name][index] += sign * MOVE
                    moved = Case(case.check, forward, ahead.layout, case.given, numbers)
                    ends.append(weighted(moved))
                slopes[index] = (ends[0] - ends[1]) / (2 * MOVE)
            assert np.allclose(slopes, gradient, atol=1e-7)
        if case.check == VALUES:
            break  # every entry of one full call, and of the small ones


@pytest.mark.parametrize("sheet", SHEETS)
def test_calls_are_drawn_by_rule(sheet: str) -> None:
    """Sizes differ, three steps or more, numbers that are not 0, and the same ones every time."""
    first, again = functions(sheet), functions(sheet)
    for name, function in first.functions.items():
        for case, same in zip(first.cases(name), again.cases(name), strict=True):
            sizes = dict(case.layout.sizes)
            assert sizes == same.layout.sizes
            for key, array in case.numbers.items():
                assert np.array_equal(array, same.numbers[key])
            if case.check != VALUES:
                continue
            assert len(set(sizes.values())) == len(sizes)
            assert sizes.get(function.steps, 3) >= 3
            for place in case.given:
                if place.name in case.numbers and not place.below:
                    assert np.all(case.numbers[place.name] != 0)


def test_no_two_calls_share_their_numbers() -> None:
    judged = functions("layers-rows")
    seen: set[bytes] = set()
    for name in judged.functions:
        for case in judged.cases(name):
            for key, array in case.numbers.items():
                if array.size > 3 and array.dtype.kind == "f":
                    assert array.tobytes() not in seen, key
                    seen.add(array.tobytes())


LAYOUTS = [
    ("layers-rows", "lstm_forward", "x", "rows: examples, steps, entries"),
    ("layers-columns", "lstm_forward", "x", "columns: entries, examples, steps"),
    ("layers-columns", "rnn_forward", "ba", "a bias with an axis of 1"),
    ("cells-in-code", "rnn_forward", "xs", "no axis for a single example"),
]


@pytest.mark.parametrize(("sheet", "name", "argument", "why"), LAYOUTS, ids=[r[3] for r in LAYOUTS])
def test_an_array_taken_apart_and_put_together_is_the_same(
    sheet: str, name: str, argument: str, why: str
) -> None:
    judged = functions(sheet)
    case = judged.cases(name)[0]
    place = next(p for p in case.given if p.name == argument)
    array = case.numbers[argument]
    values = case.layout.taken_apart(place, array)
    if case.function.batch in place.axes:
        assert np.array_equal(array, case.layout.put_together(place, values))
    else:
        (only,) = values.values()
        assert array.ravel().tolist() == only.ravel().tolist()


COMPARED = [
    (np.ones(2), np.ones(2), Match.RIGHT, "the same"),
    ([1.0, 1.0], np.ones(2), Match.RIGHT, "a list is an array"),
    (np.ones(2, dtype=np.float32), np.ones(2), Match.RIGHT, "fewer digits"),
    (np.array([1, 1]), np.ones(2), Match.RIGHT, "whole numbers"),
    (1.0 + 1e-7, np.ones(()), Match.RIGHT, "within the tolerance"),
    (np.array([1e-9, 100]), np.array([0.0, 100]), Match.RIGHT, "small beside a large entry"),
    (np.ones(2) + 1e-3, np.ones(2), Match.DIFFERS, "outside of it"),
    (np.ones((2, 1)), np.ones(2), Match.FORM, "another axis"),
    (1.0, np.ones(2), Match.SHAPE, "never broadcast"),
    (np.array([1, np.nan]), np.ones(2), Match.NOT_FINITE, "NaN equals nothing"),
    (np.array([1, np.inf]), np.ones(2), Match.NOT_FINITE, "infinity"),
    (np.array([1 + 0j, 1]), np.ones(2), Match.KIND, "complex"),
    (np.array([True, True]), np.ones(2), Match.KIND, "truth is no number"),
    (True, 1, Match.KIND, "nor is it a count"),
    ("1", np.ones(()), Match.KIND, "a text"),
    ({"a": 1}, np.ones(()), Match.KIND, "a dict"),
    ([[1], [1, 2]], np.ones(2), Match.KIND, "rows of different lengths"),
    (None, np.ones(2), Match.ABSENT, "nothing"),
    (..., np.ones(2), Match.ABSENT, "a place left open"),
    ([None, None], np.ones(2), Match.ABSENT, "two of them"),
    (5, 5, Match.RIGHT, "a count"),
    (np.int64(5), 5, Match.RIGHT, "a count of NumPy"),
    (5.0, 5, Match.RIGHT, "a count that went through a division"),
    (10000001, 10000000, Match.DIFFERS, "a count has no tolerance"),
]


@pytest.mark.parametrize(
    ("value", "expected", "match", "why"), COMPARED, ids=[r[3] for r in COMPARED]
)
def test_a_result_is_compared_strictly(
    value: object, expected: object, match: Match, why: str
) -> None:
    assert match is compare(value, expected, 1e-6).match


def test_a_layout_says_what_it_has_no_size_for() -> None:
    function = functions("cells-in-code").functions["rnn_step"]
    layout = Layout(function, lambda: of_catalogue("tanh-rnn"), {"N": 2})
    with pytest.raises(ValueError, match="the axis D has no size"):
        layout.shape(function.given[0])
