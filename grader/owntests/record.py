"""What became of one test while it ran: everything that is lost where only one outcome is kept.

A test may fail in several ways at once: in some of its subtests, then in its tearDown.  All
messages are kept; the worst says how it ended.
"""

from __future__ import annotations

import math
import numbers
import traceback

from grader.owntests.cause import cause_of
from grader.owntests.remote import Remote
from grader.owntests.stand_in import Lacking
from grader.words.sentences import own_tests as sentences

PASSED, EXPECTED, SKIPPED, UNEXPECTED, FAILED, ERROR = _FROM_BEST = (
    "passed", "expected", "skipped", "unexpected", "failed", "error",
)  # fmt: skip
MESSAGE = 4_000  # characters that leave the process; the grader cuts further
MOST = 20  # messages of one test: a hundred failing subtests say no more than twenty


class Record:
    """One test, from its beginning to its end."""

    def __init__(self, test: str) -> None:
        self.test = test
        self.how = ""
        self.messages: list[str] = []
        self.left_out = 0
        self.cause: tuple[str, str] = ("", "")
        self.printed = ""
        self.score: object = None
        self.board: object = None

    def add(self, how: str, message: str = "", error: BaseException | None = None) -> None:
        """Something that happened to it."""
        if not self.how or _FROM_BEST.index(how) > _FROM_BEST.index(self.how):
            self.how = how
        if message and len(self.messages) < MOST:
            self.messages.append(message[:MESSAGE])
        elif message:
            self.left_out += 1
        if error is not None and not self.cause[0]:
            self.cause = cause_of(error)

    def plain(self) -> dict[str, object]:
        """The record as it is sent."""
        messages = self.messages if self.how else [sentences.left_before_end()]
        messages = list(messages)
        if self.left_out:
            messages.append(f"... and {self.left_out} more")
        return {
            "how": self.how or ERROR,  # nobody said that it holds
            "messages": [_text(message) for message in messages],
            "cause": [_text(part) for part in self.cause],
            "printed": _text(self.printed[:MESSAGE]),
            "score": _number(self.score),
            "board": _board(self.board),
        }


def told(error: BaseException, file: str) -> str:
    """An error of a test, in a line or two: what an assertion says, or type, message and place."""
    if isinstance(error, AssertionError) and not cause_of(error)[0]:
        return _message(error) or sentences.assertion_fails(_place(error, file))
    name = type(error).__name__
    message = _message(error)
    return f"{name}: {message}{_place(error, file)}" if message else f"{name}{_place(error, file)}"


def noted(function: object, name: str) -> object:
    """What a decorator or a test has noted on a function, on any of its wrappings."""
    for _ in range(20):
        found = getattr(function, "__dict__", {}).get(name)
        if found is not None:
            return found
        function = getattr(function, "__wrapped__", None)
        if function is None:
            return None
    return None


def forget(function: object, *names: str) -> None:
    """Drop what an earlier run noted."""
    for _ in range(20):
        for name in names:
            getattr(function, "__dict__", {}).pop(name, None)
        function = getattr(function, "__wrapped__", None)
        if function is None:
            return


SCORE, BOARD = "__score__", "__leaderboard_value__"


def _number(value: object) -> object:
    """A score: a finite number; a text that says what it was instead; None for none."""
    if value is None:
        return None
    try:
        if issubclass(type(value), (Remote, Lacking, str, bytes, complex)):
            return sentences.no_number(type(value).__name__)
        if isinstance(value, numbers.Rational):
            return float(value)
        found = float(value)  # type: ignore[arg-type]  # NumPy's numbers, decimals; or it raises
    except (TypeError, ValueError, OverflowError):
        return sentences.no_number(type(value).__name__)
    return found if math.isfinite(found) else sentences.no_finite_number(found)


def _board(value: object) -> object:
    """What a leaderboard shows: a number or a text."""
    if value is None:
        return None
    if isinstance(value, str):
        return _text(str(value)[:100])
    found = _number(value)
    return found if isinstance(found, float) else None


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001  # whatever an error's own text does
        return ""


def _place(error: BaseException, file: str) -> str:
    """The innermost line of the tests' own file."""
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == file
    ]  # fmt: skip
    return f" (line {lines[-1]} of the tests)" if lines else ""


def _text(text: str) -> str:
    """A text that can be encoded."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
