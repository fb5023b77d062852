"""The constructor of a class: its attributes, filled as the file says, else with zeros."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from grader.assignment.function import RANDOM, TORCH, Function, Place
from grader.handout.programs.task import NoText


def constructor(functions: Sequence[Function]) -> Iterator[str]:
    """The lines of `__init__`, or nothing where its attributes follow from no argument."""
    made = next((f for f in functions if f.is_constructor), None)
    arguments = made.arguments if made else next((f.new for f in functions if f.new), ())
    places = made.stored if made else _attributes(functions)
    torch = functions[0].framework == TORCH
    letters = {place.size: place.name for place in arguments if place.size}
    try:
        lines = [f"self.{place.name} = {_filled(place, letters, torch=torch)}" for place in places]
    except NoText:
        return
    yield f"def __init__({', '.join(('self', *(place.name for place in arguments)))}):"
    yield from (f"    {line}" for line in lines or ["pass"])


def _attributes(functions: Sequence[Function]) -> tuple[Place, ...]:
    found = {place.name: place for function in functions for place in function.attributes}
    return tuple(found.values())


def _filled(place: Place, letters: Mapping[str, str], *, torch: bool) -> str:
    sizes = [_size(axis, letters) for axis in place.axes]
    shape = sizes[0] if len(sizes) == 1 else f"({', '.join(sizes)})"
    library = "torch" if torch else "np"
    if place.fill == RANDOM:
        return f"torch.randn({', '.join(sizes)})" if torch else f"np.random.normal(size={shape})"
    if not place.fill or float(place.fill) == 0:
        return f"{library}.zeros({shape})"
    return f"{library}.full({shape if len(sizes) > 1 else f'({shape},)'}, {place.fill})"


def _size(axis: str, letters: Mapping[str, str]) -> str:
    if not {*re.findall(r"[A-Za-z]\w*", axis)} <= {*letters}:
        raise NoText
    named = re.sub(r"[A-Za-z]\w*", lambda found: letters[found[0]], axis)
    return re.sub(r"\s*([+-])\s*", r" \1 ", re.sub(r"\s*\*\s*", " * ", named))
