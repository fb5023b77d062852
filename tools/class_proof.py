"""The long proofs of a class: `make class-proof`.

Every layout's class of invented students gets the scores that each hand-in gets alone, and a run
that is killed at random moments ends with the same files.  The layouts hold the same hand-ins, so that
what one gets alone is asked for once.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader.grading.grade import check
from grader.outcome.errors import GraderError
from grader.render.plain import plain
from tools.synthetic_class.__main__ import class_of
from tools.synthetic_class.layouts import LAYOUTS, WORKS

ASSIGNMENT = "exam-relu-9"
KILLS = 10
_FILES = ("results.jsonl", "grades.csv")
_SCORED = ("score", "max_score", "pending", "answers")
_alone: dict[str, str | None] = {}  # by content; None where there is nothing to grade


def run(works: Path, out: Path, *, wait: bool = True) -> subprocess.Popen[bytes]:
    """`grader batch`, in a process of its own."""
    words = ["batch", str(works), "--assignment", ASSIGNMENT, "--out", str(out)]
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from grader.__main__ import main; sys.exit(main())",
            *words,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if wait and process.wait() != 0:
        raise SystemExit(f"batch ended with {process.returncode}")
    return process


def layout(name: str, room: Path, students: int) -> None:
    """One layout: everybody has a line, and scores as alone."""
    LAYOUTS[name](room / name, class_of(ASSIGNMENT, students, groups=name == "gradescope"))
    works = room / name / WORKS.get(name, ".")
    began = time.monotonic()
    run(works, room / "out")
    seconds = time.monotonic() - began
    lines = [json.loads(line) for line in (room / "out/results.jsonl").open(encoding="utf-8")]
    root = next((p.parent for p in works.rglob("submission_metadata.yml")), works)
    root = root / "submitted" if name == "nbgrader" else root
    differ = [line["id"] for line in lines if not _same(line, root)]
    print(f"{name:<12} {len(lines):5} lines, {len(lines) / seconds:5.0f}/s, "
          f"{len(_alone)} graded alone so far, {len(differ)} differ {differ}", flush=True)  # fmt: skip
    if differ:
        raise SystemExit(1)
    shutil.rmtree(room / "out")


def _same(line: dict[str, object], root: Path) -> bool:
    path = root / str(line["file"])
    alone = _graded_alone(path, str(line["id"]))
    return "error" in line if alone is None else alone == _scored(line, path)


def _scored(line: dict[str, object], path: Path) -> str:
    """What counts of a result; messages name the file, which each layout calls otherwise."""
    said = json.dumps({key: line.get(key) for key in _SCORED}, ensure_ascii=False)
    return said.replace(path.name, "FILE")


def _graded_alone(path: Path, student: str) -> str | None:
    """What `check` says of a file, once for all that hold the same; None where there is nothing."""
    content = path.suffix.encode() + path.read_bytes()
    key = hashlib.sha256(content).hexdigest()
    if key not in _alone:
        try:
            _alone[key] = _scored(plain(check(path, assignment=ASSIGNMENT, student=student)), path)
        except GraderError:
            _alone[key] = None
    return _alone[key]


def killed(room: Path, students: int) -> None:
    """Killed at random moments and begun again, a run ends with the files of one that was left alone."""
    LAYOUTS["flat"](room / "kill", class_of(ASSIGNMENT, students, groups=False))
    run(room / "kill", room / "whole")
    chance = random.Random()  # noqa: S311 - other moments every time
    done = 0
    for turn in range(KILLS):
        process = run(room / "kill", room / "parts", wait=False)
        time.sleep(chance.uniform(0.3, 5))
        process.send_signal(signal.SIGINT if turn % 3 == 2 else signal.SIGKILL)
        process.wait()
        time.sleep(0.5)
        journal = room / "parts/journal.jsonl"
        done = len(journal.read_bytes().splitlines()) if journal.exists() else 0
    run(room / "kill", room / "parts")
    for name in _FILES:
        same = (room / "whole" / name).read_bytes() == (room / "parts" / name).read_bytes()
        print(f"killed {KILLS} times ({done} done by then): {name} {'same' if same else 'DIFFERS'}")
        if not same:
            raise SystemExit(1)


def main() -> int:
    """All layouts, and the kills."""
    students = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as place:
        for name in LAYOUTS:
            layout(name, Path(place), students)
        killed(Path(place), students)
    return 0


if __name__ == "__main__":
    sys.exit(main())
