"""The same class on a Dask cluster: hand-ins travel as bytes in small batches, results come back.

A worker needs nothing of our disk: the assignment and the files that decide whose numbers count are
sent once, a hand-in with its batch.  What grades on a worker is a process of its own, as a worker's
tasks run in threads beside an event loop; its end never ends the worker.  A batch that a worker
dies over is split, and what fails alone twice is named; everything else is graded once.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import pickle
import select
import shutil
import subprocess
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from grader import __version__
from grader.classroom.course import Course, Result
from grader.classroom.hand_in import HandIn
from grader.classroom.process_pool import NOTHING, Graded, graded_here
from grader.files.glimpse import start_of
from grader.outcome.errors import InputError
from grader.sandbox import WorkerPool
from grader.words.sentences import clusters as sentences

_BATCH = 12  # hand-ins a task: some hundred ms, so that what it costs to send one does not count
_AHEAD = 3  # tasks for each worker: one at work, and more than one on the way
_TRIES = 3  # lives of a worker that one hand-in may cost
_CONNECT = 15.0
_SILENT = 600.0  # seconds that a process may say nothing
_LOOK = 2.0  # seconds after which to see whether anybody is still there
_DESERTED = 60.0  # and how long a cluster may be without workers

Files = tuple[tuple[str, bytes], ...]


class Parcel(NamedTuple):
    """The course as bytes: its files by the names that they get there, and the arguments."""

    files: Files
    assignment: str
    given: tuple[tuple[str, str], ...]  # manifest, secret, marks: where each lies among the files
    best: bool
    due: datetime | None


class Sent(NamedTuple):
    """One hand-in as bytes."""

    hand_in: HandIn
    files: Files


def parcel_of(course: Course) -> Parcel:
    """The course, packed: its whole folder, and what decides whose numbers count."""
    file = course.file
    files: list[tuple[str, bytes]] = []
    if file.name == "assignment.yaml":
        for path in sorted(file.parent.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                name = path.relative_to(file.parent.parent).as_posix()
                files.append((f"assignments/{name}", path.read_bytes()))
        assignment = f"assignments/{file.parent.name}/{file.name}"
    else:
        assignment = f"assignments/{file.name}"
        files.append((assignment, file.read_bytes()))
    draws = course.loaded.is_drawn and course.manifest is None
    secret = course.secret or os.environ.get("GRADER_SECRET") if draws else None
    given = []
    for name, own in (("manifest", course.manifest), ("secret", secret), ("marks", course.marks)):
        if own is not None:
            place = f"given/{name}/{Path(own).name}"
            given.append((name, place))
            files.append((place, Path(own).read_bytes()))
    return Parcel(tuple(files), assignment, tuple(given), course.best, course.due)


def sent(hand_in: HandIn, root: Path) -> Sent:
    """A hand-in, packed: its files and nothing that they point to."""
    files = []
    for attempt in hand_in.attempts:
        path = root / attempt.path
        files += [
            (file.relative_to(root).as_posix(), start_of(file))
            for file in ((path,) if path.is_file() else sorted(path.rglob("*")))
            if file.is_file() and not file.is_symlink()
        ]
    return Sent(hand_in, tuple(files))


# -- on a worker ------------------------------------------------------------------------------


def grade_batch(packed: bytes, batch: tuple[Sent, ...]) -> list[tuple[Result, float, str]]:
    """What a task does: a process beside the worker grades the batch; its death is an answer, too."""
    process = _residents.get(threading.get_ident())
    if process is None or process.poll() is not None:
        process = _residents[threading.get_ident()] = _Resident()
    found = process.answers(packed, batch)
    if len(found) < len(batch):
        process.end()
        del _residents[threading.get_ident()]
        found.append((NOTHING, 0.0, _DIED))
        found += [(NOTHING, 0.0, _AFTER)] * (len(batch) - len(found))
    return found


def leave() -> None:
    """End the processes that graded on this worker."""
    for process in list(_residents.values()):
        process.end()
    _residents.clear()


class _Resident:
    """A process that grades beside a worker, batch after batch, and ends with it.

    It holds one end of a pipe whose other end only the worker has: what it reads there is the
    worker's death.
    """

    def __init__(self) -> None:
        alive, self._held = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BOOT.format(paths=sys.path, alive=alive)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=[alive],
        )
        os.close(alive)
        self._rest = b""

    def poll(self) -> int | None:
        """Whether it has ended."""
        return self._process.poll()

    def answers(self, packed: bytes, batch: tuple[Sent, ...]) -> list[tuple[Result, float, str]]:
        """The results of a batch, as many as there are before it ends or says nothing any more."""
        data = pickle.dumps((packed, batch))
        stdin, stdout = self._process.stdin, self._process.stdout
        found: list[tuple[Result, float, str]] = []
        if stdin is None or stdout is None:
            return found
        with suppress(OSError):
            stdin.write(len(data).to_bytes(8, "big") + data)
            stdin.flush()
        while len(found) < len(batch):
            line = self._line(stdout.fileno())
            if not line:
                break
            said, typed, seconds, fault = json.loads(line)
            found.append((Result(said, typed), seconds, fault))
        return found

    def _line(self, handle: int) -> bytes:
        """The next answer; nothing where it ends before, or is silent for too long.

        Read without a buffer of Python's: of two answers that come at once the second would lie
        there, and be waited for in vain.
        """
        while b"\n" not in self._rest:
            ready, _, _ = select.select([handle], [], [], _SILENT)
            part = os.read(handle, 1 << 16) if ready else b""
            if not part:
                return b""
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def end(self) -> None:
        """End it, and whatever it runs."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        with suppress(OSError):
            os.close(self._held)
            self._held = -1


_residents: dict[int, _Resident] = {}  # by the thread whose tasks each of them does
_DIED, _AFTER = sentences.process_was_ended(), "not begun"
_BOOT = (
    "import sys; sys.path[:] = {paths!r}; from grader.classroom.cluster import work; work({alive})"
)


def work(alive: int) -> None:
    """The process beside a worker: grade what comes, answer line by line."""
    from grader.sandbox import start_zygote  # who sends work out starts no program

    threading.Thread(target=_end_with_worker, args=(alive,), daemon=True).start()
    reader, writer = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not get between the answers
    known: tuple[bytes, Course] | None = None
    with start_zygote() as zygote, tempfile.TemporaryDirectory() as room:
        for number in itertools.count():
            head = reader.read(8)
            if len(head) < 8:
                return
            packed, batch = pickle.loads(reader.read(int.from_bytes(head, "big")))  # noqa: S301 - ours
            place = Path(room) / str(number)
            if known is None or known[0] != packed:
                known = packed, unpacked(pickle.loads(zlib.decompress(packed)), place / "course")  # noqa: S301
            _grade(batch, known[1], place, zygote, writer)


def _grade(
    batch: tuple[Sent, ...], course: Course, place: Path, zygote: WorkerPool, writer: BinaryIO
) -> None:
    for number, one in enumerate(batch):
        root = place / str(number)
        _write(one.files, root)
        result, seconds, fault = graded_here(one.hand_in, course, root, zygote)
        shutil.rmtree(root, ignore_errors=True)
        writer.write(json.dumps([result.line, result.typed, seconds, fault]).encode() + b"\n")
        writer.flush()


def _end_with_worker(alive: int) -> None:
    os.read(alive, 1)
    os._exit(1)


def unpacked(parcel: Parcel, folder: Path) -> Course:
    """The course on this machine."""
    _write(parcel.files, folder)
    given = {name: str(folder / path) for name, path in parcel.given}
    return Course(
        str(folder / parcel.assignment),
        manifest=given.get("manifest"),
        secret=given.get("secret"),
        marks=given.get("marks"),
        best=parcel.best,
        due=parcel.due,
    )


def _write(files: Files, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def versions() -> tuple[str, tuple[int, int], str]:
    """What must be equal on every machine: ours, Python's, NumPy's."""
    import numpy as np  # only a cluster compares versions

    return __version__, sys.version_info[:2], np.__version__


# -- here -------------------------------------------------------------------------------------


def on_cluster(address: str) -> Callable[[Iterator[HandIn], Course, Path], Iterator[Graded]]:
    """A way to grade a class: by the workers of the scheduler at this address."""

    def grade(hand_ins: Iterator[HandIn], course: Course, root: Path) -> Iterator[Graded]:
        with _client(address) as client:
            try:
                yield from _Run(client, course).graded(hand_ins, root)
            finally:
                with suppress(Exception):  # the cluster may be gone; its processes then are, too
                    client.run(leave)

    return grade


def _dask() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        raise InputError(sentences.not_installed()) from None


def _client(address: str) -> Any:
    dask = _dask()
    try:
        client = dask.Client(address, timeout=_CONNECT)  # the default: `wait` asks for that one
        # a worker that dies just now says nothing of the others
        workers = client.run(versions, on_error="return")
    except (OSError, TypeError, ValueError) as error:
        raise InputError(sentences.no_scheduler(address, str(error))) from None
    told = {name: said for name, said in workers.items() if not isinstance(said, OSError)}
    missing = next((said for said in told.values() if isinstance(said, ImportError)), None)
    if missing is not None:
        raise InputError(sentences.not_on_workers(str(missing)))
    if not told:
        raise InputError(sentences.no_workers(address))
    other = {name: said for name, said in told.items() if said != versions()}
    if other:
        name, said = next(iter(other.items()))
        raise InputError(sentences.other_versions(name, str(said), str(versions())))
    return client


class _Run:
    """One class on one cluster."""

    def __init__(self, client: Any, course: Course) -> None:
        self.client = client
        # with every task: what lies on workers alone is gone when they are
        self.packed = zlib.compress(pickle.dumps(parcel_of(course)))
        self.waiting: dict[Any, tuple[Sent, ...]] = {}
        self.again: list[tuple[Sent, ...]] = []
        self.deaths: dict[str, int] = {}

    def graded(self, hand_ins: Iterator[HandIn], root: Path) -> Iterator[Graded]:
        """Every hand-in, as results come."""
        rest = _batches(hand_ins, root)
        while self._handed_out(rest):
            for future in self._done():
                yield from self._read(future, self.waiting.pop(future))

    def _handed_out(self, rest: Iterator[tuple[Sent, ...]]) -> bool:
        """Give every worker enough to do; whether anything is being done."""
        room = _AHEAD * max(1, len(self._workers()))
        while len(self.waiting) < room:
            batch = self.again.pop() if self.again else next(rest, None)
            if batch is None:
                break
            # never two equal keys: the same files graded twice are two tasks all the same
            future = self.client.submit(grade_batch, self.packed, batch, pure=False)
            self.waiting[future] = batch
        return bool(self.waiting)

    def _workers(self) -> dict[str, object]:
        found: dict[str, object] = self.client.scheduler_info(n_workers=-1)["workers"]
        return found

    def _done(self) -> list[Any]:
        """The tasks that have ended; raise InputError where none can end any more."""
        wait = _dask().wait
        alone = 0
        while True:
            if self.client.status != "running":
                raise InputError(sentences.scheduler_lost())
            try:
                found = wait(list(self.waiting), timeout=_LOOK, return_when="FIRST_COMPLETED").done
            except (TimeoutError, asyncio.TimeoutError):
                alone = 0 if self._workers() else alone + 1
                if alone * _LOOK > _DESERTED:
                    raise InputError(sentences.workers_gone()) from None
                continue
            except (OSError, CancelledError, asyncio.CancelledError):
                raise InputError(sentences.scheduler_lost()) from None
            if found:
                return list(found)

    def _read(self, future: Any, batch: tuple[Sent, ...]) -> Iterator[Graded]:
        if future.status == "finished":
            yield from self._sorted(future.result(timeout=_SILENT), batch)
            return
        if future.status in ("cancelled", "lost") or self.client.status != "running":
            raise InputError(sentences.scheduler_lost())
        reason = future.exception()
        if not isinstance(reason, (_dask().KilledWorker, OSError)):
            raise InputError(sentences.task_failed(str(reason)))
        # workers died over it: what was beside the culprit is graded apart from it
        if len(batch) > 1:
            self.again.extend((one,) for one in batch)
        else:
            yield from self._again_or_named(batch[0])

    def _sorted(
        self, results: list[tuple[Result, float, str]], batch: tuple[Sent, ...]
    ) -> Iterator[Graded]:
        after = []
        for one, (result, seconds, fault) in zip(batch, results, strict=True):
            if fault == _DIED:
                yield from self._again_or_named(one)
            elif fault == _AFTER:
                after.append(one)
            else:
                yield Graded(one.hand_in, Result(*result), seconds, fault)
        if after:
            self.again.append(tuple(after))

    def _again_or_named(self, one: Sent) -> Iterator[Graded]:
        who = one.hand_in.id
        self.deaths[who] = self.deaths.get(who, 0) + 1
        if self.deaths[who] < _TRIES:
            self.again.insert(0, (one,))
        else:
            yield Graded(one.hand_in, NOTHING, 0.0, sentences.poison(who, _TRIES))


def _batches(hand_ins: Iterable[HandIn], root: Path) -> Iterator[tuple[Sent, ...]]:
    batch: list[Sent] = []
    for one in hand_ins:
        batch.append(sent(one, root))
        if len(batch) == _BATCH:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)
