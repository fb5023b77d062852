"""Objects that stay in the student's process, as a course's tests hold them.

Each has a class of its own here, with the name and just the special methods that its class has over
there: so `iter`, `callable`, `with`, operators and `isinstance` find what they would find in plain
Python, and every one of them is carried out over there.  Python's own containers come with
their contents.  Two things a student's class says are never believed: that it is equal to a value,
and that it is true.
"""

from __future__ import annotations

import collections
import inspect
import pathlib
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NoReturn, Protocol, cast

import numpy as np

from grader.owntests.cause import Ended, raise_with
from grader.owntests.lend import Loans, may_be_lent
from grader.sandbox.outcome import Kept
from grader.words.sentences import own_tests as sentences

_GET, _SET = object.__getattribute__, object.__setattr__
_MOST = 10_000  # entries of an iterator that is handed to the student's code
_BUILT_IN: Mapping[str, type] = {
    "builtins.function": types.FunctionType,
    "builtins.generator": types.GeneratorType,
    "builtins.module": types.ModuleType,
    "builtins.method": types.MethodType,
    "builtins.type": type,
}


class Asker(Protocol):
    """Who asks over there: a name, or an attribute or an operation of what was kept."""

    made: dict[int, tuple[object, Kept]]
    tuples: dict[tuple[object, ...], Callable[..., object]]
    known: dict[int, object]
    classes: dict[str, object]
    loans: Loans

    def ask(self, name: str | None, of: Kept | None, called: list[object] | None) -> object:
        """What a name, an attribute or a call gives."""

    def make(self, kind: str, entries: list[object]) -> object:
        """One of Python's own objects, made over there."""


class Remote:
    """Something that stays in the student's process: a function, a class, an object."""

    def __init__(self, asker: Asker, name: str | None, of: Kept | None, kind: str) -> None:
        _SET(self, "_remote", (asker, name, of, kind))

    def __getattribute__(self, name: str) -> object:
        """An attribute over there; what Python itself looks for on a type is found here."""
        if name in _OWN:
            return _GET(self, name)
        if name == "__class__":
            return _class_of(self)
        if name == "__signature__":
            return _signature(operate(self, "parameters"))
        asker, own, of, _ = parts_of(self)
        if own is not None:  # a name of the module: fetch what it stands for, then look at that
            return getattr(_held(self), name)
        return asker.ask(name, of, None)

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute over there."""
        operate(self, "setattr", name, value)

    def __delattr__(self, name: str) -> None:
        """Delete an attribute over there."""
        operate(self, "delattr", name)

    def __instancecheck__(self, instance: object) -> bool:
        """Whether something over there is one of this class; a value never is."""
        return isinstance_of_ours(instance) and bool(operate(self, "isinstance", instance))

    def __subclasscheck__(self, other: object) -> bool:
        """Whether a class over there is below this one."""
        return isinstance_of_ours(other) and bool(operate(self, "issubclass", other))

    def __str__(self) -> str:
        """How it writes itself."""
        return str(operate(self, "str"))

    def __repr__(self) -> str:
        """How it writes itself, where its class says so; else what it is."""
        _, name, _, kind = parts_of(self)
        return f"<{name or kind} of the submission>"

    def __format__(self, form: str) -> str:
        """How it writes itself in a text."""
        return str(operate(self, "format", form))

    def __dir__(self) -> list[str]:
        """The names that it has over there."""
        return cast("list[str]", operate(self, "dir"))

    def __eq__(self, other: object) -> bool:
        """Equal to itself, or to another object over there; what it says of a value proves nothing."""
        if self is other:
            return True
        return isinstance_of_ours(other) and operate(self, "eq", other) is True

    def __ne__(self, other: object) -> bool:
        """Not equal."""
        return not self == other

    def __hash__(self) -> int:
        """As over there: two that are equal have one."""
        return int(cast("int", operate(self, "hash")))

    def __bool__(self) -> bool:
        """An object is no answer to a question of yes or no."""
        raise TypeError(sentences.neither_true_nor_false(self))


_OWN = frozenset({"__module__", "__hash__", "__eq__", "__ne__", "__bool__", "__repr__",
                  "__instancecheck__", "__subclasscheck__", "__format__", "__dir__", "__str__"})  # fmt: skip


def isinstance_of_ours(value: object) -> bool:
    """Whether a value stands for something over there; its `__class__` says something else."""
    return issubclass(type(value), Remote)


# special methods, by name: a class here has those that its class over there has


def _operator(operation: str) -> Callable[..., object]:
    def method(self: Remote, *args: object) -> object:
        return operate(self, operation, *args)

    return method


def _call(self: Remote, *args: object, **kwargs: object) -> object:
    asker, name, of, _ = parts_of(self)
    return asker.ask(name, of, [list(args), kwargs])


def _iterate(self: Remote) -> object:
    found = operate(self, "iter")
    return found if isinstance_of_ours(found) else iter(cast("Sequence[object]", found))


def _entries(self: Remote) -> Iterator[object]:
    """The entries of what has only `__getitem__`, as Python's own loop finds them."""
    at = 0
    while True:
        try:
            yield operate(self, "getitem", at)
        except IndexError:
            return
        at += 1


def _contains(self: Remote, value: object) -> bool:
    if isinstance_of_ours(value):
        return operate(self, "contains", value) is True
    return any(
        entry is value or bool(np.all(entry == value)) for entry in cast("list[object]", self)
    )


def _leave(self: Remote, _: object, error: object, __: object) -> object:
    if error is None:
        return operate(self, "exit", None, None, None)
    cannot(sentences.with_block_not_told(type(error).__name__))


_BINARY = ("add", "sub", "mul", "truediv", "floordiv", "mod", "matmul", "and", "or", "xor",
           "lshift", "rshift", "pow", "divmod")  # fmt: skip
_METHODS: dict[str, Callable[..., object]] = {
    **{f"__{n}__": _operator(f"{n}_" if n in ("and", "or") else n) for n in _BINARY},
    **{f"__r{n}__": _operator(f"r{n}_" if n in ("and", "or") else f"r{n}") for n in _BINARY[:-1]},
    **{f"__{n}__": _operator(n) for n in (
        "lt", "le", "gt", "ge", "neg", "pos", "invert", "abs", "len", "next", "reversed",
        "getitem", "setitem", "delitem", "int", "float", "complex", "index", "round", "bytes",
        "enter",
    )},
    "__call__": _call, "__iter__": _iterate, "__contains__": _contains, "__exit__": _leave,
}  # fmt: skip
_classes: dict[tuple[object, ...], type[Remote]] = {}


def remote(asker: Asker, of: Kept) -> object:
    """What a kept result is here: Python's own containers themselves, all else a `Remote`."""
    found = asker.ask("op:kind", of, [[], {}])
    name, above, special, fields, number = cast(
        "tuple[str, list[str], list[str], list[str] | None, int]", found
    )
    if (lent := asker.loans.named(number)) is not None:
        return lent
    if number in asker.known:  # it stays there, so that nothing else can have its number
        return asker.known[number]
    native = _native(asker, of, str(name), above, fields)
    if native is not None:
        asker.made[id(native)] = (native, of)
        return native
    methods = {n: _METHODS[n] for n in special if n in _METHODS}
    if "__getitem__" in methods and "__iter__" not in methods:
        methods["__iter__"] = _entries
    if "__repr__" in special and "builtins.type" not in above:
        methods["__repr__"] = _operator("repr")
    asker.known[number] = _class(str(name), above, methods)(asker, None, of, str(name))
    return asker.known[number]


def _class(
    name: str, above: list[str], methods: Mapping[str, Callable[..., object]]
) -> type[Remote]:
    key = (name, tuple(above), tuple(methods))
    if key not in _classes:
        _classes[key] = type(name, (Remote,), {**methods, "_above": tuple(above)})
    return _classes[key]


def named(asker: Asker, name: str, kind: str) -> object:
    """A function or class of the module, under its name: it outlives the process that holds it."""
    if kind != "class":
        return _class(kind, ["builtins.function"], {"__call__": _call})(asker, name, None, kind)
    if name not in asker.classes:
        held = asker.ask(name, None, None)
        methods = {n: m for n, m in vars(type(held)).items() if n in _METHODS}
        above = cast("tuple[str, ...]", vars(type(held)).get("_above", ()))
        asker.classes[name] = _class("class", [*above], methods)(asker, name, None, "class")
    return asker.classes[name]


def _native(
    asker: Asker, of: Kept, name: str, above: list[str], fields: list[str] | None
) -> object | None:
    """One of Python's own containers with its contents; None for all else."""
    first = above[0]
    if fields is not None and "builtins.tuple" in above:
        entries = cast("list[object]", asker.ask("op:contents", of, [[], {}]))
        key = ("namedtuple", name, *fields)
        if key not in asker.tuples:
            asker.tuples[key] = collections.namedtuple(name, fields)  # noqa: PYI024  # as it is over there
        return asker.tuples[key](*entries)
    if first not in _CONTENTS:
        return None
    return _CONTENTS[first](asker.ask("op:contents", of, [[], {}]))


def _of_pairs(kind: Callable[..., object]) -> Callable[[object], object]:
    return lambda pairs: kind((key, value) for key, value in cast("list[list[object]]", pairs))


def _array(found: object) -> object:
    kind, entries = cast("list[object]", found)
    if isinstance(kind, str) and kind.startswith(("<U", "bool", "int", "float", "object")):
        return np.array(entries, dtype=kind)
    raise TypeError(f"an array of {kind}")


_CONTENTS: Mapping[str, Callable[..., object]] = {
    "builtins.set": set,
    "builtins.frozenset": frozenset,
    "builtins.bytes": bytes,
    "builtins.bytearray": bytearray,
    "builtins.list": list,
    "builtins.tuple": tuple,
    "builtins.range": lambda ends: range(*ends),
    "builtins.dict": _of_pairs(dict),
    "builtins.mappingproxy": _of_pairs(dict),
    "collections.OrderedDict": _of_pairs(collections.OrderedDict),
    "collections.defaultdict": _of_pairs(dict),
    "collections.Counter": lambda pairs: collections.Counter(dict(pairs)),
    "collections.deque": collections.deque,
    "numpy.ndarray": _array,
}


def operate(thing: Remote, operation: str, *args: object) -> object:
    """Carry out over there what Python does to an object."""
    asker, name, of, _ = parts_of(thing)
    if name is not None:
        return operate(cast("Remote", _held(thing)), operation, *args)
    return asker.ask(f"op:{operation}", of, [list(args), {}])


def parts_of(thing: Remote) -> tuple[Asker, str | None, Kept | None, str]:
    """The asker, the name in the module or what was kept, and the kind."""
    return cast("tuple[Asker, str | None, Kept | None, str]", _GET(thing, "_remote"))


def _held(thing: Remote) -> object:
    """What a name of the module stands for, kept over there."""
    asker, name, of, _ = parts_of(thing)
    return asker.ask(name, of, None)


def _class_of(thing: Remote) -> type:
    """What `isinstance` of Python's own kinds sees."""
    own = type(thing)
    above = cast("tuple[str, ...]", vars(own).get("_above", ()))
    if "builtins.type" in above:
        return type
    return _BUILT_IN.get(above[0] if above else "", own)


def _signature(found: object) -> inspect.Signature:
    """The parameters of a function over there; what stands for nothing given is shown as it is."""
    rows = cast("list[list[object]]", found)
    return inspect.Signature([
        inspect.Parameter(
            str(name), _PARAMETER_KINDS[cast("int", kind)],
            default=_Shown(str(shown)) if given else inspect.Parameter.empty,
            annotation=inspect.Parameter.empty if note is None else note,
        )
        for name, kind, given, shown, note in rows
    ])  # fmt: skip


_PARAMETER_KINDS = (
    inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.KEYWORD_ONLY,
    inspect.Parameter.VAR_KEYWORD,
)  # fmt: skip


class _Shown:
    """A default that stays over there: it is what it shows."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def __repr__(self) -> str:
        """As it is written over there."""
        return self.shown

    def __eq__(self, other: object) -> bool:
        """By what is written."""
        return repr(other) == self.shown

    def __hash__(self) -> int:
        """By what is written."""
        return hash(self.shown)


def sendable(value: object, asker: Asker) -> object:
    """A value in which everything that stays over there, or cannot cross, has become its name."""
    if type(value) in _PLAIN:
        return value
    if isinstance_of_ours(value):
        _, name, of, _ = parts_of(cast("Remote", value))
        return of if name is None else sendable(_held(cast("Remote", value)), asker)
    known = asker.made.get(id(value))
    if known is not None and known[0] is value and not isinstance(value, _CHANGING):
        return known[1]
    kind = type(value)
    if kind in (list, tuple):
        return kind(sendable(entry, asker) for entry in cast("Sequence[object]", value))
    if kind is dict:
        entries = cast("Mapping[object, object]", value)
        return {key: sendable(entry, asker) for key, entry in entries.items()}
    making = _making(value)
    if making is None:
        return asker.loans.kept(value) if callable(value) and may_be_lent(value) else value
    name, contents = making
    return asker.make(name, [sendable(entry, asker) for entry in contents])


_PLAIN = frozenset({int, float, str, bool, complex, type(None), np.ndarray, np.float64})
_CHANGING = (list, set, bytearray, collections.deque, dict)
_ITERATORS: tuple[type, ...] = (types.GeneratorType, zip, map, filter, enumerate, reversed, type(iter([])),
              type(iter(())), type(iter(range(0))), type(iter({})), type(iter("")))  # fmt: skip


def _making(value: object) -> tuple[str, list[object]] | None:
    """How a value is made over there that does not cross as it is."""
    if isinstance(value, pathlib.PurePath):
        return "Path", [str(value)]
    if isinstance(value, range):
        return "range", [value.start, value.stop, value.step]
    for kind in ("set", "frozenset", "bytes", "bytearray"):
        if type(value).__name__ == kind and isinstance(value, (set, frozenset, bytes, bytearray)):
            return kind, list(value)
    if type(value) is collections.deque:
        return "deque", list(value)
    if isinstance(value, _ITERATORS):
        taken: list[object] = []
        for entry in cast("Iterator[object]", value):
            taken.append(entry)
            if len(taken) > _MOST:
                cannot(sentences.endless_iterator())
        return "iterator", taken
    return None


def cannot(said: str) -> NoReturn:
    """The tests cannot go on here; that is nobody's fault."""
    raise_with(Ended(said), "cannot-send")
