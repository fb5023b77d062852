"""Workings as single operations: bounds in whole decimals, and what all roundings together reach."""

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest

from reference import Rounding, Workings, bind, cell, parse_cell, parse_expression
from reference.proof import Enclosures, NotBounded, Recorder
from reference.proof import outward as o
from reference.proof.outward import PLACES, UNIT
from reference.proof.room import Rule, moved, rounded
from reference.readings.reach import options, places, work
from reference.readings.room import cut_off, room

NUMBERS = ("0", "1", "-1", "0.3", "-2.5", "7.25", "1e-9", "50", "-30")


def exactly(function, text):
    """What Python's decimals make of it, to 70 digits."""
    with localcontext() as context:
        context.prec = 120
        return getattr(Decimal(text), function)() * 10**PLACES


@pytest.mark.parametrize("text", NUMBERS)
def test_an_exponential_lies_between_its_bounds(text):
    low, high = o.exponential(o.of(Fraction(text)))
    assert low <= exactly("exp", text) <= high
    assert high - low <= 10**8 + high // 10**30


@pytest.mark.parametrize("text", [text for text in NUMBERS if Decimal(text) > 0])
def test_logarithms_and_roots_lie_between_their_bounds(text):
    for name, function in (("ln", o.logarithm), ("sqrt", o.root)):
        low, high = function(o.of(Fraction(text)))
        assert low <= exactly(name, text) <= high
        assert high - low <= 10**12


def test_what_has_no_bounds_is_said():
    for function, ends in (
        (o.logarithm, (0, UNIT)),
        (o.root, (-2, -1)),
        (o.exponential, (0, 9999 * UNIT)),
    ):
        with pytest.raises(NotBounded):
            function(ends)
    with pytest.raises(NotBounded):
        o.over(o.ONE, (-1, 1))


@pytest.mark.parametrize(
    ("number", "places", "down", "up"),
    [
        ("0.25", 1, "0.2", "0.3"),  # a tie goes either way
        ("0.2", 3, "0.2", "0.2"),  # on the grid nothing moves it
        ("0.2444", 1, "0.2", "0.2444"),  # one may also keep more digits
        ("0.2444", 2, "0.2", "0.2444"),
        ("0.2446", 2, "0.2", "0.25"),  # 0.245, then 0.25
    ],
)
def test_roundings_in_a_row(number, places, down, up):
    rule, ends = Rule(1, None), o.of(Fraction(number))
    low, high = rounded(ends, rule, places)
    assert o.of(Fraction(down))[0] == low
    assert o.of(Fraction(up))[1] <= high


def test_a_number_moves_by_half_a_unit_at_most():
    room = moved((0, UNIT), Rule(2, None), 1)
    assert (-UNIT // 200, UNIT // 200) == (room.below, room.above)


def recorded(system, text, rounding):
    recorder = Recorder(system.cell, system.inputs, rounding, pins=system.pins, own={}, coarser={})
    steps = recorder.sheet.line
    registers = recorder.accepted(parse_expression(text))
    enclosures = Enclosures(steps.steps)
    ends = [enclosures.of(int(k)) for k in registers.flat]
    return np.array([low for low, _ in ends]) / UNIT, np.array([high for _, high in ends]) / UNIT


TEXTS = {
    "sums": ("a: n\nb: n\nx: n\ny: n\ny[t] = a * x[t] + b * y[t-1]\nz[t] = y[t] * (1 - y[t])", {"a": 0.37, "b": 0.59, "x": [0.31, -0.77]}, 2, "z[2]"),
    "gates": ("a: n\nx: n\nh: n\nz[t] = sigmoid(a * x[t] + h[t-1])\nn[t] = tanh(z[t] * x[t])\nh[t] = z[t] * h[t-1] + (1 - z[t]) * n[t]",
              {"a": 0.83, "x": [0.31, -1.77]}, 2, "h[2]"),
    "shares": ("x: n\np[t] = softmax(x[t])\nq[t] = norm(p[t])", {"x": [[0.3, -0.7, 1.9]]}, 1, "q[1]"),
}  # fmt: skip


@pytest.mark.parametrize("level", ["result", "named", "written", "every"])
@pytest.mark.parametrize("name", TEXTS)
def test_no_working_ends_outside_of_its_enclosure(name, level):
    """Decisions at random, in every way: nothing here knows of bounds."""
    text, given, steps, asked = TEXTS[name]
    system = bind(parse_cell(text, name=name), given, steps=steps)
    rounding = Rounding(2, at=level)
    low, high = recorded(system, asked, rounding)
    answer = parse_expression(asked)
    generator = np.random.default_rng(0)
    for way in range(4 if level in ("written", "every") else 1):
        here = places(system.cell, answer, system.inputs, rounding, way=way)
        rows = generator.integers(0, len(options(rounding)), (400, here.count), dtype=np.int8)
        found = work(here, rows).reshape(len(rows), -1)
        assert np.all((low - 1e-12 <= found) & (found <= high + 1e-12))


@pytest.mark.parametrize("name", TEXTS)
def test_an_enclosure_is_about_as_narrow_as_what_is_accepted(name):
    text, given, steps, asked = TEXTS[name]
    system = bind(parse_cell(text, name=name), given, steps=steps)
    rounding = Rounding(3, at="written")
    low, high = recorded(system, asked, rounding)
    accepted = Workings(system.cell, system.inputs, rounding).accepted(parse_expression(asked))
    assert np.all(high - low <= 1.6 * accepted.width)
    assert np.all((low - 1e-9 <= accepted.low) & (accepted.high <= high + 1e-9))


def test_exact_numbers_stay_exact():
    given = {"V": -2, "W": 1, "h0": 2, "x": [2, 1.5, 4]}
    low, high = recorded(bind(cell("relu-rnn"), given, steps=3), "h[3]", Rounding(2))
    assert np.array_equal(low, high)


@pytest.mark.parametrize(
    ("value", "decimals", "cut"),
    [
        (0.29, 2, 0.29),  # 28.999999999999996 hundredths
        (0.9999999995, 3, 0.999),  # a half of a millionth of a unit below 1 is below 1
        (-0.9999999995, 3, -0.999),
        (1.0, 3, 1.0),
    ],
)
def test_a_result_is_cut_off_and_not_rounded(value, decimals, cut):
    assert cut == cut_off(np.asarray(value), decimals)


def test_a_number_on_the_grid_is_not_cut_below_it():
    """As a float it may come out a little lower than it is."""
    a_little_lower = np.asarray(94.20568 * (1 - 5e-15))
    free = room(a_little_lower, a_little_lower, Rounding(7, truncation=True), 1)
    assert abs(free.low - 94.20568) < 1e-11
