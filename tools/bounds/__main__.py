"""`make bounds`: every file that asks for too much through every command that reads its kind.

Each run ends within seconds of processor time, with exit code 0, 1 or 2; where an assignment file is at
fault, the sentence has its line; "the grader itself failed" and tracebacks are ours and count as bad.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from grader.cli.main import main as command_line
from tools.bounds import others, sheets
from tools.bounds.commands import COMMANDS, begun

LONGEST = 15.0  # seconds of processor time, all processes of a run together
GIVEN_UP = 120  # seconds by the clock, on a machine that does other things, too
LARGEST = 2_000  # megabytes
MOST_SAID = 400_000  # letters


class Trial(NamedTuple):
    """One file through one command."""

    kind: str
    name: str
    ending: str
    text: str
    verb: str

    @property
    def title(self) -> str:
        """What is said of it."""
        return f"{self.kind} | {self.name} | {self.verb}"


class Ended(NamedTuple):
    """How a run ended."""

    code: int
    said: str
    seconds: float
    megabytes: float
    left: tuple[str, ...]


def main() -> int:
    """Try all of them; 0 if each ended as it should."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", help="only trials whose title holds this")
    parser.add_argument("--slowest", type=int, default=10)
    parser.add_argument("--seed", type=int, help="in an order drawn from this")
    parser.add_argument("--seconds", type=float, help="as many as begin within this time")
    arguments = parser.parse_args()
    chosen = [
        t for t in trials() if not arguments.only or all(o in t.title for o in arguments.only)
    ]
    if not chosen:
        parser.error("no trial has that in its title; one is: " + next(trials()).title)
    if arguments.seed is not None:
        random.Random(arguments.seed).shuffle(chosen)  # noqa: S311  # an order, no secret
    until = time.monotonic() + arguments.seconds if arguments.seconds else float("inf")
    bad = 0
    times: list[tuple[float, str]] = []
    with tempfile.TemporaryDirectory(prefix="bounds-") as room:
        ready = Path(room) / "ready"
        begun(ready)
        for trial in chosen:
            if time.monotonic() > until:
                break
            ended = tried(trial, ready, Path(room) / "place")
            times.append((ended.seconds, trial.title))
            faults = list(_faults(trial, ended))
            bad += bool(faults)
            if faults:
                print(f"  {trial.title}: {', '.join(faults)}", flush=True)
    print(f"{len(times)} of {len(chosen)} runs, {bad} ended badly")
    for seconds, title in sorted(times, reverse=True)[: arguments.slowest]:
        print(f"{seconds:6.1f} s  {title}")
    return min(bad, 1)


def trials() -> Iterator[Trial]:
    """Every file with every command for its kind."""
    kinds = {
        "sheet": [(name, ".yaml", text) for name, text in sheets.sheets()],
        "submission": [*others.submissions()],
        "roster": [*others.rosters()],
        "marks": [*others.marks()],
        "manifest": [*others.manifests()],
        "metadata": [*others.metadata()],
        "secret": [*others.secrets()],
    }
    for kind, files in kinds.items():
        for name, ending, text in files:
            for verb in COMMANDS[kind]:
                yield Trial(kind, name, ending, text, verb)


def tried(trial: Trial, ready: Path, place: Path) -> Ended:
    """Run the command in a process of its own, in a place of its own."""
    shutil.copytree(ready, place)
    temporary = place / "tmp"
    temporary.mkdir()
    words = COMMANDS[trial.kind][trial.verb](place, trial.ending, trial.text)
    said = place / "said"
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        _inside(words, place, said)
    used, code = _awaited(pid, began)
    left = tuple(path.name for path in temporary.iterdir())
    text = said.read_text(encoding="utf-8", errors="replace")
    shutil.rmtree(place)
    return Ended(code, text, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, left)


def _awaited(pid: int, began: float) -> tuple[resource.struct_rusage, int]:
    while True:
        done, status, used = os.wait4(pid, os.WNOHANG)
        if done:
            return used, os.waitstatus_to_exitcode(status)
        if time.monotonic() - began > GIVEN_UP:
            os.killpg(pid, signal.SIGKILL)
        time.sleep(0.005)


def _inside(words: list[str], place: Path, said: Path) -> None:
    """The command, as `grader` would run it."""
    code = 99
    try:
        os.setpgid(0, 0)
        os.chdir(place)
        handle = os.open(said, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        os.environ["TMPDIR"] = str(place / "tmp")
        os.environ["GRADER_CACHE"] = ""
        tempfile.tempdir = None
        code = command_line(words)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


_FAULTY = re.compile(r"line \d+|:\d+\b|\d+:")
_OF_A_CELL = re.compile(
    r"\^|at least one equation"
)  # it is one text, whose place is shown below it


def _faults(trial: Trial, ended: Ended) -> Iterator[str]:
    """What is wrong with how it ended."""
    if ended.code not in (0, 1, 2):
        yield f"exit {ended.code}: {ended.said[-300:]!r}"
    if "itself failed" in ended.said or "Traceback" in ended.said:
        yield f"our fault: {ended.said[-300:]!r}"
    if ended.seconds > LONGEST:
        yield f"{ended.seconds:.0f} s"
    if ended.megabytes > LARGEST:
        yield f"{ended.megabytes:.0f} MB"
    if len(ended.said) > max(MOST_SAID, 2 * len(trial.text)):
        yield f"{len(ended.said)} letters"
    if "\x1b" in ended.said or "\u202e" in ended.said:
        yield "control characters in the output"
    if ended.left:
        yield f"left behind: {ended.left}"
    has_place = _FAULTY.search(ended.said) or (
        trial.verb == "cells" and _OF_A_CELL.search(ended.said)
    )
    if trial.kind == "sheet" and ended.code == 2 and not has_place:
        yield f"no line: {ended.said[-300:]!r}"


if __name__ == "__main__":
    sys.exit(main())
