"""The student's module, as a course's tests see it: a stand-in that asks the worker.

Values come as they are; functions are called over there with copies of their arguments, and what
they change in place is changed here.  What is no plain data (an object of the student's own class)
stays there; a `Remote` stands for it.  A `Remote` is never equal to a value, whatever the
student's class says of itself.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from types import ModuleType
from typing import NoReturn, cast

import numpy as np

from grader.owntests.wire import Wire
from grader.sandbox.codec import Refusal
from grader.sandbox.outcome import Kept

CAUSE = "__grader_cause__"  # on an exception: what became of the student's code

_GET, _SET = object.__getattribute__, object.__setattr__


class Ended(BaseException):
    """The student's code gave no answer: too slow, crashed, out of memory.

    No `Exception`, so that a test which expects one does not take this for it.
    """


class StudentError(Exception):
    """An error of a type that only the student's code knows."""


class Asker:
    """Sends what the tests want to know of the student's code, and reads what came of it."""

    def __init__(self, wire: Wire, kinds: Mapping[str, str]) -> None:
        self.wire = wire
        self.kinds = kinds
        self.loading = True
        self.errors: dict[str, type[Exception] | None] = {}

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
        arguments = _sendable(called)
        try:
            self.wire.send(["use", name, of, arguments])
        except Refusal as refusal:
            _raise(Ended(f"an argument of {name or 'it'} cannot be sent to the student's code: "
                         f"{refusal.sentence}"), "cannot-send")  # fmt: skip
        reply = self.wire.receive()
        if reply is None:
            raise SystemExit(1)  # the grader is gone
        return self._read(name or "it", called, reply)

    def _read(self, name: str, called: list[object] | None, reply: list[object]) -> object:
        match reply:
            case ["value", value, after, str() as printed]:
                sys.stdout.write(printed)
                if called is not None and isinstance(after, (list, tuple)):
                    _change(called, after)
                return _received(value, self)
            case ["raised", str() as kind, str() as message, str() as place, str() as printed]:
                sys.stdout.write(printed)
                note = "not-implemented" if kind == "NotImplementedError" else "raised"
                said = f"{kind}: {message}" if message else kind
                _raise(self._error(kind, message), note, f"{said}{place}")
            case ["absent", str() as because]:
                said = f"the submission has no {name}"
                _raise(AttributeError(f"{said}: {because}" if because else said), "missing")
            case ["lost", str() as note, str() as sentence, str() as printed]:
                sys.stdout.write(printed)
                _raise(Ended(sentence), note)
        raise SystemExit(1)

    def _error(self, kind: str, message: str) -> BaseException:
        """An error like the one over there.  None of them may end or skip the tests themselves."""
        own = self.error_class(kind) if self.kinds.get(kind) == "class" else None
        found = own or getattr(builtins, kind, None) or getattr(np.linalg, kind, None)
        if kind == "SystemExit" or (isinstance(found, type) and issubclass(found, Exception)):
            make = cast("Callable[[str], BaseException]", found)
            with suppress(TypeError):  # a few take more than a message
                return make(message)
        unknown: type[StudentError] = type(
            kind if kind.isidentifier() else "StudentError", (StudentError,), {}
        )
        return unknown(message)


class Remote:
    """Something that stays in the student's process: a function, a class, an object."""

    def __init__(self, asker: Asker, name: str | None, of: Kept | None, kind: str) -> None:
        _SET(self, "_remote", (asker, name, of, kind))

    def __getattribute__(self, name: str) -> object:
        """An attribute over there; what Python itself looks for on a type is found here."""
        if name in _OWN:
            return _GET(self, name)
        _, own, of, _ = _parts(self)
        if of is None:  # a name of the module: fetch what it stands for, then look at that
            return getattr(_held(self), name)
        if own is not None:
            return getattr(_held(self), name)
        asker = _parts(self)[0]
        return asker.ask(name, of, None)

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute over there."""
        _ask_method(self, "__setattr__", name, value)

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Call it over there with copies."""
        asker, name, of, _ = _parts(self)
        return asker.ask(name, of, [list(args), kwargs])

    def __getitem__(self, key: object) -> object:
        """An entry over there."""
        return _ask_method(self, "__getitem__", key)

    def __setitem__(self, key: object, value: object) -> None:
        """Set an entry over there."""
        _ask_method(self, "__setitem__", key, value)

    def __len__(self) -> int:
        """How many entries it says it has."""
        return int(cast("int", _ask_method(self, "__len__")))

    def __iter__(self) -> Iterator[object]:
        """Its entries, one asked for after the other."""
        over_there = _ask_method(self, "__iter__")
        if not isinstance(over_there, Remote):
            yield from cast("Sequence[object]", over_there)
            return
        end = object()
        while (entry := _next(over_there, end)) is not end:
            yield entry

    def __contains__(self, value: object) -> bool:
        """Whether one of its entries is equal to a value; that is compared here."""
        return any(entry is value or bool(np.all(entry == value)) for entry in self)

    def __str__(self) -> str:
        """How it writes itself."""
        return str(_ask_method(self, "__str__"))

    def __instancecheck__(self, instance: object) -> bool:
        """Whether something over there is one of this class; a value never is."""
        return isinstance(instance, Remote) and bool(
            _ask_method(self, "__instancecheck__", instance)
        )

    def __repr__(self) -> str:
        """What it is, without asking."""
        _, name, _, kind = _parts(self)
        return f"<{name or kind} of the submission>"

    def __eq__(self, other: object) -> bool:
        """Nothing but itself: what the student's class says of equality proves nothing."""
        return self is other

    def __hash__(self) -> int:
        """By identity, like equality."""
        return id(self)

    def __bool__(self) -> bool:
        """An object is no answer to a question of yes or no."""
        raise TypeError(f"{self!r} is neither True nor False; it should have been a value")


_OWN = frozenset({"__class__", "__dict__", "__doc__", "__module__", "__hash__", "__eq__",
                  "__bool__", "__repr__", "__instancecheck__"})  # fmt: skip


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

    def __getattr__(self, name: str) -> object:
        """A function or class to be called over there; a value; or what is lacking."""
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        asker: Asker = self.__dict__["__grader__"]
        kinds = asker.kinds
        if kinds.get(name) == "class":
            error = asker.error_class(name)
            return Remote(asker, name, None, "class") if error is None else error
        if kinds.get(name) == "function":
            return Remote(asker, name, None, "function")
        try:
            return asker.ask(name, None, None)
        except AttributeError as error:
            if asker.loading:  # one test file imports all names; each test needs only some
                return Lacking(error)
            raise

    def __setattr__(self, name: str, value: object) -> None:
        """Keep what Python itself sets; a test that puts its own thing there is told it cannot."""
        if not name.startswith("__") and not isinstance(value, (ModuleType, Remote)):
            said = f"{name} of the submission cannot be replaced: it runs in another process"
            _raise(Ended(said), "cannot-send")
        super().__setattr__(name, value)


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


def cause_of(error: BaseException) -> tuple[str, str]:
    """What became of the student's code, if that is why a test failed: a note, and a sentence."""
    found: object = vars(error).get(CAUSE) if hasattr(error, "__dict__") else None
    return cast("tuple[str, str]", found) if isinstance(found, tuple) else ("", "")


def _parts(remote: Remote) -> tuple[Asker, str | None, Kept | None, str]:
    return cast("tuple[Asker, str | None, Kept | None, str]", _GET(remote, "_remote"))


def _held(remote: Remote) -> object:
    """What a name of the module stands for, kept over there."""
    asker, name, of, _ = _parts(remote)
    return asker.ask(name, of, None)


def _ask_method(remote: Remote, method: str, *args: object) -> object:
    asker, name, of, _ = _parts(remote)
    if name is not None:
        return getattr(_held(remote), method)(*args)
    return asker.ask(method, of, [list(args), {}])


def _next(iterator: Remote, end: object) -> object:
    """The next entry over there, or the mark that there is none."""
    try:
        return _ask_method(iterator, "__next__")
    except StopIteration:
        return end


def _lacks(lacking: Lacking) -> NoReturn:
    error = cast("AttributeError", _GET(lacking, "_lacking"))
    _raise(AttributeError(str(error)), "missing")


def _raise(error: BaseException, note: str, sentence: str = "") -> NoReturn:
    vars(error)[CAUSE] = (note, sentence or str(error))
    raise error from None


def _sendable(value: object) -> object:
    """A value in which everything that stays over there has become its name."""
    if isinstance(value, Remote):
        _, name, of, _ = _parts(value)
        if name is not None:
            return _sendable(_held(value))
        return of
    if type(value) is Lacking:
        _lacks(value)
    if type(value) in (list, tuple):
        return type(value)(_sendable(entry) for entry in cast("Sequence[object]", value))  # type: ignore[call-arg]  # list or tuple
    if type(value) is dict:
        return {key: _sendable(entry) for key, entry in value.items()}
    return value


def _received(value: object, asker: Asker) -> object:
    """A value as the tests get it."""
    if type(value) is Kept:
        return Remote(asker, None, value, "object")
    if type(value) in (list, tuple):
        entries = cast("Sequence[object]", value)
        if any(type(entry) is Kept for entry in entries):
            return type(value)(_received(entry, asker) for entry in entries)  # type: ignore[call-arg]  # list or tuple
    return value


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
    return any(isinstance(value, Remote) for value in cast("Sequence[object]", values))
