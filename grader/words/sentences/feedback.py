# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What stands above and beside the answers of a student's feedback."""

from __future__ import annotations

VERDICTS = {
    "right": "right",
    "carried": "follows from an earlier value",
    "wrong": "wrong",
    "unreadable": "not readable",
    "missing": "missing",
    "pending": "waits for staff",
    "failed": "failed",
}


def title() -> str:
    return "Feedback"


def columns() -> tuple[str, str, str]:
    return "answer", "points", "what is said of it"


def not_graded(why: str) -> str:
    return f"Your file could not be graded: {why}"


def total(score: float, most: float, pending: float) -> str:
    waits = f", {pending:g} more wait for staff" if pending else ""
    return f"{score:g} of {most:g} points{waits}."


def late(days: int, share: float, left: float) -> str:
    return f"{days} {'day' if days == 1 else 'days'} late: {share:.0%} come off, {left:g} points count."


def points(score: float, most: float, verdict: str) -> str:
    return f"{score:g} of {most:g}, {VERDICTS.get(verdict, verdict)}"


def written(folder: str, count: int) -> str:
    return f"{folder}: feedback for {count}."
