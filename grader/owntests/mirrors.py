"""Lists, tables and arrays of the submission that a test holds: what is changed here is changed there, and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np

from grader.owntests.wire import BOUNDS
from grader.sandbox.codec import Encoder, Refusal
from grader.sandbox.outcome import Kept


class Mirrors:
    """What the names of the submission gave, with what it held then."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[object, str]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter([*self._held])

    def seen(self, name: str, value: object) -> object:
        """What a name gives: the thing that it gave before, as it is now."""
        if type(value) not in (list, dict, np.ndarray):
            return value
        known = self._held.get(name, (None, ""))[0]
        if known is not None and refilled(known, value):
            value = known
        written = _written(value)
        if written:
            self._held[name] = (value, written)
        return value

    def changed(self) -> Iterator[tuple[str, object]]:
        """The names whose thing was changed here since it was last looked at."""
        for name, (value, before) in [*self._held.items()]:
            now = _written(value)
            if now != before:
                self._held[name] = (value, now)
                yield name, value


def refilled(thing: object, contents: object) -> bool:
    """Give a thing these contents, if it is of the same kind."""
    if type(thing) is not type(contents):
        return False
    if type(thing) is list:
        thing[:] = cast("list[object]", contents)
    elif type(thing) is dict:
        thing.clear()
        thing.update(cast("dict[object, object]", contents))
    elif type(thing) is np.ndarray and type(contents) is np.ndarray:
        if thing.shape != contents.shape or thing.dtype != contents.dtype:
            return False
        thing[...] = contents
    return True


def _written(value: object) -> str:
    """What a thing holds, to be compared; nothing where that cannot be said."""
    encoder = Encoder(BOUNDS, Kept)
    try:
        return encoder.write(value) + encoder.block.hex()
    except Refusal:
        return ""
