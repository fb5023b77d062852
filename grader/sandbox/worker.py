"""A submission at work, as the grader sees it: ask for values and calls, get outcomes.

Every method is one question and what its answer means; how it gets there, and what happens when no answer comes,
is the matter of `conversation`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from grader.sandbox.arguments import (
    OnObject,
    asked_of_autograd,
    asked_of_object,
    encoder_for_call,
    written_arguments,
    written_call,
)
from grader.sandbox.claims import TYPED, lists, pairs
from grader.sandbox.closing import Closing
from grader.sandbox.conversation import Conversation
from grader.sandbox.limits import Limits
from grader.sandbox.outcome import (
    Kept,
    Outcome,
    Parameter,
    Refused,
    Returned,
    Signature,
)
from grader.sandbox.questions import (
    NOTHING,
    Call,
    Calls,
    Define,
    Fragment,
    Guard,
    Names,
    Parameters,
    Record,
    Several,
    Use,
    Value,
    Values,
    Written,
)
from grader.sandbox.source import Source
from grader.sandbox.start import start_zygote
from grader.sandbox.text import clean
from grader.sandbox.zygote import WorkerPool

Words = tuple[str, bytes]  # a question as `questions.text` writes it, and its numbers
KINDS = frozenset({"function", "class", "module", "plain"})


class Worker(Conversation, Closing):
    """One submission.  Use it in a `with` statement; `start` runs the file."""

    def names(self) -> dict[str, str]:
        """The names of the file and what they roughly are: function, class, module or plain."""
        answer = self.ask(Names())
        if not isinstance(answer, list) or len(answer) != 2 or answer[0] != "names":
            return {}
        return {name: kind for name, kind in pairs(answer[1]) if kind in KINDS}

    def written(self) -> dict[str, str]:
        """What stands behind the `=` of top-level assignments, as it was typed."""
        answer = self.ask(Written())
        if not isinstance(answer, list) or len(answer) != 2 or answer[0] != "written":
            return {}
        return {name: clean(text, TYPED) for name, text in pairs(answer[1])}

    def value(self, name: str) -> Outcome:
        """The value of a name."""
        return self.outcome(self.ask(Value(name)), name)

    def values(self, names: Sequence[str]) -> dict[str, Outcome]:
        """The values of several names, for little more than the price of one."""
        answer = self.ask(Values(list(names)))
        parts = self._parts(answer, len(names))
        if parts is None:
            return {name: self.value(name) for name in names}
        found = {name: self.outcome(part, name) for name, part in zip(names, parts, strict=True)}
        for name, outcome in found.items():
            if _is_too_large(outcome):  # perhaps only together with the others
                found[name] = self.value(name)
        return found

    def calls(self, name: str, cases: Sequence[Sequence[object]]) -> list[Outcome]:
        """The outcomes of several calls of one function, for little more than the price of one.

        They happen in one worker, in order.  If one of them crashes it or takes too long, each
        is made again in its turn.  What they print stands in the first outcome.
        """
        encoder = encoder_for_call()
        written = (written_call(encoder, name, case, {}) for case in cases)
        question = Calls(name, Fragment(f"[{','.join(written)}]"))
        answer = self.ask(question, encoder.block)
        parts = self._parts(answer, len(cases))
        if parts is None:
            return [self.call(name, case) for case in cases]
        found = [self.outcome(part, name) for part in parts]
        return [
            self.call(name, case) if _is_too_large(outcome) else outcome
            for case, outcome in zip(cases, found, strict=True)
        ]

    def _parts(self, answer: object, count: int) -> list[object] | None:
        """The single answers of one to many questions; None if they have to be asked one by one."""
        match answer:
            case ["many", list() as parts] if len(parts) == count:
                return [part if isinstance(part, list) else [part] for part in parts]
        return None

    def signature(self, name: str) -> Signature | None:
        """The parameters of a function; None if there is no such function, or nothing to see."""
        answer = self.ask(Parameters(name))
        if not isinstance(answer, list) or len(answer) != 2 or answer[0] != "parameters":
            return None
        return Signature(
            tuple(
                Parameter(name, kind, row[2] is True)
                for row in lists(answer[1])
                for name, kind in pairs([row[:2]])
                if len(row) == 3
            )
        )

    def call(
        self,
        name: str,
        args: Sequence[object] = (),
        kwargs: Mapping[str, object] | None = None,
        *,
        keep: str | None = None,
        report_arguments: bool = False,
    ) -> Outcome:
        """Call a function with copies of these arguments.

        With `keep="forward"` the result also stays in the worker, where `Kept("forward")` among
        the arguments of a later call stands for it; parts of it that are no plain data come
        back as `Opaque`.  With `report_arguments` the outcome holds the arguments after
        the call (those by name last), which shows what the function changed in place.
        """
        encoder = encoder_for_call()
        given, named = written_arguments(encoder, name, args, kwargs or {})
        began = time.monotonic()
        answer = self.ask(Call(name, given, named, keep, report_arguments), encoder.block)
        outcome = self.outcome(answer, name, partly=keep is not None)
        if isinstance(outcome, Returned):
            return outcome._replace(seconds=time.monotonic() - began)
        return outcome

    def several(self, asked: Sequence[Words]) -> tuple[list[object] | None, bytes]:
        """The bare answers to questions that were written before, and their numbers; None if one ended it.

        They are asked in one message and answered in one.  What an answer claims is not looked at here.
        """
        parts, block = _together(asked)
        question = Several(parts)
        return self._parts(self.ask(question, block, again=False), len(asked)), self._block

    def define(
        self, name: str, texts: Sequence[str], asked: Sequence[Words]
    ) -> tuple[list[object] | None, bytes]:
        """Put functions by texts in the place of one and ask the same of each: their bare last answers.

        The last one stays, until none is put there.
        """
        parts, block = _together(asked)
        answer = self.ask(Define(name, list(texts), parts), block)
        return self._parts(answer, len(texts)), self._block

    def guard(self, forbid: Sequence[str], only: Sequence[str]) -> None:
        """Let a function that uses what it may not raise `RuleBroken`, however it came by it."""
        self.guards = Guard(list(forbid), list(only))
        self.ask(self.guards)

    def act(self, name: str, call: OnObject, *, keep: str) -> Outcome:
        """Call a method, or make an object; what comes back is its result and its attributes.

        The result stays in the worker as `keep`, the object as `keep.self`.  The arguments of
        the outcome are those after the call, the attributes that were set last.
        """
        encoder = encoder_for_call()
        asked = asked_of_object(encoder, name, call, keep=keep)
        return self.outcome(self.ask(asked, encoder.block), name, partly=True)

    def slopes(self, kept: str, arriving: Sequence[tuple[int | None, object]]) -> Outcome:
        """What autograd gives by the arguments of a kept call, attributes last; None where nothing comes.

        `arriving` are the gradients by its results: the index of each, None for the only one.
        """
        encoder = encoder_for_call()
        answer = self.ask(asked_of_autograd(encoder, kept, arriving), encoder.block)
        return self.outcome(answer, kept)

    def record(self, name: str, args: Sequence[object], inner: str, *, keep: str) -> Outcome:
        """Call a function, and keep what its calls of another one return: `keep1`, `keep2`, ...

        The value that comes back is how often the other one was called.
        """
        encoder = encoder_for_call()
        given, _ = written_arguments(encoder, name, args, {})
        answer = self.ask(Record(name, given, inner, keep), encoder.block)
        return self.outcome(answer, name)

    def use(
        self,
        name: str | None,
        of: Kept | None = None,
        called: tuple[Sequence[object], Mapping[str, object]] | None = None,
        *,
        keep: str,
    ) -> Outcome:
        """A name of the file, or an attribute of a kept result (no name: the result itself).

        With the arguments of a call, what that returns; the outcome holds them as they were after
        it.  What is no plain data comes back as `Opaque` and stays in the worker as `keep`.
        """
        encoder = encoder_for_call()
        owner = NOTHING if of is None else Fragment(encoder.write(of))
        arguments = NOTHING if called is None else written_call(encoder, name or "it", *called)
        answer = self.ask(Use(name, owner, arguments, keep), encoder.block)
        return self.outcome(answer, name or "it", partly=True)


@contextmanager
def open_worker(
    source: Source, *, limits: Limits | None = None, zygote: WorkerPool | None = None
) -> Iterator[Worker]:
    """A worker for one submission.  Without a zygote a new one is started, and ended after."""
    if zygote is not None:
        with Worker(zygote, source, limits or Limits()) as worker:
            yield worker
        return
    with start_zygote() as own, Worker(own, source, limits or Limits()) as worker:
        yield worker


def _together(asked: Sequence[Words]) -> tuple[Fragment, bytearray]:
    """Questions as the parts of one, each with the place of its numbers; and all their numbers."""
    parts, block = [], bytearray()
    for words, numbers in asked:
        parts.append(f"[{len(block)},{len(numbers)},{words}]")
        block += numbers
    return Fragment(f"[{','.join(parts)}]"), block


def _is_too_large(outcome: Outcome) -> bool:
    return isinstance(outcome, Refused) and outcome.note == "value.too-large"
