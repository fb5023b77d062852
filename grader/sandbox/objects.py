"""Calls on objects of a student's class: made, set, called and looked at, and what autograd gives after it.

Attributes have names: `W_ih`, or `linear.weight` within another.  One that is set has to be there already:
what no constructor made is no weight that the methods use.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from json.encoder import encode_basestring_ascii as quoted
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, cast

from grader.sandbox import spaces, tensors

if TYPE_CHECKING:
    from grader.sandbox.child import Numbers, Session
    from grader.sandbox.questions import Act, Define, Slopes

globals()["__builtins__"] = dict(vars(builtins))  # as in `codec`

_MISSING = object()


def put(thing: object, path: str, value: object) -> None:
    """Give an attribute a value; an AttributeError as Python words it where there is none."""
    *way, last = path.split(".")
    for name in way:
        thing = getattr(thing, name)
    torch, now = tensors.loaded(), getattr(thing, last)
    if torch is not None and type(now) is torch.parameter:
        torch.fill(now, value, path)
    else:
        setattr(thing, last, value)


def found(thing: object, paths: list[str]) -> dict[str, object]:
    """The attributes of these names, as far as they are there."""
    values = {path: _value(thing, path) for path in paths}
    return {path: value for path, value in values.items() if value is not _MISSING}


def _value(thing: object, path: str) -> object:
    for name in path.split("."):
        thing = getattr(thing, name, _MISSING)
    return thing


def function_of(names: dict[str, object], path: str) -> Callable[..., object] | None:
    """A function of the file, or a method of its class; None where there is none."""
    owner, _, name = path.rpartition(".")
    method = getattr(names.get(owner), name, None) if owner else names.get(name)
    if owner and type(method) is FunctionType:
        method = MethodType(method, owner)  # bound to anything, as `self` is no argument of a call
    return cast("Callable[..., object] | None", method)


def own(names: dict[str, object], path: str) -> object:
    """What stands at a name, as the file or the class of a method holds it."""
    owner, _, name = path.rpartition(".")
    return vars(names[owner]).get(name) or getattr(names[owner], name) if owner else names[name]


def act(session: Session, asked: Act, numbers: Numbers) -> str:
    """Call a method: make its object or take a kept one, set attributes, call, read attributes.

    A name without a dot makes an object of which attributes are read.
    """
    kind, _, method = asked.name.rpartition(".")
    if (kind or method) not in session.names:
        return '"absent"'
    decoder = session.decoder(numbers)  # the grader's own arguments
    made = cast("list[object]", decoder.read(asked.new))
    values = cast("dict[str, object]", decoder.read(asked.attributes))
    given = cast("list[object]", decoder.read(asked.args))
    thing: object = None
    if asked.owner is not None:
        thing = decoder.read(asked.owner)
    elif kind:
        thing = cast("Callable[..., object]", session.names[kind])(*made)  # or it raises
    for path, value in values.items():
        put(thing, path, value)
    function = getattr(thing, method) if kind else session.names[method]
    result = cast("Callable[..., object]", function)(*given)
    thing = thing if kind else result
    set_now = found(thing, list(values))
    after = [*given, *(set_now.get(path) for path in values)]
    session.kept[asked.keep], session.kept[f"{asked.keep}.self"] = result, thing
    session.kept[f"{asked.keep}.given"] = after
    encoder = numbers.encoder
    text = encoder.write_partly(result)
    read = found(thing, list(asked.stored))
    pairs = [f"[{quoted(path)},{encoder.write_partly(value)}]" for path, value in read.items()]
    return f'"ok",["l",[{text},["m",[{",".join(pairs)}]]]],{encoder.write_partly(after)}'


def slopes(session: Session, asked: Slopes, numbers: Numbers) -> str:
    """What autograd gives by the arguments and attributes of a call that was kept."""
    wanted = cast("list[list[object]]", session.decoder(numbers).read(asked.arriving))
    torch, by = tensors.loaded(), cast("list[object]", session.find(f"{asked.keep}.given", None))
    if torch is None:
        return '"absent"'
    results = [session.find(asked.keep, cast("int | None", index)) for index, _ in wanted]
    slopes_of = torch.slopes(results, [slope for _, slope in wanted], by)
    return f'"ok",{numbers.encoder.write(slopes_of)},null'


def define(session: Session, asked: Define, numbers: Numbers) -> str:
    """Put functions in the place of one of the file and ask about them, each an answer of its own."""
    owner, _, name = asked.name.rpartition(".")
    place = partial(setattr, session.names[owner]) if owner else partial(spaces.put, session)
    if asked.name not in session.replaced:
        session.replaced[asked.name] = own(session.names, asked.name)
    around = getattr(session.replaced[asked.name], "__globals__", session.names)
    parts = []
    for text in asked.texts:
        made: dict[str, object] = {}
        part = '"absent"'
        with suppress(BaseException):  # nobody has ever run this text
            exec(compile(text, "<changed>", "exec"), around, made)  # noqa: S102  # a text of the student's own
            place(name, made[name])
            *_, part = session.each(asked.parts, numbers)
        parts.append(part)
    if not asked.texts:
        place(name, session.replaced.pop(asked.name))
    return f'"many",[{",".join(f"[{part}]" for part in parts)}]'
