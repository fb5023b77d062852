"""The process of the tests, as the grader sees it: start it, answer it, and outlast it.

The course's code is trusted with the grader's rights, but not to end: it may loop, crash, or call
`os._exit`.  What a test came to is told when it ends; so the one that was running is lost, the
process is started again without it, and the rest still counts.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import cast

from grader.assignment.own_tests import OwnTests
from grader.outcome.errors import OwnFault
from grader.owntests.wire import Wire
from grader.sandbox.arguments import encoder_for_call
from grader.sandbox.codec import Refusal
from grader.sandbox.environment import ENVIRONMENT, software_paths
from grader.sandbox.frame import Violation
from grader.sandbox.outcome import (
    Absent,
    Blocked,
    Crashed,
    Kept,
    Opaque,
    OurFault,
    Outcome,
    OutOfMemory,
    Raised,
    Refused,
    Returned,
    TimedOut,
)
from grader.sandbox.worker import Worker
from grader.words.sentences import own_tests as own_test_sentences
from grader.words.sentences import submissions as submission_sentences
from grader.words.sentences import workers as worker_sentences
from grader.words.sentences.workers import speak
from reference.records import dataclass, field, replace

_BOOT = "import sys; sys.path.extend({paths!r}); from grader.owntests.inside import main; main()"
_TICK = 0.05  # seconds between two looks at the clock
DIED, LATE = "died", "late"
# What compiled code that a test calls may bring upon its own process, every time.
_OWN_CRASHES = {
    signal.SIGABRT,
    signal.SIGSEGV,
    signal.SIGFPE,
    signal.SIGILL,
    getattr(signal, "SIGBUS", -1),
}


@dataclass(frozen=True)
class Ran:
    """What became of one test.

    `how` is the word of `record`, or that the process died in it or ran out of time.  `cause` is a note
    and a sentence about the student's code, where that is why.  `score` is a number that the test
    set, or a text that says what it set instead of one.
    """

    how: str
    messages: tuple[str, ...] = ()
    cause: tuple[str, str] = ("", "")
    printed: str = ""
    score: float | str | None = None
    board: float | str | None = None


@dataclass
class Run:
    """What became of a file of tests."""

    loaded: tuple[str, ...] = ()
    ran: dict[str, Ran] = field(default_factory=dict)
    around: dict[str, Ran] = field(default_factory=dict)
    unloadable: Ran | None = None
    stopped: str = ""


def run_tests(tests: OwnTests, worker: Worker) -> Run:
    """Run a file of tests against a submission; once more, from the start, where we failed."""
    try:
        return _run_all(tests, worker)
    except OwnFault:
        worker.restart()
        return _run_all(tests, worker)


def _run_all(tests: OwnTests, worker: Worker) -> Run:
    run = Run()
    file = Path(tests.folder) / tests.file
    if any(word in file.read_bytes() for word in (b"pathlib", b"tmp_path")):
        worker.source = replace(worker.source, also=(*worker.source.also, "pathlib"))
        worker.restart()  # a path can be handed over only where there are paths
    kinds = worker.names()
    seconds = worker.limits.total_seconds
    deadline = time.monotonic() + seconds
    begun: list[str] = []
    killed: set[str | None] = set()
    while True:
        process = _Process(tests, worker, run, kinds)
        before = len(run.ran)
        try:
            how = process.work(deadline, seconds / 2)
        except OSError as error:
            raise OwnFault(own_test_sentences.tests_not_started(), detail=str(error)) from None
        if run.unloadable is not None or (how is None and set(run.loaded) <= set(run.ran)):
            return run
        if process.signal is not None and process.running not in killed:
            killed.add(process.running)  # perhaps by somebody else: it is tried again
            worker.restart()
            continue
        if process.signal is not None and process.signal not in _OWN_CRASHES:
            raise OwnFault(own_test_sentences.tests_killed(), detail=how or "")
        if process.running is None or process.running in begun:
            run.stopped = how or ""
            if how is None and len(run.ran) > before and not run.around:
                continue  # a test ended the run of all: the others are run without it
            return run
        begun.append(process.running)
        late = how == LATE
        said = own_test_sentences.test_too_slow(seconds / 2)
        if not late:
            said = own_test_sentences.test_process_ended(
                how or own_test_sentences.process_closed_wire()
            )
        run.ran[process.running] = Ran(LATE if late else DIED, (said,))
        if time.monotonic() >= deadline:
            run.stopped = own_test_sentences.tests_out_of_time(seconds)
            return run


class _Process:
    """One Python that runs tests, until it ends or has to be ended."""

    def __init__(self, tests: OwnTests, worker: Worker, run: Run, kinds: Mapping[str, str]) -> None:
        self.tests = tests
        self.worker = worker
        self.run = run
        self.kinds = kinds
        self.running: str | None = None
        self.signal: int | None = None
        self._until = 0.0
        self._late = threading.Event()
        self._kept = 0
        self._deadline = (0.0, 0.0)

    def work(self, deadline: float, each: float) -> str | None:
        """Run the tests that are left; None, or how it ended before it was through."""
        self._until = deadline
        self._deadline = (deadline, each)
        with _started() as process, self._watched(process):
            if process.stdin is None or process.stdout is None:
                raise OSError(worker_sentences.no_pipes())
            wire = Wire(process.stdout, process.stdin)  # type: ignore[arg-type]  # IO[bytes] it is
            with suppress(BrokenPipeError, Violation):  # it ends here, and its code says how
                wire.send(self._start())
                self.worker.lender = partial(self._lend, wire)
                while (message := wire.receive()) is not None:
                    if message == ["finished"]:
                        return None
                    self._heard(message, wire)
            code = _settled(process)
        if self._late.is_set():
            return (
                LATE if self.running is not None else own_test_sentences.tests_out_of_time(each * 2)
            )
        self.signal = -code if code is not None and code < 0 else None
        if self.running is None:
            return own_test_sentences.process_ended_between(_how(code))
        return _how(code)

    def _start(self) -> list[object]:
        file = str(Path(self.tests.folder) / self.tests.file)
        modules = list(dict.fromkeys(self.tests.modules))
        return [
            "start", self.tests.runner, file, modules, list(self.run.ran), dict(self.kinds),
            list(self.tests.names),
        ]  # fmt: skip

    def _heard(self, message: list[object], wire: Wire) -> None:
        deadline, each = self._deadline
        self._until = min(deadline, self._until)
        match message:
            case ["use", name, of, called]:
                self._answer(wire, name, of, called)
            case ["loaded", list() as names]:
                self.run.loaded = tuple(str(name) for name in names)
            case ["began", str() as name]:
                self.running = name
                self._until = min(deadline, time.monotonic() + each)
            case ["ended", str() as name, dict() as record]:
                self.running = None
                self._until = deadline
                self.run.ran[name] = _ran(record)
            case ["around", str() as name, dict() as record]:
                self.run.around[name] = _ran(record)
            case ["unloadable", dict() as record]:
                self.run.unloadable = _ran(record)

    def _answer(self, wire: Wire, name: object, of: object, called: object) -> None:
        """Ask the worker what the tests want to know."""
        self._kept += 1
        key = f"own{id(self)}.{self._kept}"
        try:
            outcome: Outcome = self.worker.use(
                name if isinstance(name, str) else None,
                of if isinstance(of, Kept) else None,
                cast("tuple[Sequence[object], Mapping[str, object]] | None",
                     tuple(called) if isinstance(called, list) else None),
                keep=key,
            )  # fmt: skip
        except ValueError as error:  # too large: the worker has limits of its own
            wire.send(["lost", "cannot-send", str(error), ""])
            return
        try:
            wire.send(_reply(outcome, key))
        except Refusal as refusal:
            wire.send(["lost", "too-large", speak(refusal.said), ""])

    def _lend(
        self, wire: Wire, name: str, key: str, values: object, names: list[str]
    ) -> tuple[str, bytes | bytearray]:
        """Let the tests call what they lent, answer what they ask meanwhile, and give back what came."""
        try:
            wire.send(["lend", name, _named(values, key), names])
        except Refusal:
            return '"stop"', b""
        while (message := wire.receive()) is not None:
            match message:
                case ["back", value, list() as after]:
                    return _given_back(value, after)
                case ["fails", str() as kind, str() as said]:
                    return f'"fails",{json.dumps(kind)},{json.dumps(said)}', b""
                case ["stop"]:
                    return '"stop"', b""
            self._heard(message, wire)
        raise BrokenPipeError

    @contextmanager
    def _watched(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """End the process when its time is up."""
        stop = threading.Event()

        def watch() -> None:
            while not stop.wait(_TICK):
                if time.monotonic() >= self._until:
                    self._late.set()
                    _kill(process)
                    return

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            stop.set()
            watcher.join()


@contextmanager
def _started() -> Iterator[subprocess.Popen[bytes]]:
    """A Python with nothing of ours in its environment; nothing of it is left afterwards."""
    kept = ("SYSTEMROOT", "WINDIR", "TMPDIR", "TEMP", "TMP")
    environment = ENVIRONMENT | {name: os.environ[name] for name in kept if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", _BOOT.format(paths=software_paths())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _kill(process)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not sent any more
                    pipe.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):  # nobody of its group is left
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _settled(process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return None


def _how(code: int | None) -> str:
    """How a process ended, by its code."""
    if code is None:
        return own_test_sentences.process_closed_wire()
    if code >= 0:
        return own_test_sentences.process_exited(code)
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def _given_back(value: object, after: list[object]) -> tuple[str, bytes | bytearray]:
    """What a function of the tests returned, and its arguments afterwards, on the way to the worker."""
    encoder = encoder_for_call()
    try:
        return f'"back",{encoder.write(value)},{encoder.write(after)}', encoder.block
    except Refusal:  # larger than a call may be
        return '"stop"', b""


def _ran(record: Mapping[object, object]) -> Ran:
    def texts(key: str) -> tuple[str, ...]:
        found = record.get(key)
        return tuple(str(one) for one in found) if isinstance(found, list) else ()

    def number(key: str) -> float | str | None:
        found = record.get(key)
        return found if isinstance(found, (float, str)) else None

    note, sentence = (*texts("cause"), "", "")[:2]
    return Ran(
        how=str(record.get("how")),
        messages=texts("messages"),
        cause=(note, sentence),
        printed=str(record.get("printed", "")),
        score=number("score"),
        board=number("board"),
    )


def _reply(outcome: Outcome, key: str) -> list[object]:
    """An outcome as a message to the tests."""
    match outcome:
        case Returned(value, output, arguments):
            after = None if arguments is None else [_plain(entry) for entry in arguments]
            return ["value", _named(value, key), after, output]
        case Raised(kind, message, _, output):
            _, _, place = str(outcome).rpartition(f"{kind}: {message}" if message else kind)
            return ["raised", kind, message, place, output]
        case Absent(_, because):
            return ["absent", because]
        case TimedOut(seconds, where, output, line, cell):
            place = submission_sentences.place(line, cell)
            return [
                "lost",
                "timed-out",
                submission_sentences.timed_out(seconds, where, place),
                output,
            ]
        case Crashed(how, _, output, line, cell):
            place = submission_sentences.place(line, cell)
            return ["lost", "crashed", submission_sentences.crashed(how, place), output]
        case OutOfMemory(_, _, output):
            return ["lost", "out-of-memory", submission_sentences.out_of_memory(), output]
        case Refused(note, sentence, output):
            return ["lost", note.replace(".", "-"), sentence, output]
        case Blocked(sentence):
            return ["lost", "blocked", sentence, ""]
        case OurFault(detail):
            raise OwnFault(submission_sentences.sandbox_failed(), detail=detail)


def _named(value: object, key: str) -> object:
    """A value in which what stayed in the worker has its name."""
    if isinstance(value, Opaque):
        return Kept(key)
    if type(value) in (list, tuple):
        entries = cast("Sequence[object]", value)
        return type(value)(  # type: ignore[call-arg]  # list or tuple
            Kept(key, place) if isinstance(entry, Opaque) else entry
            for place, entry in enumerate(entries)
        )
    return value


def _plain(entry: object) -> object:
    """An argument after a call, unless it holds what cannot come back."""
    return None if isinstance(entry, Opaque) else entry
