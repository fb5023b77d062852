"""The grader's end of a zygote: start it clean, ask it for workers, end them.

`Zygote.start` runs a new Python with a clean environment and clean arguments: right for a
process that has seen keys.  See `early_fork` for the other way.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from grader.sandbox import kernel
from grader.sandbox.channel import Channel, Reply, Silence
from grader.sandbox.closing import Closing
from grader.sandbox.environment import CPU_MARGIN, ENVIRONMENT, software_paths, unpack
from grader.sandbox.layers import Bounds, Layers
from grader.sandbox.limits import Limits, memory_limit
from grader.sandbox.ordered_worker import Order
from grader.sandbox.rooms import new_room, remove
from grader.sandbox.source import Source
from grader.words.sentences import workers as sentences

if TYPE_CHECKING:
    import subprocess  # a check forks before, and does without

MESSAGE = 65_536
START_SECONDS = 60.0  # a new Python with NumPy, on a machine that is busy otherwise
CLOSE_SECONDS = 2.0

_BOOT = (
    "import socket, sys; sys.path.extend({paths!r}); "
    "import numpy; from grader.sandbox.forkserver import serve; "
    "serve(socket.socket(fileno={handle}), {without!r}, {parent})"
)


class ZygoteError(Exception):
    """The machinery of isolation failed: our fault, never a student's."""


class Pipes(Protocol):
    """The connection to a worker: `Channel`, or `ThreadedChannel` where pipes cannot be polled."""

    @property
    def at(self) -> list[object]:
        """How far the worker said it has come with the file."""

    def exchange(self, message: bytes, deadline: float) -> Reply | Silence:
        """Send a message and wait for the one that comes back."""

    def greeting(self, message: bytes, deadline: float) -> Reply | Silence:
        """Send the first message, and wait for the word that the worker is up."""

    def rest(self, deadline: float) -> Reply | Silence:
        """The answer to the message that was sent with the greeting."""

    def text(self) -> str:
        """What was printed since the last request."""


class Handle(Protocol):
    """A running worker, as who started it knows it."""

    @property
    def channel(self) -> Pipes:
        """The connection to it."""

    def end(self) -> int:
        """End the worker; its status as `waitpid` words it, -1 if it ran until now."""

    def drop(self) -> None:
        """End the worker, soon; nobody asks how it ended."""


class WorkerPool(Protocol):
    """Whatever can start workers."""

    @property
    def layers(self) -> Layers:
        """The layers that its workers wear."""

    def spawn(self, source: Source, limits: Limits) -> Handle:
        """A new worker for this submission, with all layers on."""

    def close(self) -> None:
        """End what is still running."""

    def __enter__(self) -> WorkerPool: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Zygote(Closing):
    """A clean process that forks workers for as many submissions as you like."""

    def __init__(
        self,
        control: socket.socket,
        pid: int,
        process: subprocess.Popen[bytes] | None,
        *,
        without: Iterable[str] = (),
    ) -> None:
        self.pid = pid
        self._is_closed = False
        self._without = tuple(without)
        self._control = control
        self._process = process
        self._lock = threading.Lock()
        self._layers: Layers | None = None
        self._owner = os.getpid()
        self._loaded: set[str] = set()  # modules that the zygote was told to have in memory
        self._ahead: Order | None = None  # a worker that waits for the next submission
        self._asked = False

    @classmethod
    def start(cls, *, without: Iterable[str] = ()) -> Zygote:
        """Run a new, clean Python.  `without` leaves layers out, for tests of the others."""
        import subprocess  # a check forks before, and does without

        without = tuple(without)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        boot = _BOOT.format(
            paths=software_paths(),
            handle=theirs.fileno(),
            without=without,
            parent=os.getpid(),
        )
        kernel.hide_memory()
        process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-c", boot],
            env=ENVIRONMENT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        return cls(ours, process.pid, process, without=without)

    @property
    def layers(self) -> Layers:
        """The layers that hold.  The first look waits until the zygote is ready."""
        if self._layers is None:
            with self._lock:
                if self._layers is None:
                    self._control.settimeout(START_SECONDS)
                    self._layers = Layers(*self._receive("ready"))  # type: ignore[arg-type]  # from our own code
        return self._layers

    def spawn(self, source: Source, limits: Limits) -> Worked:
        """Fork a worker for this submission.  A zygote that has died is replaced, once."""
        try:
            return self._spawn(source, limits)
        except ZygoteError:
            self._replace()
            # not once more what may have ended it: what the program imports is no matter of ours
            return self._spawn(source, limits, preload=False)

    def _replace(self) -> None:
        """Put a new, clean Python in the place of a zygote that is gone."""
        with self._lock:
            self.close()
            new = Zygote.start(without=self._without)
            self.pid, self._control, self._process = new.pid, new._control, new._process  # noqa: SLF001  # of its own class
            self._layers, self._loaded, self._is_closed = None, set(), False

    def _spawn(self, source: Source, limits: Limits, *, preload: bool = True) -> Worked:
        layers = self.layers
        folder = _folder_of_data(source) if source.has_data and not layers.no_open else None
        bounds = Bounds(
            memory_limit(limits, frameworks=bool(source.frameworks)),
            int(limits.total_seconds) + CPU_MARGIN,
            limits.open_files,
            limits.processes,
        )
        try:
            with self._lock:
                wanted = source.imports() if preload else source.frameworks
                new = [name for name in wanted if name not in self._loaded]
                self._loaded.update(new)
                if new:
                    self._give_up_ahead()  # it was forked before these were in memory
                if new or folder:
                    order = self._confirmed(self._order(bounds, folder, new))
                else:
                    order = self._one_ahead(bounds)
                self._asked = True
        except (OSError, ZygoteError) as error:
            _remove(folder)
            raise ZygoteError(str(error)) from None
        return Worked(self, order, limits.output, folder)

    def _one_ahead(self, bounds: Bounds) -> Order:
        """The worker that waits already, if it is as wished; and the next one is ordered.

        Whoever grades one submission after another gets each worker forked while the one before is
        still at work.  A command that grades a single one never orders a second.
        """
        ahead = self._ahead
        if ahead and (ahead.bounds != bounds or self._confirmed(ahead).has_ended()):
            self._give_up_ahead()
        order, self._ahead = self._ahead or self._order(bounds), None
        if self._asked:
            try:
                self._ahead = self._order(bounds)
            except OSError:
                order.close()
                raise
        return self._confirmed(order)

    def _give_up_ahead(self) -> None:
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            pid = self._confirmed(ahead).pid
            ahead.close()
            self._control.send(json.dumps(["drop", pid]).encode())

    def _order(
        self, bounds: Bounds, folder: Path | None = None, modules: Iterable[str] = ()
    ) -> Order:
        """Ask for a worker.  The zygote answers in the order in which it was asked."""
        if self._ahead is not None:
            self._confirmed(self._ahead)
        return Order(self._control, bounds, str(folder) if folder else None, list(modules))

    def _confirmed(self, order: Order) -> Order:
        """The order, once the zygote has said which process it became."""
        if not order.pid:
            try:
                order.pid = int(str(*self._receive("pid")))
            except ZygoteError:
                order.close()
                self._ahead = None if order is self._ahead else self._ahead
                raise
        return order

    def end(self, pid: int) -> int:
        """End one worker; its status."""
        with self._lock:
            try:
                if self._ahead is not None:
                    self._confirmed(self._ahead)
                self._control.send(json.dumps(["end", pid]).encode())
                (status,) = self._receive("ended")
            except OSError as error:
                raise ZygoteError(sentences.zygote_silent(error)) from None
        return int(str(status))

    def drop(self, pid: int) -> None:
        """End one worker, without waiting until it is gone."""
        with self._lock, suppress(OSError):  # the zygote is gone, and its workers with it
            self._control.send(json.dumps(["drop", pid]).encode())

    def _receive(self, kind: str) -> list[object]:
        try:
            data = self._control.recv(MESSAGE)
        except OSError as error:
            raise ZygoteError(sentences.zygote_silent(error)) from None
        if not data:
            raise ZygoteError(sentences.zygote_ended())
        word, *rest = json.loads(data)
        if word != kind:
            raise ZygoteError(sentences.zygote_reports(rest))
        return list(rest)

    def close(self) -> None:
        """End the zygote and its workers; once more is no matter."""
        if self._is_closed:
            return
        self._is_closed = True  # its number may soon be another process's
        if self._ahead is not None:
            self._ahead.close()
            self._ahead = None
        self._control.close()
        if self._owner != os.getpid():
            return
        if not _ends_soon(self.pid):
            os.kill(self.pid, signal.SIGKILL)  # its workers end with it: they asked the kernel to
        if self._process is not None:
            self._process.wait()
        else:
            os.waitpid(self.pid, 0)


class Worked:
    """One worker of a zygote."""

    def __init__(self, zygote: Zygote, order: Order, output: int, folder: Path | None) -> None:
        self.pid = order.pid
        self.channel = Channel(*order.pipes, self.pid, output)
        self._zygote = zygote
        self._folder = folder

    def drop(self) -> None:
        """End the worker when there is time for it."""
        self.channel.close()
        self._zygote.drop(self.pid)
        _remove(self._folder)

    def end(self) -> int:
        """End the worker and remove its folder; its status, -1 if it ran until now."""
        self.channel.close()
        try:
            return self._zygote.end(self.pid)
        finally:
            _remove(self._folder)


def _ends_soon(pid: int) -> bool:
    """Wait a little for a child to end; whether it did."""
    try:
        handle = os.pidfd_open(pid)
    except (AttributeError, OSError):
        time.sleep(CLOSE_SECONDS)  # an old kernel: no more patience than this
        return False
    try:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        return bool(poll.poll(CLOSE_SECONDS * 1000))
    finally:
        os.close(handle)


def _folder_of_data(source: Source) -> Path:
    """A folder with the submission's files, for code that opens them; readable, never writable."""
    folder = new_room("submission")
    unpack(source, folder)
    for path in folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    folder.chmod(0o555)
    return folder


def _remove(folder: Path | None) -> None:
    if folder is not None:
        remove(folder)
