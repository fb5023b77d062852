"""Which entries of a quantity an answer asks for: `entry(h[2], 1)`, `part(c[1], 1, 2)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from reference import evaluate_expression
from reference.language.expression import Call, Expression, Symbol

if TYPE_CHECKING:
    from grader.key.target import Target

_CHOOSING = ("entry", "part", "piece", "transpose")  # what hands entries on as they are

Selected: TypeAlias = tuple[Symbol, tuple[int, ...]]


def selected_in(target: Target) -> Selected | None:
    """The quantity an answer takes entries of, and their places in it, counted along the rows from 0."""
    if "selected" not in target.known:
        target.known["selected"] = _selected(target)
    found: Selected | None = target.known["selected"]
    return found


def _selected(target: Target) -> Selected | None:
    quantity = _chosen_from(target.expression)
    if quantity is None or isinstance(target.expression, Symbol):
        return None
    if quantity not in target.system.cell.by_target:
        return None
    shape = target.about(quantity).shape
    numbered = np.arange(float(np.prod(shape))).reshape(shape)
    places = evaluate_expression(target.expression, target.system.cell, {str(quantity): numbered})
    return quantity, tuple(int(place) for place in np.ravel(places))


def _chosen_from(expression: Expression) -> Symbol | None:
    match expression:
        case Symbol():
            return expression
        case Call(function, (first, *_)) if function in _CHOOSING:
            return _chosen_from(first)
        case _:
            return None
