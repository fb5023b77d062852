"""A quantity that is rounded inside the recursion: worked by hand, graded, carried on and said."""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pytest

from grader.assignment import load_assignment
from grader.grading.grade import check
from grader.handout.demand import rounded_rules
from grader.key.expected import Expected
from grader.linting.lint import lint
from reference import cell, rounded_quantities
from reference.language.roundings import rounded

FILE = """
title: A state kept in few digits
points: 3
rounding: {{decimals: 2, at: result}}
systems:
  s: {{cell: tanh-rnn, steps: 3, rounded: {rule}, given: {{W_x: 0.5, W_h: 0.7, b_h: 0, h0: 0.25, x: [1, -2, 0.5]}}}}
questions:
  - id: a
    prompt: Work it out.
    system: s
    follow_through: full
    answers: {{h1: "h[1]", h2: "h[2]", h3: "h[3]"}}
"""


def sheet(folder: Path, rule: str) -> Path:
    path = folder / "assignment.yaml"
    path.write_text(FILE.format(rule=rule), encoding="utf-8")
    return path


def by_hand(decimals: int, way: str) -> list[float]:
    """Decimal arithmetic of the standard library in place of ours."""
    h, found = 0.25, []
    for x in (1, -2, 0.5):
        exact = Decimal(math.tanh(0.5 * x + 0.7 * h))
        h = float(exact.quantize(Decimal(1).scaleb(-decimals), way))
        found.append(h)
    return found


RULES = [
    ("{h: 1}", 1, ROUND_HALF_UP),
    ("{h: {decimals: 2}}", 2, ROUND_HALF_UP),
    ("{h: {decimals: 1, ties: even}}", 1, ROUND_HALF_EVEN),
    ("{h: {decimals: 1, ties: away}}", 1, ROUND_HALF_UP),
    ("{h: {decimals: 1, ties: cut}}", 1, ROUND_DOWN),
]


@pytest.mark.parametrize(("rule", "decimals", "way"), RULES)
def test_the_recursion_goes_on_with_the_rounded_number(tmp_path, rule, decimals, way):
    expected = Expected(load_assignment(sheet(tmp_path, rule)))
    found = [float(expected.target(f"h[{t}]", "s").value) for t in (1, 2, 3)]
    assert found == pytest.approx(by_hand(decimals, way), abs=1e-12)


TIES = [
    ("up", 0.125, 0.13), ("up", -0.125, -0.12), ("even", 0.125, 0.12), ("even", 0.135, 0.14),
    ("even", -0.125, -0.12), ("away", 0.125, 0.13), ("away", -0.125, -0.13), ("cut", 0.129, 0.12),
    ("cut", -0.129, -0.12), ("up", 0.1249, 0.12), ("even", 0.1251, 0.13), ("cut", 0.29, 0.29),
]  # fmt: skip


@pytest.mark.parametrize(("ties", "number", "expected"), TIES)
def test_a_tie_goes_where_the_rule_says(ties, number, expected):
    assert rounded([np.array(number)], [2], ties) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("decimals", "ties"), [(1, "up"), (2, "even"), (3, "away"), (2, "cut")])
def test_rounding_agrees_with_decimal_arithmetic(decimals, ties):
    ways = {"even": ROUND_HALF_EVEN, "away": ROUND_HALF_UP, "cut": ROUND_DOWN}
    unit = Decimal(1).scaleb(-decimals)
    for k in range(-4000, 4000, 7):
        exact = Decimal(k) / 4000
        if ties == "up":
            right = (exact / unit + Decimal("0.5")).quantize(Decimal(1), ROUND_FLOOR) * unit
        else:
            right = exact.quantize(unit, ways[ties])
        assert float(right) == pytest.approx(rounded([np.array(float(exact))], [decimals], ties))


def test_only_the_rounded_number_is_right_and_what_follows_from_another_is_carried(tmp_path):
    path = sheet(tmp_path, "{h: {decimals: 1, ties: even}}")
    right = tmp_path / "right.yaml"
    right.write_text("h1: 0.6\nh2: -0.5\nh3: -0.1\n", encoding="utf-8")
    carried = tmp_path / "carried.yaml"
    carried.write_text("h1: 0.5\nh2: -0.6\nh3: -0.2\n", encoding="utf-8")
    unrounded = tmp_path / "unrounded.yaml"
    unrounded.write_text("h1: 0.59\nh2: -0.52\nh3: -0.11\n", encoding="utf-8")
    said = [
        [entry.verdict.value for entry in check(one, assignment=str(path)).entries]
        for one in (right, carried, unrounded)
    ]
    assert [["right"] * 3, ["wrong", "carried", "carried"], ["wrong"] * 3] == said


SENTENCES = [
    ("{h: 1}", ("Round h to 1 decimal, halves upwards, wherever it is worked out, and go on with the "
     "rounded number.")),
    ("{h: {decimals: 2, ties: even}}", ("Round h to 2 decimals, halves to an even digit, wherever it "
     "is worked out, and go on with the rounded number.")),
    ("{h: {decimals: 2, ties: away}}", ("Round h to 2 decimals, halves away from 0, wherever it is "
     "worked out, and go on with the rounded number.")),
    ("{h: {decimals: 2, ties: cut}}", ("Cut h off after 2 decimals wherever it is worked out, and go "
     "on with that.")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "sentence"), SENTENCES)
def test_a_sheet_says_what_is_rounded_inside(tmp_path, rule, sentence):
    assert (sentence,) == rounded_rules(load_assignment(sheet(tmp_path, rule)))


REFUSED = [
    ("{k: 2}", "has no quantity k to round; it has h"),
    ("{h: {decimals: 2, ties: odd}}", "ties"),
    ("{h: -1}", "write 2"),
]


@pytest.mark.parametrize(("rule", "message"), REFUSED)
def test_what_cannot_be_rounded_is_refused_with_its_name(tmp_path, rule, message):
    found = lint([str(sheet(tmp_path, rule))])
    assert message in str(found)


def test_a_cell_is_rewritten_and_nothing_else():
    plain = cell("gru")
    changed = rounded_quantities(plain, {"h": (2, "even")})
    same = [a == b for a, b in zip(plain.equations, changed.equations, strict=True)]
    assert [e.target.name != "h" for e in plain.equations] == same
