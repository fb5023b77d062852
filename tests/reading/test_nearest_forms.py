"""What does not read is told with what to write instead, where that can be seen."""

from __future__ import annotations

import pytest

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import read_choice, read_choices, read_numbers

NUMBERS = [
    ("; write 30,4% 52,1% 17,5%", "30,4 % 52,1 % 17,5 %", 3, "a blank before % parts no entries"),
    ("; write [0.1, 0.7]", {"e1": 0.1, "e2": 0.7}, 2, "numbers with names"),
    ("; write (-0.3, 0.4)", "0.3*h1 + 0.5*h2 = (-0.3, 0.4)", 2, "a combination of vectors"),
    ("got 3 entries: [1, 2, 3]", [1, 2, 3], 2, "no form is nearer"),
    ("got a mapping", {"e1": 0.1, "e2": "?", "e3": 1}, 2, "nor are others of another length"),
]


@pytest.mark.parametrize(("end", "value", "length", "why"), NUMBERS, ids=[r[3] for r in NUMBERS])
def test_a_list_that_does_not_read_is_told_what_to_write(
    end: str, value: object, length: int, why: str
) -> None:
    found = read_numbers(Typed(value), (length,))
    assert isinstance(found, Unreadable)
    assert found.message.endswith(end), why


WORDS = [
    (True, "2", {"first": "", "second": ""}, "a place in place of the word"),
    (True, "step 2", {"first": "", "second": ""}, "with a word before it"),
    (False, "third", {"first": "", "second": ""}, "another word"),
    (False, "3", {"1": "", "2": ""}, "options that are numbers themselves"),
    (False, "3", {"a": "-1 to 1", "b": "all"}, "options whose texts have numbers"),
]


@pytest.mark.parametrize(("told", "word", "options", "why"), WORDS, ids=[r[3] for r in WORDS])
def test_a_number_in_place_of_an_option_is_told_to_be_one(
    told: bool, word: str, options: dict[str, str], why: str
) -> None:
    for read in (read_choice, read_choices):
        found = read(Typed(word), options)
        assert isinstance(found, Unreadable)
        assert told is found.message.endswith("write the option itself, not its number"), why


def test_decimal_commas_in_a_list_are_told_once():
    typed = Typed([0, 46, 0, 2], "[0,46, 0,2]")
    found = read_numbers(typed, (2,))
    assert isinstance(found, Unreadable)
    assert found.message.count("[0.46, 0.2]") == 1
    assert found.message.endswith("write decimals with a point: [0.46, 0.2]")
