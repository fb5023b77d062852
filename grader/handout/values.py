"""What a reader of a sheet does not see in its pictures."""

from __future__ import annotations

from grader.handout.drawing import Picture
from grader.handout.sheet import Given, Quantity


def untold(given: Given, picture: Picture | None) -> tuple[Quantity, ...]:
    """The given numbers that a reader cannot see in the picture."""
    told = picture.told if picture is not None else frozenset()
    return tuple(q for q in given if str(q.symbol) not in told)


def trimmed(program: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of a program without empty ones at its end."""
    end = len(program)
    while end and not program[end - 1]:
        end -= 1
    return program[:end]
