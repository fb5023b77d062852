"""Fork a zygote from a command that has not read anything secret yet.

A command that grades one submission forks first of all, and then goes on to read the assignment
and the key, while the fork loads what it needs and runs the student's code on another core.  The fork has
nothing of the key in its memory, as there was none.  What a command does have from its start,
environment and arguments, is wiped in the fork.

Nothing is imported here that takes time: what happens before the fork happens to everybody.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from grader.sandbox.environment import ENVIRONMENT

if TYPE_CHECKING:
    from grader.sandbox.zygote import WorkerPool


def can_fork() -> bool:
    """Whether a fork of this process is clean (no other threads) and safe (on Linux)."""
    return sys.platform.startswith("linux") and _threads() == 1


def prefork(*, without: Iterable[str] = ()) -> WorkerPool:
    """Fork the zygote from this process: call it first of all, before any key is read.

    Where a fork of this process would not be clean (threads run already) or not safe (macOS, Windows)
    a new process is started instead.
    """
    if not can_fork():
        return _start(without)
    for name, value in ENVIRONMENT.items():
        if name.endswith("_THREADS"):
            os.environ[name] = value
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            from signal import SIG_IGN, SIGINT, signal  # only the fork pays for it

            signal(SIGINT, SIG_IGN)  # it is for the grader, and no import of ours ends half-way
            ours.close()
            _forget()
            # imported here, while the other process goes on with its own work
            from grader.sandbox.forkserver import serve
            from grader.sandbox.kernel import close_all_but  # as above

            close_all_but({theirs.fileno()})  # what the command has open, other zygotes among it

            serve(theirs, tuple(without), parent)
        except BaseException as error:  # noqa: BLE001  # the other process shall know why there is no zygote
            import json  # only a fault pays for it

            theirs.send(json.dumps(["fault", repr(error)]).encode())
        finally:
            os._exit(1)
    theirs.close()
    # imported here, while the fork does its own imports
    from grader.sandbox.kernel import hide_memory
    from grader.sandbox.zygote import Zygote  # as above

    hide_memory()
    return Zygote(ours, pid, None, without=without)


def _start(without: Iterable[str]) -> WorkerPool:
    from grader.sandbox.start import start_zygote  # only where no fork is possible

    return start_zygote(without=without)


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 0


def _forget() -> None:
    """Make a fork of a command as clean as a new process: environment, arguments, handles."""
    with open("/proc/self/stat", encoding="utf-8", errors="replace") as file:
        fields = file.read().rpartition(")")[2].split()
    start_arguments, end_arguments, start, end = (int(word) for word in fields[45:49])
    from grader.sandbox.kernel import wipe  # only the fork pays for it

    value_offset = bytes.__basicsize__ - 1
    for value in os.environb.values():  # the very objects that hold the text
        if len(value) > 1:  # one-letter texts are shared by all of Python
            wipe(id(value) + value_offset, len(value))
    os.environ.clear()
    wipe(start, end - start)
    wipe(start_arguments, end_arguments - start_arguments)
    os.environ.update(ENVIRONMENT)
    sys.argv[:] = [""]
    sys.orig_argv[:] = [""]
    os.chdir("/")
    empty = os.open(os.devnull, os.O_RDWR)
    os.dup2(empty, 0)
    os.dup2(empty, 1)
    os.close(empty)
