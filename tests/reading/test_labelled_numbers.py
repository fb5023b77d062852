"""A vector whose entries have a name, a place, or their working, each; and a list behind several statements."""

from __future__ import annotations

import pytest

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import read_numbers

READ = [
    ((0.692, 0.364), "σ(0.81)=0.692, σ(-0.56)=0.364", "a working each"),
    ((0.6, 0.8), "2*0.3=0.6; 2*0.4=0.8", "a working each"),
    ((-0.009, -0.399, 0.321), "t=1: -0.009, t=2: -0.399, t=3: 0.321", "places"),
    ((-0.009, -0.399, 0.321), "t=1: -0,009; t=2: -0,399; t=3: 0,321", "decimal commas"),
    ((0.3, 0.4), "step 1: 0.3, step 2: 0.4", "places in words"),
    ((0.3, 0.4), "t=0: 0.3\nt=1: 0.4", "counted from 0, one a line"),
    ((0.3, 0.4), "1: 0.3, 2: 0.4", "bare places"),
    ((0.3, 0.4), "1) 0.3, 2) 0.4", "bare places"),
    ((0.3, 0.4), "h1 = 0.3, h2 = 0.4", "names with indices"),
    ((0.3, 0.4), "h_{1} → 0.3, h_{2} → 0.4", "arrows"),
    ((0.3, 0.4), "h₁ 0.3 and h₂ 0.4", "blanks, and"),
    ((0.3, 0.4), "(h1: 0.3, h2: 0.4)", "in brackets"),
    ((0.3, 0.4), "∂L/∂h_1: 0.3, ∂L/∂h_2: 0.4", "derivatives"),
    ((0.3, 0.4), "t=1: 0.5 - 0.2 = 0.3, t=2: 2*0.2 = 0.4", "a place and a working"),
    ((0.356, 0.317, 0.197, 0.13), "rain 0.356, falls 0.317, softly 0.197, END 0.130", "words"),
    ((0.3, 0.7), "rain: 0.3 falls: 0.7", "words with nothing between"),
    ((0.3, 0.7), "rain 0,3, falls 0,7", "words and decimal commas"),
    ((0.3, 0.7), "{'rain': 0.3, 'falls': 0.7}", "a mapping as text"),
    ((0.3, 0.7), "P(rain) = 0.3, P(falls) = 0.7", "probabilities"),
    ((0.3, 0.7), "0.3 (rain), 0.7 (falls)", "words behind"),
    ((0.3, 0.7), ["rain 0.3", "falls 0.7"], "a list of texts"),
    ((0.09, 0.245, 0.665), "e^1=2.718, e^2=7.389, e^3=20.086, sum=30.193 => (0.090; 0.245; 0.665)", "an arrow"),
    ((0.09, 0.245, 0.665), "e^1=2.718, e^2=7.389, e^3=20.086, sum=30.193, so (0.090; 0.245; 0.665)", "so"),
    ((0.4, 0.6), "sum = 5 → [0.4, 0.6]", "an arrow"),
    ((2, -1, 1), "W^T s = (2,-1), e = (2, -1, 1)", "one before it of another length"),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "value", "remark"), READ)
def test_entries_with_names_or_workings_are_read_in_their_order(expected, value, remark):
    found = read_numbers(Typed(value), (len(expected),), workings=True)
    assert not isinstance(found, Unreadable), found.message
    assert expected == found.values, remark


NOT_READ = [
    (2, "h2 = 0.4, h1 = 0.3", "places that count down"),
    (2, "t=2: 0.3, t=1: 0.4", "places that count down"),
    (2, "t=1: 0.3, t=1: 0.4", "one place twice"),
    (2, "t=1: 0.3, t=3: 0.4", "a place left out"),
    (2, "t=1: 0.3, t=2: 0.4, t=3: 0.5", "more than were asked for"),
    (2, "t=1: 0.3, t=2: 0.4 or 0.5", "two candidates"),
    (2, "h1 = 0.3 or 0.4, h2 = 0.5", "two candidates"),
    (2, "t=1: 0.3 = 0.4, t=2: 0.5", "two numbers for one"),
    (2, "σ(0.3)=0.574, σ(0.4)=0.5=0.599", "two numbers for one"),
    (2, "rain 0.3, rain 0.7", "one word twice"),
    (2, "rain 0.3, 0.7", "a word before one of them alone"),
    (2, "minus 0.3, plus 0.4", "words that make another number"),
    (2, "rain minus 0.3, falls 0.4", "words that make another number"),
    (2, "tanh 0.3, sigmoid 0.4", "functions"),
    (2, "not 0.3, h 0.4", "a denial"),
    (2, "less 0.3, h 0.4", "a comparison"),
    (2, "1:2, 2:3", "ratios"),
    (2, "σ(0.81), σ(-0.56)", "nothing worked out"),
    (2, "h1 = 0.3, h2 = 0.4 => (0.2, 0.4)", "two lists"),
    (2, "(0.3, 0.4) => (0.2, 0.4)", "two lists"),
    (2, "h = (0.6, 0.8), so h = (0.3, 0.4)", "two lists of one name"),
    (2, "a = (1, 2), b = (3, 4)", "two lists"),
    (2, "a = (1, 2, 3) or b = (3, 4)", "a choice"),
    (2, "a ≠ 3 => (3, 4)", "a denial"),
    (2, "a = 3 => (3, 4) * 2", "not worked out"),
]  # fmt: skip


@pytest.mark.parametrize(("length", "value", "remark"), NOT_READ)
def test_entries_that_could_be_others_are_not_read(length, value, remark):
    found = read_numbers(Typed(value), (length,), workings=True)
    assert isinstance(found, Unreadable), remark


def test_entries_that_are_read_by_their_names_say_so():
    found = read_numbers(Typed("rain 0.3, falls 0.7"), (2,), workings=True)
    assert ("rain 0.3, falls 0.7 was read as [0.3, 0.7]",) == found.remarks


def test_what_is_quoted_of_an_entry_is_what_was_typed():
    found = read_numbers(Typed("t=1: x, t=2: 0.4"), (2,), workings=True)
    assert 'got the text "t=1: x", which does not read as a number' in found.message
    assert "; write" not in found.message


def test_names_that_count_down_are_told():
    found = read_numbers(Typed("h2 = 0.4, h1 = 0.3"), (2,), workings=True)
    assert "write the numbers alone, in the order asked for" in found.message
