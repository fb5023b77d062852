# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of the points of an answer."""

from __future__ import annotations


def only_right_counts() -> str:
    return "This follows from your earlier values, but here only the right result counts."


def known_mistake_earns(share: object, of: object) -> str:
    return f"This known mistake still earns {share} of {of}."


def too_few_decimals(cost: object) -> str:
    return f"Too few decimals cost {cost}."


def mark_outside(name: object, points: object, most: object) -> str:
    return f"{name}: {points} is not within 0 and {most}"


def proved_by(result: object) -> str:
    return f"Your {result} is right, and that proves this working."


def all_or_nothing(others: object) -> str:
    return f"It counts only together with {others}: all of them right, or no points."


def at_most(most: object) -> str:
    return f"The question gives at most {most}."
