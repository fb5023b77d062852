# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of a class that is graded again."""

from __future__ import annotations


def no_settings(out: str) -> str:
    return (
        f"{out} does not say how it was graded (an older version wrote it). Run `grader batch` once "
        "more with the same arguments; then it does."
    )


def works_gone(works: str) -> str:
    return f"The hand-ins are no more at {works}; put them there again, or run `grader batch`."


def changed(who: str, before: float, after: float, difference: float) -> str:
    word = "gains" if difference > 0 else "loses"
    return f"{who} {word} {abs(difference):g}: {before:g} -> {after:g}"


def waits(who: str, score: float) -> str:
    return f"{who} keeps {score:g}; other points wait for staff than before"


def by_answer(name: str, difference: float, before: str, after: str) -> str:
    rule = f"{before or 'nothing'} -> {after or 'nothing'}"
    return f"    {name}: {difference:+g}  ({rule})"


def summary(gain: int, lose: int, reworded: int, graded: int) -> str:
    words = f", {reworded} with the same points in other words" if reworded else ""
    return f"Graded again {graded}: {gain} gain, {lose} lose{words}."


def versions(before: str, after: str) -> str:
    return f"Graded by {before or 'an older version'} before, by {after} now."


def not_kept() -> str:
    return "Nothing was written. `--accept` puts these results in the place of the earlier ones."


def kept(place: str) -> str:
    return f"Accepted. The earlier results lie in {place}."
