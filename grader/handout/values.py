"""What a reader of a sheet does not see in its pictures."""

from __future__ import annotations

import re

from grader.handout.drawing import Picture
from grader.handout.sheet import Given, Quantity

_NEGATIVE = re.compile(r"(?<![\w)\].])-(?=\d)")


def untold(given: Given, picture: Picture | None) -> tuple[Quantity, ...]:
    """The given numbers that a reader cannot see in the picture."""
    told = picture.told if picture is not None else frozenset()
    return tuple(q for q in given if str(q.symbol) not in told)


def with_minus(text: str) -> str:
    """A text whose negative numbers have the sign that formulas give them.

    >>> with_minus("-1 to [-0.5, 2], and e4-y2 of 3-5")
    '\u22121 to [\u22120.5, 2], and e4-y2 of 3-5'
    """
    return _NEGATIVE.sub("\u2212", text)


def trimmed(program: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of a program without empty ones at its end, and no two of them in a row."""
    end = len(program)
    while end and not program[end - 1]:
        end -= 1
    return tuple(line for k, line in enumerate(program[:end]) if line or (k and program[k - 1]))
