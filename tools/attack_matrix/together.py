"""Many submissions in one class, an honest one after each: what is slow to load is loaded once for all of them."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tools.attack_matrix.command import command, run
from tools.attack_matrix.fixtures import ASSIGNMENTS, Fixture, control, with_torch
from tools.attack_matrix.levels import FIRST_USER, Level
from tools.attack_matrix.trial import (
    Result,
    Software,
    canary,
    fingerprint,
    give,
    judged,
    left_behind,
    surroundings,
    unclean,
    user_of,
)

SIZE = 12  # submissions a class
LONGEST = 60.0  # seconds for each of them, where two classes share a busy machine
_PLAIN = ("named", "named file")  # how a submission is graded that may as well stand in a class


class Class(NamedTuple):
    """Some fixtures of one assignment at one level."""

    level: Level
    fixtures: tuple[Fixture, ...]
    number: int


def classes(level: Level, fixtures: Sequence[Fixture], first: int) -> Iterator[Class]:
    """The fixtures that can stand in a class, those of each assignment in their order."""
    for assignment in sorted({fixture.assignment for fixture in fixtures}):
        some = [f for f in fixtures if f.assignment == assignment and f.how in _PLAIN]
        for start in range(0, len(some), SIZE):
            yield Class(level, tuple(some[start : start + SIZE]), first + start)


def try_class(trial: Class, software: Software) -> dict[str, Result]:
    """Grade a class, and check of each fixture, and of all together, what must hold whatever they do."""
    place = Path(tempfile.mkdtemp(prefix="attack-"))
    try:
        return _tried(trial, software, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _tried(trial: Class, software: Software, place: Path) -> dict[str, Result]:
    secret = canary()
    _lay_out(trial, place, secret)
    user = user_of(trial.level, FIRST_USER + 1 + trial.number)
    if user is not None:
        give(place, user)
    before = {fixture.name: fingerprint(_folder(place, k)) for k, fixture in _all(trial)}
    first = trial.fixtures[0]._replace(how="class")
    words = command(first, trial.level, software.interpreter, place)
    options = surroundings(first, software, place, place / "works", secret)
    owner: dict[str, Any] = {
        "user": user,
        "group": user,
        "extra_groups": None if user is None else [],
    }
    began = time.monotonic()
    try:
        done = run(words, killed=False, longest=LONGEST * len(before), **options, **owner)
    except subprocess.TimeoutExpired:
        late = ("its class was still running", *left_behind())
        return {name: Result(late, {}, time.monotonic() - began) for name in before}
    seconds = (time.monotonic() - began) / len(before)
    common = [*_of_all(done, place, secret), *left_behind()]
    lines = _lines(place)
    found = {}
    for k, fixture in _all(trial):
        scores, faults = _of_one(lines, k, fixture, done.stdout + done.stderr)
        if before[fixture.name] != fingerprint(_folder(place, k)):
            faults.append("the folder of the submission was changed")
        found[fixture.name] = Result((*faults, *common), scores, seconds)
    return found


def _all(trial: Class) -> Iterator[tuple[int, Fixture]]:
    return enumerate(trial.fixtures)


def _folder(place: Path, k: int) -> Path:
    return place / "works" / f"{k:03}"


def _lay_out(trial: Class, place: Path, secret: str) -> None:
    """The folders of a class, a home, and the assignment with a secret, which also asks for code in PyTorch."""
    assignment = place / trial.fixtures[0].assignment
    (place / "home").mkdir()
    for k, fixture in _all(trial):
        for folder, who in (
            (_folder(place, k), fixture),
            (_honest(place, k), control(assignment.name)),
        ):
            folder.mkdir(parents=True)
            who.hand_in(folder, place)
    shutil.copytree(ASSIGNMENTS / assignment.name, assignment)
    with_torch(assignment)
    (assignment / "key.txt").write_text(secret)
    (assignment / "key.txt").chmod(0o600)


def _honest(place: Path, k: int) -> Path:
    return place / "works" / f"{k:03}-then-honest"


def _lines(place: Path) -> dict[str, dict[str, object]]:
    """What was found of everybody in the class."""
    results = place / "out" / "results.jsonl"
    lines = results.read_bytes().splitlines() if results.exists() else []
    return {str(line["id"]): line for line in map(json.loads, lines)}


def _of_one(
    lines: dict[str, dict[str, object]], k: int, fixture: Fixture, said: bytes
) -> tuple[dict[str, float], list[str]]:
    """The scores of a fixture, and what is wrong with its line or with that of the honest one after it."""
    line = lines.get(f"{k:03}")
    if line is None:
        return {}, [f"it has no line in the results; the class said {said[-300:]!r}"]
    code = 2 if "error" in line else 0
    scores, faults = judged(
        subprocess.CompletedProcess([], code, json.dumps(line).encode(), b""), fixture
    )
    honest = lines.get(f"{k:03}-then-honest", {})
    points = {row["name"]: row for row in honest.get("answers", ())}  # type: ignore[attr-defined]  # a list of rows
    wanted = control(fixture.assignment).items
    if any(
        name not in points or points[name]["score"] != points[name]["max_score"] for name in wanted
    ):
        faults.append("the honest one after it has other points")
    return scores, faults


def _of_all(done: subprocess.CompletedProcess[bytes], place: Path, secret: str) -> list[str]:
    """What is wrong with what was said and written of the class."""
    said = done.stdout + done.stderr
    for written in sorted((place / "out").rglob("*")):
        if written.suffix in (".html", ".csv"):
            said += written.read_bytes()
    faults = unclean(said, secret)
    if (place / "ran").exists():
        faults.append("code of the submission ran outside the sandbox")
    return faults
