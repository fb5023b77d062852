"""What a function has to return: worked out from the equations of its cell.

The same cell, unrolled and, for gradients, differentiated, serves every layout.

An argument may be a state that the equations give, too (a backward function that takes all
hidden states in place of a cache).  Then its numbers are not drawn: they follow from the other
arguments, so that all agree.  Where the others do not tell it, it is a number like any other, and
nothing lies before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np

from grader.assignment.function import PARAMETERS, Function, Place
from grader.functions.layout import Layout
from reference import Cell, Symbol, count, differentiate, omit, omit_unsized, sized, unroll
from reference.language.functions import Array
from reference.readings.evaluate import Program
from reference.records import dataclass


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
        named = {r.base for p in self.arrays for r in self.layout.references(p)}
        left_out = [name for name in cell.optional if name not in named]
        return sized(omit(cell, left_out) if left_out else cell, self.layout.sizes)

    @cached_property
    def equations(self) -> Cell:
        """Everything that has to be worked out, in order."""
        return self.over(self.written)

    @cached_property
    def arrays(self) -> tuple[Place, ...]:
        """The arguments that are numbers of the cell."""
        return tuple(place for place in self.given if place.is_array)

    # which arguments follow from the others

    @cached_property
    def following(self) -> tuple[Place, ...]:
        """The arguments that follow from the other ones by the equations."""
        return self._sorted_out[0]

    @cached_property
    def _fixed(self) -> frozenset[Symbol]:
        """Quantities that are given, and that the other arguments do not tell."""
        return self._sorted_out[1]

    @cached_property
    def _sorted_out(self) -> tuple[tuple[Place, ...], frozenset[Symbol]]:
        unrolled = unroll(self.written, self.layout.steps)
        own = self._own(self.given)
        told = {s for place in own for s in self._symbols(place)}
        told |= {s for s in unrolled.free if s.name in unrolled.quantities}  # not given, it is 0
        order = {e.target: k for k, e in enumerate(unrolled.equations)}
        worked_out = [(p, [s for s in self._symbols(p) if s in order]) for p in own]
        following: list[Place] = []
        fixed: frozenset[Symbol] = frozenset()
        for place, symbols in sorted(worked_out, key=lambda row: [order[s] for s in row[1]]):
            rest = _without(unrolled, fixed)
            if symbols and told.issuperset(rest.needed(symbols).free):
                following.append(place)
            else:
                fixed |= frozenset(symbols)
        return tuple(following), fixed

    def _own(self, places: Iterable[Place]) -> list[Place]:
        return [p for p in places if p.is_array and self.layout.reference(p).role == "own"]

    def _symbols(self, place: Place) -> list[Symbol]:
        """The symbols of the cell that a place is, or is the gradient of."""
        skipped = {"own": 0, "arrives": len("up_"), "leaves": len("d")}
        role = self.layout.reference(place).role
        return [_symbol(name[skipped[role] :]) for name in self.layout.names(place)]

    # what has to be worked out

    def over(self, written: Cell) -> Cell:
        """The equations that follow from a cell, right or mistaken."""
        unrolled = _without(unroll(written, self.layout.steps), self._fixed)
        own = [s for p in self._own(self.function.outputs) for s in self._symbols(p)]
        outputs = [p for p in self.function.outputs if p.is_array]
        leaving = [
            s for p in outputs if self.layout.reference(p).role == "leaves"
            for s in self._symbols(p)
        ]  # fmt: skip
        if not leaving:
            return unrolled.needed(own)
        arriving = [
            s for p in self.arrays if self.layout.reference(p).role == "arrives"
            for s in self._symbols(p)
        ]  # fmt: skip
        of = arriving or [s for p in self.losses for s in self._symbols(p)]
        slope = self.function.slope_at_zero
        whole = differentiate(unrolled, of, leaving, slope_at_zero=slope, arrives=bool(arriving))
        if not own:
            return whole
        backward = [e for e in whole.equations if e.target not in unrolled.by_target]
        return whole.with_equations((*unrolled.equations, *backward))

    @cached_property
    def losses(self) -> tuple[Place, ...]:
        """The result whose gradients a function returns at which no gradient arrives."""
        cell = self.layout.cell
        own = self._own(self.function.outputs)
        return tuple(p for p in own if not cell.shape(self.layout.reference(p).base))[:1]

    @property
    def _implied(self) -> int:
        """What the gradients are divided by since the loss is."""
        arrives = any(self.layout.reference(p).role == "arrives" for p in self.arrays)
        return 1 if arrives or not self.losses else self.layout.divisor(self.losses[0])

    def numbers(self, arguments: Mapping[str, Array]) -> dict[str, Array]:
        """What the solver needs to know, from arguments by name."""
        known: dict[str, Array] = {}
        for place in self.arrays:
            known.update(self.layout.taken_apart(place, arguments[place.name]))
        return known

    def completed(self, arguments: Mapping[str, Array]) -> dict[str, Array]:
        """The arguments with those that follow from the others."""
        found = dict(arguments)
        if self.following:
            unrolled = _without(unroll(self.written, self.layout.steps), self._fixed)
            wanted = [s for place in self.following for s in self._symbols(place)]
            worked_out = {str(target) for target in unrolled.by_target}
            known = {
                name: array
                for place in (*self.following, *self._own(self.given))  # who gives it alone wins
                for name, array in self.layout.taken_apart(place, arguments[place.name]).items()
                if name not in worked_out or name in map(str, self._fixed)
            }
            values = _solved(unrolled.needed(wanted), known, {})
            for place in self.following:
                found[place.name] = self.layout.put_together(place, {**known, **values})
        return found

    def outputs(
        self, arguments: Mapping[str, Array], equations: Cell | None = None
    ) -> dict[str, Array]:
        """The right results by name; with other equations, the results of a mistake."""
        values = _solved(equations or self.equations, *self._told(arguments))
        for place in self._own(self.function.outputs):
            for name in self.layout.names(place):
                values.setdefault(name, self._zero(place))
        outputs = [place for place in self.function.outputs if place.is_array]
        found = {p.name: self.layout.put_together(p, values) for p in outputs}
        for place in outputs:
            if self._implied > 1 and self.layout.reference(place).role == "leaves":
                found[place.name] = found[place.name] / self._implied
        return found

    def put_in(self, arguments: Mapping[str, Array]) -> tuple[dict[str, Array], dict[str, Array]]:
        """Numbers for all that the equations leave free, and the quantities that arguments tell."""
        known, pinned = self._told(arguments)
        return {**_zeros(self.equations, known), **known}, pinned

    def _told(self, arguments: Mapping[str, Array]) -> tuple[dict[str, Array], dict[str, Array]]:
        known = self.numbers(arguments)
        stated = {str(s) for p in self.following for s in self._symbols(p)}
        return known, {name: value for name, value in known.items() if name in stated}

    def following_from(self, known: Mapping[str, Array], wanted: Iterable[str]) -> dict[str, Array]:
        """What the equations make of quantities that are known by now, such as those of own steps."""
        unrolled = _without(unroll(self.written, self.layout.steps), self._fixed)
        rest = unrolled.needed([_symbol(name) for name in wanted])
        pinned = {name: value for name, value in known.items() if _symbol(name) in rest.by_target}
        return _solved(rest, known, pinned)

    def _zero(self, place: Place) -> Array:
        """An initial state that no argument gives."""
        shape = self.written.shape(self.layout.reference(place).base)
        return np.zeros([d.size or 1 for d in shape])


def _solved(
    cell: Cell, known: Mapping[str, Array], pinned: Mapping[str, Array]
) -> dict[str, Array]:
    """The values of all quantities; states that are not given are 0."""
    return Program(cell)({**_zeros(cell, known), **known}, given=pinned)


def _zeros(cell: Cell, known: Mapping[str, Array]) -> dict[str, Array]:
    return {
        str(symbol): np.zeros([d.size or 1 for d in cell.shape(symbol)])
        for symbol in cell.free
        if str(symbol) not in known
    }


def _without(cell: Cell, given: frozenset[Symbol]) -> Cell:
    """A cell in which these quantities need no equation."""
    if not given:
        return cell
    return cell.with_equations(e for e in cell.equations if e.target not in given)


def counted(function: Function, cell: Cell, sizes: Mapping[str, int]) -> dict[str, int]:
    """What a function has to return that counts the parameters of a cell."""
    total = count(sized(omit_unsized(cell, sizes), sizes), {}).total
    return {p.name: total for p in function.outputs if p.symbol == PARAMETERS}


def _symbol(name: str) -> Symbol:
    base, _, rest = name.partition("[")
    return Symbol(base, int(rest[:-1]) if rest else None)
