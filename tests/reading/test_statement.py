"""What a line says, before its reason or behind its conclusion, and what it does not."""

from __future__ import annotations

from itertools import permutations

import pytest

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import (
    read_choice,
    read_choices,
    read_count,
    read_matching,
    read_numbers,
    read_sequence,
)
from grader.reading.statement import single

READ = [
    ((2.04,), "2.04 per word", "", "a rate"),
    ((2.04,), "PP = (1/0.24)^(1/2) = 2.04 per word", "", "a working of a rate"),
    ((-0.515,), "-0.515 since y1 feeds back", "", "since"),
    ((0.0,), "0, since the unit is dead", "", "since"),
    ((0.3,), "0.3: because 0.2 and 0.1 are added, which are not 0", "", "a reason denies something else"),
    ((-0.024,), "y_1 = -0.024 (same as Elman, because memory is 0)", "", "because in a bracket"),
    ((0.438,), "f = 0.438 (sigmoid)", "", "a function in a bracket"),
    ((0.438,), "0.438 rounded to 3 decimals", "", "places are no number of their own"),
    ((0.8244,), "dL/dW = 0.2485 + 0.5787 - 0.0028 = 0.8244 (sum of the three)", "", "a working and a bracket"),
    ((0.3483,), "0.8*(-0.5)+0.9*0.8483 = 0.3635; tanh = 0.3483", "h[2]", "a function of what was worked out"),
    ((0.3483,), "z = 0.3635, tanh(z) = 0.3483", "", "a function of the name before it"),
    ((0.3483,), "0.8*0.4 + 0.0435 = 0.3635; tanh(0.3635) = 0.3483", "", "a function of the number before it"),
    ((0.3635,), "z = 0.3635, tanh(z) = 0.3483", "z", "the name that is asked for"),
    ((-0.025,), "a1 = (0.731, 0.378), y1 = -0.025", "", "one before it of another shape"),
    ((-0.025,), "y0 = 0.3, y1 = -0.025", "y[1]", "the name that is asked for"),
    ((0.4,), "h_{1} = 0.3; h_{2} = 0.4", "h[2]", "an index in braces"),
    ((0.3,), "h1 = 0.3; h2 = 0.4", "h[1]", "the name that is asked for, not the last"),
    ((0.15, 0.61), "z=(0.35, 1.75); e^z: 1.419, 5.755, sum 9.429 => p = (0.150, 0.610)", "", "behind =>"),
    ((0.3, 0.4), "2h = (0.6, 0.8), so h = (0.3, 0.4)", "", "a name of its own behind so"),
    ((0.2, 0.8), "e^0.5=1.649, e^2=7.389, sum 9.0; a = 0.2, 0.8", "a", "the name that is asked for"),
    ((0.419, -0.349), "h1=(0.720,-0.623); h2=(0.419,-0.349)", "h[2]", "two lists with names"),
    ((0.909, -0.682), "[0.909, -0.682] since tanh(1.524), tanh(-0.832)", "", "a list before since"),
    ((0.909, -0.682), "[0.909, -0.682] (tanh of both)", "", "a list before a bracket"),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "text", "asked", "remark"), READ)
def test_a_line_says_what_its_reason_leads_to(expected, text, asked, remark):
    shape = () if len(expected) == 1 else (len(expected),)
    found = read_numbers(Typed(text), shape, workings=True, asked=asked)
    assert not isinstance(found, Unreadable), found.message
    assert expected == found.values, remark
    assert found.remarks


NOT_READ = [
    ";",
    "so",
    "=> ,",
    "because",
    "(",
    "0.3 -> no, 0.4",
    "0.3, so 0.4",
    "0.3 => h = 0.4",
    "h = 0.3 => h = 0.4",
    "h = 0.3; h = 0.4",
    "f = 0.3, g = 0.4",
    "0.3; h = 0.4",
    "0.3, since 0.4",
    "0.3 because x, so 0.4",
    "0.3 (0.4)",
    "0.3 (0.4 before)",
    "0.3 (or 0.4)",
    "0.3 (not 0.4)",
    "0.3 (h = 0.4)",
    "0.3 (= 0.4)",
    "0.3 (could also be 0.4)",
    "0.3 (wrong)",
    "0.3 (negative)",
    "0.3 (at least)",
    "0.3, minus",
    "0.3, or h",
    "0.3, then 0.4",
    "0.3 to 0.4, since x",
    "0.3 or 0.4, because x",
    "not 0.3, because x",
    "less than 0.3, because x",
    "0.3 as well as 0.4",
    "0.3 in 0.4",
    "0.3 of 0.4",
    "0.3 for h1, 0.4 for h2",
    "0.3 rounded to 0.4",
    "0.3 - h",
    "0.3; tanh = 0.4",
    "g = 0.3, P(rain) = 0.4",
    "0.3, tanh(0.1) = 0.4",
    "0.3 for tanh(0.1) = 0.4",
    "z = 0.3; tanh(y) = 0.4",
    "z = 0.3; tanh(0.9) = 0.4",
    "z = 0.3; tanh = 0.4 = 0.5",
    "0.3 = 0.4, since x",
    "0.3 < h, since x",
    "between 0.3 and 0.4 (roughly)",
]


@pytest.mark.parametrize("asked", ["", "h", "h[1]"])
@pytest.mark.parametrize("text", NOT_READ)
def test_a_line_that_says_two_things_is_not_read(text, asked):
    assert isinstance(read_numbers(Typed(text), (), workings=True, asked=asked), Unreadable)
    whole = text.replace("0.3", "10").replace("0.4", "11")
    assert isinstance(read_count(Typed(whole)), Unreadable)


COUNTS = [
    (10, "T = 10, since 0.5^9 = 0.00195 and 0.5^10 = 0.000977"),
    (10, "10 since 0.5^10 = 0.000977 < 0.001"),
    (3, "T=3 (0.095^3=0.000857)"),
    (4, "4 (entries of W)"),
    (11, "11, with biases"),
    (370688, "370 688 weights, in all the layers"),
]


@pytest.mark.parametrize(("expected", "text"), COUNTS)
def test_a_count_is_read_before_its_reason(expected, text):
    found = read_count(Typed(text))
    assert not isinstance(found, Unreadable), found.message
    assert expected == found.value


@pytest.mark.parametrize(
    "text",
    [
        "5 of 6",
        "10 per gate",
        "n = 4, m = 5",
        "T = 10, or T = 11",
        "10, T = 11",
        "10 (11)",
        "10 = 11 (so)",
    ],
)
def test_a_count_beside_another_is_not_read(text):
    assert isinstance(read_count(Typed(text)), Unreadable)


OFFERS = [
    "{0}, {1}, {2}",
    "{0}; {1}; {2}",
    "{0} / {1} or {2}",
    "{0} ({1}, {2})",
    "{0} ({1}) ({2})",
    "{0} -> {1} -> {2}",
    "{0} => {1}, so {2}",
    "{0} so {1} so {2}",
    "h = {0}; h = {1}; h = {2}",
    "h = {0}, h = {1} (or {2})",
    "h = {0} => h = {1} => h = {2}",
    "h = {0} (h = {1}) (h = {2})",
    "h = {0}, thus {1}, since {2}",
    "{0} in {1} of {2}",
    "{0} per {1} per {2}",
    "{0}, since {1}, so {2}",
    "{0}; h = {1}; g = {2}",
    "maybe {0}, maybe {1}, maybe {2}",
    "{0} = {1} = {2}",
    "{0}, because not {1}, so {2}",
    "{0} and {1} and {2}",
    "{0} or {1}, because of {2}",
    "a = {0}, b = {1}, c = {2}",
    "first {0}, then {1}, finally {2}",
    "{0}, rounded {1}, exactly {2}",
    "k = {0}, f(x) = {1}, g(x) = {2}",
    "{0}, 2*{1} = {2}",
    "{0} for 2*{1} = {2}",
    "either {0}, {1} (rounded) or {2}",
]


@pytest.mark.parametrize("offer", OFFERS)
@pytest.mark.parametrize("asked", ["", "h", "h[2]"])
def test_nobody_is_given_one_of_several_numbers_that_a_line_offers(offer, asked):
    for numbers in permutations(("0.31", "0.47", "0.82", "-0.6"), 3):
        text = offer.format(*numbers)
        found = read_numbers(Typed(text), (), workings=True, asked=asked)
        assert isinstance(found, Unreadable), text
    for counts in permutations(("10", "12", "145"), 3):
        assert isinstance(read_count(Typed(offer.format(*counts))), Unreadable), offer
    for lists in permutations(("(0.3, 0.4)", "(0.5, 0.6)", "(0.7, 0.9)"), 3):
        text = offer.format(*lists)
        found = read_numbers(Typed(text), (2,), workings=True, asked=asked)
        assert isinstance(found, Unreadable), text


@pytest.mark.parametrize(
    "typed", ["h1", "h₁", "h_{1}", "$h_1$", "h[1]", "h1 because it is 0.6", "0.6 > 0.2, so h1"]
)
def test_a_symbol_may_be_typed_in_the_ways_indices_are(typed):
    options = dict.fromkeys(("h_1", "h_2", "h_3"), "")
    assert "h_1" == read_choice(Typed(typed), options).key


def test_symbols_are_found_in_lists_and_matchings_however_their_indices_are_typed():
    labels = ("h_1", "h_2", "h_3")
    assert ("h_1", "h_3") == read_choices(Typed("h₁ and h3"), dict.fromkeys(labels, "")).keys
    assert ("h_2", "h_1") == read_sequence(Typed("h2, h_{1}"), labels, length=2).labels
    found = read_matching(Typed("x1: h1, x2: h3"), ("x_1", "x_2"), labels, {})
    assert (("x_1", "h_1"), ("x_2", "h_3")) == found.pairs


@pytest.mark.parametrize(
    "typed", ["h1 or h2", "h12", "h1, h2", "not h1, so h2", "h1, so h2", "h1 -> h2"]
)
def test_one_of_two_symbols_is_not_read(typed):
    assert isinstance(read_choice(Typed(typed), {"h_1": "", "h_2": ""}), Unreadable)


def test_symbols_that_would_be_the_same_are_told_apart():
    assert isinstance(read_choice(Typed("h1"), {"h_1": "", "h[1]": ""}), Unreadable)
    assert "h1" == read_choice(Typed("h1"), {"h_1": "", "h1": ""}).key


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("end", "p_2(end) = 0.457 is largest, so end"),
        ("cat", "dog has 0.2, cat 0.3, so cat"),
        (None, "end, so cat"),
        (None, "end -> cat"),
        (None, "not end, so cat"),
        (None, "cat or dog, so cat"),
    ],
)
def test_an_option_is_read_behind_its_conclusion(expected, text):
    found = read_choice(Typed(text), dict.fromkeys(("end", "cat", "dog"), ""))
    assert expected == getattr(found, "key", None)


@pytest.mark.parametrize(
    ("expected", "value"),
    [("h[2]", "h[2]"), ("a", " a "), ("", "2*h[2]"), ("", "entry(h, 1)"), ("", 3)],
)
def test_the_quantity_that_is_asked_for_is_told_where_it_is_one_alone(expected, value):
    assert expected == single(value)
