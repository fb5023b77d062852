"""One function that a program is written for: its places as symbols of one step, and its equations.

Everything is thought of for one step: `x` at step 1, the state before it at step 0.  What has an axis of
steps, and goes from step to step, is the affair of `many_steps`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from grader.assignment.function import Function, Place, Reference, read_symbol
from reference import Cell, Symbol, differentiate, omit, unroll
from reference.language.expression import STEP, Now
from reference.records import dataclass

_MARKS = {"own": "", "arrives": "up_", "leaves": "d"}


class NoText(Exception):
    """A function whose program would have to be written by hand."""


@dataclass(frozen=True)
class Task:
    """A function with its cell; `first` is the one whose cache it takes, or gradient it is about."""

    name: str
    function: Function
    cell: Cell
    first: Function | None = None

    @cached_property
    def given(self) -> tuple[Place, ...]:
        """The arrays that numbers come from, those of the forward function too where it kept them."""
        own = self.function.given
        kept = self.first.given if self.first is not None and self.function.takes_kept else ()
        named = {place.name for place in own}
        return tuple(p for p in (*kept, *own) if p.is_array and (p in own or p.name not in named))

    @cached_property
    def written(self) -> Cell:
        """The cell without what no argument gives."""
        named = {self.reference(place).base for place in self.given}
        left_out = [name for name in self.cell.optional if name not in named]
        return omit(self.cell, left_out) if left_out else self.cell

    @cached_property
    def forward(self) -> Cell:
        """One step of it; what is given needs no equation."""
        cell = self.written
        lags = {s.step.offset for s in cell.used if isinstance(s.step, Now)}
        if not lags <= {0, -1} or cell.looked_back or (self.steps and STEP.name in cell.measures):
            raise NoText
        given = {self.symbol(p) for p in self.given if self.reference(p).role == "own"}
        one = unroll(cell, 1)
        return one.with_equations(e for e in one.equations if e.target not in given)

    @property
    def steps(self) -> str:
        """The letter that counts its steps; empty for one step alone."""
        return self.function.steps

    def reference(self, place: Place) -> Reference:
        """The symbol that a place is."""
        found = None if place.layers else read_symbol(place.symbol, self.cell.shapes)
        if found is None:
            raise NoText
        return found

    def symbol(self, place: Place) -> Symbol:
        """The symbol of one step that a place is."""
        found = self.reference(place)
        name = _MARKS[found.role] + found.base
        if found.base in self.written.parameters or not self.written.recurrent:
            return Symbol(name)
        if self.function.after_steps in place.axes and self.steps:
            raise NoText
        at_start = found.index == "0"
        if found.index not in (None, "0", "1", self.steps or "1"):
            raise NoText
        return Symbol(name, 0 if at_start else 1)

    def is_many(self, place: Place) -> bool:
        """Whether it holds an example each."""
        return bool(self.function.batch) and self.function.batch in place.axes

    def is_stepped(self, place: Place) -> bool:
        """Whether it holds a step each."""
        return bool(self.function.steps_axis(place.axes))

    # results

    @cached_property
    def outputs(self) -> tuple[Place, ...]:
        """The arrays that it returns or stores."""
        return tuple(place for place in self.function.outputs if place.is_array)

    @cached_property
    def own(self) -> tuple[Symbol, ...]:
        """The quantities among them."""
        return tuple(self.symbol(p) for p in self.outputs if self.reference(p).role == "own")

    @cached_property
    def leaving(self) -> Mapping[Symbol, Symbol]:
        """The gradients among them, each with the symbol that it is the gradient by."""
        return dict(self._by_mark("leaves", self.outputs))

    @cached_property
    def arriving(self) -> Mapping[Symbol, Symbol]:
        """The gradients among what is given, each with the quantity that it arrives at."""
        return dict(self._by_mark("arrives", self.given))

    def _by_mark(self, role: str, places: tuple[Place, ...]) -> Iterator[tuple[Symbol, Symbol]]:
        for place in places:
            if self.reference(place).role == role:
                symbol = self.symbol(place)
                yield symbol, Symbol(symbol.name[len(_MARKS[role]) :], symbol.step)

    @cached_property
    def losses(self) -> tuple[Place, ...]:
        """The result whose gradients it returns, where none arrives."""
        if self.arriving or not self.leaving:
            return ()
        own = (p for p in self.outputs if self.reference(p).role == "own")
        return tuple(p for p in own if not self.cell.shape(self.reference(p).base))[:1]

    # equations

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The states that go from step to step."""
        return tuple(s.name for s in self.forward.free if s.step == 0)

    @cached_property
    def whole(self) -> Cell:
        """Everything of one step, in order: forward, and then back."""
        if not self.leaving:
            return self.forward.needed((*self.own, *(Symbol(s, 1) for s in self.carried)))
        forward = self.forward
        back = differentiate(
            forward, self._sources, self._by, slope_at_zero=self.function.slope_at_zero,
            arrives=not self.losses,
        )  # fmt: skip
        if not self.own:
            return back
        backward = [e for e in back.equations if e.target not in forward.by_target]
        return back.with_equations((*forward.equations, *backward)).needed(
            (*self.own, *(e.target for e in backward))
        )

    @property
    def carried(self) -> tuple[str, ...]:
        """The states that have to be known at the end of a step."""
        return self.states if self.steps else ()

    @property
    def _sources(self) -> list[Symbol]:
        if self.losses:
            return [self.symbol(place) for place in self.losses]
        ahead = [Symbol(s, 1) for s in self.carried]
        return list(dict.fromkeys((*ahead, *self.arriving.values())))

    @property
    def _by(self) -> list[Symbol]:
        """What gradients are asked by: of states, too, where they go on to the step before."""
        before = [Symbol(s, 0) for s in self.carried]
        return list(dict.fromkeys((*self.leaving.values(), *before)))

    @cached_property
    def backward(self) -> Cell:
        """The equations that go back."""
        return self.whole.with_equations(
            e for e in self.whole.equations if e.target not in self.forward.by_target
        )

    @cached_property
    def remembered(self) -> tuple[Symbol, ...]:
        """What of the way forward the way back needs: what a cache holds."""
        known = {*self.forward.by_target, *self.forward.free}
        needed = {
            s for s in self.backward.free if s in known and s.name not in self.backward.measures
        }
        at_hand = {self.symbol(place) for place in self.function.attributes if place.is_array}
        given = [self.symbol(place) for place in self.given]
        order = dict.fromkeys((*given, *self.forward.free, *self.forward.by_target))
        return tuple(s for s in order if s in needed and s not in at_hand)
