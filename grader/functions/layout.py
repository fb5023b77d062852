"""Between the arrays of a function and the symbols of a cell.

A cell knows one example and one step.  Here the axis of the batch becomes the leading axis of
variants, that of the steps becomes symbols (`x[1]`, `x[2]`; with one step more, also the initial
`h[0]`), that of layers becomes a symbol a layer, and axes that are 1 by decree (a bias of shape
(n, 1)) go away; and back again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from grader.assignment.function import LAYERS, Function, Place, Reference, read_symbol
from reference.records import dataclass, replace

if TYPE_CHECKING:
    from reference import Cell
    from reference.language.domain import Domain
    from reference.language.functions import Array

ReadCell = Callable[[], "Cell"]


def axis_size(axis: str, sizes: Mapping[str, int]) -> int:
    """The number that an axis such as `4*H` or `V-1` stands for."""
    from reference.language.dimension import parse_dimension  # calls that were prepared need none

    first, *less = [parse_dimension(part).bound(sizes) for part in axis.split("-")]
    numbers = [None if found is None else found.size for found in (first, *less)]
    if any(number is None for number in numbers):
        raise ValueError(f"the axis {axis} has no size")
    whole, *rest = [number or 0 for number in numbers]
    return whole - sum(rest)


@dataclass(frozen=True)
class Layout:
    """How the arrays of one call lie: the sizes, and whether there is an axis for examples.

    The cell is read when it is needed: a call that was prepared before, and goes well, needs none.
    """

    function: Function
    read_cell: ReadCell
    sizes: Mapping[str, int]
    single: bool = False

    @property
    def cell(self) -> Cell:
        """The cell whose symbols the arrays are."""
        return self.read_cell()

    @property
    def steps(self) -> int:
        """How many steps the call runs over."""
        return self.sizes[self.function.steps] if self.function.steps else 1

    @property
    def examples(self) -> int:
        """How many examples the call holds."""
        return 1 if self.single or not self.function.batch else self.sizes[self.function.batch]

    def axes(self, place: Place) -> tuple[str, ...]:
        """The axes that an array has in this call."""
        return tuple(a for a in place.axes if not (self.single and a == self.function.batch))

    def shape(self, place: Place) -> tuple[int, ...]:
        """The shape that an array has in this call."""
        sizes = {**self.sizes, LAYERS: len(place.layers)} if place.layers else self.sizes
        return tuple(axis_size(axis, sizes) for axis in self.axes(place))

    def divisor(self, place: Place) -> int:
        """What a result is divided by: the number of examples, say."""
        return math.prod(self.examples if a == self.function.batch else axis_size(a, self.sizes)
                         for a in place.per)  # fmt: skip

    def reference(self, place: Place) -> Reference:
        """The symbol that a place is, or the first of its layers."""
        return self.references(place)[0]

    def references(self, place: Place) -> list[Reference]:
        """The symbols that a place is; the assignment's check has seen that there are such."""
        found = [read_symbol(s, self.cell.shapes) for s in place.layers or (place.symbol,)]
        if None in found:
            raise AssertionError(f"{place.name}: no symbol of {self.cell.name}")
        return [reference for reference in found if reference is not None]

    def domain(self, place: Place) -> Domain:
        """Between which bounds the numbers of an argument lie; those of a gradient anywhere."""
        from reference.language.domain import Domain  # as above

        found = read_symbol((place.layers or (place.symbol,))[0], self.cell.shapes)
        is_own = found is not None and found.role == "own"
        return self.cell.domains.get(found.base, Domain()) if found and is_own else Domain()

    def names(self, place: Place) -> list[str]:
        """The names under which the solver knows a place: one a step, or one alone."""
        if place.layers:
            return [name for one in _one_by_one(place) for name in self.names(one)]
        found = self.reference(place)
        name = {"own": "", "arrives": "up_", "leaves": "d"}[found.role] + found.base
        if found.base in self.cell.parameters or not self.cell.recurrent:
            return [name]
        if self.function.steps_axis(place.axes):
            return [f"{name}[{t}]" for t in self._times(place, found.base)]
        return [f"{name}[{self._time(found.index)}]"]

    def _time(self, index: str | None) -> int:
        if index is None:
            return 1
        if index in (self.function.steps, self.function.after_steps):
            return self.steps + (index != self.function.steps)
        return int(index)

    def _times(self, place: Place, base: str) -> Iterable[int]:
        """The steps along an axis of time; one step more is the initial state, where it begins."""
        if self.function.steps in place.axes:
            return range(1, self.steps + 1)
        backward = self.cell.states.get(base) == 1
        return range(1, self.steps + 2) if backward else range(self.steps + 1)

    def taken_apart(self, place: Place, array: Array) -> dict[str, Array]:
        """An argument or result as numbers for the solver, the axis of examples in front."""
        import numpy as np  # functions that are plainly right are judged without it

        axes = list(self.axes(place))
        array = np.asarray(array, dtype=np.float64) * self.divisor(place)
        if place.layers:
            parts = np.moveaxis(array, axes.index(LAYERS), 0)
            found: dict[str, Array] = {}
            for one, part in zip(_one_by_one(place), parts, strict=True):
                found.update(self.taken_apart(one, part))
            return found
        for at in reversed([k for k, axis in enumerate(axes) if axis == "1"]):
            array = np.squeeze(array, at)
            del axes[at]
        if self.function.batch in axes:
            array = np.moveaxis(array, axes.index(self.function.batch), 0)
            axes.remove(self.function.batch)
            axes.insert(0, "")
        elif self.function.batch in place.axes:  # one example alone
            array = array[np.newaxis]
            axes.insert(0, "")
        stepped = self.function.steps_axis(axes)
        if not stepped:
            return dict.fromkeys(self.names(place), array)
        by_step = np.moveaxis(array, axes.index(stepped), 0)
        return dict(zip(self.names(place), by_step, strict=True))

    def put_together(self, place: Place, values: Mapping[str, Array]) -> Array:
        """An argument or result as it stands in the function."""
        import numpy as np  # as elsewhere here

        if place.layers:
            at = self.axes(place).index(LAYERS)
            parts = [self.put_together(one, values) for one in _one_by_one(place)]
            return np.stack(parts, axis=at) / self.divisor(place)
        rank = len([axis for axis in place.axes if axis not in self._outer and axis != "1"])
        steps = [self._by_example(values[name], rank) for name in self.names(place)]
        stepped = self.function.steps_axis(place.axes)
        array = np.stack(steps, axis=1) if stepped else steps[0]
        front = [self.function.batch, *([stepped] if stepped else [])]
        if self.function.batch not in place.axes:
            array = array.sum(axis=0)  # the gradient of a parameter collects over the examples
            front = front[1:]
        elif self.single:
            array = array[0]
            front = front[1:]
        axes = [*front, *(axis for axis in place.axes if axis not in (*self._outer, "1"))]
        wanted = [axis for axis in self.axes(place) if axis != "1"]
        order = []
        for axis in wanted:  # equal names (H, H) keep their order
            order.append(next(k for k, own in enumerate(axes) if own == axis and k not in order))
        result: Array = array.transpose(order).reshape(self.shape(place))
        return result / self.divisor(place)

    def argument(self, place: Place, known: Mapping[str, Array]) -> Array:
        """An argument as it stands in the function; a parameter is the same for all examples."""
        import numpy as np  # as elsewhere here

        if self.reference(place).base in self.cell.parameters:
            return np.asarray(known[self.names(place)[0]]).reshape(self.shape(place))
        array = self.put_together(place, known)
        return array.astype(np.int64) if place.below else array

    @property
    def _outer(self) -> tuple[str, ...]:
        steps = (self.function.steps, self.function.after_steps)
        return tuple(filter(None, (self.function.batch, *steps)))

    def _by_example(self, value: Array, rank: int) -> Array:
        """A value with its axis of examples, also where all examples have the same."""
        import numpy as np  # as elsewhere here

        if np.ndim(value) > rank:
            return value
        return np.broadcast_to(value, (self.examples, *np.shape(value)))


def _one_by_one(place: Place) -> list[Place]:
    """The layers that stand in one array, each as a place of its own."""
    axes = tuple(axis for axis in place.axes if axis != LAYERS)
    return [replace(place, symbol=one, layers=(), axes=axes, per=()) for one in place.layers]
