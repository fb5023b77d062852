# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of certificates."""

from __future__ import annotations

from fractions import Fraction

from grader.words.text import counted


def result_rounded_once_more() -> str:
    return "its result is rounded once more than its steps"


def nothing_to_certify() -> str:
    return (
        "Name the submission: `grader certify SUBMISSION`. `grader certify --checker FILE` writes the "
        "checker alone."
    )


def one_date() -> str:
    return "Late work is told by two dates: when it was due (`--due`), and when it came (`--handed-in`)."


def late_work(per_day: Fraction, most: Fraction) -> str:
    return f"late work loses {per_day} of its points a day, at most {most}"


def attempts(count: int) -> str:
    return (
        f"{counted(count, 'attempt')} a day are graded"
        if count != 1
        else "one attempt a day is graded"
    )


def counts(which: str) -> str:
    return f"of all attempts the {which} counts"


def not_written(path: str, why: str) -> str:
    return f"{path} cannot be written{f' ({why})' if why else ''}."


def unknown_slip(note: object) -> str:
    return f"{note} is a slip that no certificate knows"


def tied() -> str:
    return "which number is largest is not sure"


def count_follows() -> str:
    return "it follows from a count of the student's own"


def none_on_the_way() -> str:
    return "none on the way"
