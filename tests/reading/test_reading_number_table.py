"""How people write one number: a table of rows."""

from __future__ import annotations

import pytest

from grader.reading.number_syntax import Number, read_spelling

# (as typed, its value, its decimals, why the row is there)
ROWS = [
    ("1,2344·10^3", 1234.4, 1, "a decimal comma with a power"),
    ("1,2344 x 10^3", 1234.4, 1, "an x for times"),
    ("1,2344 × 10³", 1234.4, 1, "a sign for times and a raised 3"),
    ("1.2344·10^3", 1234.4, 1, "the same with a point"),
    ("1,2344e3", 1234.4, 1, "the same with e"),
    (",5*10**-2", 0.005, 3, "nothing before the comma"),
    ("2468,8/2", 1234.4, None, "a decimal comma in a fraction"),
    ("2468.8/0,5", 4937.6, None, "both in one"),
    ("1.234,4 · 10^0", 1234.4, 1, "groups and a comma, with a power"),
    ("1,234.4*10^-1", 123.44, 2, "groups and a point, with a power"),
    ("1 234,4", 1234.4, 1, "groups by blanks"),
    ("“-0.188”", -0.188, 3, "quotes that an editor turned"),
    ("„-0,188“", -0.188, 3, "as in German"),
    ("«-0.188»", -0.188, 3, "as in French"),
    ("‘-0.188’", -0.188, 3, "single ones"),
    ("'-0.188'", -0.188, 3, "straight ones"),
    ("-0.188.", -0.188, 3, "the end of a sentence"),
    ("-0.188;", -0.188, 3, "the end of a statement"),
    ("2/3.", 2 / 3, None, "a fraction at the end of a sentence"),
    ("5.", 5.0, 0, "a point of its own"),
    ("0.877 nats", 0.877, 3, "what an entropy is told in"),
    ("0,877 nat/token", 0.877, 3, "of each token"),
    ("1.265 bits per word.", 1.265, 3, "of each word, in a sentence"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "value", "decimals", "why"), ROWS)
def test_a_number_is_read_as_it_was_meant(typed, value, decimals, why):
    found = read_spelling(typed, "a number")
    assert isinstance(found, Number), why
    assert (pytest.approx(value), decimals) == (found.value, found.decimals), why


REFUSED = ["0.3 or 0.4", "1,2,3", "..", ";", "“”", "0.188..", "1/2/3", "10^", "1.2.3·10^2", "nats", "1 gnat",
           "0.3 or 0.4 nats"]  # fmt: skip


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_number_stays_none(typed):
    assert not isinstance(read_spelling(typed, "a number"), Number)
