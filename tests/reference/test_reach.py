"""What a working does with a number: a float beside a decimal number is that number."""

from __future__ import annotations

import numpy as np
import pytest

from reference import Rounding
from reference.readings.reach import rounded

SUMS = [
    # a sum of floats, decimals, places finer, way, expected, why
    (1.3 - 1.18, 4, 6, "cut", 0.12, "0.1200000000000001 and its like are 0.12"),
    (0.1 * 3 - 0.18, 4, 6, "cut", 0.12, "from below"),
    (-0.7 + 1.3 - 1.06 + 0.34, 4, 6, "cut", -0.12, "below 0"),
    (0.12 - 4e-16, 4, 6, "cut", 0.12, "what several sums leave of it, cut to ten places"),
    (0.12 - 3e-10, 4, 6, "cut", 0.1199999997, "a difference that one can write down stays"),
    (0.129, 2, 0, "cut", 0.12, "towards 0"),
    (0.125, 2, 0, "up", 0.13, "a tie goes up"),
    (0.125, 2, 0, "down", 0.12, "or down"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "decimals", "finer", "way", "expected", "why"), SUMS)
def test_a_number_is_cut_where_its_decimals_end(value, decimals, finer, way, expected, why):
    found = rounded(np.array(value), finer, way, Rounding(decimals, truncation=True))
    assert expected == pytest.approx(float(found), abs=1e-13), why
