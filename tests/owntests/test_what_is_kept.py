"""What the process of the tests keeps: what became of a test, and what it holds of the submission."""

from __future__ import annotations

import io
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from grader.owntests import record
from grader.owntests.mirrors import Mirrors, refilled
from grader.owntests.record import Record, told
from grader.owntests.wire import Wire
from grader.sandbox.codec import Refusal


def test_the_worst_that_happened_is_how_a_test_ended_and_all_of_it_is_said() -> None:
    one = Record("T.test")
    one.add(record.PASSED)
    one.add(record.FAILED, "in a subtest")
    one.add(record.SKIPPED, "the rest")
    assert ("failed", ["in a subtest", "the rest"]) == (one.plain()["how"], one.plain()["messages"])


def test_of_a_hundred_failing_subtests_twenty_are_told_and_the_rest_are_counted() -> None:
    one = Record("T.test")
    for k in range(100):
        one.add(record.FAILED, f"x={k}")
    messages = one.plain()["messages"]
    assert isinstance(messages, list)
    assert (21, "x=19", "... and 80 more") == (len(messages), messages[19], messages[20])


def test_a_test_of_which_nobody_said_how_it_ended_did_not_pass() -> None:
    assert "error" == Record("T.test").plain()["how"]


class Silent(Exception):
    def __str__(self) -> str:
        raise RuntimeError("an error whose own text fails")


def test_an_error_whose_own_text_fails_is_told_by_its_type() -> None:
    assert "Silent" == told(Silent(), "tests.py")


SCORES = [
    (2, 2.0),
    (np.float32(1.5), 1.5),
    (Fraction(1, 4), 0.25),
    (Decimal("0.5"), 0.5),
    (10**400, "int"),  # no float holds it
    (float("inf"), "inf"),
    (1j, "complex"),
    ("3", "str"),
    (object(), "object"),
    (None, None),
]


@pytest.mark.parametrize(("score", "expected"), SCORES, ids=[repr(row[0])[:20] for row in SCORES])
def test_a_score_is_a_finite_number_or_a_text_that_says_what_it_was(
    score: object, expected: object
) -> None:
    one = Record("T.test")
    one.score = score
    found = one.plain()["score"]
    if isinstance(expected, str):
        assert isinstance(found, str)
        assert expected in found
    else:
        assert expected == found


@pytest.mark.parametrize(
    ("board", "expected"),
    [("fast", "fast"), ("x" * 200, "x" * 100), (12, 12.0), (float("nan"), None), (b"no", None)],
)
def test_a_leaderboard_shows_a_number_or_a_text(board: object, expected: object) -> None:
    one = Record("T.test")
    one.board = board
    assert expected == one.plain()["board"]


def test_a_note_is_found_below_other_decorators_and_not_for_ever() -> None:
    def inner() -> None:
        pass

    inner.__score__ = 3  # type: ignore[attr-defined]  # as a decorator notes it
    outer = inner
    for _ in range(5):
        wrapping = lambda: None  # noqa: E731 - each of them another function
        wrapping.__wrapped__ = outer  # type: ignore[attr-defined]
        outer = wrapping
    assert 3 == record.noted(outer, record.SCORE)
    record.forget(outer, record.SCORE)
    assert record.noted(outer, record.SCORE) is None
    outer.__wrapped__ = outer  # type: ignore[attr-defined]  # wraps itself, round and round
    assert record.noted(outer, record.SCORE) is None
    record.forget(outer, record.SCORE)


# -- things of the submission that a test holds -----------------------------------------------------

THINGS = [
    ([1, 2], [3]),
    ({"a": 1}, {"b": 2}),
    (np.array([1.0, 2.0]), np.array([3.0, 4.0])),
]


@pytest.mark.parametrize(("before", "after"), THINGS, ids=["list", "dict", "array"])
def test_a_thing_of_the_submission_stays_the_same_thing_with_what_it_holds_now(
    before: object, after: object
) -> None:
    mirrors = Mirrors()
    held = mirrors.seen("THING", before)
    assert held is before
    assert held is mirrors.seen("THING", after)
    assert repr(after) == repr(held)
    assert [] == list(mirrors.changed())


def test_what_a_test_changes_is_told_once() -> None:
    mirrors = Mirrors()
    held = mirrors.seen("WORDS", {"a": 1})
    assert isinstance(held, dict)
    held["b"] = 2
    assert [("WORDS", {"a": 1, "b": 2})] == list(mirrors.changed())
    assert [] == list(mirrors.changed())
    assert ["WORDS"] == list(mirrors)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([1], {"a": 1}),
        (np.zeros(2), np.zeros(3)),
        (np.zeros(2), np.zeros(2, dtype=int)),
        (3, 4),
    ],
)
def test_a_thing_of_another_kind_or_shape_is_another_thing(before: object, after: object) -> None:
    mirrors = Mirrors()
    mirrors.seen("THING", before)
    assert after is mirrors.seen("THING", after)


def test_only_like_is_filled_with_like() -> None:
    assert not refilled([1], (1,))
    assert not refilled(np.zeros(2), np.zeros(3))


def test_what_cannot_be_compared_is_not_held() -> None:
    mirrors = Mirrors()
    assert [object] == [type(one) for one in mirrors.seen("MIXED", [object()])]  # type: ignore[attr-defined]
    assert [] == list(mirrors)


# -- the wire ---------------------------------------------------------------------------------------


def sent(*messages: list[object]) -> bytes:
    out = io.BytesIO()
    wire = Wire(io.BytesIO(), out)
    for message in messages:
        wire.send(message)
    return out.getvalue()


def test_what_is_sent_arrives_and_then_the_other_end_is_gone() -> None:
    wire = Wire(io.BytesIO(sent(["began", "T.a"], ["finished"])), io.BytesIO())
    assert [["began", "T.a"], ["finished"], None] == [wire.receive() for _ in range(3)]


def test_a_message_that_breaks_off_is_none() -> None:
    whole = sent(["began", "T.a"])
    for cut in (3, len(whole) - 1):
        assert Wire(io.BytesIO(whole[:cut]), io.BytesIO()).receive() is None


def test_a_message_that_is_too_large_is_refused_before_it_is_sent() -> None:
    out = io.BytesIO()
    with pytest.raises(Refusal):
        Wire(io.BytesIO(), out).send(["x" * (1 << 22)])
    assert b"" == out.getvalue()
