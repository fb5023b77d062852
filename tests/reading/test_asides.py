"""One number among words, and a number at which a text ends: counts and numbers."""

from __future__ import annotations

import pytest

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import read_count, read_numbers

COUNTS = [
    (10, "log(0.001)/log(0.5) = 9.97, so 10"),
    (10, "9.97 -> 10"),
    (10, "9.97 ≈ 10"),
    (10, "9.2 => 10"),  # rounded up
    (10, "T ≥ 10"),
    (10, "T >= 10"),
    (10, "T → 10"),
    (10, "T = 9.97 => 10"),
    (10, "T = 9.97, thus T = 10"),
    (10, "9.97, hence 10 steps"),
    (10, "10th step"),
    (10, "the 10th"),
    (10, "step 10"),
    (10, "10 steps in total"),
    (11, "11 parameters"),
    (11, "11 (Elman)"),
    (11, "Elman: 11"),
    (192, "d = 4, n = 12, so 192 weights"),
    (370688, "370 688 weights"),
    (645000, "645k parameters"),
]


@pytest.mark.parametrize(("expected", "text"), COUNTS)
def test_a_count_is_read_where_no_other_number_can_be_meant(expected, text):
    found = read_count(Typed(text))
    assert not isinstance(found, Unreadable), found.message
    assert expected == found.value


NO_COUNTS = [
    "10 to 12",
    "10 - 12 steps",
    "10..12",
    "between 10 and 12",
    "10 or 11",
    "10th or 11th",
    "10 steps or so",
    "not 10",
    "not 9 but 10",
    "T != 10",
    "T ≠ 10",
    "T > 9",
    "T < 10",
    "T <= 10",
    "10 <= T < 12",
    "less than 10 steps",
    "at least 10 steps",
    "10+",
    "10!",
    "10?",
    "-10 steps",
    "minus 10",
    "9.97 steps",
    "10 per gate",
    "3 n",
    "3n",
    "two times 11",
    "11 parameters, 2 biases",
    "11 (Elman), 9 (Jordan)",
    "Elman 11, Jordan 9",
    "12, so 10",
    "T = 12, so 10",
    "12 -> 10",
    "10 -> 11 -> 12",
    "9.97, so 10 or 11",
    "9.97, so not 10",
    "maybe 10",
    "12 = 10",
    "h2 has 10",
]


@pytest.mark.parametrize("text", NO_COUNTS)
def test_a_count_that_could_be_another_is_not_read(text):
    assert isinstance(read_count(Typed(text)), Unreadable)


def test_a_count_among_words_says_how_it_was_read():
    assert ("11 (Elman) was read as 11",) == read_count(Typed("11 (Elman)")).remarks
    found = read_count(Typed("9.97 -> 10"))
    assert ("9.97 -> 10 was read as the number at its end: 10",) == found.remarks


@pytest.mark.parametrize(
    ("told", "text"), [(False, "10, or eleven"), (False, "10 per gate"), (False, "10 or 11")]
)
def test_a_count_is_proposed_only_where_it_may_be_the_one(told, text):
    assert told is ("; write " in read_count(Typed(text)).message)


NUMBERS = [
    (0.7, "0.7 (rounded)"),
    (0.42, "the answer is 0.42"),
    (0.42, "roughly 0.42"),
    (0.42, "0,42 approximately"),
    (0.57, "σ(0.3) = 0.574, so 0.57"),
    (0.0, "z = -1.2 < 0, so 0"),
    (10.0, "9.97 -> 10"),
    (0.29, "0.294 -> 0.29"),
]


@pytest.mark.parametrize(("expected", "text"), NUMBERS)
@pytest.mark.parametrize("shape", [(), (1,)])
def test_a_number_is_read_where_no_other_can_be_meant(expected, text, shape):
    found = read_numbers(Typed(text), shape, workings=True)
    assert not isinstance(found, Unreadable), found.message
    assert (expected,) == found.values
    assert found.remarks


NO_NUMBERS = [
    "0.5 h",
    "2 pi",
    "0.5 alpha",
    "0.3 or 0.4",
    "0.5 -> 0.6",
    "h = 0.3, so 0.4",
    "minus 0.3",
    "half 0.4",
    "0.3 tanh",
    "less than 0.5",
    "0.5 higher",
    "0.42 (0.5 without bias)",
    "0.5..0.6",
    "0.4 = 0.5",
]


@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize("shape", [(), (1,)])
def test_a_number_that_could_be_another_is_not_read(text, shape):
    assert isinstance(read_numbers(Typed(text), shape, workings=True), Unreadable)


@pytest.mark.parametrize("shape", [(), (1,)])
@pytest.mark.parametrize(
    "text", ["[0.622, 0.636]", "0.622, 0.636", "0.622; 0.636", "0.4 = 0.5", "0.3 (0.5 before)"]
)
def test_of_several_numbers_none_is_proposed(text, shape):
    found = read_numbers(Typed(text), shape, workings=True)
    assert isinstance(found, Unreadable)
    assert "; write" not in found.message


@pytest.mark.parametrize("text", ["a = (1, 2), b = (3, 4)", "x = (1, 2) or (3, 4) = (5, 6)"])
def test_of_several_lists_none_is_proposed(text):
    found = read_numbers(Typed(text), (2,), workings=True)
    assert isinstance(found, Unreadable)
    assert "; write" not in found.message


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", ["10and 12", "10or 12 = 3", "2*10in 3", "1if"])
def test_a_number_with_a_word_of_python_behind_it_is_told_without_a_warning(text):
    assert isinstance(read_count(Typed(text)), Unreadable)
    assert isinstance(read_numbers(Typed(text), (), workings=True), Unreadable)
