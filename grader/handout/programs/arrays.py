"""Between the arrays of a call and those that are worked with: steps first, then examples, then entries."""

from __future__ import annotations

from collections.abc import Sequence

from grader.assignment.function import Function, Place

ONE = "1"  # an axis that is 1 by decree


def laid_out(text: str, place: Place, function: Function, *, torch: bool) -> str:
    """An argument as it is worked with."""
    axes = list(place.axes)
    if place.split and place.split in axes:
        text = _call("stack", text, axes.index(place.split), torch=torch)
    if ONE in axes:
        index = ["0" if axis == ONE else ":" for axis in axes]
        while index[-1] == ":":
            index.pop()
        text = f"{text}[{', '.join(index)}]"
        axes = [axis for axis in axes if axis != ONE]
    return turned(text, _order(axes, function), torch=torch)


def handed_back(text: str, place: Place, function: Function, *, torch: bool) -> str:
    """A result as the function has to return it."""
    axes = [axis for axis in place.axes if axis != ONE]
    order = _order(axes, function)
    text = turned(text, [order.index(k) for k in range(len(order))], torch=torch)
    if ONE in place.axes:
        index = ["None" if axis == ONE else ":" for axis in place.axes]
        while index[-1] == ":":
            index.pop()
        text = f"{_atom(text)}[{', '.join(index)}]"
    if place.split and place.split in place.axes:
        at = place.axes.index(place.split)
        return f"list({text}.unbind({at}))" if torch else f"list(np.moveaxis({text}, {at}, 0))"
    return text


def stacked(items: str, place: Place, function: Function, *, torch: bool) -> str:
    """A list with the array of every step as the function has to return it."""
    axes = [axis for axis in place.axes if axis != ONE]
    at = axes.index(function.steps_axis(axes))
    rest = [axis for axis in axes if axis != axes[at]]
    plain = not place.split and ONE not in place.axes
    if plain and _order(rest, function) == list(range(len(rest))):
        return _call("stack", items, at, torch=torch)
    return handed_back(_call("stack", items, 0, torch=torch), place, function, torch=torch)


def turned(text: str, order: Sequence[int], *, torch: bool) -> str:
    """An array with its axes in another order."""
    if list(order) == list(range(len(order))):
        return text
    if list(order) == [1, 0]:
        return f"{_atom(text)}.T"
    return f"{_atom(text)}.{'permute' if torch else 'transpose'}({', '.join(map(str, order))})"


def _order(axes: Sequence[str], function: Function) -> list[int]:
    """Where the axes stand that are worked with: that of the steps, that of the examples, the others."""
    steps = function.steps_axis(axes)
    first = [axes.index(axis) for axis in (steps, function.batch) if axis and axis in axes]
    return [*first, *(k for k in range(len(axes)) if k not in first)]


def _call(name: str, items: str, axis: int, *, torch: bool) -> str:
    library, word = ("torch", "dim") if torch else ("np", "axis")
    return f"{library}.{name}({items}{f', {word}={axis}' if axis else ''})"


def _atom(text: str) -> str:
    """A text that a method can follow."""
    depth = 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == " " and not depth:
            return f"({text})"
    return text
