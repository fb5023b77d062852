"""A submission in a worker: what can be asked, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from grader.sandbox import Returned, Source, Zygote, open_worker


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """One clean process for all tests of this file."""
    with Zygote.start() as zygote:
        yield zygote


def test_a_function_is_called_with_copies_and_its_array_comes_back(zygote: Zygote) -> None:
    source = Source.of_text("def twice(x):\n    x *= 2\n    return x\n")
    x = np.ones((2, 3))
    with open_worker(source, zygote=zygote) as worker:
        assert worker.start() == Returned(None)
        outcome = worker.call("twice", [x])
    assert isinstance(outcome, Returned)
    np.testing.assert_array_equal(outcome.value, 2 * np.ones((2, 3)))
    np.testing.assert_array_equal(x, np.ones((2, 3)))
