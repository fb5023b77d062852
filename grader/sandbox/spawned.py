"""Workers where a fork is not safe: a new Python for each (macOS, Windows).

NumPy's library on macOS breaks in a forked child, and Windows cannot fork.  A
fresh process is as clean, only slower: it imports NumPy each time.  What holds here is robustness, not
secrecy: the worker runs with the rights of whoever runs the grader (see SECURITY.md).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from grader.sandbox import layers as layers_of
from grader.sandbox.closing import Closing
from grader.sandbox.environment import CPU_MARGIN, ENVIRONMENT, software_paths, unpack
from grader.sandbox.limits import Limits, memory_limit
from grader.sandbox.pipes import print_to_handles
from grader.sandbox.rooms import new_room
from grader.sandbox.source import Source
from grader.sandbox.threaded import ThreadedChannel
from grader.words.sentences import workers as sentences

_BOOT = "import sys; sys.path.extend({paths!r}); from grader.sandbox.spawned import work; work({bounds!r}, {frameworks!r})"


class Spawner(Closing):
    """Starts a process of its own for every worker."""

    def __init__(self) -> None:
        self.layers = layers_of.find(without=layers_of.OPTIONAL)

    def spawn(self, source: Source, limits: Limits) -> Spawned:
        """A new worker for this submission."""
        bounds = [
            memory_limit(limits, frameworks=bool(source.frameworks)),
            int(limits.total_seconds) + CPU_MARGIN,
            limits.open_files,
            limits.processes + layers_of.user_processes(),
        ]
        boot = _BOOT.format(
            paths=software_paths(), bounds=bounds, frameworks=bool(source.frameworks)
        )
        folder = new_room("submission")
        unpack(source, folder)
        process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-c", boot],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=self._environment(),
            start_new_session=True,
        )
        return Spawned(process, folder, limits.output)

    @staticmethod
    def _environment() -> dict[str, str]:
        kept = ("SYSTEMROOT", "WINDIR")  # without them Windows starts no Python
        return ENVIRONMENT | {name: os.environ[name] for name in kept if name in os.environ}

    def close(self) -> None:
        """Nothing is left to end: each worker was ended by itself."""


class Spawned:
    """One worker in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, limit: int) -> None:
        if process.stdin is None or process.stdout is None or process.stderr is None:
            raise OSError(sentences.no_pipes())
        self.channel = ThreadedChannel(process.stdin, process.stdout, process.stderr, limit)
        self._process = process
        self._folder = folder

    def end(self) -> int:
        """End the process and remove its folder; its status, -1 if it ran until now."""
        code = _settled(self._process)
        if os.name == "posix":
            with suppress(ProcessLookupError, PermissionError):  # nobody of its group is left
                os.killpg(self._process.pid, signal.SIGKILL)
        if code is None:
            self._process.kill()
            self._process.wait()
        self.channel.close()
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        if code is None:
            return -1
        return -code if code < 0 else code << 8

    def drop(self) -> None:
        """End the process."""
        self.end()


def _settled(process: subprocess.Popen[bytes]) -> int | None:
    """How a process ended, if it did: its pipes may close a moment before it is gone."""
    try:
        return process.wait(timeout=0.05)
    except subprocess.TimeoutExpired:
        return None


def work(numbers: list[int], with_torch: bool = False) -> None:  # written into its text
    """Be a worker: the other end of `Spawner.spawn`.  It does not return."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, replies = os.dup(0), os.dup(1)
    try:
        # the other side of the pipe: the grader itself never loads it
        from grader.sandbox import arrays, child, tensors
        from grader.sandbox.frame import END_OF_OUTPUT, frame  # as above

        empty = os.open(os.devnull, os.O_RDONLY)
        os.dup2(empty, 0)
        os.dup2(2, 1)
        found = layers_of.find(without=layers_of.OPTIONAL)
        layers_of.put_on(
            layers_of.Wrapping.prepare(found), layers_of.Bounds(*numbers), os.getppid(), None
        )
        arrays.load()  # nobody says before whether the program needs it
        if with_torch:
            tensors.load()
        arrays.offer_what_is_loaded()
        child.hide_the_grader()
        os.write(replies, frame(json.dumps([0, "up", list(found.names)])))
        print_to_handles()
        child.serve(child.Session(str(Path.cwd())), requests, replies, end=END_OF_OUTPUT)
    except BaseException:  # noqa: BLE001  # whatever it is, staff shall read it and no student's code run
        os.write(2, traceback.format_exc()[-2000:].encode())
    finally:
        os._exit(1)
