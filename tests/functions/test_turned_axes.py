"""Right numbers with two axes of examples and steps in each other's place lose the check of the shape alone."""

from __future__ import annotations

import numpy as np
import pytest

from grader.functions.compare import Match, compare

RIGHT = np.arange(24.0).reshape(2, 3, 4)


@pytest.mark.parametrize(
    ("match", "result", "expected", "why"),
    [
        (Match.RIGHT, RIGHT, RIGHT, "as asked"),
        (Match.FORM, RIGHT.swapaxes(0, 1), RIGHT, "steps before examples"),
        (Match.FORM, RIGHT.swapaxes(1, 2), RIGHT, "units before steps"),
        (Match.SHAPE, RIGHT.reshape(3, 2, 4), RIGHT, "laid out anew, which is another thing"),
        (Match.SHAPE, RIGHT.swapaxes(0, 1) + 1, RIGHT, "other numbers"),
        (Match.SHAPE, RIGHT[0].T, RIGHT[0], "the transpose of a matrix is another matrix"),
        (Match.FORM, RIGHT[:1], RIGHT[0], "an axis of length 1 too many"),
    ],
)
def test_axes_in_each_others_place(match, result, expected, why):
    assert match is compare(result, expected, 1e-9).match, why
