"""Functions and classes to fill in: their heads, and what goes in and comes out beside them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from grader.assignment import Answer
from grader.assignment.dataclass_json import from_plain
from grader.assignment.function import Function, Place
from grader.words.sentences import handouts as sentences

_WIDTH = 96


def class_of(answer: Answer) -> str:
    """The class that a function belongs to; empty for a function that stands alone."""
    if answer.kind != "function":
        return ""
    return owner_of(from_plain(Function, answer.value))


def owner_of(function: Function) -> str:
    """The class that is made, or whose method a function is."""
    return function.call if function.is_constructor else function.owner


def code_lines(answers: Sequence[Answer]) -> Iterator[str]:
    """A function to fill in, or a class with all its methods."""
    owner = class_of(answers[0])
    functions = [from_plain(Function, answer.value) for answer in answers]
    if not owner:
        name = functions[0].call or answers[0].name
        yield ""
        yield from _function(name, functions[0])
        yield ""
        return
    yield ""
    yield f"class {owner}:"
    yield from _indented(_constructor(functions))
    for function in functions:
        if not function.is_constructor:
            yield ""
            yield from _indented(_function(function.call.rpartition(".")[2], function, "self"))
    yield ""


def _constructor(functions: Sequence[Function]) -> Iterator[str]:
    """What makes the object: its arguments, and the attributes that are looked at or set."""
    made = next((f for f in functions if f.is_constructor), None)
    arguments = made.arguments if made else next((f.new for f in functions if f.new), ())
    attributes = made.stored if made else next((f.attributes for f in functions), ())
    shapes = [_shape(place) for place in attributes]
    said = sentences.attributes_to_make(shapes) if shapes else sentences.object_to_make()
    yield from _body("__init__", ["self", *(place.name for place in arguments)], said)


def _function(name: str, function: Function, *before: str) -> Iterator[str]:
    """A function to fill in, with its arguments and their shapes."""
    arguments = [*before, *(place.name for place in function.positional)]
    shapes = [
        _shape(place) if place.axes or place.entries else sentences.a_number(place.name)
        for place in function.positional
        if place.axes or place.entries or (place.is_array and not place.below)
    ]
    returns = ", ".join(map(_shape, function.returns))
    stored = [place.name for place in function.stored]
    sentence = [f"Return {returns}."] if returns else []
    sentence += [sentences.attributes_to_store(stored)] if stored else []
    sentence += [f"Shapes: {', '.join(shapes)}."] if shapes else []
    yield from _body(name, arguments, " ".join(sentence))


def _shape(place: Place) -> str:
    """A place with its axes; what stands in a dict or a tuple is told with its own."""
    if place.entries:
        inside = [(entry.name, _shape(entry)[len(entry.name) :]) for entry in place.entries]
        return sentences.put_together(place.name, place.container, inside)
    if place.split in place.axes:
        axes = [axis for axis in place.axes if axis != place.split]
        return sentences.one_each(place.name, place.split, ", ".join(axes))
    return f"{place.name} ({', '.join(place.axes)})" if place.axes else place.name


def _body(name: str, arguments: Sequence[str], sentence: str) -> Iterator[str]:
    yield f"def {name}({', '.join(arguments)}):"
    lines = textwrap.wrap(sentence, _WIDTH - 11)
    lines[0] = f'"""{lines[0]}'
    lines[-1] = f'{lines[-1]}"""'
    yield from _indented((*lines, "..."))


def _indented(lines: Sequence[str] | Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield f"    {line}" if line else ""
