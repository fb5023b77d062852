"""Tensors at the border of a call: sent where a function works with torch, and numbers when they come back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from grader.assignment.function import TORCH, Function
from grader.functions.cases import Case
from grader.sandbox import OnObject, Opaque, Tensor
from grader.words.sentences import functions as sentences


def as_sent(function: Function, call: OnObject, *, need_slopes: bool = False) -> OnObject:
    """A call as its function takes it: arrays, or tensors in their place."""
    if function.framework != TORCH:
        return call

    def tensor(array: object) -> object:
        if not isinstance(array, np.ndarray):
            return array
        whole = array.dtype.kind in "iu"
        numbers = array.astype(np.int64 if whole else np.dtype(function.dtype))
        return Tensor(numbers, need_slopes and not whole)

    return call._replace(
        arguments=[_all(tensor, value) for value in call.arguments],
        attributes={name: _all(tensor, value) for name, value in call.attributes.items()},
    )


def arriving(function: Function, case: Case) -> list[tuple[int | None, object]]:
    """The gradients that arrive at the results of a function, by the place of each result."""
    sent = as_sent(case.function, OnObject([case.argument(place) for place in case.arriving]))
    alone = len(function.returns) == 1
    places = [None if alone else k for k, p in enumerate(function.returns) if p.is_array]
    return list(zip(places, sent.arguments, strict=True))


def as_numbers_alone(value: object) -> object:
    """A result or argument with arrays where tensors are."""
    return _all(lambda one: one.numbers if isinstance(one, Tensor) else one, value)


def as_result(function: Function, value: object) -> object:
    """A result of a function: its numbers, where it is a tensor as it should be."""
    if function.framework == TORCH and isinstance(value, np.ndarray):
        return Opaque(sentences.no_tensor())
    return as_numbers_alone(value)


def _all(change: Callable[[object], object], value: object) -> object:
    """The same of all that stands in lists, tuples and dicts."""
    if type(value) in (list, tuple):
        entries = [_all(change, entry) for entry in value]  # type: ignore[attr-defined]  # the line above says it
        return tuple(entries) if type(value) is tuple else entries
    if isinstance(value, dict):
        return {key: _all(change, entry) for key, entry in value.items()}
    return change(value)
