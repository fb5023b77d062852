"""How a fixture is graded: the command as it is installed, with what a student's folder can do to it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tools.attack_matrix.fixtures import Fixture
from tools.attack_matrix.levels import HOME, Level

APPEARS, WORKS = 5.0, 0.5  # seconds until there is a first child, and until it is ended

# The command with some layers left out.  Only here: the product has no switch that weakens it.
WEAKENED = """
import functools, runpy, sys
runpy.run_path({script!r})["leave_out_strangers"]()
from grader.sandbox import early_fork as early
early.prefork = functools.partial(early.prefork, without={without!r})
from grader.__main__ import main
sys.exit(main())
"""


def command(fixture: Fixture, level: Level, interpreter: str, place: Path) -> list[str]:
    """The words of the command, which lies in `place` as it would lie in somebody's `bin`."""
    script = place / "bin" / "grader"
    script.parent.mkdir(exist_ok=True)
    shutil.copyfile(HOME / "grader" / "command.py", script)
    weak = ["-c", WEAKENED.format(without=level.without, script=str(script))]
    handed_in = place / "handed-in"
    if "file" in fixture.how:
        (handed_in,) = handed_in.glob("submission.*")
    named = ["--assignment", str(place / fixture.assignment)]
    if "class" in fixture.how:
        words = ["batch", str(place / "works"), *named, "--out", str(place / "out"), "--feedback"]
        return [interpreter, *(weak if level.without else [str(script)]), *words, "--jobs", "1"]
    words = ["check", str(handed_in), *([] if "unnamed" in fixture.how else named), "--json"]
    return [interpreter, *(weak if level.without else [str(script)]), *words]


def of_a_class(
    done: subprocess.CompletedProcess[bytes], words: list[str], place: Path, **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """The hand-in's line of a class as a report on its own, with all that is said and written of the class.

    The class is reported on, marked and graded again, too; an honest neighbour has all its points.
    """
    said, out = done.stdout + done.stderr, str(place / "out")
    start = words[: words.index("batch")]
    for more in (
        ["report", out],
        ["marks", words[words.index("--assignment") + 1], out],
        ["regrade", out, "--jobs", "1"],
    ):
        after = run([*start, *more], killed=False, longest=60.0, **options)
        said += after.stdout + after.stderr
        if after.returncode != 0:
            return after
    results = (place / "out" / "results.jsonl").read_bytes().splitlines()
    lines = {line["id"]: line for line in map(json.loads, results)}
    neighbour, own = lines.pop("honest"), lines.popitem()[1]
    if neighbour.get("score") != neighbour.get("max_score"):
        said += b"PWNED: the neighbour has other points"
    for written in (place / "out").rglob("*"):
        if written.suffix in (".html", ".csv"):
            said += written.read_bytes()
    code = 2 if "error" in own else done.returncode
    return subprocess.CompletedProcess(words, code, json.dumps(own).encode(), said)


def run(
    words: list[str], *, killed: bool, longest: float, **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end, with its first child ended on the way if that is asked for."""
    with subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    ) as process:
        try:
            if killed:
                _end_a_child(process)
            out, err = process.communicate(timeout=longest)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return subprocess.CompletedProcess(words, process.returncode, out, err)


def _end_a_child(process: subprocess.Popen[bytes]) -> None:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + APPEARS
    while time.monotonic() < until and process.poll() is None:
        for word in children.read_text("ascii").split():
            time.sleep(WORKS)
            with suppress(ProcessLookupError):
                os.kill(int(word), 9)
            return
        time.sleep(0.02)
