"""The calls that a function is tried with: one or more for every check of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from grader.assignment.function import GRADIENTS, PARAMETERS, RANDOM, Function, Place
from grader.functions.compare import AnyNumbers
from grader.functions.layout import Layout
from grader.sandbox import Kept, OnObject
from reference.records import dataclass, field, replace

if TYPE_CHECKING:
    from grader.functions.truth import Truth
    from reference.language.functions import Array

VALUES, SHAPE, BATCH, PURITY, EXTREMES = "values", "shape", "batch", "purity", "extremes"
MADE_OF_OTHERS = (SHAPE, PURITY)  # judged by what the calls of `values` show


@dataclass(frozen=True)
class Case:
    """One call: which check it is for, the arguments, and what is right.

    `numbers` are the arrays by the name of the argument, `word` the word that chose the cell, and
    `cell_name` what that is called.
    """

    check: str
    function: Function
    layout: Layout
    given: tuple[Place, ...]
    numbers: Mapping[str, Array] = field(default_factory=dict)
    word: str = ""
    cell_name: str = ""

    @cached_property
    def truth(self) -> Truth:
        """The equations at these sizes."""
        from grader.functions.truth import Truth  # brings the mathematics

        return Truth(self.function, self.layout, self.given)

    @cached_property
    def expected(self) -> Mapping[str, object]:
        """The right results by name."""
        if any(place.symbol == PARAMETERS for place in self.function.outputs):
            from grader.functions.truth import counted  # as above

            return counted(self.function, self.layout.cell, self.layout.sizes)
        filled = {p.name: self._filled(p) for p in self.function.outputs if p.fill}
        if len(filled) == len(self.function.outputs):
            return filled
        return {**self.truth.outputs(self.numbers), **filled}

    def _filled(self, place: Place) -> object:
        """What a constructor has to fill an attribute with."""
        import numpy as np  # as below

        shape = self.layout.shape(place)
        return AnyNumbers(shape) if place.fill == RANDOM else np.full(shape, float(place.fill))

    @property
    def sizes(self) -> str:
        """The sizes in words: `N=2, D=3`."""
        shown = [
            f"{letter}={size}"
            for letter, size in self.layout.sizes.items()
            if not (self.layout.single and letter == self.function.batch)
        ]
        return ", ".join([*([repr(self.word)] if self.word else []), *shown])

    @property
    def arriving(self) -> tuple[Place, ...]:
        """The arguments of the function that are gradients which arrive."""
        arrays = (place for place in self.function.given if place.is_array)
        return tuple(p for p in arrays if self.layout.reference(p).role == "arrives")

    def argument(self, place: Place) -> object:
        """A fresh copy of what an argument is in this call."""
        return sent(place, self.numbers, self.layout, self.word)


def called_with(
    function: Function, value: Callable[[Place], object], on: Kept | None = None
) -> OnObject:
    """All that a call is made of.  An object that was kept has its attributes already."""
    return OnObject(
        [value(place) for place in function.positional],
        [] if on else [value(place) for place in function.new],
        {} if on else {place.name: value(place) for place in function.attributes},
        [place.name for place in function.stored],
        on,
    )


def sent(place: Place, numbers: Mapping[str, Array], layout: Layout, word: str = "") -> object:
    """What a function is called with, fresh: an array, a list of arrays, a dict of all these."""
    if place.entries:
        parts = {entry.name: sent(entry, numbers, layout, word) for entry in place.entries}
        if place.container == "dict":
            return parts
        return tuple(parts.values()) if place.container == "tuple" else list(parts.values())
    if place.size:
        return layout.sizes[place.size]
    if place.cells:
        return word
    import numpy as np  # functions that are plainly right are judged without it

    array = numbers[place.name].copy()
    if place.split and place.split in layout.axes(place):
        return [
            part.copy() for part in np.moveaxis(array, layout.axes(place).index(place.split), 0)
        ]
    return array


def compares(function: Function) -> bool:
    """Whether a function works out quantities of one cell, in which numbers may be compared."""
    outputs = function.outputs
    return bool(function.cell) and any(p.is_array and p.symbol != PARAMETERS for p in outputs)


def given_to(function: Function, forward: Function | None) -> tuple[Place, ...]:
    """All places that the numbers of a call come from: with a cache, those of who made it."""
    first = forward.given if forward is not None and function.takes_kept else ()
    own = tuple(place for place in function.given if place.name not in {p.name for p in first})
    return (*first, *own)


def by_autograd(function: Function, name: str) -> Function:
    """The backward function that nobody had to write: gradients arrive at results, others leave."""
    arriving = tuple(
        replace(place, name=f"up_{place.name}", symbol=f"up_{place.symbol}", per=())
        for place in function.returns
        if place.is_array
    )
    leaving = tuple(
        replace(place, symbol=f"d{place.symbol}", name=f"d{place.name}")
        for place in (*function.attributes, *function.positional)
        if place.is_array and not place.below
    )
    return replace(
        function, arguments=(*function.arguments, *arriving), returns=leaving, stored=(),
        forward=name, step="", cases=1, checks={VALUES: function.checks[GRADIENTS]},
    )  # fmt: skip


def case_for(case: Case, function: Function) -> Case:
    """The same numbers as a call of another function over the same cell.

    What that one calls otherwise is known by its symbol.
    """
    layout = replace(case.layout, function=function)
    other = [p for p in function.given if p.is_array and p.name not in case.numbers]
    known = case.truth.numbers(case.numbers) if other else {}
    added = {p.name: layout.argument(p, known) for p in other if known.keys() >= {*layout.names(p)}}
    return replace(case, function=function, layout=layout, numbers={**case.numbers, **added})
