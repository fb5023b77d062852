"""Is a gradient that of the student's own forward function, right or wrong?

The forward function is moved a little along random directions, and what its results change is
compared with what the gradient predicts.  A few directions see every entry at once, so that
this needs a handful of calls and not one for every weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from grader.assignment.function import Function, Place
from grader.functions.cases import Case, case_for
from grader.functions.compare import as_numbers
from grader.functions.draw import generator
from reference.functions import Array

if TYPE_CHECKING:
    from grader.functions.call import Caller
    from grader.functions.judge import Tried

_DIRECTIONS = 3
_MOVE = 1e-5  # its square is the error of a central difference; smaller ones lose digits
_LOOSE = 1e-3  # what is left to such a difference, and to 32-bit floats


def consistent_results(caller: Caller, name: str, tried: Tried, relative: float) -> bool:
    """Whether every result that is not right anyway is the gradient of the own forward function."""
    from dataclasses import replace

    function = caller.functions[name]
    forward = caller.functions[function.forward]
    case = tried.case
    results = tried.reply.results or {}
    for place in function.outputs:
        if tried.comparisons[place.name].right:
            continue
        got = as_numbers(results.get(place.name))
        source = _argument_of(place, function, forward, case)
        if got is None or source is None or got.shape != case.layout.shape(source):
            return False
        if not np.all(np.isfinite(got)):
            return False
        random = generator("directions", name, place.name)
        for _ in range(_DIRECTIONS):
            direction = random.choice([-1.0, 1.0], got.shape) * random.uniform(0.5, 1, got.shape)
            ends = []
            for sign in (1, -1):
                moved = dict(case.numbers)
                moved[source.name] = moved[source.name] + sign * _MOVE * direction
                end = _weighted(caller, function, replace(case, numbers=moved))
                if end is None:
                    return False
                ends.append(end)
            slope = (ends[0] - ends[1]) / (2 * _MOVE)
            scale = max(float(np.sqrt(np.sum(got**2))), abs(slope), 1e-3)
            if abs(slope - float(np.sum(got * direction))) > max(relative, _LOOSE) * scale:
                return False
    return True


def _argument_of(place: Place, function: Function, forward: Function, case: Case) -> Place | None:
    """The argument of the forward function that a gradient is taken by."""
    (wanted, *_) = case.layout.names(place)
    layout = case_for(case, forward).layout
    for given in forward.given:
        if not given.size and not given.cells and not given.below:
            if layout.names(given)[0] == wanted[1:]:
                return given
    return None


def _weighted(caller: Caller, function: Function, case: Case) -> float | None:
    """The results of the forward function, weighted by the gradients that arrive at them."""
    name = function.forward
    own = case_for(case, caller.functions[name])
    arguments = [own.argument(place) for place in own.function.arguments]
    reply = caller.step(name, arguments, "moved")
    if reply.results is None:
        return None
    found: dict[str, Array] = {}
    for place in own.function.outputs:
        values = as_numbers(reply.results.get(place.name))
        if values is not None and values.shape == own.layout.shape(place):
            found.update(own.layout.taken_apart(place, values))
    total = 0.0
    for symbol, weight in _arriving(case).items():
        if symbol not in found:
            return None
        total += float(np.sum(weight * found[symbol]))
    return total


def _arriving(case: Case) -> Mapping[str, Array]:
    """The gradients that arrive, by the symbol that they arrive at."""
    weights: dict[str, Array] = {}
    for place in case.function.given:
        if place.kept or place.size or place.cells:
            continue
        if case.layout.reference(place).role == "arrives":
            taken = case.layout.taken_apart(place, case.numbers[place.name])
            weights.update({symbol[len("up_") :]: array for symbol, array in taken.items()})
    return weights
