"""`make kills`: end the forking process, and the process of a course's tests, at random moments.

A right submission is graded again and again. Whoever is ended, it has all points or it is our fault
(exit 3); it never loses a point, and nothing is left behind.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

SIGNALS = (
    signal.SIGKILL,
    signal.SIGTERM,
    signal.SIGHUP,
    signal.SIGSEGV,
    signal.SIGINT,
    signal.SIGQUIT,
)
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


def main() -> int:
    """Kill, and count; 0 if no student was blamed and nothing was left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="of each of the two")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311  # moments, no secret
    with tempfile.TemporaryDirectory() as room:
        place = Path(room)
        (place / "assignment.yaml").write_text(SHEET)
        (place / "own_tests.py").write_text(TESTS)
        (place / "work.py").write_text(WORK)
        began = time.monotonic()
        assert _graded(place, None, 0, signal.SIGKILL) == "all points"
        usual = time.monotonic() - began
        blamed = 0
        for who in ("forking process", "tests"):
            moments = [chance.uniform(0, usual) for _ in range(arguments.count)]
            numbers = [chance.choice(SIGNALS) for _ in moments]
            with ThreadPoolExecutor(2) as pool:
                found = Counter(pool.map(lambda m, n: _graded(place, who, m, n), moments, numbers))  # noqa: B023
            print(f"{who}: {dict(found)}", flush=True)
            blamed += sum(count for how, count in found.items() if how.startswith("BLAMED"))
            blamed += sum(count for how, count in found.items() if "left" in how)
    return min(blamed, 1)


def _graded(place: Path, who: str | None, moment: float, number: signal.Signals) -> str:
    """What came of one check in which somebody was ended."""
    with tempfile.TemporaryDirectory() as temporary:
        environment = os.environ | {"TMPDIR": temporary}
        command = [sys.executable, "-P", "-m", "grader", "check", str(place / "work.py")]
        process = subprocess.Popen(
            [*command, "--assignment", str(place / "assignment.yaml"), "--json"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        time.sleep(moment)
        hit = _end_one(process.pid, who, number) if who else False
        out, err = process.communicate(timeout=180)
        said = json.loads(out or b"{}")
        left = " and left files" if any(Path(temporary).iterdir()) else ""
        left += " and left processes" if list(_children(process.pid)) else ""
    missed = "" if hit or who is None else " (nobody was there to be ended)"
    if process.returncode == 0 and said.get("score") == said.get("max_score"):
        return f"all points{missed}{left}"
    if process.returncode == 3 and b"student" not in err:
        return f"our fault{left}"
    return (
        f"BLAMED: exit {process.returncode}, {said.get('score')} of {said.get('max_score')}{left}"
    )


def _end_one(pid: int, who: str | None, number: signal.Signals) -> bool:
    """Send the signal to the process that is meant, as soon as there is one."""
    until = time.monotonic() + 3
    while time.monotonic() < until:
        for child in _children(pid):
            line = b""
            with suppress(OSError):
                line = Path(f"/proc/{child}/cmdline").read_bytes()
            if (b"owntests.inside" in line) == (who == "tests"):
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
