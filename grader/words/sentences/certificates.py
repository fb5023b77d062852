# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of certificates."""

from __future__ import annotations


def nothing_to_certify() -> str:
    return (
        "Name the submission: `grader certify SUBMISSION`. `grader certify --checker FILE` writes the "
        "checker alone."
    )


def not_written(path: str, why: str) -> str:
    return f"{path} cannot be written{f' ({why})' if why else ''}."


def unknown_slip(note: object) -> str:
    return f"{note} is a slip that no certificate knows"


def none_on_the_way() -> str:
    return "none on the way"
