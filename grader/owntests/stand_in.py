"""The student's module, as a course's tests see it: a stand-in that asks the worker.

Values come as they are; functions are called over there with copies of their arguments, and what
they change in place is changed here.  What is no plain data (an object of the student's own class)
stays there; a `Remote` stands for it.  A `Remote` is never equal to a value, whatever the
student's class says of itself.
"""

from __future__ import annotations

import ast
import builtins
import os
import sys
import warnings
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import NoReturn, cast

import numpy as np

from grader.owntests.cause import Ended, StudentError, raise_with
from grader.owntests.remote import isinstance_of_ours, named, remote, sendable
from grader.owntests.wire import Wire
from grader.sandbox.codec import Refusal
from grader.sandbox.outcome import Kept
from grader.words.sentences import own_tests as own_test_sentences
from grader.words.sentences.workers import speak

_GET, _SET = object.__getattribute__, object.__setattr__


_UNHEARD = getattr(warnings, "_showwarnmsg_impl", None)


class Asker:
    """Sends what the tests want to know of the student's code, and reads what came of it."""

    def __init__(self, wire: Wire, kinds: Mapping[str, str]) -> None:
        self.wire = wire
        self.kinds = kinds
        self.loading = True
        self.errors: dict[str, type[Exception] | None] = {}
        self.made: dict[int, tuple[object, Kept]] = {}  # what is the same thing over there
        self.tuples: dict[tuple[object, ...], Callable[..., object]] = {}
        self.known: dict[int, object] = {}
        self.classes: dict[str, object] = {}

    def error_class(self, name: str) -> type[Exception] | None:
        """The class of errors that a name of the submission is; None if it is no such class.

        It has the parents that it has over there, so that a test may expect one of these.
        """
        if name not in self.errors:
            self.errors[name] = None
            parents = self._parents(name)
            if parents is not None:
                self.errors[name] = type(name, parents, {})
        return self.errors[name]

    def _parents(self, name: str) -> tuple[type[Exception], ...] | None:
        classes = getattr(self.ask(name, None, None), "__mro__", None)
        above = classes[1:] if isinstance(classes, tuple) else ()
        names = [str(getattr(one, "__name__", "")) for one in above]
        if "BaseException" not in names:
            return None
        own = (self.error_class(one) for one in names if self.kinds.get(one) == "class")
        parents = [next((one for one in own if one is not None), StudentError)]
        known = (getattr(builtins, one, None) for one in names)
        for one in known:
            if isinstance(one, type) and issubclass(one, Exception) and one is not Exception:
                return (*parents, one)
        return tuple(parents)

    def ask(self, name: str | None, of: Kept | None, called: list[object] | None) -> object:
        """What a name, an attribute or a call gives; raise what the student's code raised."""
        arguments = sendable(called, self)
        try:
            self.wire.send(["use", name, of, arguments])
        except Refusal as refusal:
            raise_with(Ended(own_test_sentences.argument_not_sent(name or 'it', speak(refusal.said))), "cannot-send")  # fmt: skip
        reply = self.wire.receive()
        if reply is None:
            raise SystemExit(1)  # the grader is gone
        return self._read(name or "it", called, arguments, reply)

    def _read(
        self, name: str, called: list[object] | None, sent: object, reply: list[object]
    ) -> object:
        match reply:
            case ["value", value, after, str() as printed]:
                sys.stdout.write(printed)
                if called is not None and isinstance(after, (list, tuple)):
                    _change(called, after)
                if called is not None and not name.startswith(("op:", "make:")):
                    self._changed(called, sent)
                    self._warn()
                return _received(value, self)
            case ["raised", str() as kind, str() as message, str() as place, str() as printed]:
                sys.stdout.write(printed)
                if name.startswith(("op:", "make:")) and kind == "StopIteration":
                    raise StopIteration
                _nobody_s_fault(kind, message, called)
                note = "not-implemented" if kind == "NotImplementedError" else "raised"
                said = f"{kind}: {message}" if message else kind
                raise_with(self._error(kind, message), note, f"{said}{place}")
            case ["absent", str() as because]:
                said = own_test_sentences.submission_lacks(name)
                raise_with(AttributeError(f"{said}: {because}" if because else said), "missing")
            case ["lost", str() as note, str() as sentence, str() as printed]:
                sys.stdout.write(printed)
                self.known.clear()  # perhaps another process answers from now on
                self.made.clear()
                raise_with(Ended(sentence), note)
        raise SystemExit(1)

    def make(self, kind: str, entries: list[object]) -> object:
        """One of Python's own objects, made over there of its entries."""
        try:
            self.wire.send(["use", f"make:{kind}", None, [[entries], {}]])
        except Refusal as refusal:
            raise_with(Ended(f"a {kind} cannot be sent: {speak(refusal.said)}"), "cannot-send")
        match self.wire.receive():
            case ["value", value, _, _]:
                return value
        raise_with(Ended(own_test_sentences.cannot_be_sent(kind)), "cannot-send")

    def _warn(self) -> None:
        """Warn here of what the call warned of over there, if somebody listens."""
        if getattr(warnings, "_showwarnmsg_impl", None) is _UNHEARD:
            return
        self.wire.send(["use", "op:warned", None, None])
        match self.wire.receive():
            case ["value", list() as warned, _, _]:
                for kind, message in cast("list[tuple[str, str]]", warned):
                    found = getattr(builtins, kind, None)
                    known = isinstance(found, type) and issubclass(found, Warning)
                    warnings.warn(message, found if known else UserWarning, stacklevel=5)

    def _changed(self, called: list[object], sent: object) -> None:
        """Sets and their like among the arguments get the contents that they have over there."""
        args, kwargs = cast("tuple[list[object], dict[str, object]]", called)
        given, by_name = cast("tuple[list[object], dict[str, object]]", sent)
        for before, over_there in zip(
            (*args, *kwargs.values()), (*given, *by_name.values()), strict=True
        ):
            if isinstance(before, (set, bytearray, deque)) and isinstance(over_there, Kept):
                now = remote(self, over_there)
                before.clear()
                add = before.update if isinstance(before, set) else before.extend
                add(now)  # type: ignore[arg-type]  # a container of the same kind

    def _error(self, kind: str, message: str) -> BaseException:
        """An error like the one over there.  None of them may end or skip the tests themselves."""
        own = self.error_class(kind) if self.kinds.get(kind) == "class" else None
        found = own or getattr(builtins, kind, None) or getattr(np.linalg, kind, None)
        if kind == "SystemExit" or (isinstance(found, type) and issubclass(found, Exception)):
            make = cast("Callable[[str], BaseException]", found)
            with suppress(TypeError):  # a few take more than a message
                return make(_key(message) if kind == "KeyError" else message)
        unknown: type[StudentError] = type(
            kind if kind.isidentifier() else "StudentError", (StudentError,), {}
        )
        return unknown(message)


class Lacking:
    """A name that the tests import and the submission does not have: fails where it is used."""

    def __init__(self, error: AttributeError) -> None:
        _SET(self, "_lacking", error)

    def __getattribute__(self, name: str) -> object:
        """Say what is lacking."""
        if name in ("__class__", "__doc__", "__module__", "__dict__"):
            return _GET(self, name)
        _lacks(self)

    def _lack(self, *_: object, **__: object) -> NoReturn:
        _lacks(self)

    __call__ = __getitem__ = __iter__ = __len__ = __bool__ = __contains__ = _lack
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = _lack
    __eq__ = __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __hash__ = _lack
    __matmul__ = __rmatmul__ = __neg__ = __float__ = __int__ = __index__ = __array__ = _lack


class StandIn(ModuleType):
    """The module itself."""

    def __init__(self, name: str, asker: Asker, taken: Collection[str]) -> None:
        super().__init__(name)
        self.__grader__ = asker
        # `import *` takes over no name that means something in the tests: not `np`, not `len`
        self.__all__ = [
            key for key, kind in asker.kinds.items()
            if kind != "module" and not key.startswith("_") and key not in taken
            and not hasattr(builtins, key)
        ]  # fmt: skip
        self.__path__: list[str] = []
        self.__file__ = f"{name}.py"
        with suppress(AttributeError):  # a file that has none
            self.__doc__ = cast("str | None", asker.ask("__doc__", None, None))

    def __getattr__(self, name: str) -> object:
        """A function or class to be called over there; a value; or what is lacking."""
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        asker: Asker = self.__dict__["__grader__"]
        kinds = asker.kinds
        if kinds.get(name) == "class":
            error = asker.error_class(name)
            return named(asker, name, "class") if error is None else error
        if kinds.get(name) == "function":
            return named(asker, name, "function")
        try:
            return asker.ask(name, None, None)
        except AttributeError as error:
            if asker.loading:  # one test file imports all names; each test needs only some
                return Lacking(error)
            raise

    def __setattr__(self, name: str, value: object) -> None:
        """Keep what Python itself sets; a test that puts its own thing there is told it cannot."""
        ours = isinstance(value, ModuleType) or isinstance_of_ours(value)
        if not name.startswith("__") and not ours:
            said = own_test_sentences.cannot_be_replaced(name)
            raise_with(Ended(said), "cannot-send")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        """Forget what was set here; who could not replace a name has nothing to take back."""
        self.__dict__.pop(name, None)


def install(names: Sequence[str], asker: Asker, taken: Collection[str]) -> None:
    """Put the stand-in where `import` finds it, under every name that tests may use.

    `taken` are names that the tests give a meaning themselves.
    """
    for name in names:
        module = StandIn(name, asker, taken)
        parent, _, last = name.rpartition(".")
        if parent:
            if parent not in sys.modules:
                install([parent], asker, taken)
            setattr(sys.modules[parent], last, module)
        sys.modules[name] = module


def _lacks(lacking: Lacking) -> NoReturn:
    error = cast("AttributeError", _GET(lacking, "_lacking"))
    raise_with(AttributeError(str(error)), "missing")


def _received(value: object, asker: Asker) -> object:
    """A value as the tests get it."""
    if type(value) is Kept:
        return remote(asker, value)
    if type(value) in (list, tuple):
        entries = cast("Sequence[object]", value)
        if any(type(entry) is Kept for entry in entries):
            return type(value)(_received(entry, asker) for entry in entries)  # type: ignore[call-arg]  # list or tuple
    return value


def _key(message: str) -> str:
    """The key of a KeyError, whose message is how the key is written."""
    with suppress(ValueError, SyntaxError):
        return cast("str", ast.literal_eval(message))
    return message


def _nobody_s_fault(kind: str, message: str, called: list[object] | None) -> None:
    """What the student's code cannot do in its own process, and could beside the tests."""
    if kind == "EOFError" and "EOF when reading a line" in message:
        raise_with(Ended(own_test_sentences.input_not_handed()), "cannot-send")
    args, kwargs = cast("tuple[list[object], dict[str, object]]", called or ([], {}))
    paths = [one for one in (*args, *kwargs.values()) if isinstance(one, (str, os.PathLike))]
    files = [one for one in map(Path, paths) if one.is_absolute() and one.parent.exists()]
    if files and kind in ("PermissionError", "FileNotFoundError", "OSError", "IsADirectoryError"):
        raise_with(Ended(own_test_sentences.files_out_of_reach()), "cannot-send")


def _change(called: list[object], after: Sequence[object]) -> None:
    """Give the arguments the contents that they have over there after the call."""
    args, kwargs = cast("tuple[list[object], dict[str, object]]", called)
    for before, now in zip([*args, *kwargs.values()], after, strict=False):
        if type(before) is np.ndarray and type(now) is np.ndarray:
            if before.shape == now.shape and before.flags.writeable:
                before[...] = now
        elif type(before) is list and type(now) is list and not _holds_remote(before):
            before[:] = now
        elif type(before) is dict and type(now) is dict and not _holds_remote(before.values()):
            before.clear()
            before.update(now)


def _holds_remote(values: object) -> bool:
    return any(isinstance_of_ours(value) for value in cast("Sequence[object]", values))
