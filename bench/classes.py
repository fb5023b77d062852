"""A class by `grader batch` against a bare loop that forks, limits, locks and runs the same files.

`make bench-class`.  The loop has everything that isolation needs at least (a child a file, limits,
Landlock, its own session, a pipe) and grades nothing; `grader batch` reads, runs, judges, diagnoses
and keeps.  Both sides are taken turn by turn in one run.
"""

from __future__ import annotations

import contextlib
import io
import os
import resource
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np  # noqa: F401 - the loop's children have it, as students' code does

from bench.rows import Row
from grader.sandbox import kernel, landlock
from tools.synthetic_class.__main__ import MIX, class_of
from tools.synthetic_class.layouts import flat

HOME = Path(__file__).resolve().parent.parent
ROUNDS, FEW = 3, 200
SIZES = (10, 100, 1_000, 10_000)
CORES = len(os.sched_getaffinity(0))
# What is compared: the files, the assignment, the loop's own files, and the target.
_RIGHT = tuple(one for one in MIX if one[0] == "right" and one[1] == ".py")
_YAML = tuple(one for one in MIX if one[0] == "right" and one[1] == ".yaml")
_DRAWN = "quiz-gated-cells"
_PROGRAMS = tuple(one for one in MIX if one[1] == ".py" and one[0] != "hostile")


def bare(files: Sequence[Path]) -> None:
    """Fork, limit, lock, run: one child a file, one more at a time than there are cores."""
    rules = landlock.build(landlock.readable_paths()) if landlock.version() else -1
    texts = [path.read_bytes() for path in files]
    poll = select.poll()
    running: dict[int, int] = {}  # children by the pipe that each writes to
    for text in texts:
        if len(running) > CORES:
            _ended(poll, running)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            _child(text, writing, rules)
        os.close(writing)
        poll.register(reading, select.POLLIN | select.POLLHUP)
        running[reading] = pid
    while running:
        _ended(poll, running)
    if rules >= 0:
        os.close(rules)


def _child(text: bytes, writing: int, rules: int) -> None:
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        if rules >= 0:
            kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
            landlock.enter(rules)
        with contextlib.redirect_stdout(io.StringIO()):
            names: dict[str, object] = {"__name__": "submission"}
            exec(compile(text, "submission.py", "exec"), names)  # noqa: S102 - that is what is timed
        os.write(writing, repr({k: v for k, v in names.items() if k[0] != "_"})[:60_000].encode())
    except BaseException:  # noqa: BLE001, S110 - some are meant to fail
        pass
    finally:
        os._exit(0)


def _ended(poll: select.poll, running: dict[int, int]) -> None:
    for reading, _ in poll.poll():
        while os.read(reading, 1 << 16):
            pass
        poll.unregister(reading)
        os.close(reading)
        os.waitpid(running.pop(reading), 0)


def batch(works: Path, assignment: str, out: Path, *more: str) -> tuple[float, float]:
    """Seconds of a whole run, and the largest memory of the process that keeps the results, in MiB."""
    shutil.rmtree(out, ignore_errors=True)
    words = ["batch", str(works), "--assignment", assignment, "--out", str(out), *more]
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "grader", *words],
        cwd="/",
        env=os.environ | {"PYTHONPATH": str(HOME)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"batch ended with {process.returncode}")
    return seconds, used.ru_maxrss / 1024


def classes(room: Path, count: int) -> list[tuple[str, Path, str, list[Path], float]]:
    """The classes: name, files, assignment, the bare loop's files, and the share that is aimed at."""

    def made(name: str, assignment: str, mix: Sequence[tuple[str, str, int]]) -> Path:
        flat(room / name, class_of(assignment, count, groups=False, mix=mix))
        return room / name

    right = made("right", "exam-relu-9", _RIGHT)
    programs = sorted(right.iterdir())
    mixed = made("mixed", "rnn-exercises", _PROGRAMS)
    plain = made("yaml", "exam-relu-9", _YAML)
    code = room / "code"
    code.mkdir()
    solution = (HOME / "tests/zoo/code/cells.py").read_bytes()
    for k in range(count // 4):
        (code / f"s{k}.py").write_bytes(solution)
    return [
        ("right .py", right, "exam-relu-9", programs, 0.85),
        ("realistic mix", mixed, "rnn-exercises", sorted(mixed.iterdir()), 0.50),
        ("functions", code, "cells-in-code", sorted(code.iterdir()), 0.50),
        ("right .yaml", plain, "exam-relu-9", programs, 4.0),
    ]


def _timed(way: Callable[[], object]) -> float:
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


def compare(count: int = 600) -> Iterator[tuple[str, float, float, float]]:
    """Every class: the seconds a hand-in takes, those of the bare loop, and the share aimed at."""
    with tempfile.TemporaryDirectory() as place:
        room = Path(place)
        for name, works, assignment, files, target in classes(room, count):
            taken: dict[str, list[float]] = {"bare": [], "batch": []}
            for _ in range(ROUNDS):
                taken["bare"].append(_timed(partial(bare, files)) / len(files))
                seconds, _ = batch(works, assignment, room / "out")
                taken["batch"].append(seconds / len(list(works.iterdir())))
            floor, ours = (statistics.median(taken[side]) for side in ("bare", "batch"))
            yield name, ours, floor, target


def drawn(count: int) -> float:
    """Seconds a right hand-in where everybody has numbers of their own, all drawn anew."""
    with tempfile.TemporaryDirectory() as place:
        works, secret = Path(place) / "works", Path(place) / "secret.txt"
        secret.write_text("everybody may know what this class draws\n", encoding="utf-8")
        flat(works, class_of(_DRAWN, count, groups=False, mix=_RIGHT, secret=str(secret)))
        seconds, _ = batch(works, _DRAWN, Path(place) / "out", "--secret", str(secret))
        return seconds / count


def growth(sizes: Sequence[int]) -> Iterator[tuple[int, float, float]]:
    """Classes of plain answers: how many, the seconds of all, and the largest memory in MiB."""
    text = "assignment: exam-relu-9\nc_h2: 0\nc_h3: 3\n"
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            works = Path(place) / str(size)
            works.mkdir()
            for k in range(size):
                (works / f"s{k}.yaml").write_text(text, encoding="utf-8")
            yield size, *batch(works, "exam-relu-9", Path(place) / "out")
            shutil.rmtree(works)


def rows() -> Iterator[Row]:
    """A class beside the bare loop, and how it grows."""
    for name, ours, floor, target in compare(FEW):
        yield Row(
            f"class, each: {name}", "a bare loop: fork, limit, lock, run", ours, floor, 1 / target
        )
    each = {size: seconds / size for size, seconds, _ in growth(SIZES)}
    for size in SIZES:
        what = f"class of {size:,}, each: right .yaml"
        yield Row(what, f"the same in a class of {SIZES[-2]:,}", each[size], each[SIZES[-2]])


def _show_compared(count: int) -> None:
    print(f"{CORES} cores, {count} hand-ins, medians of {ROUNDS} rounds in one run")
    print(f"{'class':<16}{'bare loop':>12}{'batch':>10}{'ratio':>8}{'target':>8}")
    for name, ours, floor, target in compare(count):
        print(f"{name:<16}{1 / floor:>10.0f}/s{1 / ours:>8.0f}/s{floor / ours:>8.2f}{target:>8.2f}")
    print(f"{_DRAWN}, numbers of their own, right .py: {1 / drawn(count):.0f}/s")


def _show_growth() -> None:
    print(f"{'hand-ins':>10}{'seconds':>10}{'ms each':>10}{'MiB':>8}")
    for size, seconds, peak in growth((*SIZES, 100_000)):
        print(f"{size:>10}{seconds:>10.1f}{1000 * seconds / size:>10.2f}{peak:>8.0f}")


if __name__ == "__main__":
    if "growth" in sys.argv[1:]:
        _show_growth()
    else:
        _show_compared(int(sys.argv[1]) if sys.argv[1:] else 600)
