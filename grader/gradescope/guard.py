"""A process of its own for the work, and one that watches it and cannot be brought down by it.

The watcher imports next to nothing, reads no key, and holds no more than the texts that the work
sends.  So a crash, a lack of memory or an endless loop in the work leaves it standing, and
it is the one that writes the results.  The work, and everything that the work started, is gone
before that.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from grader.sandbox import kernel
from grader.words.text import visible
from reference.records import dataclass

LARGEST = 32 << 20  # bytes that the work may send; its results are far below
_ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP) if os.name == "posix" else ()

Tell = Callable[[bytes], None]


@dataclass(frozen=True)
class Ended:
    """How the work ended: "done", "failed" (its own crash), "killed", "deadline", "stopped".

    `lines` are the complete ones that it sent before.
    """

    how: str
    lines: tuple[bytes, ...] = ()
    detail: str = ""


class _Stopped(Exception):
    """Somebody asked us to end."""


@contextlib.contextmanager
def guarded(work: Callable[[Tell], None], *, seconds: float) -> Iterator[Ended]:
    """Let the work run in a child process for at most so long, and tell how it ended.

    The work gets a function to send lines with; nothing else of what it does comes back.  Inside
    the `with` statement no request to end is heard: there the results are written.
    """
    kernel.adopt_orphans()  # else what the work leaves behind would outlive our look at it
    reading, writing = os.pipe()
    with contextlib.suppress(OSError):
        sys.stdout.flush()  # else both processes would write what is still waiting
    received = bytearray()
    end = time.monotonic() + seconds
    watcher = os.getpid()
    before = {number: signal.signal(number, _stop) for number in _ENDING}
    try:
        # A request between the fork and what each side does about it must wait.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            _be_the_child(work, writing, watcher)
        os.close(writing)
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
            how, detail = ("deadline" if _listen(reading, received, end) else ""), ""
        except _Stopped as stopped:
            how, detail = "stopped", str(stopped)
        _ignore_requests()
        os.close(reading)
        status = _ended(pid, at_once=bool(how), end=end)
        _end_the_rest()
        lines = tuple(bytes(received).split(b"\n")[:-1])
        yield Ended(how or _meaning(status), lines, detail or _told(status))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _: FrameType | None) -> None:
    _ignore_requests()  # one is enough; a second must not hurt
    raise _Stopped(signal.Signals(number).name)


def _ignore_requests() -> None:
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN)


def _listen(reading: int, received: bytearray, end: float) -> bool:
    """Take in what the work sends until it is done; True if time ran out instead."""
    poll = select.poll()
    poll.register(reading, select.POLLIN | select.POLLHUP)
    while (left := end - time.monotonic()) > 0:
        if not poll.poll(left * 1000):
            continue
        data = os.read(reading, 65_536)
        if not data:
            return False
        received += data
        if len(received) > LARGEST:
            return False
    return True


def _be_the_child(work: Callable[[Tell], None], writing: int, watcher: int) -> None:
    """Do the work, and end here, whatever comes."""
    code = 1
    try:
        kernel.die_with_parent(watcher)
        for number in _ENDING:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)

        def tell(line: bytes) -> None:
            whole = line.replace(b"\n", b" ") + b"\n"
            while whole:
                whole = whole[os.write(writing, whole) :]

        work(tell)
        code = 0
    except BaseException:  # noqa: BLE001 - the last line before the process ends: staff read it
        with contextlib.suppress(OSError):
            sys.stdout.write(visible(traceback.format_exc(), longest=20_000, lines=True))
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
        os._exit(code)


def _ended(pid: int, *, at_once: bool, end: float) -> int:
    """The exit status of the work; it is ended if it does not end in time."""
    if at_once:
        os.kill(pid, signal.SIGKILL)
    while True:
        found, status = os.waitpid(pid, 0 if at_once else os.WNOHANG)
        if found == pid:
            return status
        if time.monotonic() > end:
            at_once = True
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.002)


def _end_the_rest() -> None:
    """End and reap whatever the work has left behind: nothing may run while results are written."""
    until = time.monotonic() + 5.0
    while time.monotonic() < until:
        for child in _children():
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.002)
        except ChildProcessError:
            return


def _children() -> Iterator[int]:
    with contextlib.suppress(OSError):
        own = os.getpid()
        listed = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii")
        yield from map(int, listed.split())


def _meaning(status: int) -> str:
    if os.WIFEXITED(status):
        return "done" if os.WEXITSTATUS(status) == 0 else "failed"
    return "killed"


def _told(status: int) -> str:
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit status {os.WEXITSTATUS(status)}"
