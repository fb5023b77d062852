"""Whether a gradient is that of the student's own forward function, right or wrong.

The forward function is moved a little along random directions, and what its results change is
compared with what the gradient predicts.  One direction sees every entry at once, so that
this needs a handful of calls and not one for every weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from grader.assignment.function import TORCH, Function, Place
from grader.functions.call import Caller
from grader.functions.cases import Case, called_with, case_for
from grader.functions.compare import as_numbers
from grader.functions.draw import generator
from reference.language.functions import Array
from reference.records import dataclass, replace

_DIRECTIONS = 2
_MOVE = 1e-5  # its square is the error of a central difference; smaller ones lose digits
_MOVE_SINGLE = 3e-3  # of 32-bit floats, which have seven digits
_SMALL = 1e-3  # gradients of this size and less are compared by it, not by themselves
_LOOSE = 1e-3  # what is left to such a difference, and to 32-bit floats


@dataclass(frozen=True)
class Slopes:
    """The slopes of a student's forward function, around the numbers of one call.

    `name` is the backward function that is held against them.
    """

    caller: Caller
    name: str
    case: Case
    relative: float

    def agree(self, place: Place, value: object) -> bool:
        """Whether one result of the backward function is such a slope."""
        got = as_numbers(value)
        source = self._argument_of(place)
        if source is None or source.name not in self.own.numbers:
            return False
        if got is None or got.shape != self.case.layout.shape(source):
            return False
        if not np.all(np.isfinite(got)):
            return False
        got = got * self.case.layout.divisor(place)
        random = generator("directions", self.name, place.name)
        for _ in range(_DIRECTIONS):
            direction = random.choice([-1.0, 1.0], got.shape) * random.uniform(0.5, 1, got.shape)
            slope = self._along(source.name, direction)
            if slope is None:
                return False
            scale = max(float(np.sqrt(np.sum(got**2))), abs(slope), _SMALL)
            if abs(slope - float(np.sum(got * direction))) > max(self.relative, _LOOSE) * scale:
                return False
        return True

    @cached_property
    def own(self) -> Case:
        """The call of the forward function with the same numbers."""
        return case_for(self.case, self.forward)

    @property
    def move(self) -> float:
        """How far the numbers are moved."""
        single = self.forward.framework == TORCH and self.forward.dtype == "float32"
        return _MOVE_SINGLE if single else _MOVE

    @property
    def forward(self) -> Function:
        """The forward function."""
        return self.caller.functions[self.case.function.forward]

    def _argument_of(self, place: Place) -> Place | None:
        """The argument of the forward function that a gradient is taken by."""
        (wanted, *_) = self.case.layout.names(place)
        layout = self.own.layout
        numbers = [p for p in self.forward.given if p.is_array and not p.below]
        return next((p for p in numbers if layout.names(p)[0] == wanted[1:]), None)

    def _along(self, name: str, direction: Array) -> float | None:
        """How the weighted results change along a direction of one argument; None if they fail."""
        ends = []
        for sign in (1, -1):
            moved = self.own.numbers[name] + sign * self.move * direction
            end = self._weighted(replace(self.own, numbers={**self.own.numbers, name: moved}))
            if end is None:
                return None
            ends.append(end)
        return (ends[0] - ends[1]) / (2 * self.move)

    def _weighted(self, own: Case) -> float | None:
        """The results of the forward function, weighted by the gradients that arrive at them."""
        call = called_with(own.function, own.argument)
        reply = self.caller.step(self.case.function.forward, call, "moved")
        if reply.results is None:
            return None
        found: dict[str, Array] = {}
        for place in own.function.outputs:
            values = as_numbers(reply.results.get(place.name))
            if values is not None and values.shape == own.layout.shape(place):
                found.update(own.layout.taken_apart(place, values))
        total = 0.0
        for symbol, weight in _arriving(self.case).items():
            if symbol not in found:
                return None
            total += float(np.sum(weight * found[symbol]))
        return total


def _arriving(case: Case) -> Mapping[str, Array]:
    """The gradients that arrive, by the symbol that they arrive at."""
    weights: dict[str, Array] = {}
    for place in case.function.given:
        if not place.is_array:
            continue
        if case.layout.reference(place).role == "arrives":
            taken = case.layout.taken_apart(place, case.numbers[place.name])
            weights.update({symbol[len("up_") :]: array for symbol, array in taken.items()})
    return weights
