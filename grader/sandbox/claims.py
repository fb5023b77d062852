"""What a worker claims, as far as it has the right form: errors, faults, names, how it ended.

Student code shares the worker, so a reply is only a claim.  What does not have our form is dropped, and texts are
cleaned before anybody reads them.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator

from grader.sandbox import hints
from grader.sandbox.frame import ANYTHING
from grader.sandbox.outcome import Fault, Raised
from grader.sandbox.text import clean

SENTENCE = 500
TYPED = 2_000


def raised(  # noqa: PLR0917  # the parts of a reply, in its order
    kind: str, message: str, line: object, file: str, cell: object, output: str
) -> Raised:
    """An error as a worker claims it, with advice where there is one."""
    kind, message = clean(kind, 100), clean(message)
    advice = hints.in_error(kind, message)
    if advice:  # says it better than what some libraries go on to tell
        message = message.split("\n", 1)[0]
    if kind == "SystemExit":
        message, advice = "the code ends itself with exit() or sys.exit(): leave that out", ""
    return Raised(
        kind,
        f"{message} ({advice})" if advice else message,
        line if type(line) is int and line > 0 else None,
        output,
        clean(file, 200),
        cell if type(cell) is int else None,
    )


_SIGNALS = {
    "SIGSEGV": "it read or wrote memory that is not its own",
    "SIGBUS": "it read or wrote memory that is not there",
    "SIGKILL": "it was killed, perhaps for lack of memory",
    "SIGABRT": "it was aborted",
    "SIGFPE": "a fault of arithmetic in compiled code",
    "SIGXCPU": "it used up its processor time",
    "SIGSYS": "it made a forbidden system call",
}


def how_it_ended(status: int) -> str:
    """A status of `waitpid` in words."""
    if status < 0:
        return "it closed its connection to the grader"
    if number := status & 0x7F:
        try:
            name = signal.Signals(number).name
        except ValueError:
            name = f"signal {number}"
        return f"{name}: {_SIGNALS[name]}" if name in _SIGNALS else name
    return f"exit code {status >> 8}"


def faults_of(tree: object) -> Iterator[Fault]:
    """The faults that a worker claims, as far as they have the right form."""
    for row in lists(tree)[:1000]:
        match row:
            case [str() as kind, sentence, int() as first, int() as last, list() as names, cell]:
                number = cell if type(cell) is int else None
                if isinstance(sentence, list):
                    sentence = _error_sentence(sentence)
                missing = tuple(str(name) for name in names if name == ANYTHING or _is_name(name))
                yield Fault(
                    clean(kind, 20), clean(str(sentence), SENTENCE), first, last, missing, number
                )


def _error_sentence(part: list[object]) -> str:
    match part:
        case ["raised", str() as kind, str() as message, line, str() as file, cell]:
            return f"{raised(kind, message, line, file, cell, '')}."
        case ["memory", line]:
            return f"MemoryError (line {line})."
    return "An error."


def lists(tree: object) -> list[list[object]]:
    """The lists in a claimed list."""
    return [row for row in tree if isinstance(row, list)] if isinstance(tree, list) else []


def pairs(tree: object) -> Iterator[tuple[str, str]]:
    """The pairs of a name and a text in a claimed list, as far as they have the right form."""
    for row in lists(tree):
        match row:
            case [str() as name, str() as text] if _is_name(name):
                yield name, text


def _is_name(name: object) -> bool:
    return isinstance(name, str) and len(name) <= 200 and name.isidentifier()
