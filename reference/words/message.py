"""What is said to people, before it is English: a code, and the values it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import TypeAlias, Union

from reference.records import dataclass
from reference.words.sentences import SENTENCES

Value: TypeAlias = Union[str, int, float, "Message", tuple["Value", ...]]
Said: TypeAlias = Union[str, "Message"]  # a name from a cell, or a message about one


@dataclass(frozen=True)
class Message:
    """A sentence by its code, with values; `str` gives it in English.

    Codes are stable: a program asks for them, and another language has a table of its own.

    >>> message = say("not-cut-into-equal-parts", entries=5, parts=2)
    >>> message.code, str(message)
    ('not-cut-into-equal-parts', '5 entries cannot be cut into 2 equal parts')
    """

    code: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return SENTENCES[self.code].format_map({name: _said(of) for name, of in self.values})

    def holds(self, code: str) -> bool:
        """Whether this sentence, or one within it, has a code that begins so."""
        within = (value for _, value in self.values if isinstance(value, Message))
        return self.code.startswith(code) or any(message.holds(code) for message in within)


def say(code: str, /, **values: object) -> Message:
    """A message with these values; what is no plain value is taken as it is written."""
    return Message(code, tuple((name, _plain(value)) for name, value in values.items()))


def every(items: Sequence[Said]) -> Said:
    """`a, b and c`."""
    return items[0] if len(items) == 1 else say("and", first=tuple(items[:-1]), last=items[-1])


def joined(code: str, items: Iterable[Said]) -> Said:
    """Items with the same word between any two of them: `a or b or c`."""
    return reduce(lambda first, last: say(code, first=first, last=last), items)


def _plain(value: object) -> Value:
    match value:
        case str() | int() | float() | Message():
            return value
        case tuple() | list():
            return tuple(_plain(item) for item in value)
        case _:
            return str(value)


def _said(value: Value) -> str:
    return ", ".join(map(_said, value)) if isinstance(value, tuple) else str(value)
