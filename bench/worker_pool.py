"""One child a submission out of a running zygote, against a loop that forks and runs it bare."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np  # noqa: F401  # the bare loop forks a process that has it, as the zygote does

from bench.rows import Row, timed
from grader.sandbox import Source, WorkerPool, open_worker, start_zygote

ROUNDS, SUBMISSIONS, IN_FLIGHT = 9, 100, 3
_FILE = Path(__file__).resolve().parent.parent / "examples" / "exam-relu-9.py"
_TARGETS = {"limits and Landlock": 1 / 0.75, "every layer": 1 / 0.45}


def rows() -> Iterator[Row]:
    """A class, one submission after the other, and a few of them at a time."""
    if not hasattr(os, "fork"):
        return
    text = _FILE.read_text(encoding="utf-8")
    source = Source.of_text(text)
    names = [line.split()[0] for line in text.splitlines() if " = " in line]
    with start_zygote(without=("uid", "seccomp")) as some, start_zygote() as whole:
        ways: dict[str, Callable[[], object]] = {
            "bare": lambda: _bare(text, names),
            "limits and Landlock": lambda: _isolated(some, source, names),
            "every layer": lambda: _isolated(whole, source, names),
        }
        for at_once in (1, IN_FLIGHT):
            medians = timed(
                {name: _class_of(way, at_once) for name, way in ways.items()}, rounds=ROUNDS
            )
            for name, target in _TARGETS.items():
                yield Row(
                    f"{SUBMISSIONS} submissions, {name}",
                    f"bare fork and run, {at_once} at once",
                    medians[name],
                    medians["bare"],
                    target,
                )


def _class_of(way: Callable[[], object], at_once: int) -> Callable[[], object]:
    def run() -> None:
        if at_once == 1:  # threads would cost the loop more than isolation does
            for _ in range(SUBMISSIONS):
                way()
            return
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(lambda _: way(), range(SUBMISSIONS)))

    return run


def _isolated(zygote: WorkerPool, source: Source, names: list[str]) -> None:
    with open_worker(source, zygote=zygote) as worker:
        worker.start()
        worker.values(names)


def _bare(text: str, names: list[str]) -> None:
    """What there is without any isolation: a fork, the file, its values through a pipe."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        found: dict[str, object] = {}
        exec(compile(text, "submission.py", "exec"), found)  # noqa: S102  # a file of our own
        os.write(writing, json.dumps([repr(found.get(name)) for name in names]).encode())
        os._exit(0)
    os.close(writing)
    os.read(reading, 1 << 16)
    os.close(reading)
    os.waitpid(pid, 0)
