"""An option or a truth value before its reason."""

from __future__ import annotations

import pytest

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import read_boolean, read_choice, read_choices

NETWORKS = {"Elman": "", "Jordan": "", "both the same": ""}
LETTERS = {"a": "-1 to 1", "b": "0 to 1", "c": "all"}

READ = [
    ("Elman", "Elman, because n^2 > nk", NETWORKS),
    ("Elman", "Elman because n^2 > nk", NETWORKS),
    ("Elman", "Elman, since Jordan has nk", NETWORKS),
    ("Elman", "Elman - n^2 is more than nk", NETWORKS),
    ("Elman", "Elman (n^2 > nk)", NETWORKS),
    ("Elman", "Elman: n > k", NETWORKS),
    ("Elman", "Elman. It has n^2 and not nk", NETWORKS),
    ("Elman", "Elman, Elman has n^2", NETWORKS),
    ("both the same", "both the same, as n = k", NETWORKS),
    ("a", "a, because tanh is odd", LETTERS),
    ("a", "a) because 0 is in the middle", LETTERS),
    ("a", "-1 to 1, because tanh is odd", LETTERS),
]


@pytest.mark.parametrize(("expected", "text", "options"), READ)
def test_an_option_is_read_before_its_reason(expected, text, options):
    found = read_choice(Typed(text), options)
    assert not isinstance(found, Unreadable), found.message
    assert expected == found.key


NOT_READ = [
    ("Elman, Jordan", NETWORKS),
    ("Elman, or Jordan", NETWORKS),
    ("Elman, but Jordan for n < k", NETWORKS),
    ("Elman - Jordan has fewer", NETWORKS),
    ("Elman, no, both the same", NETWORKS),
    ("not Elman, because n^2 > nk", NETWORKS),
    ("the first, because n^2 > nk", NETWORKS),
    ("Elman or Jordan, because n^2 > nk", NETWORKS),
    ("a, b", LETTERS),
    ("a; not b", LETTERS),
    ("a unit, because tanh is odd", LETTERS),
]


@pytest.mark.parametrize(("text", "options"), NOT_READ)
def test_an_option_beside_another_is_not_read_with_a_reason(text, options):
    assert isinstance(read_choice(Typed(text), options), Unreadable)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (True, "True, because V multiplies"),
        (True, "True - no bias is needed"),
        (True, "True because V multiplies"),
        (False, "False: it vanishes"),
        (False, "no, it vanishes"),
        (False, "False-it vanishes"),
        (None, "True, or false"),
        (None, "True, false"),
        (None, "yes, no"),
        (None, "n, because it vanishes"),
        (None, "maybe, because it vanishes"),
    ],
)
def test_a_truth_value_is_read_before_its_reason(expected, text):
    found = read_boolean(Typed(text))
    assert expected is (None if isinstance(found, Unreadable) else found.value)


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (True, "1"),
        (True, "2."),
        (True, "option 2"),
        (True, "2nd"),
        (False, "the network with n^2 weights"),
        (False, "17"),
        (False, "n^2 > nk"),
    ],
)
def test_a_number_is_told_to_be_one_only_where_it_could_be_a_place(told, text):
    for read in (read_choice, read_choices):
        found = read(Typed(text), NETWORKS)
        assert isinstance(found, Unreadable)
        assert told is found.message.endswith("write the option itself, not its number")
