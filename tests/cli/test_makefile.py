"""The verbs of the Makefile."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent


def test_every_verb_stands_once() -> None:
    text = (HOME / "Makefile").read_text(encoding="utf-8")
    found = Counter(re.findall(r"^([a-z][a-z-]*):(?!=)", text, re.MULTILINE))
    assert [] == [verb for verb, times in found.items() if times > 1]
    assert found.keys() >= {"demo", "test", "check", "bench"}
