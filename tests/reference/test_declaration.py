"""What a line of a cell says of its symbols: shape, bounds, and that training leaves one alone."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reference import LanguageError, NumbersError, bind, cell, count, parse_cell, rename
from reference.language.domain import Domain

INF = math.inf
DECLARED = [
    ("w: scalar", False, None, "nothing said"),
    ("w: scalar given", True, None, "not learnt"),
    ("w: scalar, given", True, None, "with a comma"),
    ("w: scalar in (0, 1]", False, Domain(0, 1, False, True), "bounds"),
    ("w: scalar in (-inf, 0) given", True, Domain(-INF, 0), "both"),
    ("w: scalar in [−1.5, ∞)", False, Domain(-1.5, INF, True), "as people write"),
]


@pytest.mark.parametrize(("line", "given", "domain", "why"), DECLARED)
def test_a_declaration_says_bounds_and_what_is_given(line, given, domain, why):
    made = parse_cell(f"x: scalar\n{line}\ny = w * x")
    assert (given, domain) == ("w" in made.given, made.domains.get("w")), why


FAULTY = [
    ("w: scalar in (1, 0)", "the lower bound stands first", "turned round"),
    ("w: scalar in (0 1)", 'expected bounds such as "\\(0, 1\\)"', "no comma"),
    ("w: scalar in (0, one)", "expected bounds", "no number"),
]


@pytest.mark.parametrize(("line", "message", "why"), FAULTY)
def test_faulty_bounds_are_refused_with_their_line(line, message, why):
    with pytest.raises(LanguageError, match=message) as caught:
        parse_cell(f"x: scalar\n{line}\ny = w * x")
    assert caught.value.line == 2, why


COUNTS = [
    ("esn", 0, "only a readout would be trained, and it is not there"),
    ("janet", 3 * 5 * 2 + 5 * 5 * 2 + 5 * 2, "beta is a constant of the paper"),
    ("antisymmetric", 3 * 5 + 5 * 5 + 5, "the step size and the diffusion are chosen"),
    ("perplexity", 0, "a loss is no weight"),
    ("clipping", 0, "nor is a gradient"),
    ("lmu", 0, "the memory is worked out beforehand"),
]


@pytest.mark.parametrize(("name", "expected", "why"), COUNTS)
def test_what_is_given_is_not_counted(name, expected, why):
    found = count(cell(name), {"d": 3, "n": 5})
    assert expected == found.total, why
    assert expected == eval(found.formula, {}, {"d": 3, "n": 5})  # noqa: S307 - our own text


OUTSIDE = [
    ("s4d-zoh", {"a": [-0.5, 0], "B": [1, 1], "C": [1, 1], "dt": 0.1, "x": 1},
     r"a lies in \(-inf, 0\) in the cell \(got 0\)"),
    ("s4d-zoh", {"a": [-0.5, -1], "B": [1, 1], "C": [1, 1], "dt": 0, "x": 1}, r"dt lies in"),
    ("mingru-log", {"W_z": 1, "W_h": 1, "x": 1, "h0": -1}, r"h\[0\] lies in \[0, inf\)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "message"), OUTSIDE)
def test_numbers_outside_of_what_the_equations_are_made_for_are_refused(name, given, message):
    with pytest.raises(NumbersError, match=message):
        bind(cell(name), given)


def test_bounds_and_given_symbols_keep_with_a_new_name():
    made = rename(cell("esn"), {"lr": "leak"})
    assert "leak" in made.given
    assert Domain(0, 1, False, True) == made.domains["leak"]


@pytest.mark.parametrize(
    "domain", [Domain(), Domain(0), Domain(-INF, 0), Domain(0, 1), Domain(2, 3)]
)
def test_any_numbers_can_be_moved_between_bounds(domain):
    moved = domain.folded(np.array([-4.0, -0.3, 0.2, 1.0, 7.0]))
    assert domain.holds(domain.on_grid(moved, 1))
