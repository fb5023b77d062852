"""What tests hand over that the student's code may call: it stays here, and is called from over there."""

from __future__ import annotations

import builtins
import functools
import io
import sys
import types
from collections.abc import Callable, Sequence

import numpy as np

from grader.sandbox.lending import LENT
from grader.sandbox.outcome import Kept

_FUNCTIONS = (
    types.FunctionType,
    types.MethodType,
    types.BuiltinFunctionType,
    functools.partial,
    np.ufunc,
)
_GIVEN_INPUT, _GIVEN_STDIN = builtins.input, sys.stdin
# what would give the student's code the rights of the tests
_NEVER = tuple(
    getattr(builtins, name)
    for name in ("eval", "exec", "compile", "open", "__import__", "breakpoint", "getattr",
                 "setattr", "delattr", "vars", "globals", "locals")
)  # fmt: skip
_HARMLESS = frozenset({"builtins", "math", "cmath", "operator", "numpy", "statistics", "random",
                       "itertools", "functools", ""})  # fmt: skip


class Loans:
    """Everything that was lent, by its name over there, and the last error that came of it."""

    def __init__(self) -> None:
        self._by_name: dict[str, Callable[..., object]] = {}
        self._names: dict[int, str] = {}
        self.error: BaseException | None = None

    def kept(self, thing: Callable[..., object]) -> Kept:
        """What stands for something lent in a message."""
        key = id(thing)
        if isinstance(thing, types.MethodType):  # a new object at each look
            key = hash((id(thing.__self__), id(thing.__func__)))
        if key not in self._names:
            kind = "f" if isinstance(thing, _FUNCTIONS) else "o"
            self._names[key] = f"{LENT}{len(self._names)}{kind}"
            self._by_name[self._names[key]] = thing
        return Kept(self._names[key])

    def named(self, name: object) -> object:
        """What was lent under a name; None where nothing was."""
        return self._by_name.get(name) if isinstance(name, str) else None

    def called(self, name: str, values: Sequence[object], names: Sequence[str]) -> object:
        """What comes of a call from over there; raise what it raises."""
        place = len(values) - len(names)
        named = dict(zip(names, values[place:], strict=True))
        return self._by_name[name](*values[:place], **named)


def may_be_lent(value: object) -> bool:
    """Whether something is there to be called, and nothing that opens the tests' own process."""
    if not callable(value) or any(value is one for one in _NEVER) or isinstance(value, type):
        return False
    if isinstance(value, types.BuiltinFunctionType):
        owner = value.__self__
        if owner is not None and not isinstance(owner, types.ModuleType):
            return True  # `seen.append`
        return str(value.__module__ or "").partition(".")[0] in _HARMLESS
    return True


def replaced_input() -> Callable[..., object] | None:
    """What a test has put in the place of `input`, or of what is typed; None where nothing."""
    if builtins.input is not _GIVEN_INPUT:
        return builtins.input
    if sys.stdin is not _GIVEN_STDIN and isinstance(sys.stdin, io.StringIO):
        return _GIVEN_INPUT  # reads from there
    return None
