"""Every fault that was once found has its tests, and they are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.attacks.cases import CASES

WRITTEN = {
    name
    for path in Path(__file__).resolve().parent.rglob("test_*.py")
    for name in re.findall(r"^ *(?:async )?def (test_\w+)\(", path.read_text("utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("case", CASES)
def test_what_once_went_wrong_is_held_by_a_test(case: str) -> None:
    assert CASES[case]
    assert not set(CASES[case]) - WRITTEN
