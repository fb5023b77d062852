# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of gradebooks that a course system gave to download, and of feedback for it."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.text import listed


def not_read(path: str, why: str) -> str:
    return f"{path} cannot be read as a gradebook: {why}."


def no_such_kind(text: str, kinds: Sequence[str]) -> str:
    return f"--gradebook {text}: write {listed([f'{kind}=FILE' for kind in kinds])}."


def no_worksheet(path: str) -> str:
    return (
        f"{path} is no grading worksheet of Moodle: the columns Identifier and Grade are missing. "
        "Download it from the assignment, with the site in English."
    )


def no_canvas_export(path: str) -> str:
    return (
        f"{path} is no gradebook of Canvas: its first column must be Student, and ID and Section "
        "must be there. Export it from the gradebook, and take no column out."
    )


def which_column(path: str, titles: Sequence[str]) -> str:
    shown = listed([f'"{title.strip()}"' for title in titles]) or "none"
    return (
        f"{path}: which column is this assignment's? It has {shown}. Name one by "
        "--column; where none is the right one, make the assignment in Canvas and export again."
    )


def excused(who: str) -> str:
    return f"{who} is excused in the gradebook and stays so."


def locked(who: str) -> str:
    return f"{who}: the worksheet says that this grade cannot be changed; it was left as it is."


def other_maximum(there: float, most: float) -> str:
    return f"The gradebook counts up to {there:g} points, the sheet up to {most:g}: nothing was scaled."


def filled(path: str, count: int) -> str:
    return f"{path}: points of {count}."


def not_in_gradebook(ids: Sequence[str]) -> str:
    return "\n".join(f"Not in the gradebook: {one}" for one in ids)
