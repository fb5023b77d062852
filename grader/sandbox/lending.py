"""What a course's tests lend to the student's code: functions that stay beside the tests.

A call of one is told to the grader in the midst of a question, and its result is waited for.  Until it comes
other questions may be answered: the function over there may want to know something itself.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from json.encoder import encode_basestring_ascii as quoted
from typing import TYPE_CHECKING, cast

from grader.sandbox import arrays
from grader.sandbox.codec import Encoder, Refusal
from grader.sandbox.frame import HEADER, lengths, parse
from grader.sandbox.pipes import take

if TYPE_CHECKING:
    from grader.sandbox.child import Session  # which calls us

globals()["__builtins__"] = _own = dict(vars(builtins))  # as in `codec`

LENT = "lent:"  # how the name of something lent begins: then its number, and `f` for a function
PLACES = {"module:", "builtins:"}  # names of what a test may replace something in
_given_input = builtins.input


class Stopped(BaseException):
    """The tests do not go on: no `except Exception` of a student's holds this up."""


class Lent:
    """A callable of the tests that is no plain function."""

    def __init__(self, call: Callable[..., object]) -> None:
        object.__setattr__(self, "_call", call)

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Call it, over there."""
        return cast("Callable[..., object]", self._call)(*args, **kwargs)

    def __getattr__(self, name: str) -> object:
        """Whatever else it is can only be seen beside the tests."""
        if name.startswith("__"):
            raise AttributeError(name)
        raise Refusal("cannot-send", "lent-attribute", name)


def lent(session: Session, name: str) -> object:
    """What was lent under a name: it is made when it is first asked for."""

    def function(*args: object, **kwargs: object) -> object:
        return _called(session, name, args, kwargs)

    if not name.endswith("f"):
        return Lent(function)
    vars(function)[LENT] = name
    return function


def number_of(thing: object) -> int | str:
    """What tells a thing from others: where it lies, or the name under which it was lent."""
    found = vars(thing).get(LENT) if type(thing) is type(lent) else None
    return found if type(found) is str else id(thing)


def place(session: Session, name: str) -> object:
    """The module of the submission, or that of Python's own names."""
    return session.module if name == "module:" else builtins


def put_input_back() -> None:
    """Let `input` be Python's own again."""
    vars(builtins)["input"] = _given_input


def _called(
    session: Session, name: str, args: tuple[object, ...], kwargs: dict[str, object]
) -> object:
    """Tell a call, answer what is asked meanwhile, and take what came of it."""
    encoder = Encoder(session.bounds)
    encoder.faithful = True
    values = [*args, *kwargs.values()]
    text = encoder.write_partly(values)
    session.lent += 1
    key = f"{name}.{session.lent}"
    if '["o",' in text:
        session.kept[key] = values
    number, names = session.number, ",".join(map(quoted, kwargs))
    message = f'[{number},"lend",{quoted(name)},{quoted(key)},{text},[{names}]]'
    session.send(message, encoder.block)
    while True:
        body, block = lengths(take(session.requests, HEADER))
        request, data = parse(take(session.requests, body)), take(session.requests, block)
        if request[1] in ("back", "fails", "stop"):
            break
        session.reply(request, data)
    session.number = number
    if request[1] == "stop":
        raise Stopped
    if request[1] == "fails":
        raise _error(str(request[2]), str(request[3]))
    decoder = session.decoder_of(data)
    result = decoder.read(request[2])
    _change(values, cast("list[object]", decoder.read(request[3])))
    return result


def _error(kind: str, message: str) -> Exception:
    """An error like the one that was raised over there."""
    found = _own.get(kind)
    if isinstance(found, type) and issubclass(found, Exception):
        try:
            return found(message)
        except TypeError:  # it takes more than a message
            pass
    made: type[Exception] = type(kind, (Exception,), {})
    return made(message)


def _change(before: list[object], after: list[object]) -> None:
    """Give arguments that were changed over there the contents that they have now."""
    held = arrays.loaded()
    for old, new in zip(before, after, strict=False):
        if type(old) is not type(new):
            continue
        if type(old) is list:
            old[:] = cast("list[object]", new)
        elif type(old) is dict:
            old.clear()
            old.update(cast("dict[object, object]", new))
        elif held is not None and type(old) is held.ndarray:
            flags = cast("object", old.flags)  # type: ignore[attr-defined]  # an array
            if old.shape == new.shape and flags.writeable:  # type: ignore[attr-defined]  # as above
                old[...] = new  # type: ignore[index]  # as above
