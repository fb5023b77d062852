"""A conversation with a submission: it is started, asked, and run again where its worker ended.

The worker behind it may crash, hang or talk rubbish at any time.  Then it is ended, and the next question goes to a
fresh one, which runs the file again, as long as there is time.  What can be asked stands in `worker`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from grader.sandbox.arrays import NUMPY
from grader.sandbox.channel import Reply, Silence
from grader.sandbox.claims import faults_of, how_it_ended, raised, spoken
from grader.sandbox.decode import Bounds, Decoder
from grader.sandbox.frame import ANYTHING, Violation, frame
from grader.sandbox.limits import Limits
from grader.sandbox.message import say
from grader.sandbox.outcome import (
    Absent,
    Blocked,
    Crashed,
    Fault,
    Opaque,
    OurFault,
    Outcome,
    OutOfMemory,
    Raised,
    Refused,
    Returned,
    TimedOut,
)
from grader.sandbox.questions import Guard, Question, Run, text
from grader.sandbox.source import Source
from grader.sandbox.text import clean
from grader.sandbox.zygote import Handle, WorkerPool, ZygoteError
from grader.words.sentences import workers as sentences
from grader.words.sentences.workers import speak
from reference.records import replace

Block = bytes | bytearray
# A name that was lent, under which name its arguments are kept, these, and the names of the last ones: what goes back.
Lender = Callable[[str, str, object, list[str]], tuple[str, Block]]
_LOOK = 0.25  # seconds between two looks at the limits
UP_SECONDS = 30.0  # our own code forks and puts the layers on: milliseconds, if all is well


class Conversation:
    """What goes on with one submission: it is run, asked, and run again."""

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
        self._mortal: set[tuple[object, str]] = set()  # questions that ended their worker twice
        self._block = b""
        self._at: list[object] = []
        self._takes_arrays = False  # whether that was seen to
        self._beginning: threading.Thread | None = None
        self.guards: Guard | None = None  # rules about source, for every process that runs it
        self.lender: Lender | None = None  # who calls what was lent to the code
        self._earlier = ""  # what a question printed before it called something lent
        self._bounds = Bounds(limits.nodes, limits.depth, limits.elements, limits.text)

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

    @property
    def seconds_left(self) -> float:
        """What is left of the time for the whole submission."""
        return max(0.0, self.limits.total_seconds - self._spent)

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
        table: list[tuple[str, int, int]] = []
        block = b""
        for path, data in self.source.files.items():
            table.append((path, len(block), len(data)))
            block += data
        run = Run(self.source.main, table, self._bounds, self.source.package, self._until,
                  self.source.joined)  # fmt: skip
        try:
            answer = self._spawn(run, block)
        except (ZygoteError, OSError) as error:
            self._import = OurFault(sentences.no_worker(error))
            return self._import
        if isinstance(answer, list) and len(answer) == 3 and answer[0] == "ran":
            self.output = self._printed()
            self.faults = tuple(faults_of(answer[2]))
            first = self.outcome(answer[1], "") if answer[1] is not None else None
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
            if self.guards is not None:
                self._exchange(self.guards, b"", self.limits.call_seconds, "call")
        else:
            outcome = self.outcome(answer, "")
            if isinstance(outcome, (Crashed, OutOfMemory)):
                outcome = outcome._replace(where="import")
            self.output = getattr(outcome, "output", "")
            self._import = outcome
        return self._import

    def _spawn(self, question: Run, block: bytes) -> object:
        """Get a worker, see that every layer it should wear is on, and let it run the file."""
        if self.seconds_left <= 0:
            return TimedOut(self.limits.total_seconds, "total")
        self.restarts += 1
        handle = self._pool.spawn(self.source, self.limits)
        self._handle, self._number = handle, 1
        message = frame(f"[1,{text(question)}]", block)
        up = handle.channel.greeting(message, time.monotonic() + UP_SECONDS)
        wanted = [0, "up", list(self._pool.layers.names)]
        if not isinstance(up, Reply) or up.items != wanted:
            self._end()
            raise ZygoteError(sentences.worker_not_up(up))
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

    def ask(self, question: Question, block: Block = b"", *, again: bool = True) -> object:
        """The answer to one question, as a list; an outcome if there is none.

        Who dies over it is asked `again`, unless what is asked can also be asked in parts.
        """
        seconds = self.limits.call_seconds
        self._await_beginning()
        if block and not self._takes_arrays:
            self._bring_arrays()
        if self._handle is None:
            if self._import is not None and not self._can_run_again(self._import):
                return self._import
            self._run()
        if self._handle is None:
            return self._import
        answer = self._exchange(question, block, seconds, "call")
        if isinstance(answer, list):
            return answer
        # values lie in the block: other numbers, too; some fields are lists
        alike = (type(question), repr(question[:2]))
        mortal = not again or alike in self._mortal
        if isinstance(answer, OurFault) or (_died(answer) and not mortal):
            other = self._again(question, block, seconds)
            if _died(answer) and not isinstance(other, list):
                self._mortal.add(alike)
                return answer if not isinstance(other, OurFault) else other
            if other != ["gone"]:  # what it needed went with the worker
                answer = other
        return answer

    def _bring_arrays(self) -> None:
        """Give NumPy to a program that never names it, and is given arrays all the same: `step = max`."""
        self._takes_arrays = True
        if NUMPY not in self.source.imports():
            self.source = replace(self.source, also=(*self.source.also, NUMPY))
            self.restart()

    def _again(self, question: Question, block: Block, seconds: float) -> object:
        """Ask a fresh worker: who forks workers was ended, or the first worker died."""
        self._run()
        if self._handle is None:
            return self._import
        return self._exchange(question, block, seconds, "call")

    def _exchange(self, question: Question, block: Block, seconds: float, where: str) -> object:
        if self._handle is None:
            return OurFault(sentences.question_without_worker())
        if self.seconds_left <= 0:
            self._end()
            return TimedOut(self.limits.total_seconds, "total")
        where, seconds = self._clock(seconds, where)
        self._number += 1
        self._earlier = ""
        message = frame(f"[{self._number},{text(question)}]", block)
        handle, number, left = self._handle, self._number, seconds
        while True:
            began = time.monotonic()
            answer = handle.channel.exchange(message, began + left)
            left -= time.monotonic() - began
            self._spent += time.monotonic() - began
            back = self._lent(answer, number)
            if self._handle is not handle:  # it ended while something lent was called
                return Blocked(sentences.earlier_result_gone())
            if back is None:
                break
            message = back
        self._number = number
        return self._content(answer, seconds, where)

    def _lent(self, answer: Reply | Silence, number: int) -> bytes | None:
        """What goes back to code that calls something lent to it; None where it does not."""
        if self.lender is None or self._handle is None or isinstance(answer, Silence):
            return None
        match answer.items:
            case [asking, "lend", str() as name, str() as key, tree, list() as names]:
                if asking != number or not all(isinstance(one, str) for one in names):
                    return None
            case _:
                return None
        printed = self._earlier + self._printed()
        try:
            values = Decoder(answer.block, self._bounds, opaque=Opaque).read(tree)
            words, block = self.lender(name, key, values, [str(one) for one in names])
        except BaseException:
            self._end()  # it would wait for ever
            raise
        self._earlier = printed
        return frame(f"[{number},{words}]", block)

    def _content(self, answer: Reply | Silence, seconds: float, where: str) -> object:
        """The list that a reply holds after its number, or the outcome of there being none."""
        if isinstance(answer, Silence):
            return self._silence(answer, seconds, where)
        number, *rest = answer.items or [None]
        if number != self._number:
            return self._silence(Silence("garbled", say("reply-to-another")), seconds, where)
        self._block = answer.block
        return rest

    def _silence(self, answer: Silence, seconds: float, where: str) -> Outcome:
        """What it means that no answer came.  The worker is ended."""
        output = self._printed()
        status = self._end()
        if status is None and answer.why == "ended":
            return OurFault(sentences.starter_ended())
        if answer.why == "late":
            limit = self.limits.total_seconds if where == "total" else seconds
            return TimedOut(limit, where, output)
        if answer.why == "garbled":
            how = sentences.answer_unreadable(clean(speak(answer.said), 100))
        else:
            how = how_it_ended(status or 0)
        where = "import" if where == "import" else "call"
        return Crashed(how, where, output, garbled=answer.why == "garbled")

    def outcome(self, answer: object, name: str, *, partly: bool = False) -> Outcome:
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
                    return Crashed(
                        sentences.answer_unreadable(_odd(error)), output=output, garbled=True
                    )
                return Returned(value, output, arguments)
            case ["raised", str() as kind, (str() | None) as message, line, str() as file, cell]:
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
                return Blocked(sentences.earlier_result_gone())
            case ["refused", str() as note, list() as claimed] if said := spoken(claimed):
                return Refused(clean(note, 60), said, output)
        self._end()
        return Crashed(
            sentences.answer_unreadable(speak(say("no-form"))), output=output, garbled=True
        )

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
        return clean(self._earlier + self._handle.channel.text(), self.limits.output)

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


def _died(answer: object) -> bool:
    """Whether a worker ended by itself or by somebody, rather than that it talked rubbish."""
    return isinstance(answer, Crashed) and not answer.garbled


def _odd(error: Violation | TypeError) -> str:
    """What is wrong with a value, for a sentence."""
    return clean(speak(error.said) if isinstance(error, Violation) else str(error), 100)
