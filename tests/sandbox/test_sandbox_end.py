"""What a file gave before it hung or ended counts; a worker that dies is asked once more."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox import (
    Crashed,
    Limits,
    Raised,
    Returned,
    Source,
    TimedOut,
    WorkerPool,
    Zygote,
    open_worker,
    start_zygote,
)
from grader.sandbox.spawned import Spawner

LIMITS = Limits(start_seconds=1.0, total_seconds=20.0)


@pytest.fixture(scope="module", params=["zygote", "spawned"])
def zygote(request: pytest.FixtureRequest) -> Iterator[WorkerPool]:
    with start_zygote() if request.param == "zygote" else Spawner() as started:
        yield started


def notebook(*cells: str) -> Source:
    book = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "cells": [{"cell_type": "code", "source": cell} for cell in cells],
    }
    return Source("a.ipynb", {"a.ipynb": json.dumps(book).encode()})


FIRST = "import numpy as np\na = 45\nb = int(np.ceil(1.5))\ndef f(x):\n    return x + 1\n"
ENDS = [
    (TimedOut, 6, "while True:\n    pass\n", "an endless loop"),
    (Crashed, 6, "__import__('os')._exit(0)\n", "it leaves"),
    (Crashed, 6, "__import__('os').abort()\n", "a crash"),
    (Crashed, 6, "import ctypes; ctypes.string_at(0)\n", "a crash of compiled code"),
    (TimedOut, 6, "import time; time.sleep(60)\n", "it sleeps"),
]


@pytest.mark.parametrize(("kind", "line", "end", "why"), ENDS, ids=[row[-1] for row in ENDS])
def test_values_and_functions_from_before_the_end_count(
    kind: type, line: int, end: str, why: str, zygote: WorkerPool
) -> None:
    source = Source.of_text(f"{FIRST}{end}c = 3\n")
    with open_worker(source, limits=LIMITS, zygote=zygote) as worker:
        ended = worker.start()
        assert isinstance(ended, kind)
        assert isinstance(ended, (TimedOut, Crashed))
        assert line == ended.line, why
        found = worker.values(["a", "b", "c", "never"])
        assert [Returned(45), Returned(2)] == [found["a"], found["b"]]
        assert ended == found["c"], "what comes later is lost by that"
        assert ended == found["never"], "and who knows what would have come"
        assert Returned(3)[:1] == worker.call("f", [2])[:1]


def test_cells_from_before_the_end_count(zygote: WorkerPool) -> None:
    source = notebook("a = 45", "b = sum([1, 1])\nwhile True:\n    pass", "c = 3")
    with open_worker(source, limits=LIMITS, zygote=zygote) as worker:
        ended = worker.start()
        assert TimedOut(1.0, "import", "", 2, 2) == ended
        found = worker.values(["a", "b", "c"])
        assert [Returned(45), Returned(2), ended] == [*found.values()]


def test_an_error_before_the_end_is_still_told(zygote: WorkerPool) -> None:
    source = Source.of_text("a = 1\nb = 1 / 0\nc = 2\nwhile True:\n    pass\n")
    with open_worker(source, limits=LIMITS, zygote=zygote) as worker:
        worker.start()
        assert ["error", "stopped"] == [fault.kind for fault in worker.faults]
        assert [Returned(1), Returned(2)] == [worker.value("a"), worker.value("c")]


def test_a_file_that_raises_is_run_once_and_reported_as_ever(zygote: WorkerPool) -> None:
    with open_worker(Source.of_text("a = 1\nraise ValueError('x')\n"), zygote=zygote) as worker:
        assert Raised("ValueError", "x", 2, "", "submission.py", None) == worker.start()
        assert 0 == worker.restarts


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="signals one process of ours (Linux)")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_worker_that_somebody_kills_is_asked_once_more(number: signal.Signals) -> None:
    text = "import time\na = 45\ntime.sleep(0.4)\nb = 2\n"
    with start_zygote() as zygote, open_worker(Source.of_text(text), zygote=zygote) as worker:
        assert isinstance(zygote, Zygote)
        worker.begin()
        killer = threading.Thread(target=_kill_the_first_worker, args=(zygote, number))
        killer.start()
        assert Returned(None) == worker.start()
        killer.join()
        assert [Returned(45), Returned(2)] == [*worker.values(["a", "b"]).values()]
        assert 1 == worker.restarts


def _kill_the_first_worker(zygote: Zygote, number: signal.Signals) -> None:
    until = time.monotonic() + 10
    listed = Path(f"/proc/{zygote.pid}/task/{zygote.pid}/children")
    while time.monotonic() < until:
        time.sleep(0.2)
        for pid in listed.read_text(encoding="ascii").split():
            os.kill(int(pid), number)
            return
