"""Which shipped sheets are so large that what is done to all of them belongs to the long proofs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest

LARGE = (
    "quiz-gated-cells", "sheet-pos-tagging", "attention-and-decoding", "training-by-hand",
    "rnn-exercises", "modern-cells",
)  # fmt: skip


def later(names: Iterable[str], these: Collection[str]) -> list[Any]:
    """The names as rows of a test, of which these are tried by `make slow` only."""
    return [pytest.param(name, marks=pytest.mark.slow) if name in these else name for name in names]
