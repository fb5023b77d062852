"""Why a test could not go on: what became of the student's code, noted on an error."""

from __future__ import annotations

from typing import NoReturn, cast

CAUSE = "__grader_cause__"  # on an exception: what became of the student's code


class Ended(BaseException):
    """The student's code gave no answer: too slow, crashed, out of memory.

    No `Exception`, so that a test which expects one does not take this for it.
    """


class StudentError(Exception):
    """An error of a type that only the student's code knows."""


def cause_of(error: BaseException) -> tuple[str, str]:
    """What became of the student's code, if that is why a test failed: a note, and a sentence."""
    found: object = vars(error).get(CAUSE) if hasattr(error, "__dict__") else None
    return cast("tuple[str, str]", found) if isinstance(found, tuple) else ("", "")


def raise_with(error: BaseException, note: str, sentence: str = "") -> NoReturn:
    """Raise an error that says what became of the student's code."""
    vars(error)[CAUSE] = (note, sentence or str(error))
    raise error from None
