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
from grader.words.sentences import workers as sentences
from grader.words.sentences.workers import speak

SENTENCE = 500
DEEPEST = 4  # messages within messages: what fails, where, and what is to be written
TYPED = 2_000


def raised(  # noqa: PLR0917  # the parts of a reply, in its order
    kind: str,
    claimed: object,
    line: object,
    file: str,
    cell: object,
    output: str,
    meant: str = "",
) -> Raised:
    """An error as a worker claims it, with advice where there is one."""
    kind = clean(kind, 100)
    message = clean(claimed) if isinstance(claimed, str) else sentences.message_fails()
    hint = hints.in_error(kind, message)
    advice = meant if hint is None else speak(hint)
    if advice:  # says it better than what some libraries go on to tell
        message = message.split("\n", 1)[0]
    if kind == "SystemExit":
        message, advice = sentences.ends_itself(), ""
    return Raised(
        kind,
        f"{message} ({advice})" if advice else message,
        line if type(line) is int and line > 0 else None,
        output,
        clean(file, 200),
        cell if type(cell) is int else None,
    )


def how_it_ended(status: int) -> str:
    """A status of `waitpid` in words."""
    if status < 0:
        return sentences.connection_closed()
    if number := status & 0x7F:
        try:
            name = signal.Signals(number).name
        except ValueError:
            return sentences.signal_number(number)
        return sentences.ended_by(name)
    return sentences.exit_code(status >> 8)


def faults_of(tree: object) -> Iterator[Fault]:
    """The faults that a worker claims, as far as they have the right form."""
    for row in lists(tree)[:1000]:
        match row:
            case [str() as kind, said, int() as first, int() as last, list() as names, cell]:
                number = cell if type(cell) is int else None
                missing = tuple(str(name) for name in names if name == ANYTHING or _is_name(name))
                yield Fault(clean(kind, 20), _fault(said), first, last, missing, number)


def _fault(said: object) -> str:
    """The sentence of a fault: an error as it was raised, or a message of ours."""
    match said:
        case None:
            return ""
        case ["raised", str() as kind, (str() | None) as message, line, str() as file, cell, *more]:
            meant = spoken(more[0]) if more else ""
            return clean(f"{raised(kind, message, line, file, cell, '', meant)}.", SENTENCE)
        case ["memory", int() as line]:
            return sentences.memory_error_in(line)
        case ["memory", _]:
            return sentences.memory_error()
        case _:
            return spoken(said) or sentences.some_error()


def spoken(claimed: object) -> str:
    """The sentence that a claimed message stands for; nothing where it is no message of ours."""
    return clean(speak(_cleaned(claimed)), SENTENCE)


def _cleaned(part: object, depth: int = 0) -> object:
    match part:
        case list() if depth <= DEEPEST:
            return tuple(_cleaned(inner, depth + 1) for inner in part)
        case str():
            return clean(part, SENTENCE)
        case int():
            return part
        case _:
            return None


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
