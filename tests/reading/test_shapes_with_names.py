"""Shapes whose axes have names, and counts whose working ends in words."""

from __future__ import annotations

import pytest

from grader.outcome.typed import Typed
from grader.reading import read_count
from grader.reading.shapes import read_shape


@pytest.mark.parametrize(
    ("sizes", "text"),
    [
        ((32, 20, 100), "batch 32, time 20, units 100"),
        ((32, 20, 100), "N = 32, T = 20, H = 100"),
        ((32, 20), "(batch: 32; hidden units: 20)"),
        ((3, 4), "shape = (3, 4)"),
        (None, "batch 32 or 20, time 3"),
        (None, "batch 32, 20"),
        (None, "rows 3"),
        (None, "batch 3.5, time 20"),
    ],
)
def test_axes_with_names_are_read_in_their_order(sizes, text):
    assert sizes == getattr(read_shape(Typed(text)), "sizes", None)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (60400, "4·(50·100 + 100·100 + 100) = 60 400 parameters"),
        (60, "4*(5+10) = 60 parameters"),
        (61, "4*(5+10) = 61 parameters"),  # the result that was written down is the answer
        (60, "n = 60 parameters"),
        (None, "10 = 11 parameters"),
        (None, "3*4 = 12 weights, 5 biases"),
        (None, "3*4 = 12 per gate"),
    ],
)
def test_a_working_may_end_in_words(count, text):
    assert count == getattr(read_count(Typed(text)), "value", None)
