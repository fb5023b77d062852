"""`from numpy import *` takes all functions of NumPy, and fails for none of its late modules."""

from __future__ import annotations

import pytest

from grader.sandbox import Limits, Returned, Source, Worker, start_zygote

ROWS = [
    ("from numpy import *\nx = float(tanh(0.0))\n", 0.0, "alone"),
    ("from math import *\nfrom numpy import *\nx = float(sum(array([[1, 2], [3, 4]])))\n", 10.0, "NumPy's sum"),
    ("from numpy import *\nx = float(random.rand() < 2)\n", 1.0, "a module that is named"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "why"), ROWS, ids=[row[2] for row in ROWS])
def test_everything_of_numpy_can_be_taken(text: str, value: float, why: str) -> None:
    with start_zygote() as zygote, Worker(zygote, Source.of_text(text), Limits()) as worker:
        assert isinstance(worker.start(), Returned)
        found = worker.value("x")
    assert isinstance(found, Returned)
    assert value == found.value
