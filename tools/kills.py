"""`make kills`: end the forking process, and the process of a course's tests, at random moments.

A right submission is graded again and again. Whoever is ended, it has all points or it is our fault
(exit 3); it never loses a point, and nothing is left behind. Only checks count in which the process was
there and was sent its signal while it ran. Then every command that writes something is ended, a whole class's
drawing above all: the next run finishes what it began, and nothing half-done stays.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tools.attack_matrix.trial import become_heir, left_behind

SIGNALS = (
    signal.SIGKILL,
    signal.SIGTERM,
    signal.SIGHUP,
    signal.SIGSEGV,
    signal.SIGINT,
    signal.SIGQUIT,
)
WHO = ("forking process", "tests")
SHEET = """\
title: T
points: 4
questions:
- id: a
  prompt: P
  answers:
    one: {kind: count, value: 1}
    two: {kind: count, value: 2}
    own: {tests: own_tests.py, points: 2}
"""
TESTS = """\
import time, unittest
import submission
time.sleep(0.2)
class T(unittest.TestCase):
    def test_f(self):
        time.sleep(0.2)
        self.assertEqual(submission.f(2), 3)
    def test_g(self):
        time.sleep(0.2)
        self.assertEqual(submission.g(2), 4)
"""
# What every command that writes something does; @ is an empty folder, or one with a graded class.
WRITERS = {
    "variants": "variants exam-relu-9 --roster roster.csv --secret secret.txt --out @/class --format md,html",
    "batch": "batch works --assignment exam-relu-9 --out @/class --feedback --jobs 2",
    "batch, again": "batch works --assignment exam-relu-9 --out @/graded --jobs 2",
    "regrade": "regrade @/graded --accept --jobs 2",
    "report": "report @/graded",
    "export": "export exam-relu-9 --to qti --out @/bank.zip",
    "kit": "kit exam-relu-9 --out @/kit --format md,html",
    "build": "build exam-relu-9 --out @/exam.zip",
    "certify": "certify right.yaml --assignment exam-relu-9 --out @/proof.json",
    "new": "new @/fresh",
}
WORK = """\
import time
import numpy as np
one = 1
time.sleep(0.4)
two = int(np.sqrt(4))
def f(x):
    time.sleep(0.1)
    return x + 1
def g(x):
    return x + 2
"""


class Chance(NamedTuple):
    """At which moments processes are ended, and by which signals."""

    drawn: random.Random
    signals: Sequence[signal.Signals]


def main() -> int:
    """Kill, and count; 0 if no student was blamed and nothing was left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="hits on each of the two")
    parser.add_argument("--classes", type=int, default=40, help="classes whose drawing is ended")
    parser.add_argument("--others", type=int, default=10, help="and of each other command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--who", action="append", choices=WHO)
    parser.add_argument("--signal", action="append", help="only these, such as SIGINT")
    arguments = parser.parse_args()
    sent = tuple(signal.Signals[name] for name in arguments.signal or ()) or SIGNALS
    chance = Chance(random.Random(arguments.seed), sent)  # noqa: S311  # moments, no secret
    with (
        tempfile.TemporaryDirectory() as room,
        ProcessPoolExecutor(2, initializer=become_heir) as pool,
    ):
        place = Path(room)
        _lay_out(place)
        bad = 0
        for who in arguments.who or WHO:
            bad += _until(who, partial(_graded, place, who), arguments.count, pool, chance)
        for name, words in WRITERS.items():
            hits = arguments.classes if name == "variants" else arguments.others
            bad += _until(name, partial(_written, place, words), hits, pool, chance)
    return min(bad, 1)


def _lay_out(place: Path) -> None:
    """What the commands read: an assignment with tests, a class's hand-ins, and one that is graded."""
    (place / "assignment.yaml").write_text(SHEET)
    (place / "own_tests.py").write_text(TESTS)
    (place / "work.py").write_text(WORK)
    (place / "roster.csv").write_text("id\n" + "".join(f"s{i}\n" for i in range(60)))
    (place / "secret.txt").write_text("a secret of more than twenty letters\n")
    (place / "secret.txt").chmod(0o600)
    (place / "right.yaml").write_text("a_parameters: 45\n")
    (place / "works").mkdir()
    for i in range(30):
        (place / "works" / f"s{i}.yaml").write_text(f"a_parameters: 45\nc_h2: {i}\n")
    words = "batch works --assignment exam-relu-9 --out graded --jobs 2"
    _begun(words.split(), str(place), place).communicate()


def _until(
    who: str,
    run: Callable[[float | None, signal.Signals], tuple[str, bool]],
    hits: int,
    pool: ProcessPoolExecutor,
    chance: Chance,
) -> int:
    """Run until so many were hit; how many of all runs ended badly."""
    began = time.monotonic()
    print(f"{who}: undisturbed: {pool.submit(run, None, signal.SIGKILL).result()[0]}")
    usual = time.monotonic() - began
    found: Counter[str] = Counter()
    hit = bad = 0
    while hit < hits:
        moments = [chance.drawn.uniform(0, usual / 2) for _ in range(min(20, hits - hit))]
        numbers = [chance.drawn.choice(chance.signals) for _ in moments]
        for (how, was_hit), number in zip(pool.map(run, moments, numbers), numbers, strict=True):
            bad += "BLAMED" in how or "left" in how
            hit += was_hit
            if was_hit or "BLAMED" in how or "left" in how:
                found[f"{number.name}: {how}" if "BLAMED" in how else how] += 1
    print(f"{who}: hit {hit} times: {dict(found)}; {bad} ended badly", flush=True)
    return bad


def _written(
    place: Path, command: str, moment: float | None, number: signal.Signals
) -> tuple[str, bool]:
    """What is left of a command that was ended, and whether it was still at work."""
    with tempfile.TemporaryDirectory() as temporary, tempfile.TemporaryDirectory() as out:
        shutil.copytree(place / "graded", Path(out) / "graded")
        words = command.replace("@", out).split()
        process = _begun(words, temporary, place)
        hit = False
        if moment is not None:
            time.sleep(moment)
            hit = process.poll() is None
            process.send_signal(number)
        process.communicate(timeout=180)
        bad = left_behind()
        again = _begun(words, temporary, place)  # it finishes, and takes away what is half written
        _, said = again.communicate(timeout=180)
        if again.returncode and b"already" not in said:
            bad += [f"not finished: exit {again.returncode}: {said[-200:]!r}"]
        bad += ["files left"] if any(Path(temporary).iterdir()) else []
        halves = [path.name for path in Path(out).rglob("*") if path.name.endswith(".part")]
        for whole in Path(out).rglob("*.json*"):
            for line in (
                whole.read_bytes().splitlines()
                if whole.suffix == ".jsonl"
                else (whole.read_bytes(),)
            ):
                json.loads(line)  # whole, or not there
        return ", ".join([*bad, *(f"half a file left: {name}" for name in halves)]) or "clean", hit


def _begun(words: list[str], temporary: str, place: Path | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "grader", *words],
        cwd=place,
        env=os.environ | {"TMPDIR": temporary},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _graded(
    place: Path, who: str, moment: float | None, number: signal.Signals
) -> tuple[str, bool]:
    """What came of one check in which somebody was ended, and whether somebody was."""
    with tempfile.TemporaryDirectory() as temporary:
        words = ["check", str(place / "work.py"), "--assignment", str(place / "assignment.yaml")]
        process = _begun([*words, "--json"], temporary)
        hit = False
        if moment is not None:
            time.sleep(moment)
            hit = _end_one(process.pid, who, number)
        out, err = process.communicate(timeout=180)
        said = json.loads(out or b"{}")
        left = " and left files" if any(Path(temporary).iterdir()) else ""
        left += "".join(f" and {fault}" for fault in left_behind())
    if process.returncode == 0 and said.get("score") == said.get("max_score"):
        return f"all points{left}", hit
    if process.returncode == 3 and b"student" not in err:
        return f"our fault{left}", hit
    points = f"{said.get('score')} of {said.get('max_score')}"
    return f"BLAMED: exit {process.returncode}, {points}{left}", hit


def _end_one(pid: int, who: str, number: signal.Signals) -> bool:
    """Send the signal to the process that is meant, as soon as there is one."""
    until = time.monotonic() + 3
    while time.monotonic() < until:
        for child in _children(pid):
            line = state = b""
            with suppress(OSError):
                line = Path(f"/proc/{child}/cmdline").read_bytes()
                state = Path(f"/proc/{child}/stat").read_bytes().rpartition(b") ")[2][:1]
            if (b"owntests.inside" in line) == (who == "tests") and state not in (b"", b"Z"):
                with suppress(ProcessLookupError):
                    os.kill(child, number)
                    return True
        time.sleep(0.01)
    return False


def _children(pid: int) -> Iterator[int]:
    with suppress(OSError):
        yield from map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split())


if __name__ == "__main__":
    sys.exit(main())
