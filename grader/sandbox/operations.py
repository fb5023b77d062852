"""What can be done to an object that stays in the worker: what Python itself does to any object.

The tests of a course stand in another process.  An operator, an iteration or a look at a class happens
here, by Python's own rules, so that its outcome is the one that plain tests would see.  What is no
plain data stays; `contents` gives the entries of Python's own containers.
"""

from __future__ import annotations

import inspect
import linecache
import operator
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from types import FunctionType
from typing import Any

from grader.sandbox.lending import number_of, put_input_back

_SYNTAX = ("add", "sub", "mul", "truediv", "floordiv", "mod", "matmul", "and_", "or_", "xor",
           "lshift", "rshift", "lt", "le", "gt", "ge", "eq", "ne")  # fmt: skip
_MAPPINGS = ("dict", "OrderedDict", "defaultdict", "Counter", "mappingproxy")
_EXACT = ("set", "frozenset", "bytes", "bytearray", "range", "deque", "list", "tuple", "ndarray")
_isroutine, _signature, _getattr_static = inspect.isroutine, inspect.signature, getattr
_getline, _mro_of = linecache.getlines, type.__dict__["__mro__"].__get__
_cleandoc = inspect.cleandoc


def _reflected(name: str) -> Callable[[object, object], object]:
    plain = getattr(operator, name)
    return lambda thing, other: plain(other, thing)


def _kind(thing: object) -> list[object]:
    """The class of a thing: its name, those above it, and the special methods that it has."""
    kind = type(thing)
    order = _mro_of(kind)
    above = [f"{one.__module__}.{one.__qualname__}" for one in order]
    special = sorted({name for one in order[:-1] for name in vars(one) if name.startswith("__")})
    fields = getattr(kind, "_fields", None) if issubclass(kind, tuple) else None
    named = list(fields) if isinstance(fields, tuple) else None
    return [kind.__name__, above, special, named, number_of(thing)]


def _contents(thing: object) -> object:
    """The entries of one of Python's own containers, or of an array of texts."""
    kind = type(thing).__name__
    if kind in _MAPPINGS and isinstance(thing, Mapping):
        return [list(pair) for pair in thing.items()]
    if kind == "range" and isinstance(thing, range):
        return [thing.start, thing.stop, thing.step]
    if hasattr(thing, "tolist"):
        return [str(thing.dtype), thing.tolist()]  # type: ignore[attr-defined]  # an array
    return list(thing) if isinstance(thing, Iterable) else []


def _parameters(thing: object) -> list[object]:
    """The parameters of a function: name, kind, and what stands there if nothing is given."""
    found = _signature(thing).parameters.values()  # type: ignore[arg-type]  # or it raises
    return [
        [p.name, int(p.kind), p.default is not p.empty,
         None if p.default is p.empty else repr(p.default),
         None if p.annotation is p.empty else str(getattr(p.annotation, "__name__", p.annotation))]
        for p in found
    ]  # fmt: skip


def _source(thing: object) -> str:
    """The lines in which a function or a method stands."""
    function = getattr(thing, "__func__", thing)
    if not isinstance(function, FunctionType):
        raise TypeError("only a function has lines of its own here")
    lines = _getline(function.__code__.co_filename)
    return "".join(inspect.getblock(lines[function.__code__.co_firstlineno - 1 :]))


def _made(kind: str, entries: list[object]) -> object:
    """One of Python's own objects, of its entries."""
    makers: Mapping[str, Callable[[list[object]], object]] = {
        "set": set,
        "frozenset": frozenset,
        "bytes": bytes,  # type: ignore[dict-item]  # of whole numbers, or it raises
        "bytearray": bytearray,  # type: ignore[dict-item]  # as above
        "deque": deque,
        "iterator": iter,
        "Path": lambda parts: __import__("pathlib").Path(*map(str, parts)),
        "range": lambda ends: range(*ends),  # type: ignore[call-overload]  # as above
    }
    return makers[kind](entries)


def _refill(module: object, name: str, contents: Any) -> None:
    """Give a list, a table or an array of the module other contents."""
    thing = getattr(module, name)
    if isinstance(thing, dict):
        thing.clear()
        thing.update(contents)
    elif isinstance(thing, list):
        thing[:] = contents
    else:
        thing[...] = contents


OPERATIONS: Mapping[str, Callable[..., object]] = {
    **{f"op:{name}": getattr(operator, name) for name in _SYNTAX},
    **{f"op:r{name}": _reflected(name) for name in _SYNTAX[:12]},
    "op:pow": operator.pow, "op:rpow": _reflected("pow"), "op:divmod": divmod,
    "op:neg": operator.neg, "op:pos": operator.pos, "op:invert": operator.invert, "op:abs": abs,
    "op:len": len, "op:iter": iter, "op:next": next, "op:reversed": reversed,
    "op:contains": operator.contains, "op:getitem": operator.getitem,
    "op:setitem": operator.setitem, "op:delitem": operator.delitem,
    "op:bool": bool, "op:int": int, "op:float": float, "op:complex": complex,
    "op:index": operator.index, "op:round": round, "op:hash": hash,
    "op:str": str, "op:repr": repr, "op:format": format, "op:bytes": bytes, "op:dir": dir,
    "op:setattr": setattr, "op:delattr": delattr,
    "op:isinstance": lambda kind, thing: isinstance(thing, kind),
    "op:issubclass": lambda kind, other: issubclass(other, kind),
    "op:enter": lambda thing: type(thing).__enter__(thing),
    "op:exit": lambda thing, *why: type(thing).__exit__(thing, *why),
    "op:is": lambda thing, other: thing is other,
    "op:kind": _kind, "op:contents": _contents, "op:parameters": _parameters,
    "op:source": _source, "op:input": lambda _: put_input_back(),
    "op:refill": _refill,
}  # fmt: skip
MAKING = "make:"


def made(name: str, entries: list[object]) -> object:
    """What `make:set` and its like make."""
    return _made(name.removeprefix(MAKING), entries)
