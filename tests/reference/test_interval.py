"""Accepted intervals: what a computer's own rounding may move, and no more."""

from __future__ import annotations

import math

import numpy as np
import pytest

from grader.key.model import Bounds
from reference import Interval

ROWS = [
    # accepted, low, high, value
    (True, 0.415, 0.425, 0.415),
    (True, 0.415, 0.425, 0.425),
    (True, 0.415, 0.425, 0.425 + 5e-10),
    (False, 0.415, 0.425, 0.425 + 5e-9),
    (False, 0.415, 0.425, 0.415 - 5e-9),
    (True, 1e6, 1e6, 1e6 + 5e-7),
    (False, 1e6, 1e6, 1e6 + 5e-6),
    (True, 1e15, 1e15, 1e15 + 0.5),
    (False, 1e15, 1e15, 1e15 + 4),
    (True, 5.98e-11, 5.99e-11, 5.985e-11),
    (False, 5.98e-11, 5.99e-11, 0.0),
    (False, 5.98e-11, 5.99e-11, 1e-10),
    (True, 5e-17, 5e-17, 0.0),
    (True, 0.0, 0.0, -5e-14),
    (False, 0.0, 0.0, 5e-13),
    (True, -2.0, -1.0, -1.5),
    (False, -2.0, -1.0, 1.5),
    (False, -1.0, 1.0, math.nan),
    (False, -1.0, math.inf, math.inf),
]


@pytest.mark.parametrize(("accepted", "low", "high", "value"), ROWS)
def test_an_interval_holds_what_lies_in_it_but_for_a_floats_noise(accepted, low, high, value):
    assert accepted is bool(Interval(np.asarray(low), np.asarray(high)).holds(np.asarray(value)))
    assert accepted is Bounds((low,), (high,)).holds([value]), "the same without arrays"


def test_every_entry_is_judged_by_its_own_ends():
    interval = Interval(np.array([0.0, 10.0]), np.array([1.0, 11.0]))
    assert [True, False] == interval.holds(np.array([0.5, 0.5])).tolist()
    assert [1.0, 1.0] == interval.width.tolist()
    bounds = Bounds((0.0, 10.0), (1.0, 11.0))
    assert bounds.holds([0.5, 10.5])
    assert not bounds.holds([0.5, 0.5])
    assert not bounds.holds([0.5]), "an entry is missing"
