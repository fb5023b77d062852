"""Metadata: every field optional, every odd form read or passed over, never an error."""

import json
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.gradescope.metadata import Metadata, read_date, read_metadata, read_number

UTC = timezone.utc


def read(tmp_path, content):
    path = tmp_path / "submission_metadata.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return read_metadata(path)


DATES = [
    ("2026-11-14T19:22:41.387512-08:00", datetime(2026, 11, 15, 3, 22, 41, 387512, UTC), "as observed"),
    ("2026-11-14T19:22:41-0800", datetime(2026, 11, 15, 3, 22, 41, 0, UTC), "an offset without colon"),
    ("2026-11-14T19:22:41.5Z", datetime(2026, 11, 14, 19, 22, 41, 500000, UTC), "a short fraction"),
    ("2026-11-14 19:22", datetime(2026, 11, 14, 19, 22, 0, 0, UTC), "no seconds, no zone"),
    ("2026-11-31T19:22:41Z", None, "no such day"),
    ("2026-11-14T25:00:00Z", None, "no such hour"),
    ("2026-11-14T19:22:41+99:99", None, "no such offset"),
    ("tomorrow", None, "no date"),
    ("", None, "nothing"),
    (None, None, "null: no late period"),
    (20261114, None, "a number"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "date", "why"), DATES)
def test_a_date_is_read_in_any_form_or_not_at_all(text, date, why):
    assert read_date(text) == date


NUMBERS = [
    ("20.0", 20.0, "scores come as texts"), (4, 4.0, "or as numbers"), ("4", 4.0, "whole"),
    (None, None, "null"), ("", None, "empty"), ("n/a", None, "a word"), (True, None, "no number"),
    ("nan", None, "not finite"), (float("inf"), None, "not finite"), (10**400, None, "too large"), ([], None, "a list"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "number", "why"), NUMBERS)
def test_a_number_may_be_a_text(value, number, why):
    assert read_number(value) == number


ODD = [
    (b"", "no JSON", "a file of no bytes"),
    (b"{", "no JSON", "cut off"),
    (b"[]", "no JSON object", "a list"),
    (b"null", "no JSON object", "null"),
    (b"\xff\xfe{}", "no JSON", "another encoding"),
    (b"[" * 100_000, "no JSON", "deeper than any parser goes"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "fault", "why"), ODD)
def test_a_file_that_cannot_be_read_is_as_good_as_none_and_says_why(content, fault, why, tmp_path):
    found = read(tmp_path, content)
    assert fault in found.fault
    assert found == Metadata(fault=found.fault)


def test_a_missing_file_is_told(tmp_path):
    assert "cannot be read" in read_metadata(tmp_path / "nothing.json").fault


def test_three_keys_are_enough(tmp_path):
    found = read(tmp_path, {"id": 7, "users": [{"email": "a@b"}], "assignment": {}})
    assert (found.id, found.users[0].email, found.previous, found.fault) == ("7", "a@b", (), "")


def test_earlier_submissions_are_sorted_by_their_time_and_not_by_their_place(tmp_path):
    times = ["2026-11-09T22:00:00-08:00", "2026-11-10T01:00:00+00:00", "2026-11-08T00:00:00Z"]
    stored = [{"id": n, "submission_time": time} for n, time in enumerate(times)]
    found = read(tmp_path, {"previous_submissions": [*stored, {"id": 9}]})
    assert [one.id for one in found.previous] == ["9", "2", "1", "0"]


def test_the_date_of_a_group_is_the_latest_of_its_members(tmp_path):
    users = [
        {"id": 1, "assignment": {"due_date": "2026-11-09T23:59:00-08:00"}},
        {"id": 2, "assignment": {"due_date": "2026-11-11T23:59:00-08:00"}},
        {"id": 3},
    ]
    found = read(
        tmp_path, {"users": users, "assignment": {"due_date": "2026-11-09T23:59:00-08:00"}}
    )
    assert found.due_for_all == datetime(2026, 11, 12, 7, 59, tzinfo=UTC)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
KEYS = [
    "id", "users", "created_at", "assignment", "previous_submissions", "due_date", "outline",
    "results", "extra_data", "score", "submission_time", "weight", "attempts",
]  # fmt: skip
SHAPED = st.recursive(JSON, lambda inner: st.dictionaries(st.sampled_from(KEYS), inner | st.lists(inner)), max_leaves=20)  # fmt: skip


@given(SHAPED)
def test_whatever_stands_in_the_file_it_is_read(tmp_path_factory, stored):
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(stored))
    found = read_metadata(path)
    assert all(one.score is None or one.score == one.score for one in found.previous)
    assert [one.time for one in found.previous if one.time] == sorted(
        one.time for one in found.previous if one.time
    )
