"""The ends of what counts, as decimals: nobody loses by the computer's noise, nobody gains."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.export.accepted_decimals import decimal, ends_of, exactly
from reference import Interval


def ends(low, high, value):
    return next(ends_of(Interval(np.array(low), np.array(high)), np.array(value)))


@pytest.mark.parametrize(
    ("low", "high", "right", "interval", "remark"),
    [
        ("0.415", "0.425", "0.42", (0.41500000000000004, 0.425, 0.42), "noise above an end"),
        ("0.415", "0.425", "0.42", (0.41499999999999998, 0.4250000001e0 - 1e-10, 0.42), "and below"),
        ("-0.425", "-0.415", "-0.42", (-0.425, -0.41500000000000004, -0.42), "negative"),
        ("3", "3", "3", (3.0, 3.0000000000000004, 3.0), "an integer has no slack"),
        ("0", "0", "0", (-0.0, 0.0, -0.0), "and no sign when it is zero"),
        ("0.123456789", "0.1234567901", "0.12345679", (0.1234567890123, 0.1234567901, 0.12345679), "outward"),
        ("24691.356", "24691.356", "24691.356", (24691.356, 24691.356, 24691.356), "large"),
        ("0.3333333333", "0.3333333334", "0.3333333333", (1 / 3, 1 / 3, 1 / 3), "no decimal at all"),
        ("0.0000000001515", "0.0000000001545", "0.000000000153", (1.515e-10, 1.545e-10, 1.53e-10), "0 is not near"),
        ("0", "0.005", "0.002", (3e-18, 0.005, 0.002), "noise is measured by the larger end"),
        ("0.00001", "0.00001", "0.00001", (1e-5, 1e-5, 1e-5), "a small number alone"),
    ],
)  # fmt: skip
def test_an_end_is_freed_of_noise_and_moved_outward(low, high, right, interval, remark):
    found = ends(*interval)
    assert (low, high, right) == (decimal(found.low), decimal(found.high), decimal(found.right))


@given(st.floats(-1e6, 1e6), st.floats(0, 1e3), st.floats(0, 1))
def test_the_ends_hold_the_interval_and_little_more(low, width, share):
    high = low + width
    found = ends(low, high, low + share * width)
    noise = Decimal("1e-12") * Decimal(max(1.0, abs(low), abs(high)))
    slack = Decimal("1.1e-9") * Decimal(max(1.0, abs(low), abs(high)))
    assert Decimal(low) - slack <= found.low <= Decimal(low) + noise
    assert Decimal(high) - noise <= found.high <= Decimal(high) + slack
    assert found.low <= found.right <= found.high
    assert (found.low, found.high) == (found.middle - found.margin, found.middle + found.margin)
    for number in (found.middle, found.margin):
        assert len(number.normalize().as_tuple().digits) <= 14, "what PHP keeps of a number"


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("-0.5", -0.5), ("1000", 1e3)])
def test_an_exact_number_is_alone(text, number):
    found = exactly(number)
    assert (text, text, text) == tuple(map(decimal, (found.low, found.high, found.right)))
    assert found.is_exact


def test_entries_come_row_by_row():
    low = np.array([[1.0, 2.0], [3.0, 4.0]])
    found = list(ends_of(Interval(low, low), low))
    assert ["1", "2", "3", "4"] == [decimal(each.right) for each in found]
