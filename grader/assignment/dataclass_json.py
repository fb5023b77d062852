"""Dataclasses as JSON and back, by their own type hints.

Small on purpose: the runtime values of `model` are made of texts, numbers, fractions, tuples,
mappings and each other, and nothing else has to survive.
"""

from __future__ import annotations

import collections.abc
import typing
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

from reference.records import is_record, said_of

Value = TypeVar("Value")


def to_plain(value: object) -> Any:
    """A value as JSON holds it; fractions become texts such as 3/2.

    >>> to_plain((Fraction(3, 2), {"a": (1, 2)}))
    ['3/2', {'a': [1, 2]}]
    """
    if is_record(type(value)):  # what says no more than the default need not be stored
        return {name: to_plain(said) for name, said in said_of(value).items()}
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, (tuple, list)):
        return [to_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {name: to_plain(entry) for name, entry in value.items()}
    return value


def from_plain(kind: type[Value], stored: Any) -> Value:
    """A value again; raise TypeError or ValueError for what was never stored by `to_plain`."""
    built: Value = _build(kind, stored)
    return built


def _build(kind: Any, stored: Any) -> Any:
    if kind is object:
        return stored
    if kind is Fraction:
        return Fraction(stored)
    if is_record(kind):
        hints = _hints(kind)
        return kind(
            **{name: _build(hints.get(name, object), entry) for name, entry in stored.items()}
        )
    arguments = typing.get_args(kind)
    if arguments:
        return _build_generic(typing.get_origin(kind), arguments, stored)
    return _expect((int, float) if kind is float else kind, stored)


def _build_generic(origin: Any, arguments: tuple[Any, ...], stored: Any) -> Any:
    if origin is tuple:
        return tuple(_build(arguments[0], entry) for entry in _expect(list, stored))
    if origin is collections.abc.Mapping:
        return {name: _build(arguments[1], entry) for name, entry in _expect(dict, stored).items()}
    filled = next(argument for argument in arguments if argument is not type(None))
    return None if stored is None else _build(filled, stored)  # `X | None` is all that is left


def _expect(kind: Any, stored: Any) -> Any:
    if not isinstance(stored, kind):
        raise TypeError(f"expected {kind}, found {type(stored)}")
    return stored


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
