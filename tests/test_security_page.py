"""SECURITY.md names tests and levels: all of them exist."""

from __future__ import annotations

import re
from pathlib import Path

from tools.attack_matrix.levels import LEVELS, MUTANTS

HOME = Path(__file__).resolve().parent.parent
PAGE = (HOME / "SECURITY.md").read_text(encoding="utf-8")


def test_every_test_that_a_promise_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    written = "\n".join(path.read_text("utf-8") for path in (HOME / "tests").rglob("test_*.py"))
    assert named
    assert not {name for name in named if f"def {name}(" not in written}


def test_every_level_that_a_promise_names_is_tried() -> None:
    named = set(re.findall(r'level "([^"]+)"', PAGE))
    assert named
    assert named <= {level.name for level in (*LEVELS, *MUTANTS)}


def test_every_promise_stands_in_both_tables() -> None:
    numbers = re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)
    assert [str(n) for n in range(1, 21)] * 2 == numbers
