"""What a function has to return: worked out from the equations of its cell.

The same cell, unrolled and, for gradients, differentiated, serves every layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grader.assignment.function import PARAMETERS, Function, Place
from grader.functions.layout import Layout
from reference import Cell, Symbol, count, differentiate, omit, omit_unsized, sized, unroll
from reference.language.functions import Array
from reference.readings.evaluate import Program


@dataclass(frozen=True)
class Truth:
    """A function at work on the sizes of one call; `given` are all places that numbers come from.

    A backward function that is called with a cache takes those of its forward function, too.
    """

    function: Function
    layout: Layout
    given: tuple[Place, ...]

    @cached_property
    def written(self) -> Cell:
        """The cell with its sizes, and without what no argument gives."""
        cell = self.layout.cell
        named = {self.layout.reference(p).base for p in self._arrays(self.given)}
        left_out = [name for name in cell.optional if name not in named]
        return sized(omit(cell, left_out) if left_out else cell, self.layout.sizes)

    @cached_property
    def equations(self) -> Cell:
        """Everything that has to be worked out, in order."""
        return self.over(self.written)

    def over(self, written: Cell) -> Cell:
        """The equations that follow from a cell, right or mistaken."""
        unrolled = unroll(written, self.layout.steps)
        own = [_symbol(name) for name in self._wanted if _symbol(name) in unrolled.by_target]
        leaving = [_symbol(name[1:]) for name in self._wanted if _symbol(name) not in own]
        if not leaving:
            return unrolled.needed(own)
        arriving = [
            _symbol(name[len("up_") :])
            for place in self._arrays(self.given)
            if self.layout.reference(place).role == "arrives"
            for name in self.layout.names(place)
        ]
        slope = self.function.slope_at_zero
        whole = differentiate(unrolled, arriving, leaving, slope_at_zero=slope)
        if not own:
            return whole
        backward = [e for e in whole.equations if e.target not in unrolled.by_target]
        return whole.with_equations((*unrolled.equations, *backward))

    @property
    def _wanted(self) -> list[str]:
        return [n for place in self.function.outputs for n in self.layout.names(place)]

    @staticmethod
    def _arrays(places: Iterable[Place]) -> list[Place]:
        return [place for place in places if not (place.kept or place.size or place.cells)]

    def numbers(self, arguments: Mapping[str, Array]) -> dict[str, Array]:
        """What the solver needs to know, from arguments by name; states not given are 0."""
        known: dict[str, Array] = {}
        for place in self._arrays(self.given):
            known.update(self.layout.taken_apart(place, arguments[place.name]))
        return known

    def outputs(
        self, arguments: Mapping[str, Array], equations: Cell | None = None
    ) -> dict[str, Array]:
        """The right results by name; with other equations, the results of a mistake."""
        cell = equations or self.equations
        known = self.numbers(arguments)
        for symbol in cell.free:
            if str(symbol) not in known:
                entries = [d.size or 1 for d in cell.shape(symbol)]
                known[str(symbol)] = np.zeros(entries)
        values = Program(cell)(known)
        return {p.name: self.layout.put_together(p, values) for p in self.function.outputs}


def counted(function: Function, cell: Cell, sizes: Mapping[str, int]) -> dict[str, int]:
    """What a function has to return that counts the parameters of a cell."""
    total = count(sized(omit_unsized(cell, sizes), sizes), {}).total
    return {p.name: total for p in function.outputs if p.symbol == PARAMETERS}


def _symbol(name: str) -> Symbol:
    base, _, rest = name.partition("[")
    return Symbol(base, int(rest[:-1]) if rest else None)
