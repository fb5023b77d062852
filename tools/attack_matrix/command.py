"""How a fixture is graded: the command as it is installed, with what a student's folder can do to it."""

from __future__ import annotations

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
    words = ["check", str(handed_in), *([] if "unnamed" in fixture.how else named), "--json"]
    return [interpreter, *(weak if level.without else [str(script)]), *words]


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
