"""A call as it travels: the questions that a worker is asked for it, written once for everybody.

A backward function goes on from the cache of its forward function, so that this is asked first; what autograd
makes of a function, from a call that was kept.
"""

from __future__ import annotations

from typing import NamedTuple

from grader.assignment.function import GRADIENTS, Function
from grader.functions.cases import Case, called_with, case_for
from grader.sandbox import Kept, OnObject
from grader.sandbox.questions import text

CACHE = "cache"  # where the result of a forward function is kept
RESULT = "result"
Words = tuple[str, bytes]  # a question as text, and its numbers


class Travels(NamedTuple):
    """How the calls of one function travel; `forward` is whose cache it takes, called by its own name."""

    name: str
    function: Function
    forward: Function | None

    def questions(self, case: Case) -> list[Words]:
        """All that is asked for one call, in order."""
        if case.check == GRADIENTS:
            return self._by_autograd(case)
        function, forward = self.function, self.forward
        cache, asked = Kept(CACHE, _place_of_cache(forward)), []
        if forward is not None:
            first = case_for(case, forward)
            call = called_with(forward, first.argument)
            asked.append(_written(function.forward, forward, call, keep=CACHE))
        on = Kept(f"{CACHE}.self") if function.takes_object else None
        call = called_with(function, lambda p: cache if p.kept else case.argument(p), on)
        keep = RESULT if function.kept is not None else None
        return [*asked, _written(self.name, function, call, keep=keep, report=True)]

    def _by_autograd(self, case: Case) -> list[Words]:
        """The call with arguments that need gradients, and what autograd gives by them."""
        from grader.functions.tensors import arriving  # brings NumPy
        from grader.sandbox.arguments import asked_of_autograd, encoder_for_call  # as above

        function = self.function
        call = called_with(function, case.argument)
        first = _written(self.name, function, call, keep=RESULT, need_slopes=True)
        encoder = encoder_for_call()
        asked = asked_of_autograd(encoder, RESULT, arriving(function, case))
        return [first, (text(asked), bytes(encoder.block))]


def _written(
    name: str, function: Function, call: OnObject, *,
    keep: str | None, report: bool = False, need_slopes: bool = False,
) -> Words:  # fmt: skip
    """One call: of a function, or of something on an object."""
    # these bring NumPy
    from grader.functions.tensors import as_sent
    from grader.sandbox import arguments  # as above

    encoder = arguments.encoder_for_call()
    call = as_sent(function, call, need_slopes=need_slopes)
    if function.call:
        asked = text(arguments.asked_of_object(encoder, function.call, call, keep=keep or RESULT))
    else:
        asked = text(arguments.asked_of_function(encoder, name, call, keep=keep, report=report))
    return asked, bytes(encoder.block)


def _place_of_cache(forward: Function | None) -> int | None:
    return forward.kept if forward is not None and len(forward.returns) > 1 else None
