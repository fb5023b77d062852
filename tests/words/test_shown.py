"""What messages quote from a submission: short, printable, and recognisable."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.outcome.typed import Typed, entry_texts
from grader.words.shown import as_typed, cut, kind_of, shown, shown_text

_circle: list[object] = [1]
_circle.append(_circle)


class _Liar:
    """Its own words must never be asked for."""

    def __repr__(self) -> str:
        raise AssertionError("repr of a stranger was called")

    __str__ = __repr__


@pytest.mark.parametrize(
    ("expected", "value", "remark"),
    [
        ("0.1", 0.1, "a float"),
        ("0.1", np.float64(0.1), "NumPy 2 would print its type"),
        ("0.1", np.float32(0.1), "no digits that it never had"),
        ("True", True, "a truth value"),
        ("...", ..., "the template's mark"),
        ("None", None, "nothing"),
        ("2/3", Fraction(2, 3), "a fraction"),
        ("0.420", Decimal("0.420"), "a Decimal keeps its places"),
        ('"a"', "a", "texts stand in quotes"),
        (r'"\x1b[2J"', "\x1b[2J", "an escape sequence"),
        (r'"\u202e0.5"', "\u202e0.5", "turned direction"),
        (r'"\ud800"', "\ud800", "a lone surrogate"),
        (r'"a\nb"', "a\nb", "a line end"),
        ('[0.5, (1,), {"a": 1}]', [0.5, (1,), {"a": 1}], "nested"),
        ("[0, 1, 2, 3, 4, 5, 6, 7, … 92 more]", list(range(100)), "a long list"),
        ("[[0.0, 0.0], [0.0, 0.0]]", np.zeros((2, 2)), "an array"),
        ("[1, [1, [1, [1, […]]]]]", _circle, "itself"),
        ("<_Liar>", _Liar(), "a type we do not know"),
        ("a very long fraction", Fraction(10**5000, 3), "a huge fraction"),
        ("a whole number of about 5001 digits", 10**5000, "a huge integer"),
        ("[a whole number of about 5001 digits]", [10**5000], "a huge integer inside"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() else "",
)
def test_a_value_is_shown_as_one_would_type_it(expected: str, value: object, remark: str) -> None:
    assert expected == shown(value), remark


@pytest.mark.parametrize(
    ("expected", "typed", "remark"),
    [
        ("0.420", Typed(0.42, "0.420"), "as it stood"),
        ("0.42", Typed(0.42), "computed"),
        ("0,42", Typed("0,42", "'0,42'"), "a text stands without its quotes"),
        ("[1, 2]", Typed([1, 2], "[1,\n   2]"), "on one line"),
    ],
)
def test_an_answer_is_quoted_as_it_was_typed(expected: str, typed: Typed, remark: str) -> None:
    assert expected == as_typed(typed), remark


@given(st.text(), st.integers(8, 80))
def test_a_text_is_never_longer_than_the_limit_and_shows_everything(text: str, limit: int) -> None:
    line = shown_text(text, limit)
    assert len(line) <= limit
    assert "\x1b" not in line
    assert "\n" not in line
    line.encode("utf-8")  # no surrogate is left


@given(st.text(min_size=20), st.integers(5, 15))
def test_a_cut_keeps_both_ends(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert limit == len(short)
    assert text[0] == short[0]
    assert text[-1] == short[-1]


def test_megabytes_are_cut_before_anything_is_done_with_them() -> None:
    assert len(shown("\x00" * 50_000_000)) <= 60
    assert len(shown({"a": ["x" * 10_000_000]})) <= 60


@pytest.mark.parametrize(
    ("expected", "value"),
    [("an array", np.zeros(2)), ("a mapping", {}), ("a complex number", 1j), ("bytes", b"")],
)
def test_a_kind_has_a_name(expected: str, value: object) -> None:
    assert expected == kind_of(value)


def test_the_texts_of_entries_are_nested_as_the_list_is() -> None:
    row = Typed([0.42, 1], "[0.420, 1]", entries=(Typed(0.42, "0.420"), Typed(1, "1")))
    assert entry_texts(Typed([[0.42, 1], 2], entries=(row, Typed(2, "2")))) == (("0.420", "1"), "2")
    assert entry_texts(Typed(0.42, "0.420")) == ()
