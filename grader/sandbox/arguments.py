"""The arguments of a call on their way into a worker."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from grader.sandbox.decode import Bounds
from grader.sandbox.outcome import Kept
from grader.sandbox.questions import NOTHING, Act, Call, Fragment, Slopes
from grader.words.sentences.workers import speak

if TYPE_CHECKING:
    from grader.sandbox.codec import Encoder

_MOST = Bounds(nodes=1_000_000, elements=1 << 22, text=1 << 20)


class OnObject(NamedTuple):
    """A call on an object: the kept one, or one made of `new` with these attributes set.

    `stored` are the attributes to be read after it.  A function alone takes its arguments and no more.
    """

    arguments: Sequence[object] = ()
    new: Sequence[object] = ()
    attributes: Mapping[str, object] = {}
    stored: Sequence[str] = ()
    on: Kept | None = None


def encoder_for_call() -> Encoder:
    """The encoder of one question, with the bounds of what a call may be given."""
    from grader.sandbox.codec import Encoder  # brings NumPy, which only calls need

    return Encoder(_MOST, Kept)


def written_arguments(
    encoder: Encoder, name: str, args: Sequence[object], kwargs: Mapping[str, object]
) -> tuple[Fragment, Fragment]:
    """The arguments of one call, those by name apart.  One that cannot be sent is the caller's mistake."""
    from grader.sandbox.codec import Refusal  # brings NumPy, as above

    try:
        given = ",".join(encoder.write(arg, 1) for arg in args)
        named = ",".join(
            f"[{json.dumps(key)},{encoder.write(arg, 1)}]" for key, arg in kwargs.items()
        )
    except Refusal as refusal:
        raise ValueError(f"an argument of {name} cannot be sent: {speak(refusal.said)}") from None
    return Fragment(f'["l",[{given}]]'), Fragment(f'["m",[{named}]]')


def written_call(
    encoder: Encoder, name: str, args: Sequence[object], kwargs: Mapping[str, object]
) -> Fragment:
    """The arguments of one call as one list: those by place, those by name."""
    return Fragment(f"[{','.join(written_arguments(encoder, name, args, kwargs))}]")


def asked_of_function(
    encoder: Encoder, name: str, call: OnObject, *, keep: str | None, report: bool
) -> Call:
    """The question to call a function."""
    given, named = written_arguments(encoder, name, call.arguments, {})
    return Call(name, given, named, keep, report)


def asked_of_object(encoder: Encoder, name: str, call: OnObject, *, keep: str) -> Act:
    """The question to call a method, or to make an object."""
    owner = NOTHING if call.on is None else Fragment(encoder.write(call.on))
    new, _ = written_arguments(encoder, name, call.new, {})
    given, attributes = written_arguments(encoder, name, call.arguments, call.attributes)
    return Act(name, owner, new, attributes, given, list(call.stored), keep)


def asked_of_autograd(
    encoder: Encoder, kept: str, arriving: Sequence[tuple[int | None, object]]
) -> Slopes:
    """The question what autograd gives after a call that was kept."""
    return Slopes(kept, Fragment(encoder.write([[index, slope] for index, slope in arriving])))
