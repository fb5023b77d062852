# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of submissions that an author tries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.words.text import listed

_ORDER = ("named", "wrong", "carried", "right", "unreadable", "missing")


def fates(told: Mapping[str, int]) -> str:
    """How many answers a mistake is named in, found wrong in, carried over, or unseen in."""
    words = {"right": "unseen", "wrong": "not named"}
    return ", ".join(f"{told[k]} {words.get(k, k)}" for k in _ORDER if told.get(k))


def loses(what: str, names: Sequence[str]) -> str:
    where = f": {listed(list(names)[:6])}" if names else ""
    return f"{what} loses points{where}"


def blank_earns() -> str:
    return "an empty hand-in earns points"


def costs_nothing() -> str:
    return "this mistake costs nothing: no answer can see it"


def seen_nowhere(what: str, decimals: int | None) -> str:
    cure = f"{decimals} decimals would reveal it" if decimals else "other numbers reveal it"
    return f"no answer can see this mistake, which costs nothing: {what}; {cure}"


def heading(name: str, count: int) -> str:
    return f"{name}: {count} submissions tried on it"


def code_is_not_tried(points: str, folder: str) -> str:
    return f"{points} are for code, which has no key: keep solutions in {folder}/zoo, and they are tried, too"


def nothing_surprising() -> str:
    return "All got what they should."


def surprising(count: int) -> str:
    return f"{count} got what they should not get; each line says why."
