"""A submission at work, as the grader sees it: ask for values and calls, get outcomes.

The worker behind it may crash, hang or talk rubbish at any time.  Then it is ended, and the
next question goes to a fresh one, which runs the file again, as long as there is time.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType

from grader.sandbox.arguments import encoder_for_call, written_arguments
from grader.sandbox.channel import Reply, Silence
from grader.sandbox.claims import SENTENCE, TYPED, faults_of, how_it_ended, lists, pairs, raised
from grader.sandbox.decode import Bounds, Decoder
from grader.sandbox.frame import ANYTHING, Violation, frame
from grader.sandbox.limits import Limits
from grader.sandbox.outcome import (
    Absent,
    Blocked,
    Crashed,
    Fault,
    Kept,
    Opaque,
    OurFault,
    Outcome,
    OutOfMemory,
    Parameter,
    Raised,
    Refused,
    Returned,
    Signature,
    TimedOut,
)
from grader.sandbox.source import Source
from grader.sandbox.start import start_zygote
from grader.sandbox.text import clean
from grader.sandbox.zygote import Handle, WorkerPool, ZygoteError

_RUBBISH = "its answer could not be read"
_LOOK = 0.25  # seconds between two looks at the limits
UP_SECONDS = 30.0  # our own code forks and puts the layers on: milliseconds, if all is well
KINDS = frozenset({"function", "class", "module", "plain"})


class Worker:
    """One submission.  Use it in a `with` statement; `start` runs the file."""

    def __init__(self, pool: WorkerPool, source: Source, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.faults: tuple[Fault, ...] = ()
        self.output = ""
        self.restarts = -1
        self._pool = pool
        self._handle: Handle | None = None
        self._number = 0
        self._spent = 0.0
        self._import: Outcome | None = None
        self._stopped: TimedOut | Crashed | None = None  # how the file ended before its end
        self._until: int | None = None  # the piece of the file that is not to be run again
        self._ran = source
        self._mortal: set[str] = set()  # questions that ended their worker twice
        self._block = b""
        self._at: list[object] = []
        self._beginning: threading.Thread | None = None
        self._bounds = Bounds(limits.nodes, limits.depth, limits.elements, limits.text)

    # what can be asked

    def begin(self) -> None:
        """Let the file run while the caller does something else.  All else waits for it."""
        if self._beginning is None and self._import is None:
            self._beginning = threading.Thread(target=self._run, daemon=True)
            self._beginning.start()

    def start(self) -> Outcome:
        """Run the file.  `Raised` holds its first error; what it defined can be used all the same.

        `faults` then says what was left out and which names are missing for it.
        """
        self._await_beginning()
        outcome = self._import or self._run()
        return self._stopped or outcome

    def adopt(self, limits: Limits) -> None:
        """Other limits from now on, also for a file that runs already."""
        grown = limits.total_seconds > self.limits.total_seconds
        grown = (
            grown or limits.memory != self.limits.memory
        )  # the kernel was told when it was forked
        self.limits = limits
        if grown and (self._beginning is not None or self._import is not None):
            self.restart()

    def restart(self) -> Outcome:
        """Run the file again in a fresh worker: nothing that calls have left behind stays."""
        self._await_beginning()
        self._end()
        if self.source is not self._ran:  # another text may come further
            self._stopped, self._until, self._import = None, None, None
        if self._import is None or self._can_run_again(self._import):
            return self._run()
        return self._import

    def names(self) -> dict[str, str]:
        """The names of the file and what they roughly are: function, class, module or plain."""
        answer = self._ask('"names"', b"", self.limits.call_seconds)
        if not isinstance(answer, list) or len(answer) != 2 or answer[0] != "names":
            return {}
        return {name: kind for name, kind in pairs(answer[1]) if kind in KINDS}

    def written(self) -> dict[str, str]:
        """What stands behind the `=` of top-level assignments, as it was typed."""
        answer = self._ask('"written"', b"", self.limits.call_seconds)
        if not isinstance(answer, list) or len(answer) != 2 or answer[0] != "written":
            return {}
        return {name: clean(text, TYPED) for name, text in pairs(answer[1])}

    def value(self, name: str) -> Outcome:
        """The value of a name."""
        return self._outcome(
            self._ask(f'"value",{json.dumps(name)}', b"", self.limits.call_seconds), name
        )

    def values(self, names: Sequence[str]) -> dict[str, Outcome]:
        """The values of several names, for little more than the price of one."""
        question = f'"values",{json.dumps(list(names))}'
        answer = self._ask(question, b"", self.limits.call_seconds)
        parts = self._parts(answer, len(names))
        if parts is None:
            return {name: self.value(name) for name in names}
        found = {name: self._outcome(part, name) for name, part in zip(names, parts, strict=True)}
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
        written = ",".join(f"[{written_arguments(encoder, name, case, {})}]" for case in cases)
        question = f'"calls",{json.dumps(name)},[{written}]'
        answer = self._ask(question, bytes(encoder.block), self.limits.call_seconds)
        parts = self._parts(answer, len(cases))
        if parts is None:
            return [self.call(name, case) for case in cases]
        found = [self._outcome(part, name) for part in parts]
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
        question = f'"signature",{json.dumps(name)}'
        answer = self._ask(question, b"", self.limits.call_seconds)
        if not isinstance(answer, list) or len(answer) != 2 or answer[0] != "signature":
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
        question = (
            f'"call",{json.dumps(name)},{written_arguments(encoder, name, args, kwargs or {})},'
            f"{json.dumps(keep)},{json.dumps(report_arguments)}"
        )
        began = time.monotonic()
        answer = self._ask(question, bytes(encoder.block), self.limits.call_seconds)
        outcome = self._outcome(answer, name, partly=keep is not None)
        if isinstance(outcome, Returned):
            return outcome._replace(seconds=time.monotonic() - began)
        return outcome

    def record(self, name: str, args: Sequence[object], inner: str, *, keep: str) -> Outcome:
        """Call a function, and keep what its calls of another one return: `keep1`, `keep2`, ...

        The value that comes back is how often the other one was called.
        """
        encoder = encoder_for_call()
        given = written_arguments(encoder, name, args, {})
        question = f'"record",{json.dumps(name)},{given},{json.dumps(inner)},{json.dumps(keep)}'
        answer = self._ask(question, bytes(encoder.block), self.limits.call_seconds)
        return self._outcome(answer, name)

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
        owner = "null" if of is None else encoder.write(of)
        arguments = "null"
        if called is not None:
            arguments = f"[{written_arguments(encoder, name or 'it', *called)}]"
        question = f'"use",{json.dumps(name)},{owner},{arguments},{json.dumps(keep)}'
        answer = self._ask(question, bytes(encoder.block), self.limits.call_seconds)
        return self._outcome(answer, name or "it", partly=True)

    @property
    def seconds_left(self) -> float:
        """What is left of the time for the whole submission."""
        return max(0.0, self.limits.total_seconds - self._spent)

    # how it is asked

    @staticmethod
    def _can_run_again(outcome: Outcome) -> bool:
        """Whether a fresh worker may come further: a file that hung or crashed would again."""
        return isinstance(outcome, (Returned, Raised, OutOfMemory))

    def _run(self) -> Outcome:
        """Run the file in a fresh worker; once more where a worker died or our machinery failed.

        Of a file that hangs or ends all the same, what came before counts: it is run as far as that.
        """
        self._ran = self.source
        outcome = self._run_once()
        if isinstance(outcome, OurFault) or _died(outcome):
            outcome = self._run_once()
        if isinstance(outcome, OurFault) and self._spent:  # two accidents of ours in a row
            outcome = self._run_once()
        if self._until is None and isinstance(outcome, (TimedOut, Crashed)):
            self._stop_before(outcome)
        return self._import or outcome

    def _stop_before(self, outcome: TimedOut | Crashed) -> None:
        """Run the file up to the piece that it did not come through."""
        match self._at:
            case [_, "at", int() as count, int() as line, cell] if self.seconds_left > 0:
                where = cell if type(cell) is int else None
                stopped = outcome._replace(line=line, cell=where)
            case _:
                return
        self._until, faults, output = count, self.faults, self.output
        again = self._run_once()
        if isinstance(again, (Returned, Raised, OutOfMemory)):
            self._stopped = stopped
        else:  # it does not come as far as before: there is nothing to be had
            self._until, self._import, self.faults, self.output = None, stopped, faults, output

    def _run_once(self) -> Outcome:
        """Fork a worker and run the file in it; how that went."""
        self._end()
        table, at = [], 0
        for path, data in self.source.files.items():
            table.append([path, at, len(data)])
            at += len(data)
        bounds = [self._bounds.nodes, self._bounds.depth, self._bounds.elements, self._bounds.text]
        words = [self.source.main, table, bounds, self.source.package, self._until]
        question = f'"run",{",".join(json.dumps(word) for word in words)}'
        try:
            answer = self._spawn(question, b"".join(self.source.files.values()))
        except (ZygoteError, OSError) as error:
            self._import = OurFault(f"no worker could be started: {error}")
            return self._import
        if isinstance(answer, list) and len(answer) == 3 and answer[0] == "ran":
            self.output = self._printed()
            self.faults = tuple(faults_of(answer[2]))
            first = self._outcome(answer[1], "") if answer[1] is not None else None
            syntax = next((fault for fault in self.faults if fault.kind != "error"), None)
            if first is None and syntax is not None:
                first = Raised(
                    "SyntaxError",
                    syntax.sentence,
                    syntax.first,
                    self.output,
                    self.source.main,
                    syntax.cell,
                )
            self._import = first or Returned(None, self.output)
        else:
            outcome = self._outcome(answer, "")
            if isinstance(outcome, (Crashed, OutOfMemory)):
                outcome = outcome._replace(where="import")
            self.output = getattr(outcome, "output", "")
            self._import = outcome
        return self._import

    def _spawn(self, question: str, block: bytes) -> object:
        """Get a worker, see that every layer it should wear is on, and let it run the file."""
        if self.seconds_left <= 0:
            return TimedOut(self.limits.total_seconds, "total")
        self.restarts += 1
        handle = self._pool.spawn(self.source, self.limits)
        self._handle, self._number = handle, 1
        message = frame(f"[1,{question}]", block)
        up = handle.channel.greeting(message, time.monotonic() + UP_SECONDS)
        wanted = [0, "up", list(self._pool.layers.names)]
        if not isinstance(up, Reply) or up.items != wanted:
            self._end()
            raise ZygoteError(f"the worker did not come up: {up}")
        began = time.monotonic()
        while True:  # the assignment may bring other limits when the file runs already
            where, seconds = self._clock(self.limits.start_seconds, "import")
            until = min(began + seconds, time.monotonic() + _LOOK)
            answer = handle.channel.rest(until)
            if not isinstance(answer, Silence) or answer.why != "late" or until >= began + seconds:
                break
        self._at = handle.channel.at
        self._spent += time.monotonic() - began
        return self._content(answer, seconds, where)

    def _await_beginning(self) -> None:
        if self._beginning is not None:
            beginning, self._beginning = self._beginning, None
            beginning.join()

    def _clock(self, seconds: float, where: str) -> tuple[str, float]:
        """Which clock runs out first, and when."""
        return (where, seconds) if seconds < self.seconds_left else ("total", self.seconds_left)

    def _ask(self, question: str, block: bytes, seconds: float) -> object:
        """The answer to one question, as a list; an outcome if there is none."""
        self._await_beginning()
        if self._handle is None:
            if self._import is not None and not self._can_run_again(self._import):
                return self._import
            self._run()
        if self._handle is None:
            return self._import
        answer = self._exchange(question, block, seconds, "call")
        kind = question[:60]
        if isinstance(answer, OurFault) or (_died(answer) and kind not in self._mortal):
            again = self._again(question, block, seconds)
            if _died(answer) and not isinstance(again, list):
                self._mortal.add(kind)
                return answer if not isinstance(again, OurFault) else again
            if again != ["gone"]:  # what it needed went with the worker
                answer = again
        return answer

    def _again(self, question: str, block: bytes, seconds: float) -> object:
        """Ask a fresh worker: who forks workers was ended, or the first worker died."""
        self._run()
        if self._handle is None:
            return self._import
        return self._exchange(question, block, seconds, "call")

    def _exchange(self, question: str, block: bytes, seconds: float, where: str) -> object:
        if self._handle is None:
            return OurFault("a question without a worker")
        if self.seconds_left <= 0:
            self._end()
            return TimedOut(self.limits.total_seconds, "total")
        where, seconds = self._clock(seconds, where)
        self._number += 1
        message = frame(f"[{self._number},{question}]", block)
        began = time.monotonic()
        answer = self._handle.channel.exchange(message, began + seconds)
        self._spent += time.monotonic() - began
        return self._content(answer, seconds, where)

    def _content(self, answer: Reply | Silence, seconds: float, where: str) -> object:
        """The list that a reply holds after its number, or the outcome of there being none."""
        if isinstance(answer, Silence):
            return self._silence(answer, seconds, where)
        number, *rest = answer.items or [None]
        if number != self._number:
            return self._silence(Silence("garbled", "a reply to another question"), seconds, where)
        self._block = answer.block
        return rest

    def _silence(self, answer: Silence, seconds: float, where: str) -> Outcome:
        """What it means that no answer came.  The worker is ended."""
        output = self._printed()
        status = self._end()
        if status is None and answer.why == "ended":
            return OurFault("the process that starts workers ended, and its worker with it")
        if answer.why == "late":
            limit = self.limits.total_seconds if where == "total" else seconds
            return TimedOut(limit, where, output)
        if answer.why == "garbled":
            how = f"{_RUBBISH} ({clean(answer.detail, 100)})"
        else:
            how = how_it_ended(status or 0)
        return Crashed(how, "import" if where == "import" else "call", output)

    def _outcome(self, answer: object, name: str, *, partly: bool = False) -> Outcome:
        """The outcome that an answer stands for."""
        if not isinstance(answer, list):
            return answer  # type: ignore[return-value]  # `_ask` answers a list or an outcome
        output = self._printed()
        match answer:
            case ["ok", tree, after]:
                decoder = Decoder(self._block, self._bounds, opaque=Opaque if partly else None)
                try:
                    value = decoder.read(tree)
                    arguments: tuple[object, ...] | None = None
                    if after is not None:
                        decoder = Decoder(self._block, self._bounds, opaque=Opaque)
                        arguments = tuple(decoder.read(after))  # type: ignore[arg-type]  # a TypeError is caught
                except (Violation, TypeError) as error:
                    self._end()
                    return Crashed(f"{_RUBBISH} ({clean(str(error), 100)})", output=output)
                return Returned(value, output, arguments)
            case ["raised", str() as kind, str() as message, line, str() as file, cell]:
                return raised(kind, message, line, file, cell, output)
            case ["memory", line]:
                return OutOfMemory(
                    "import" if not name else "call", line if type(line) is int else None, output
                )
            case ["absent"]:
                if isinstance(self._import, OutOfMemory):
                    return self._import  # the file did not come so far
                if self._stopped is not None:
                    return self._stopped  # who knows what would have come
                return Absent(name, self._why_missing(name))
            case ["gone"]:
                return Blocked("The earlier result that this needs is not there (any more).")
            case ["refused", str() as note, str() as sentence]:
                return Refused(clean(note, 60), clean(sentence, SENTENCE), output)
        self._end()
        return Crashed(f"{_RUBBISH} (no form of ours)", output=output)

    def _why_missing(self, name: str) -> str:
        """The fault in the file that explains a missing name, or the first that might."""
        for known in (name, ANYTHING):
            for fault in self.faults:
                if known in fault.names:
                    return fault.sentence
        return ""

    def _printed(self) -> str:
        if self._handle is None:
            return ""
        return clean(self._handle.channel.text(), self.limits.output)

    def _end(self) -> int | None:
        """End the worker; its status, 0 if there is none, None if nobody is left to know it."""
        if self._handle is None:
            return 0
        handle, self._handle = self._handle, None
        try:
            return handle.end()
        except ZygoteError:
            return None  # the zygote is gone, and its workers with it

    def close(self) -> None:
        """End the worker for good."""
        self._await_beginning()
        if self._handle is not None:
            handle, self._handle = self._handle, None
            handle.drop()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


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


def _died(answer: object) -> bool:
    """Whether a worker ended by itself or by somebody, rather than that it talked rubbish."""
    return isinstance(answer, Crashed) and not answer.how.startswith(_RUBBISH)


def _is_too_large(outcome: Outcome) -> bool:
    return isinstance(outcome, Refused) and outcome.note == "value.too-large"
