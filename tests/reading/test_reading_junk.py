"""Whatever a submission holds, every reader answers; none raises, none says too much."""

from __future__ import annotations

import math
import time
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import (
    is_missing,
    read_boolean,
    read_choice,
    read_choices,
    read_count,
    read_expression,
    read_matching,
    read_numbers,
    read_range,
    read_sequence,
    read_shape,
    read_text,
)

OPTIONS = {"a": "0 to 1", "b": "-1 to 1", "c": ""}
READERS: dict[str, Callable[[Typed], object]] = {
    "number": lambda typed: read_numbers(typed, ()),
    "vector": lambda typed: read_numbers(typed, (2,)),
    "entries": lambda typed: read_numbers(typed, (2,), entrywise=True),
    "matrix": lambda typed: read_numbers(typed, (2, 3)),
    "count": read_count,
    "shape": read_shape,
    "range": read_range,
    "sequence": lambda typed: read_sequence(typed, ["NNP", "VBZ"], length=3),
    "free sequence": read_sequence,
    "choice": lambda typed: read_choice(typed, OPTIONS),
    "choices": lambda typed: read_choices(typed, OPTIONS),
    "boolean": read_boolean,
    "matching": lambda typed: read_matching(typed, ["g1", "g2"], ["output", "forget"]),
    "text": read_text,
    "expression": read_expression,
}

_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.fractions()
    | st.decimals()
    | st.text()
    | st.text(alphabet="0123456789.,;:-+*/()[]{}^eE xX<>=|%'\"\n\\ab−·½²", max_size=24)
    | st.binary(max_size=4)
    | st.just(...)
)
junk = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
        | st.frozensets(st.text(max_size=3) | st.integers(), max_size=3)
    ),
    max_leaves=8,
)
typed_junk = st.builds(
    Typed, junk, st.none() | st.text(max_size=12), st.none() | st.text(max_size=12)
)

_circle: list[object] = []
_circle.append(_circle)
_deep: object = 0.1
for _ in range(50_000):
    _deep = [_deep]

HOSTILE = {
    "itself": _circle,
    "deep": _deep,
    "deep mapping": {"a": {"b": {"c": _deep}}},
    "long list": [0.5] * 200_000,
    "long text": "1 " * 2_000_000,
    "brackets": "[" * 100_000,
    "commas": "," * 3_000,
    "backtracking": "a" * 1900 + "!",
    "backtracking, spaces": "g1" + " " * 1900 + "!",
    "backtracking, digits": "0" * 90 + "," + "0" * 30,
    "backtracking, rows": "1, " * 600,
    "labels": "NNP" * 600,
    "tower": "9**9**9**9",
    "power": "2**64**2",
    "sum": "+".join(["1"] * 240),
    "signs": "-" * 480 + "1",
    "open": "(" * 240 + "1" + ")" * 240,
    "huge": 10**3_000_000,
    "huge below": -(10**5000),
    "huge fraction": Fraction(10**5000, 7),
    "huge decimal": Decimal("1e999999999"),
    "tiny decimal": Decimal("1e-999999999"),
    "signalling": Decimal("sNaN"),
    "surrogates": "\ud800\x00\udfff" * 10,
    "escape": "\x1b[2J\x1b]0;title\x07",
    "turned": "\u202e0.5",
    "datetimes": np.array(["2024-01-01", "NaT"], dtype="M8[D]"),
    "structured": np.array([(0.1, 2)], dtype=[("a", "f8"), ("b", "i4")]),
    "objects": np.array([None, {"a": 1}, [1, 2]], dtype=object),
    "strings": np.array(["0.5", "x"]),
    "bytes": np.array([b"0.5", b"x"]),
    "big array": np.zeros((300, 400)),
    "many axes": np.zeros((1,) * 20),
    "empty": np.zeros((0, 4)),
    "nan": math.nan,
    "NaNs": np.full((2,), np.nan),
    "keys": {(1, 2): 3, None: 4, b"x": 5},
    "value": {"g1": 10**5000, "g2": _circle},
    "not implemented": NotImplemented,
    "type": int,
    "function": len,
}


def is_harmless(message: str) -> bool:
    """Whether nothing in a message moves a cursor or hides; unusual spaces are only spaces."""
    return all(c.isprintable() or unicodedata.category(c) == "Zs" for c in message)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_value_gets_a_short_printable_answer(
    value: object, reader: Callable[[Typed], object]
) -> None:
    outcome = reader(Typed(value))
    if isinstance(outcome, Unreadable):
        assert 0 < len(outcome.message) < 420
        assert is_harmless(outcome.message)
        assert "." in outcome.note
    assert is_missing(Typed(value)) in {True, False}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
@given(typed=typed_junk)
def test_random_plain_junk_never_raises(reader: Callable[[Typed], object], typed: Typed) -> None:
    outcome = reader(typed)
    is_missing(typed)
    if isinstance(outcome, Unreadable):
        assert is_harmless(outcome.message)


@pytest.mark.parametrize(
    ("expected", "value", "remark"),
    [
        (True, None, "never filled in"),
        (True, ..., "the template's own mark"),
        (True, "...", "the same as text"),
        (True, "…", "one character"),
        (True, "", "empty"),
        (True, "  \n", "spaces only"),
        (True, "?", "a question"),
        (True, " TODO ", "a note to oneself"),
        (True, "None", "as a word, in YAML"),
        (True, [], "an empty list"),
        (True, [None, "..."], "a list of nothing"),
        (True, {"g1": None, "g2": ""}, "a mapping to nothing"),
        (True, np.array([]), "an empty array"),
        (True, np.array([None, None]), "an array of nothing"),
        (True, NotImplemented, "not implemented"),
        (False, 0, "zero is an answer"),
        (False, False, "so is False"),
        (False, math.nan, "NaN is wrong, not missing"),
        (False, "no", "so is no"),
        (False, [None, 0.5], "half an answer"),
        (False, "." * 2_000_000, "long"),
    ],
)
def test_an_empty_place_is_missing(expected: bool, value: object, remark: str) -> None:
    assert expected is is_missing(Typed(value)), remark


@pytest.mark.parametrize("typed", ["(" * 50_000 + "1" + ")" * 50_000, "[" * 50_000, "-" * 50_000])
def test_a_hundred_thousand_brackets_are_refused_at_once(typed):
    began = time.process_time()
    assert isinstance(read_numbers(Typed(typed), ()), Unreadable)
    assert 1 > time.process_time() - began, "they were peeled off one by one, for minutes"
