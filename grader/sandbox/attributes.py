"""Attributes of a student's object, set and read by name: `W_ih`, or `linear.weight` within another.

An attribute that is set has to be there already: what no constructor made is no weight that the
methods use.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from types import FunctionType, MethodType
from typing import cast

from grader.sandbox import tensors

globals()["__builtins__"] = dict(vars(builtins))  # as in `codec`

_MISSING = object()


def put(thing: object, path: str, value: object) -> None:
    """Give an attribute a value; an AttributeError as Python words it where there is none."""
    *way, last = path.split(".")
    for name in way:
        thing = getattr(thing, name)
    torch, now = tensors.loaded(), getattr(thing, last)
    if torch is not None and type(now) is torch.parameter:
        torch.fill(now, value, path)
    else:
        setattr(thing, last, value)


def found(thing: object, paths: list[str]) -> dict[str, object]:
    """The attributes of these names, as far as they are there."""
    values = {path: _value(thing, path) for path in paths}
    return {path: value for path, value in values.items() if value is not _MISSING}


def _value(thing: object, path: str) -> object:
    for name in path.split("."):
        thing = getattr(thing, name, _MISSING)
    return thing


def function_of(names: dict[str, object], owner: str, name: str) -> Callable[..., object] | None:
    """A function of the file, or a method of its class; None where there is none."""
    found = getattr(names.get(owner), name, None) if owner else names.get(name)
    if owner and type(found) is FunctionType:
        found = MethodType(found, owner)  # bound to anything, as `self` is no argument of a call
    return cast("Callable[..., object] | None", found)
