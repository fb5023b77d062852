"""All cores at one class: each process keeps one clean process of its own for students' code."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path
from typing import NamedTuple

from grader.classroom.course import Course
from grader.classroom.hand_in import HandIn
from grader.outcome.errors import GraderError
from grader.sandbox import Nursery, start_zygote

_AHEAD = 4  # hand-ins that wait for each process: enough to keep it busy, too few to need memory


class Graded(NamedTuple):
    """One result and the seconds it took; a `fault` is ours, and there is no result then."""

    hand_in: HandIn
    line: dict[str, object]
    seconds: float
    fault: str = ""


class _Here:
    """What a process of the pool has: set once, when it starts."""

    course: Course
    root: Path
    zygote: Nursery


def graded(
    hand_ins: Iterable[HandIn], course: Course, root: Path, *, jobs: int
) -> Iterator[Graded]:
    """Every hand-in graded, in the order in which they are done."""
    context = multiprocessing.get_context("spawn")  # a fork would inherit our locks and threads
    pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(course, root))
    waiting: set[Future[Graded]] = set()
    rest = iter(hand_ins)
    try:
        while True:
            while len(waiting) < jobs * _AHEAD and (one := next(rest, None)) is not None:
                waiting.add(pool.submit(_grade, one))
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(course: Course, root: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that keeps the results
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _Here.course, _Here.root, _Here.zygote = course, root, start_zygote()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _grade(hand_in: HandIn) -> Graded:
    began = time.monotonic()
    try:
        line, fault = _Here.course.result_of(hand_in, _Here.root, _Here.zygote), ""
    except GraderError as reason:
        line, fault = {}, reason.sentence
    except Exception as crash:  # noqa: BLE001 - one hand-in must not cost all others their result
        line, fault = {}, f"{hand_in.id}: {type(crash).__name__}: {crash}"
    return Graded(hand_in, line, time.monotonic() - began, fault)
