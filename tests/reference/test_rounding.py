"""Accepted values: sound against every honest working, and hardly wider than these reach."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import numbers, on_sheet, sampled
from hypothesis import given, settings
from hypothesis import strategies as st

from reference import (
    CATALOGUE,
    Cell,
    Interval,
    Level,
    NumbersError,
    Rounding,
    Symbol,
    System,
    Workings,
    accepted,
    bind,
    cell,
    parse_cell,
    parse_expression,
    resolve,
)
from reference.language.expression import Expression
from reference.readings.reach import options, places, work
from reference.readings.rounding import Pins
from reference.readings.search import reachable

SIZES = {"d": 2, "n": 2, "m": 2, "k": 2, "p": 2, "v": 2, "l": 2}
DECIMALS = (1, 2, 3, 4)


def drawn(name: str, seed: int, *, steps: int = 2) -> System:
    """A cell of the catalogue with numbers of one decimal, as sheets have them."""
    written = cell(name)
    steps = steps if written.recurrent else 1
    found = numbers(written, sizes=SIZES, steps=steps, seed=seed)
    sheet = on_sheet(written, found)
    if name == "clipping":
        sheet["limit"] = sheet["limit"] + 0.5  # a norm of 0 clips nothing
    return bind(written, sheet, steps=steps)


def workings(
    of: Cell, inputs: dict[str, np.ndarray], answer: Expression, rounding: Rounding, seed: int
) -> np.ndarray:
    """What many students get who round wherever they like; a working a row."""
    ways = len(options(rounding))
    random = np.random.default_rng(seed)
    found = []
    for way in range(4 if rounding.reaches("written") else 1):
        here = places(of, answer, inputs, rounding, way=way)
        decisions = random.integers(0, ways, size=(200, here.count), dtype=np.int8)
        decisions[0] = 0  # one who rounds nowhere
        decisions[1:ways] = np.arange(1, ways, dtype=np.int8)[:, np.newaxis]  # one who always does
        found.append(work(here, decisions))
    every = np.concatenate(found)
    # who rounds a divisor to 0 has no result
    having = np.isfinite(every).all(axis=tuple(range(1, every.ndim)))
    assert having[0], "who rounds nowhere has one"
    return every[having]


def of_one(
    value: str,
    *,
    decimals: int | None = 2,
    truncation: bool = False,
    at: Level = "written",
    **given: object,
):
    """The accepted interval of one expression over scalars."""
    letters = ", ".join(given) or "unused"
    one = parse_cell(f"{letters}: scalar\ny = {value}", name="one")
    system = bind(one, given)
    found = accepted(system.cell, system.inputs, decimals=decimals, truncation=truncation, at=at)[
        "y"
    ]
    return float(found.low), float(found.high)


# -- worked by hand -------------------------------------------------------------------------

BY_HAND = [
    # expression, given, decimals, lowest, highest, why the row is there
    ("a * b", {"a": 0.9, "b": 0.07}, 2, 0.06, 0.063, "0.063 rounds down and never up"),
    ("a * b", {"a": 0.9, "b": 0.07}, 3, 0.063, 0.063, "on the grid: nothing to round"),
    ("a + b", {"a": 0.4, "b": 0.0439}, 2, 0.44, 0.444, "to 0.44, or finer to 0.444"),
    ("a + b", {"a": 3, "b": 4}, 1, 7, 7, "whole numbers stay"),
    ("relu(a)", {"a": 3}, 1, 3, 3, "a ReLU of a whole number is exact"),
    ("relu(a * b)", {"a": -3, "b": 2}, 1, 0, 0, "a dead unit is exactly 0"),
    ("relu(a * b)", {"a": 0.5, "b": 0.5}, 1, 0.2, 0.3, "a tie goes either way"),
    ("a / b", {"a": 2, "b": 3}, 2, 0.666666, 0.67, "finer than asked is honest: 0.6667, 0.667"),
    ("a", {"a": 0.123}, 2, 0.12, 0.123, "an answer is rounded although it is given"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "given", "decimals", "low", "high", "why"), BY_HAND)
def test_an_interval_is_what_one_finds_by_hand(value, given, decimals, low, high, why):
    found = of_one(value, decimals=decimals, **given)
    assert (low, high) == pytest.approx(found, abs=1e-6), why


CHAINS = [
    ("sigmoid(a)", {"a": float(np.log(0.4449 / 0.5551))}, 0.45, True,
     "0.4449 to 0.445 (the value) to 0.45 (the quantity)"),
    ("a * b", {"a": 0.4449, "b": 1}, 0.45, True, "0.4449 to 0.445 (the quantity) to 0.45 (the answer)"),
    ("a * b", {"a": 0.4439, "b": 1}, 0.45, False, "0.4439 to 0.444 and never up to 0.445"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "given", "typed", "fits", "why"), CHAINS)
def test_a_chain_of_roundings_reaches_further_than_one(value, given, typed, fits, why):
    low, high = of_one(value, decimals=2, **given)
    assert fits == (low <= typed <= high + 1e-9), why


CUTTING = [
    ("a * b", {"a": 0.7, "b": 0.98}, 2, 0.68, 0.69, "0.686 may be cut to 0.68"),
    ("a * b", {"a": -0.7, "b": 0.98}, 2, -0.69, -0.68, "digits are cut towards 0"),
    ("exp(a)", {"a": 4.38}, 1, 79.8, 79.9, "79.838 is 79.8 either way; 79.84 makes 79.9 no more"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "given", "decimals", "low", "high", "why"), CUTTING)
def test_digits_may_be_cut_off_where_the_sheet_allows_it(value, given, decimals, low, high, why):
    found = of_one(value, decimals=decimals, truncation=True, **given)
    assert low == pytest.approx(found[0], abs=1e-6), why
    assert found[1] <= high + 1e-9, why


def test_without_decimals_nothing_may_be_rounded():
    low, high = of_one("sigmoid(a)", decimals=None, a=0.3)
    assert low == high == pytest.approx(1 / (1 + np.exp(-0.3)))


def test_an_error_that_cancels_is_not_counted_twice():
    """z weighs both sides, so its rounding moves the sum by its size times a small difference."""
    low, high = of_one("sigmoid(a) * b + (1 - sigmoid(a)) * c", a=0.3, b=0.51, c=0.5, at="named")
    assert high - low < 0.012


def test_not_a_number_is_never_accepted():
    held = Interval(np.array([0.0, 0.0]), np.array([1.0, 1.0])).holds(np.array([np.nan, 0.5]))
    assert held.tolist() == [False, True]


def test_infinity_is_never_accepted_in_a_bounded_interval():
    held = Interval(np.array(0.0), np.array(1.0)).holds(np.array([np.inf, -np.inf]))
    assert held.tolist() == [False, False]


def test_a_number_missing_is_said_by_name():
    with pytest.raises(NumbersError, match="no number is given for b_h"):
        accepted(drawn("tanh-rnn", 0).cell, {}, decimals=2)


POWERS = [
    # expression, given, lowest, highest, why the row is there
    ("a ** (-1/4)", {"a": 0.024}, 2.54, 2.541, "the perplexity of four words"),
    ("a ** (1/3)", {"a": 8}, 2, 2, "1/3 is a number and not 0.33"),
    ("a ** -(1 + 1)", {"a": -2}, 0.25, 0.25, "a base below 0 and a whole exponent"),
    ("a ** b", {"a": -2, "b": 3}, -8, -8, "an exponent that the sheet gives"),
    ("a ** (b / 3)", {"a": 5, "b": 3}, 5, 5, "an exponent that is worked out to a whole number"),
    ("(a * a) ** (-1/4)", {"a": 0.0225}, 6.66666, 6.67, "who rounds 0.0005 to 0 keeps more digits"),
    ("a ** a", {"a": 0.5}, 0.707, 0.71, "the root of a half"),
    ("a ** (b * b)", {"a": 2, "b": 0.75}, 1.47, 1.48, "0.5625 is 0.56, 0.563 or 0.57"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "given", "low", "high", "why"), POWERS)
def test_a_power_has_its_interval_whatever_stands_above(value, given, low, high, why):
    assert (low, high) == pytest.approx(of_one(value, **given), abs=1e-4), why


def test_a_root_of_a_number_below_0_accepts_nothing():
    assert np.isnan(of_one("a ** (1/2)", a=-2)).all()


LEVELS = [
    # expression, given, level, lowest, highest, why the row is there
    ("f * c + i * g", {"f": 0.35, "c": 0.7, "i": 0.45, "g": 0.7}, "named", 0.56, 0.56,
     "0.245 and 0.315 are not written down: 0.56"),
    ("f * c + i * g", {"f": 0.35, "c": 0.7, "i": 0.45, "g": 0.7}, "written", 0.55, 0.57,
     "0.25 + 0.32 and 0.24 + 0.31"),
    ("g * (k / norm(g))", {"g": 3.4, "k": 1.2}, "result", 1.2, 1.2, "exact until the end"),
    ("a * (k / b)", {"a": 3, "k": 1, "b": 7}, "named", 0.428571, 0.43, "3/7"),
    ("a * (k / b)", {"a": 3, "k": 1, "b": 7}, "written", 0.42, 0.43, "3 times 0.14 is 0.42"),
    ("sigmoid(a)", {"a": 1.8}, "named", 0.858, 0.86, "0.858149 straight away"),
    ("sigmoid(a)", {"a": 1.8}, "written", 0.85, 0.86, "e^-1.8 is 0.17, and 1/1.17 is 0.8547, 0.85"),
    ("tanh(a)", {"a": 0.9}, "named", 0.716, 0.72, "0.716298 straight away"),
    ("1 - h ** 2", {"h": 0.45}, "written", 0.797, 0.8, "0.2025 is 0.2, or 0.203"),
    ("W @ x + U @ h", {"W": 0.25, "x": 0.3, "U": 0.25, "h": 0.3}, "written", 0.14, 0.16,
     "products of single numbers are products, with either sign: 0.07 + 0.07, 0.08 + 0.08"),
    ("s * (1 - s)", {"s": 0.35}, "result", 0.227, 0.23, "the answer is rounded all the same"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "given", "at", "low", "high", "why"), LEVELS)
def test_a_level_says_where_one_may_round(value, given, at, low, high, why):
    found = of_one(value, at=at, **given)
    assert (low, high) == pytest.approx(found, abs=2e-6), why


def test_a_sigmoid_by_a_pocket_calculator_is_right():
    low, high = of_one("sigmoid(a)", a=1.8)
    assert low <= 0.85 <= high, "1/(1 + 0.17)"


def test_a_tanh_by_a_pocket_calculator_is_right():
    low, high = of_one("tanh(a)", a=0.9)
    assert low <= 0.71 <= high, "(2.46 - 0.41) / (2.46 + 0.41) = 0.714"


def test_only_every_step_rounds_inside_a_matrix_product():
    one = parse_cell("x: d\nW: n, d\ny = W @ x", name="one")
    system = bind(one, {"W": [[0.25, 0.25]], "x": [0.3, 0.3]})
    ends = {
        at: [float(end[0]) for end in (found.low, found.high)]
        for at in ("written", "every")
        for found in [
            Workings(system.cell, system.inputs, Rounding(2, at=at)).accepted(Symbol("y"))
        ]
    }
    assert ends == {"written": pytest.approx([0.15, 0.15]), "every": pytest.approx([0.14, 0.16])}


def test_significant_digits_are_kept_at_each_step():
    one = parse_cell("a, b, y: scalar\ny = exp(a * b)", name="one")
    system = bind(one, {"a": 1.234, "b": 3.21})
    found = Workings(system.cell, system.inputs, Rounding(None, at="named", significant=3))
    interval = found.accepted(Symbol("y"))
    honest = round(float(np.exp(3.96)), 1)  # 3.961 to three digits, 52.457 to three
    assert honest == 52.5
    assert interval.holds(np.asarray(honest))
    assert not interval.holds(np.asarray(53.1)), "a whole unit of the third digit off"


# -- soundness ------------------------------------------------------------------------------


STYLES = [("named", False), ("written", False), ("written", True), ("every", False)]


@pytest.mark.parametrize(("at", "truncation"), STYLES)
@pytest.mark.parametrize("name", sampled(CATALOGUE))
@settings(max_examples=3, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), decimals=st.sampled_from(DECIMALS))
def test_no_honest_working_falls_outside(name, at, truncation, seed, decimals):
    system = drawn(name, seed)
    rounding = Rounding(decimals, truncation, at)
    ours = Workings(system.cell, system.inputs, rounding)
    for target in [equation.target for equation in system.cell.equations][-3:]:
        found = workings(system.cell, system.inputs, target, rounding, seed)
        assert ours.accepted(target).holds(found).all(), target


@pytest.mark.parametrize("at", ["named", "written", "every"])
@pytest.mark.parametrize("name", sampled(CATALOGUE))
@settings(max_examples=2, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), significant=st.sampled_from((2, 3, 4)))
def test_no_honest_working_of_significant_digits_falls_outside(name, at, seed, significant):
    system = drawn(name, seed)
    rounding = Rounding(None, at=at, significant=significant)
    ours = Workings(system.cell, system.inputs, rounding)
    for target in [equation.target for equation in system.cell.equations][-3:]:
        found = workings(system.cell, system.inputs, target, rounding, seed)
        assert ours.accepted(target).holds(found).all(), target


SUMS = [
    # expression, given, what may be written, why the row is there
    ("s @ h / sqrt(2)", {"s": [1, 1], "h": [0.762, 0.964]}, 1.23, "1.73 / 1.41, where 1.726 is longer than its terms"),
    ("sum(s * h) / sqrt(2)", {"s": [1, 1], "h": [0.762, 0.964]}, 1.23, "the same in other words"),
    ("norm(s)", {"s": [2.96, 1.22]}, 3.21, "8.76 + 1.49 = 10.25 is 10.3, and its root 3.209"),
    ("mean(s) * 3", {"s": [0.762, 0.964]}, 2.6, "1.73 / 2 = 0.865, times 3"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "given", "typed", "why"), SUMS)
def test_a_sum_longer_than_its_terms_is_rounded_to_the_same_digits(value, given, typed, why):
    sizes = "\n".join(f"{name}: n" for name in given)
    one = parse_cell(f"{sizes}\ny: scalar\ny = {value}", name="one")
    system = bind(one, given)
    found = Workings(system.cell, system.inputs, Rounding(None, at="every", significant=3))
    assert found.accepted(Symbol("y")).holds(np.asarray(typed)), why


def test_a_softmax_may_be_worked_out_with_the_sum_of_its_exponentials_rounded():
    one = parse_cell("z, y: n\ny = softmax(z)", name="one")
    system = bind(one, {"z": [2.59, 0.12, -2]})
    found = Workings(system.cell, system.inputs, Rounding(None, at="every", significant=3))
    # 13.3, 1.13 and 0.135 are 14.565 together, 14.6
    assert found.accepted(Symbol("y")).holds(np.array([0.911, 0.0774, 0.00925])).all()


@pytest.mark.parametrize(("at", "fits"), [("written", False), ("every", True)])
def test_a_sigmoid_out_of_its_own_exponential_is_a_way_where_every_step_is_kept(at, fits):
    one = parse_cell("a, y: scalar\ny = sigmoid(a)", name="one")
    system = bind(one, {"a": -0.72})
    found = Workings(system.cell, system.inputs, Rounding(3, at=at)).accepted(Symbol("y"))
    assert fits == bool(found.holds(np.asarray(0.328))), "0.487 / 1.487; 1/(1 + 2.054) is 0.327"


GRADIENTS = [
    ("tanh-rnn", "grad(y[2], W_h)", "the sum over time"),
    ("tanh-rnn", "grad(y[2], h[0])", "the product of slopes"),
    ("sigmoid-rnn", "grad(y[2], b_h)", "s * (1 - s) holds s twice"),
    ("relu-rnn", "grad(y[2], V)", "steps"),
    ("lstm", "grad(sum(h[2]), U_f)", "every gate"),
    ("gru", "grad(sum(h[2]), W_z)", "z and 1 - z"),
    ("ssm", "grad(y[2], A)", "no activation"),
    ("clipping", "grad(sum(clipped), g)", "a norm and a minimum"),
]


@pytest.mark.parametrize(("name", "asked", "why"), GRADIENTS)
@pytest.mark.parametrize("decimals", [2, 3, 4])
def test_no_honest_gradient_falls_outside(name, asked, why, decimals):
    system = drawn(name, decimals)
    if asked.startswith("grad(y") and system.cell.shape(Symbol("y")):
        asked = asked.replace("y[2]", "sum(y[2])")
    found = resolve(system.cell, parse_expression(asked))
    rounding = Rounding(decimals)
    ours = Workings(found.cell, system.inputs, rounding).accepted(found.expression)
    worked = workings(found.cell, dict(system.inputs), found.expression, rounding, decimals)
    assert ours.holds(worked).all(), why


# -- tightness ------------------------------------------------------------------------------

# How wide the accepted interval may be beside what a search reaches, on the average over draws.
# What is left is discreteness: a working rounds to a grid, an interval reaches as far as any
# grid might.  The more places a cell has (a gated one: 30 and more), the less of them a search
# finds.
SIMPLE, GATED = 1.4, 2.0
_MANY = 30
# Two states whose rounded values meet again on a finer grid; a search by mutation finds no more.
WIDER = {"cornn": 1.6}


@pytest.mark.parametrize("name", sampled(CATALOGUE))
def test_an_interval_is_hardly_wider_than_what_is_reached(name):
    ours, reached = 0.0, 0.0
    for seed in range(4):
        system = drawn(name, seed)
        rounding = Rounding(3, at="named")
        last = system.cell.equations[-1].target
        found = Workings(system.cell, system.inputs, rounding).accepted(last)
        search = reachable(system.cell, system.inputs, last, rounding)
        assert found.holds(search.low).all()
        assert found.holds(search.high).all()
        ours += found.width.sum()
        reached += search.width.sum()
    many = places(system.cell, last, system.inputs, rounding).count >= _MANY
    bound = WIDER.get(name, GATED if many else SIMPLE)
    assert ours <= bound * reached + 1e-9


@pytest.mark.parametrize("name", sampled(CATALOGUE))
@pytest.mark.parametrize("decimals", DECIMALS)
def test_an_interval_is_never_wider_than_plain_interval_arithmetic(name, decimals):
    system = drawn(name, decimals)
    rounding = Rounding(decimals)
    ours = Workings(system.cell, system.inputs, rounding)
    plain = Workings(system.cell, system.inputs, rounding, natural=True)
    for equation in system.cell.equations:
        widest = plain.accepted(equation.target).width + 1e-9
        assert np.all(ours.accepted(equation.target).width <= widest), equation.target


TWICE = [
    ("gru", "h[10]", 10, 0.75, "z weighs the old state and the new"),
    ("mut1", "h[10]", 10, 0.95, "z again"),
    ("gru", "grad(sum(h[5]), W_z)", 5, 0.8, "slopes z * (1 - z)"),
]


@pytest.mark.parametrize(("name", "asked", "steps", "most", "why"), TWICE)
def test_plain_intervals_are_beaten_where_a_quantity_occurs_twice(name, asked, steps, most, why):
    widths = {False: 0.0, True: 0.0}
    for seed in range(4):
        system = drawn(name, seed, steps=steps)
        found = resolve(system.cell, parse_expression(asked))
        for natural in widths:
            ways = Workings(found.cell, system.inputs, Rounding(2, at="named"), natural=natural)
            widths[natural] += ways.accepted(found.expression).width.sum()
    assert widths[False] < most * widths[True], why


def test_a_long_sequence_asks_for_every_step_once():
    """Each step is used four times by the next: whoever follows every use never ends."""
    system = drawn("gru", 0, steps=40)
    found = Workings(system.cell, system.inputs, Rounding(3)).accepted(Symbol("h", 40))
    assert found.holds(system.solve()["h[40]"]).all()


# -- what composes --------------------------------------------------------------------------


@pytest.mark.parametrize("name", sampled(CATALOGUE))
def test_many_variants_at_once_have_the_intervals_of_each_alone(name):
    alone = [drawn(name, seed) for seed in range(3)]
    together = {
        symbol: np.stack([system.inputs[symbol] for system in alone]) for symbol in alone[0].inputs
    }
    found = accepted(alone[0].cell, together, decimals=2)
    for v, system in enumerate(alone):
        for quantity, interval in accepted(system.cell, system.inputs, decimals=2).items():
            wide = np.broadcast_to(found[quantity].low, (3, *interval.low.shape))
            high = np.broadcast_to(found[quantity].high, (3, *interval.low.shape))
            np.testing.assert_allclose(wide[v], interval.low, atol=1e-9, err_msg=quantity)
            np.testing.assert_allclose(high[v], interval.high, atol=1e-9, err_msg=quantity)


def pinned(pins: Pins) -> tuple[float, float]:
    """h_2 of a linear cell with W_h = 2 and an input of 0.5, from what a student wrote before."""
    system = bind(cell("linear-rnn"), {"W_x": 1, "W_h": 2, "x": [3, 0.5]}, steps=2)
    found = Workings(system.cell, system.inputs, Rounding(2), given=pins)
    interval = found.accepted(Symbol("h", 2))
    return float(interval.low), float(interval.high)


PINS = [
    (0.3, 0.3, (1.1, 1.1), "an exact number leaves no room"),
    (0.295, 0.305, (1.09, 1.11), "the written digits stand for all that round to them"),
    (0.25, 0.35, (1.0, 1.2), "one decimal stands for more"),
]


@pytest.mark.parametrize(("low", "high", "expected", "why"), PINS)
def test_a_pinned_number_counts_with_its_own_rounding(low, high, expected, why):
    assert expected == pytest.approx(pinned({"h[1]": Interval(np.array(low), np.array(high))})), why


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10**6),
    name=st.sampled_from(["lstm", "gru", "tanh-rnn", "mut3", "stacked"]),
    decimals=st.sampled_from(DECIMALS),
)
def test_honest_work_from_a_wrong_number_is_never_outside(seed, name, decimals):
    """Pinned is any number; the student goes on from what rounds to the digits written down."""
    system = drawn(name, seed)
    random = np.random.default_rng(seed)
    names = [str(equation.target) for equation in system.cell.equations]
    wrong = names[int(random.integers(len(names) - 1))]
    used = random.normal(size=system.solve()[wrong].shape)
    half = 0.5 * 10.0**-decimals
    written = np.round(used, decimals)
    rest = system.cell.with_equations(e for e in system.cell.equations if str(e.target) != wrong)
    rounding = Rounding(decimals)
    pin = Interval(written - half, written + half)
    ours = Workings(system.cell, system.inputs, rounding, given={wrong: pin})
    last = system.cell.equations[-1].target
    found = workings(rest, {**system.inputs, wrong: used}, last, rounding, seed)
    assert ours.accepted(last).holds(found).all()


def test_a_quantity_that_is_asked_to_fewer_decimals_may_be_carried_on_with_these():
    given_numbers = {"W_x": 0.7, "W_h": 0.9, "b_h": 0.1, "x": [0.33, -0.41]}
    made = bind(cell("tanh-rnn"), given_numbers, steps=2)
    h1 = round(float(np.tanh(0.7 * 0.33 + 0.1)), 1)
    honest = round(float(np.tanh(0.7 * -0.41 + 0.9 * h1 + 0.1)), 4)
    fine = Workings(made.cell, made.inputs, Rounding(4)).accepted(Symbol("h", 2))
    mixed = Workings(made.cell, made.inputs, Rounding(4), coarser={"h[1]": 1}).accepted(
        Symbol("h", 2)
    )
    assert not fine.holds(np.asarray(honest))
    assert mixed.holds(np.asarray(honest))
    assert not mixed.holds(np.asarray(honest + 0.05))
    finer = Workings(made.cell, made.inputs, Rounding(4), coarser={"h[1]": 9}).accepted(
        Symbol("h", 2)
    )
    assert (fine.low, fine.high) == (finer.low, finer.high), "finer is allowed anyway"


LENGTHS = [
    ("size = norm(v)", "size", True, "both squares, 0.0049 and 0.0064, may be written down as 0"),
    ("size = norm(v)\ny = 1 / size", "y", False, "but whoever divides by it keeps more digits"),
]


@pytest.mark.parametrize(("text", "asked", "holds_0", "why"), LENGTHS)
def test_a_length_may_be_rounded_away_and_nobody_divides_by_it(text, asked, holds_0, why):
    made = bind(parse_cell(f"v: n\nsize, y: scalar\n{text}"), {"v": [0.07, 0.08]})
    found = accepted(made.cell, made.inputs, decimals=1)[asked]
    assert holds_0 == bool(found.holds(np.asarray(0.0))), why
    assert found.width < 3
