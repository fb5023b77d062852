"""One submission through the command, in a process of its own, and what is wrong with what came."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from grader.files.glimpse import start_of
from grader.sandbox import kernel
from tools.attack_matrix.command import command, of_a_class, run
from tools.attack_matrix.fixtures import ASSIGNMENTS, Fixture, control, with_torch
from tools.attack_matrix.levels import FIRST_USER, HOME, Level

LONGEST = 60.0
LONGEST_WITH_TORCH = 180.0  # where loading it waits for a busy machine
LARGEST = 1_000_000
PATIENCE = 5.0  # seconds until nothing of a submission may be left
_ABSENT = {"verdict": "missing"}
QUICK = 5.0  # seconds; a fixture that takes longer is not graded again
GRADED, NOT_GRADED = (0, 1), 2


class Software(NamedTuple):
    """What runs the command: an interpreter, and where it finds the packages."""

    interpreter: str = sys.executable
    path: str = str(HOME)


class Result(NamedTuple):
    """What is wrong (empty if nothing), the scores, and how long it took."""

    faults: tuple[str, ...]
    scores: dict[str, float]
    seconds: float


class Trial(NamedTuple):
    """One fixture at one level."""

    level: Level
    fixture: Fixture
    number: int
    again: bool


def try_one(trial: Trial, software: Software) -> Result:
    """Grade a fixture, perhaps twice, and the honest control after it."""
    level, fixture, number, again = trial
    result = attempt(fixture, level, software, number)
    faults = list(result.faults)
    if level.mutant:
        return result
    if again and result.seconds < QUICK:
        second = attempt(fixture, level, software, number)
        if second.scores != result.scores:
            faults.append(f"not the same twice: {result.scores} and {second.scores}")
    after = control(fixture.assignment)._replace(torch=fixture.torch)
    honest = attempt(after, level, software, number)
    faults += [f"the control after it: {fault}" for fault in honest.faults]
    return result._replace(faults=tuple(faults))


def try_alone(trial: Trial, software: Software) -> dict[str, Result]:
    """What comes of one fixture, under its name."""
    return {trial.fixture.name: try_one(trial, software)}


def become_heir() -> None:
    """Let every process that a command leaves behind become a child of this one."""
    kernel.adopt_orphans()


def attempt(fixture: Fixture, level: Level, software: Software, number: int) -> Result:
    """Grade a fixture at a level, and check everything that must hold whatever it does."""
    place = Path(tempfile.mkdtemp(prefix="attack-"))
    try:
        return _attempt(fixture, level, software, number, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _attempt(
    fixture: Fixture, level: Level, software: Software, number: int, place: Path
) -> Result:
    secret = canary()
    folder = _laid_out(fixture, place, secret)
    user = user_of(level, FIRST_USER + 1 + number)
    if user is not None:
        give(place, user)
    before = fingerprint(folder)
    longest = LONGEST_WITH_TORCH if fixture.torch else LONGEST
    options = surroundings(fixture, software, place, folder, secret) | {
        "user": user,
        "group": user,
        "extra_groups": [] if user is not None else None,
    }
    began = time.monotonic()
    try:
        words = command(fixture, level, software.interpreter, place)
        done = run(words, killed="killed" in fixture.how, longest=longest, **options)
        if "class" in fixture.how and done.returncode == 0:
            done = of_a_class(done, words, place, **options)
    except subprocess.TimeoutExpired:
        left = left_behind()
        return Result((f"still running after {longest:.0f} s", *left), {}, longest)
    seconds = time.monotonic() - began
    scores, faults = judged(done, fixture)
    faults += unclean(done.stdout + done.stderr, secret)
    faults += left_behind()
    if (place / "ran").exists():
        faults.append("code of the submission ran outside the sandbox")
    if before != fingerprint(folder):
        faults.append("the folder of the submission was changed")
    return Result(tuple(faults), scores, seconds)


def canary() -> str:
    """A secret of one trial, put where no submission may read it."""
    return "AG_SECRET_" + "CANARY" + secrets.token_hex(8)


def user_of(level: Level, number: int) -> int | None:
    """Who grades at a level; None is whoever tries it."""
    return number if level.plain_user and os.geteuid() == 0 else None


def _laid_out(fixture: Fixture, place: Path, secret: str) -> Path:
    """The folder of the hand-in, beside a home, an assignment with a secret, and a class's honest neighbour."""
    folder, assignment = place / "handed-in", place / fixture.assignment
    if "class" in fixture.how:
        folder = place / "works" / (fixture.how.partition(":")[2] or "handed-in")
        (place / "works" / "honest").mkdir(parents=True)
        control(fixture.assignment).hand_in(place / "works" / "honest", place)
    folder.mkdir()
    (place / "home").mkdir()
    fixture.hand_in(folder, place)
    shutil.copytree(ASSIGNMENTS / fixture.assignment, assignment)
    if fixture.torch:
        with_torch(assignment)
    (assignment / "key.txt").write_text(secret)
    (assignment / "key.txt").chmod(0o600)
    return folder


def surroundings(
    fixture: Fixture, software: Software, place: Path, folder: Path, secret: str
) -> dict[str, Any]:
    """Where a command is started, and in what environment."""
    paths = f"{software.path}:{folder}" if "path" in fixture.how else software.path
    env = {"PATH": "/usr/bin:/bin", "HOME": str(place / "home"), "AG_SECRET": secret}
    there = folder if "there" in fixture.how else place
    return {"env": {**env, "PYTHONPATH": paths}, "cwd": there}


def judged(
    run: subprocess.CompletedProcess[bytes], fixture: Fixture
) -> tuple[dict[str, float], list[str]]:
    """The scores of a report, and what is wrong with it."""
    faults: list[str] = []
    try:
        report = json.loads(run.stdout.decode("utf-8"), parse_constant=_refuse)
    except ValueError as error:
        return {}, [f"no JSON (exit code {run.returncode}): {error}; {run.stderr[-500:]!r}"]
    if run.returncode == NOT_GRADED and "error" in report:  # said instead of a report: all zero
        entries = {}
    elif run.returncode in GRADED:
        entries = {entry["name"]: entry for entry in report["answers"]}
    else:
        return {}, [f"exit code {run.returncode}: {str(report)[:500]}"]
    scores = {name: entry["score"] for name, entry in entries.items()}
    for item, expected in fixture.items.items():
        entry = entries.get(item, {"score": 0, "max_score": 1, "message": report.get("error")})
        if expected == "full" and entry["score"] != entry["max_score"]:
            faults.append(f"{item} is not full: {entry['message']}")
        if expected == "zero" and entry["score"] != 0:
            faults.append(f"{item} is not zero")
        if (
            expected == "zero"
            and not entry["message"]
            and entry["verdict"] in ("failed", "unreadable")
        ):
            faults.append(f"{item} is zero without a word")
    if entries and entries.get("pwned_count", _ABSENT)["verdict"] not in (
        "right",
        "missing",
        "failed",
    ):
        faults.append(f"it got through: {entries['pwned_count']}")
    return scores, faults


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no finite number")


def unclean(said: bytes, secret: str) -> list[str]:
    """What must not be in anything that the command says."""
    forbidden = {"a secret": secret.encode(), "an escape": b"\x1b", "a boast": b"PWNED"}
    faults = [f"{name} in the output" for name, text in forbidden.items() if text in said]
    text = said.decode("utf-8", "replace")
    if not text.replace("\n", "").replace("\t", "").isprintable():
        faults.append("control characters in the output")
    if len(said) > LARGEST:
        faults.append(f"{len(said)} bytes of output")
    return faults


def left_behind() -> list[str]:
    """End what a command has left running, and say so; it would be our child by now."""
    until = time.monotonic() + PATIENCE
    children = list(_children())
    while children and time.monotonic() < until:
        time.sleep(0.05)
        children = list(_children())
    for pid in children:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, 9)
            os.waitpid(pid, 0)
    return [f"{len(children)} processes left behind"] if children else []


def _children() -> Iterator[int]:
    """Our children that still run; those that have ended are buried."""
    own = os.getpid()
    for word in Path(f"/proc/{own}/task/{own}/children").read_text().split():
        with suppress(ChildProcessError):
            if os.waitpid(int(word), os.WNOHANG) == (0, 0):
                yield int(word)


def give(place: Path, user: int) -> None:
    """Make everything below a folder a user's own."""
    for path in (place, *place.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)


def fingerprint(folder: Path) -> str:
    """A digest of the names, the kinds, the rights and the contents of what lies in a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        digest.update(f"{path.name} {state.st_mode} {state.st_size}".encode())
        if path.is_file() and not path.is_symlink():
            digest.update(start_of(path, 1 << 20))
    return digest.hexdigest()
