"""The zygote's side: a clean process that has in memory what workers need, and forks them from it.

It never reads a submission, a key or a result.  The grader asks over a socket for a
worker, with the pipes to give it; the worker is forked, puts its layers on and serves.  When it is
over, the grader asks for its end, and learns how it ended.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
import traceback
from contextlib import suppress
from typing import Any

from grader.sandbox import arrays, child, kernel, layers, tensors
from grader.sandbox.frame import frame
from grader.sandbox.pipes import print_to_handles

MESSAGE = 65_536
A_CLASS = 4  # workers: more than one hand-in has, and one that waits

# Python's own modules that must be in memory before a worker loses the right to read them.
ALWAYS = ("__future__", "encodings.latin_1", "encodings.ascii", "unicodedata")
MODULES = frozenset(sys.stdlib_module_names) - {"antigravity", "this", "idlelib", "turtle", "tkinter",
                                                "turtledemo", "test", "lib2to3"}  # fmt: skip
LIBRARIES = frozenset({arrays.NUMPY, "scipy"})


def serve(control: socket.socket, without: tuple[str, ...], parent: int) -> None:
    """Fork workers until the grader is gone.  It does not return."""
    # Ctrl-C is for the grader: here it would stop an import half-way, and the student's fail for it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        kernel.hide_memory()
        kernel.die_with_parent(parent)
        kernel.adopt_orphans()
        for name in ALWAYS:
            importlib.import_module(name)
        found = layers.find(without)
        layers.come_last_in_memory()
        nest = ForkServer(control, layers.Wrapping.prepare(found))
        child.hide_the_grader()
        gc.freeze()  # so that workers do not copy every page by looking for garbage
        gc.enable()  # students' code has it, whatever the command did without
        control.send(json.dumps(["ready", *found]).encode())
        nest.loop()
    except BaseException:  # noqa: BLE001  # whatever it is, the grader shall hear of it
        control.send(json.dumps(["fault", traceback.format_exc()[-4000:]]).encode())
    finally:
        os._exit(0)


class ForkServer:
    """The workers of one zygote."""

    def __init__(self, control: socket.socket, wrapping: layers.Wrapping) -> None:
        self.control = control
        self.wrapping = wrapping
        # what every worker begins with is made once, and forked with the rest
        self.up = frame(json.dumps([0, "up", list(wrapping.layers.names)]))
        self.session = _session()
        self.workers: set[int] = set()
        self.user_processes = layers.user_processes()
        self.forked = 0

    def loop(self) -> None:
        """Answer the grader's requests until its end of the socket closes."""
        with suppress(ConnectionError):  # it closed before our last word was read
            while self._answered():
                pass
        for pid in tuple(self.workers):
            self.end(pid)

    def _answered(self) -> bool:
        """Answer one request; False when there are no more."""
        data, handles, _, _ = socket.recv_fds(self.control, MESSAGE, 8)
        if not data:
            return False
        request = json.loads(data)
        if request[0] == "fork":
            self.control.send(json.dumps(self.fork(request[1:], handles)).encode())
        elif request[0] == "end":
            self.control.send(json.dumps(["ended", self.end(request[1])]).encode())
        elif request[0] == "drop":  # nobody waits for the answer
            self.end(request[1])
        return True

    def fork(self, request: list[Any], handles: list[int]) -> list[object]:
        """Fork a worker that reads requests from the first handle."""
        memory, cpu, files, processes, folder, names = request
        if names or not self.forked:
            preload(names)
        self._expect_more()
        bounds = layers.Bounds(memory, cpu, files, processes + self.user_processes)
        layers.kernel_limits(bounds)  # looked up before the fork, for all workers to come
        own = os.getpid()
        pid = os.fork()
        if pid == 0:
            self.become_worker(bounds, own, folder, handles)
        self.workers.add(pid)
        for handle in handles:
            os.close(handle)
        return ["pid", pid]

    def _expect_more(self) -> None:
        """Make the forks of a class cheap, once there is one: for a few it would cost more than it saves."""
        self.forked += 1
        if self.forked == A_CLASS and tensors.loaded():
            kernel.lay_on_large_pages()

    def become_worker(
        self, bounds: layers.Bounds, parent: int, folder: str | None, handles: list[int]
    ) -> None:
        """Turn this fork into a worker.  It does not return."""
        requests, replies, output = handles
        try:
            try:
                os.setsid()
                empty = os.open(os.devnull, os.O_RDONLY)
                os.dup2(empty, 0)
                os.dup2(output, 1)
                os.dup2(output, 2)
                keep = {requests, replies}
                if self.wrapping.ruleset is not None:
                    keep.add(self.wrapping.ruleset)
                kernel.close_all_but(keep)
                os.chdir(folder or "/")
                layers.put_on(self.wrapping, bounds, parent, folder)
            except BaseException:  # noqa: BLE001  # whatever it is, nothing may run now
                fault = traceback.format_exc()[-2000:].encode("ascii", "replace").decode()
                os.write(replies, frame(json.dumps([0, "fault", fault])))
                os._exit(1)
            if folder:
                self.session.folder = folder
            os.write(replies, self.up)
            child.serve(self.session, requests, replies)
        finally:
            os._exit(1)

    def end(self, pid: int) -> int:
        """End a worker and whatever it left behind; its status, as `waitpid` words it."""
        if pid not in self.workers:
            return 0
        done, status = os.waitpid(pid, os.WNOHANG)
        if not done:
            os.kill(pid, signal.SIGKILL)  # not SIGTERM: it may be ignored, or the process stopped
        if not self.wrapping.layers.seccomp:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        if not done:
            _, killed = os.waitpid(pid, 0)
            status = killed if killed != signal.SIGKILL else -1  # -1: it ran until we ended it
        self.workers.discard(pid)
        if not self.wrapping.layers.seccomp:
            self._end_orphans()
        return status

    def _end_orphans(self) -> None:
        """End the daemons of a worker: as its heir we are their parent now."""
        for _ in range(1000):  # each round ends one generation
            orphans = [pid for pid in _children() if pid not in self.workers]
            if not orphans:
                return
            for pid in orphans:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def _session() -> child.Session:
    """A session that prints to pipes: a text file looks at what it writes to when it is made."""
    reading, writing = os.pipe()
    os.dup2(writing, 1)
    os.dup2(writing, 2)
    os.close(reading)
    os.close(writing)
    print_to_handles()
    return child.Session()


def _children() -> list[int]:
    own = os.getpid()
    try:
        with open(f"/proc/{own}/task/{own}/children", encoding="utf-8") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def preload(names: list[str]) -> None:
    """Import modules that a submission names, if they are Python's own or NumPy's."""
    if tensors.TORCH in names:
        tensors.load()
    libraries = LIBRARIES | tensors.FRAMEWORKS if tensors.loaded() else LIBRARIES
    for name in names:
        top = name.split(".", 1)[0]
        if name.endswith("__main__"):
            continue  # a program: it would run here, and perhaps end this process
        if name not in sys.modules and (top in MODULES or top in libraries):
            package, _, last = name.rpartition(".")
            # what is wrong with it, the student's own import shall say
            with suppress(BaseException):
                # as `from package import last` would: some packages load their parts only then
                __import__(package or last, fromlist=[last] if package else ())
    arrays.loaded()  # held from before any student's code runs
    arrays.offer_what_is_loaded()
    gc.freeze()  # so that workers do not copy every page by looking for garbage
