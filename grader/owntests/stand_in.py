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
from grader.owntests.lend import Loans, replaced_input
from grader.owntests.mirrors import Mirrors
from grader.owntests.remote import (
    Remote,
    isinstance_of_ours,
    named,
    parts_of,
    remote,
    sendable,
)
from grader.owntests.wire import Wire
from grader.sandbox.codec import Refusal
from grader.sandbox.outcome import Kept
from grader.words.sentences import own_tests as own_test_sentences
from grader.words.sentences.workers import speak

_GET, _SET = object.__getattribute__, object.__setattr__


_MODULE, _PYTHON = Kept("module:"), Kept("builtins:")  # where names can be replaced over there
_ABSENT = object()
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
        self.loans = Loans()
        self.mirrors = Mirrors()
        self.replaced: dict[str, tuple[object, object]] = {}  # what was there, and what is now
        self._input: object = None
        self._unsure = False  # whether another process may answer, in which nothing is replaced

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
        if of is None and name in self.replaced:  # a test holds what was there before
            before = self.replaced[name][0]
            if isinstance_of_ours(before):
                name, of = None, parts_of(cast("Remote", before))[2]
        is_call = called is not None and not (name or "").startswith(("op:", "make:"))
        if is_call:
            self._hand_over()
        if name != "op:refill":
            for known, value in self.mirrors.changed():
                self.ask("op:refill", _MODULE, [[known, value], {}])
        arguments = sendable(called, self)
        try:
            self.wire.send(["use", name, of, arguments])
        except Refusal as refusal:
            raise_with(Ended(own_test_sentences.argument_not_sent(name or 'it', speak(refusal.said))), "cannot-send")  # fmt: skip
        self.loans.error = None
        reply = self.wire.receive()
        while reply is not None and reply[0] == "lend":
            self.wire.send(self._lend(*reply[1:]))
            reply = self.wire.receive()
        if reply is None:
            raise SystemExit(1)  # the grader is gone
        if is_call and reply[0] in ("value", "raised"):
            for known in self.mirrors:
                self.mirrors.seen(known, self.ask(known, None, None))
        return self._read(name or "it", called, arguments, reply)

    def _lend(self, *asked: object) -> list[object]:
        """Call what was lent; what goes back over there."""
        name, found, names = cast("tuple[str, list[object], list[str]]", asked)
        values = [_received(value, self) for value in found]
        try:
            result = sendable(self.loans.called(name, values, names), self)
            back = ["back", result, [_if_sendable(value, self) for value in values]]
            self.loans.error = None
        except Exception as error:  # noqa: BLE001  # the student's code sees it first, as it would
            self.loans.error = error
            return ["fails", type(error).__name__, str(error)]
        except BaseException as error:  # noqa: BLE001  # raised again once the call has ended
            self.loans.error = error
            return ["stop"]
        return back

    def _hand_over(self) -> None:
        """Let all that a test has replaced be replaced over there: `input`, and in a new process names."""
        now, unsure = replaced_input(), self._unsure
        self._unsure = False
        if now is not self._input or unsure:
            self._input = now
            if now is None:
                self.ask("op:input", _PYTHON, [[], {}])
            else:
                self.ask("op:setattr", _PYTHON, [["input", now], {}])
        if unsure:
            for name, (_, value) in self.replaced.items():
                self.ask("op:setattr", _MODULE, [[name, value], {}])

    def replace(self, name: str, value: object) -> None:
        """Put something in the place of a name over there, or put back what was there."""
        if isinstance_of_ours(value) and parts_of(cast("Remote", value))[1] == name:
            self.put_back(name)
            return
        before = _ABSENT
        if name in self.replaced:
            before, _ = self.replaced[name]
        elif name in self.kinds:
            before = self.ask(name, None, None)
        try:
            self.ask("op:setattr", _MODULE, [[name, value], {}])
        except Ended:
            said = own_test_sentences.cannot_be_replaced(name)
            raise_with(Ended(said), "cannot-send")
        self.replaced[name] = (before, value)

    def put_back(self, name: str) -> None:
        """Let a name over there mean what it meant before a test replaced it."""
        before, _ = self.replaced.pop(name, (None, None))
        with suppress(Ended):  # a new process, in which nothing is replaced
            if before is _ABSENT:
                self.ask("op:delattr", _MODULE, [[name], {}])
            elif before is not None:
                self.ask("op:setattr", _MODULE, [[name, before], {}])

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
                self._pass_on(kind, message)
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
                self._unsure = True
                self._pass_on()
                raise_with(Ended(sentence), note)
        raise SystemExit(1)

    def _pass_on(self, kind: str = "", message: str = "") -> None:
        """Raise the error of something lent where the student's code let it through."""
        error, self.loans.error = self.loans.error, None
        if error is None:
            return
        if not isinstance(error, Exception) or (type(error).__name__, str(error)) == (
            kind,
            message,
        ):
            raise error

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
        if name in asker.replaced:
            return asker.replaced[name][1]
        kinds = asker.kinds
        if kinds.get(name) == "class":
            error = asker.error_class(name)
            return named(asker, name, "class") if error is None else error
        if kinds.get(name) == "function":
            return named(asker, name, "function")
        try:
            return asker.mirrors.seen(name, asker.ask(name, None, None))
        except AttributeError as error:
            if asker.loading:  # one test file imports all names; each test needs only some
                return Lacking(error)
            raise

    def __setattr__(self, name: str, value: object) -> None:
        """Keep what Python itself sets; what a test puts there is put there over there, too."""
        asker = self.__dict__.get("__grader__")
        if name.startswith("__") or asker is None or isinstance(value, StandIn):
            super().__setattr__(name, value)
        else:
            asker.replace(name, value)

    def __delattr__(self, name: str) -> None:
        """Let a name mean what it meant."""
        asker = self.__dict__["__grader__"]
        if name in asker.replaced:
            asker.put_back(name)
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


def _if_sendable(value: object, asker: Asker) -> object:
    """A value as it is now, where it is one that may have been changed in place."""
    changes = type(value) in (list, dict, np.ndarray)
    return sendable(value, asker) if changes else None


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
