"""What is fed with damaged files, and what may come of it."""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from grader.assignment import Assignment, find_assignment, load_assignment
from grader.assignment.cache import cached
from grader.gradescope.metadata import read_metadata
from grader.grading.grade import grade
from grader.handout.roster import roster_of
from grader.handout.solve import solve
from grader.linting.lint import lint
from grader.outcome.errors import Faulty, InputError
from grader.sandbox import Limits, start_zygote
from grader.submission.work import opened
from grader.variant.printed import printed
from tools.fuzz.mutate import mutated

HOME = Path(__file__).resolve().parents[2]
HEAVIEST = HOME / "assignments" / "attention-and-decoding" / "assignment.yaml"
ROSTERS = (
    b'SID,Name,Email,Role\nA1,Ada,ada@x.edu,Student\nB2,"Bo, Dee",bo@x.edu,Student\n',
    "Matrikelnummer;Nachname;Vorname\n0012;Öberg;Åsa\n0013;Müller;Jörg\n".encode(),
    b"Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\nAda,1,s1,ada,A\n",
)

Feed = Callable[[bytes], None]


class Target(NamedTuple):
    """A reader of ours: damaged copies of the seeds go into `opened`, one after the other."""

    name: str
    seeds: Sequence[bytes]
    opened: Callable[[], AbstractContextManager[Feed]]
    heaviest: bytes | None = None  # which seed takes longest when it is whole, if any takes long


def targets() -> list[Target]:
    """Every kind of file that comes from outside."""
    return [
        Target("submissions", _zoo(".yaml", ".json"), lambda: _answers(".yaml", ".json")),
        Target("programs", _zoo(".py", ".ipynb"), _programs),
        Target("rosters", ROSTERS, _rosters),
        Target("metadata", _metadata(), _metadata_read),
        Target("assignments", _assignments(), _assignment_files, HEAVIEST.read_bytes()),
        Target("cache", [b"cache"], _cache),
    ]


def _zoo(*endings: str) -> list[bytes]:
    files = sorted((HOME / "tests" / "zoo").rglob("*"))
    return [
        path.read_bytes()
        for path in files
        if path.suffix in endings and path.stat().st_size < 30_000
    ]


def _metadata() -> list[bytes]:
    return [path.read_bytes() for path in sorted((HOME / "tests" / "gradescope").glob("*.json"))]


def _assignments() -> list[bytes]:
    files = [*sorted(HOME.glob("assignments/*/assignment.yaml")),
             *sorted(HOME.glob("tests/assignments/*/assignment.yaml"))]  # fmt: skip
    return [path.read_bytes() for path in files]


def _sheet(name: str) -> Assignment:
    found = load_assignment(find_assignment(name))
    return printed(found) if found.is_drawn else found


@contextmanager
def _answers(*endings: str) -> Iterator[Feed]:
    sheets = [_sheet("exam-relu-9"), _sheet("rnn-exercises")]
    with tempfile.TemporaryDirectory() as room:

        def feed(data: bytes) -> None:
            path = Path(room) / f"s{endings[len(data) % len(endings)]}"
            path.write_bytes(data)
            try:
                with opened(path) as work:
                    report = grade(sheets[len(data) % 2], work)
            except InputError:
                return
            assert 0 <= report.score <= report.max_score

        yield feed


@contextmanager
def _programs() -> Iterator[Feed]:
    sheet = _sheet("exam-relu-9")
    limits = Limits(start_seconds=1.0, call_seconds=0.5, total_seconds=5.0)
    with tempfile.TemporaryDirectory() as room, start_zygote() as pool:

        def feed(data: bytes) -> None:
            path = Path(room) / ("s.ipynb" if data.lstrip().startswith(b"{") else "s.py")
            path.write_bytes(data)
            try:
                with opened(path, zygote=pool, limits=limits) as work:
                    report = grade(sheet, work)
            except InputError:
                return
            assert 0 <= report.score <= report.max_score

        yield feed


@contextmanager
def _rosters() -> Iterator[Feed]:
    def feed(data: bytes) -> None:
        try:
            students = roster_of(data.decode("utf-8", "replace"), "roster.csv").students
        except InputError:
            return
        assert len({student.id for student in students}) == len(students)

    yield feed


@contextmanager
def _metadata_read() -> Iterator[Feed]:
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "metadata.json"

        def feed(data: bytes) -> None:
            path.write_bytes(data)
            read_metadata(path)  # whatever is in it: never a reason not to grade

        yield feed


@contextmanager
def _assignment_files() -> Iterator[Feed]:
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "course" / "assignment.yaml"
        path.parent.mkdir()

        def feed(data: bytes) -> None:
            path.write_bytes(data)
            lint([str(path)])
            try:
                solve(str(path))
            except (InputError, Faulty):
                return

        yield feed


@contextmanager
def _cache() -> Iterator[Feed]:
    value = json.loads(
        json.dumps({"value": [1.5, 2, "text"] * 30, "nested": {"a": None, "b": True}})
    )
    with tempfile.TemporaryDirectory() as room:
        os.environ["GRADER_CACHE"] = room
        cached(b"key", lambda: value)
        (entry,) = Path(room).glob("*.json")
        whole = entry.read_bytes()
        chance = random.Random(7)  # noqa: S311  # damage, no secret

        def feed(_: bytes) -> None:
            entry.write_bytes(mutated([whole], chance))
            assert cached(b"key", lambda: value) == value

        yield feed
