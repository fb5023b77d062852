"""What the inner side has to say to people: a code and values, and never a sentence.

Its process belongs to the student's code as well. So only codes of ours can be said, and the grader, which has the
sentences, writes them; values are cleaned before anybody reads them.
"""

from __future__ import annotations

import builtins
from json.encoder import encode_basestring_ascii as quoted
from typing import TypeAlias, Union

globals()["__builtins__"] = dict(vars(builtins))  # as in `codec`

# A code, then what its sentence speaks of; a value may be a message of its own.
Message: TypeAlias = tuple[Union[str, int, "Message"], ...]


def say(code: str, *values: str | int | Message) -> Message:
    """A message: its sentence is in `grader.words.sentences.workers`."""
    return (code, *values)


def written(message: Message) -> str:
    """A message as part of a reply."""
    return f"[{','.join([_written(part) for part in message])}]"


def _written(part: str | int | Message) -> str:
    if type(part) is tuple:
        return written(part)
    return int.__repr__(part) if type(part) is int else quoted(str(part))
