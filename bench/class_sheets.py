"""A class with sheet, template and key, against an early commit of ours: `python -m bench.class_sheets`.

Both print the same class on the same cores, in turn, each as a command of its own in a fresh folder; wall
and processor time of the fastest of a few rounds.  Then how time and memory grow with the class.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
THEN = "c41c199"  # where both drew the same sheets, without alternative texts and tags
SHEET, STUDENTS = "quiz-gated-cells", 60
GROWTH = (50, 100, 200)
ROUNDS = 2
TARGETS = {"pdf": 0.40, "html": 0.50}


class Run:
    """One command: its wall and processor seconds, and the most memory of one process in MB."""

    def __init__(self, tree: Path, kind: str, students: int, place: Path) -> None:
        roster, secret = place / f"{students}.csv", place / "secret.txt"
        lines = ("id,name", *(f"s{k:04d},Student {k}" for k in range(students)))
        roster.write_text("\n".join(lines) + "\n", encoding="utf-8")
        secret.write_text("the secret of a class that is timed\n", encoding="utf-8")
        with tempfile.TemporaryDirectory(dir=place) as out:
            command = [sys.executable, "-m", "grader", "variants", SHEET, "--roster", str(roster)]
            command += ["--secret", str(secret), "--format", kind, "--out", f"{out}/class"]
            before, begun = _children(), time.perf_counter()
            subprocess.run(command, cwd=tree, check=True, capture_output=True)
            self.wall = time.perf_counter() - begun
            after = _children()
            self.cpu = after[0] - before[0]
            self.megabytes = after[1] / 1024


def _children() -> tuple[float, int]:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, used.ru_maxrss


def _then(place: Path) -> Path:
    """The early commit, unpacked."""
    tree = place / THEN
    tree.mkdir()
    git = subprocess.Popen(["git", "archive", THEN], cwd=HERE, stdout=subprocess.PIPE)  # noqa: S607
    subprocess.run(["tar", "-x", "-C", str(tree)], stdin=git.stdout, check=True)  # noqa: S607
    git.wait()
    return tree


def against_then(place: Path, students: int) -> Iterator[str]:
    """The table of both, by format."""
    then = _then(place)
    yield f"| {students} × {SHEET} | {THEN}, wall s | processor s | now, wall s | processor s | wall | asked |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for kind, target in TARGETS.items():
        rounds = [
            [Run(tree, kind, students, place) for tree in (then, HERE)] for _ in range(ROUNDS)
        ]
        old, new = (min(runs, key=lambda run: run.cpu) for runs in zip(*rounds, strict=True))
        yield (
            f"| {kind} | {old.wall:.1f} | {old.cpu:.1f} | {new.wall:.1f} | {new.cpu:.1f} "
            f"| {new.wall / old.wall:.0%} (processor {new.cpu / old.cpu:.0%}) | {target:.0%} |"
        )


def growth(place: Path, classes: Sequence[int]) -> Iterator[str]:
    """Time a student and memory as the class grows; the memory is the most so far, so that it must stay."""
    yield "| students | processor s | ms a student | MB of the largest process |"
    yield "|--:|--:|--:|--:|"
    for students in classes:
        run = Run(HERE, "pdf", students, place)
        each = 1000 * run.cpu / students
        yield f"| {students} | {run.cpu:.1f} | {each:.0f} | {run.megabytes:.0f} |"


def main() -> None:
    """Print both tables; a number on the command line is the size of the class."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    students = int(sys.argv[1]) if len(sys.argv) > 1 else STUDENTS
    with tempfile.TemporaryDirectory() as folder:
        for line in against_then(Path(folder), students):
            print(line, flush=True)
        print(flush=True)
        for line in growth(Path(folder), GROWTH if len(sys.argv) == 1 else ()):
            print(line, flush=True)


if __name__ == "__main__":
    main()
