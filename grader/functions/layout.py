"""Between the arrays of a function and the symbols of a cell.

A cell knows one example and one step.  Here the axis of the batch becomes the leading axis of
variants, that of the steps becomes symbols (`x[1]`, `x[2]`), and axes that are 1 by decree
(a bias of shape (n, 1)) go away; and back again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from grader.assignment.function import Function, Place, Reference, read_symbol
from reference import Cell
from reference.language.dimension import parse_dimension
from reference.language.functions import Array


def axis_size(axis: str, sizes: Mapping[str, int]) -> int:
    """The number that an axis such as `4*H` stands for."""
    found = parse_dimension(axis).bound(sizes)
    if found is None or found.size is None:
        raise ValueError(f"the axis {axis} has no size")
    return found.size


@dataclass(frozen=True)
class Layout:
    """How the arrays of one call lie: the sizes, and whether there is an axis for examples."""

    function: Function
    cell: Cell
    sizes: Mapping[str, int]
    single: bool = False

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
        return tuple(axis_size(axis, self.sizes) for axis in self.axes(place))

    def reference(self, place: Place) -> Reference:
        """The symbol that a place is; the assignment's check has seen that there is one."""
        found = read_symbol(place.symbol, self.cell.shapes)
        if found is None:
            raise AssertionError(f"{place.symbol} is no symbol of {self.cell.name}")
        return found

    def names(self, place: Place) -> list[str]:
        """The names under which the solver knows a place: one a step, or one alone."""
        found = self.reference(place)
        name = {"own": "", "arrives": "up_", "leaves": "d"}[found.role] + found.base
        if found.base in self.cell.parameters or not self.cell.recurrent:
            return [name]
        if self.function.steps in place.axes and self.function.steps:
            return [f"{name}[{t}]" for t in range(1, self.steps + 1)]
        if found.index is not None:
            last = self.steps if found.index == self.function.steps else int(found.index)
            return [f"{name}[{last}]"]
        return [f"{name}[1]"]

    def taken_apart(self, place: Place, array: Array) -> dict[str, Array]:
        """An argument as numbers for the solver, the axis of examples in front."""
        axes = list(self.axes(place))
        array = np.asarray(array, dtype=np.float64)
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
        if self.function.steps not in axes or not self.function.steps:
            return dict.fromkeys(self.names(place), array)
        by_step = np.moveaxis(array, axes.index(self.function.steps), 0)
        return dict(zip(self.names(place), by_step, strict=True))

    def put_together(self, place: Place, values: Mapping[str, Array]) -> Array:
        """A result as the function has to return it."""
        rank = len([axis for axis in place.axes if axis not in self._outer and axis != "1"])
        steps = [self._by_example(values[name], rank) for name in self.names(place)]
        stepped = bool(self.function.steps) and self.function.steps in place.axes
        array = np.stack(steps, axis=1) if stepped else steps[0]
        front = [self.function.batch, *([self.function.steps] if stepped else [])]
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
        return result

    @property
    def _outer(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.function.batch, self.function.steps)))

    def _by_example(self, value: Array, rank: int) -> Array:
        """A value with its axis of examples, also where all examples have the same."""
        if np.ndim(value) > rank:
            return value
        return np.broadcast_to(value, (self.examples, *np.shape(value)))
