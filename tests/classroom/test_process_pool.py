"""The processes of a class: forks where that is clean, all gone with the one that began them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from grader.assignment import find_assignment, load_assignment
from grader.classroom import process_pool
from grader.classroom.hand_in import HandIn
from grader.outcome.errors import OwnFault

HOME = Path(__file__).resolve().parent.parent.parent
RIGHT = "assignment = 'exam-relu-9'\nc_h2 = 0.0\nc_h3 = 3.0\n"
SLOW = "import time\nassignment = 'exam-relu-9'\ntime.sleep(5)\n"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


def command(works: Path, out: Path) -> list[str]:
    words = ["batch", str(works), "--assignment", "exam-relu-9", "--out", str(out), "--jobs", "2"]
    return [sys.executable, "-m", "grader", *words]


def family(pid: int) -> set[int]:
    """All processes that one has begun, and those that these began."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except OSError:
        return set()
    children = {int(word) for word in text.split()}
    return children.union(*(family(child) for child in children))


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def until(found: object) -> None:
    end = time.monotonic() + 30
    while not found() and time.monotonic() < end:  # type: ignore[operator]
        time.sleep(0.02)
    assert found()  # type: ignore[operator]


@contextmanager
def a_run(tmp_path: Path, *, slow: int) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A class at work, with hand-ins that take their time and one that is done."""
    works, out = tmp_path / "works", tmp_path / "out"
    works.mkdir()
    for k in range(4):
        (works / f"s{k}.py").write_text(SLOW if k < slow else RIGHT, encoding="utf-8")
    with subprocess.Popen(
        command(works, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
        env=os.environ | {"PYTHONPATH": str(HOME)},
    ) as process:  # fmt: skip
        journal = out / "journal.jsonl"
        until(lambda: journal.exists() and journal.read_bytes().count(b"\n"))
        yield process, out


def test_whoever_kills_a_run_leaves_no_process_and_no_lock(tmp_path: Path) -> None:
    with a_run(tmp_path, slow=1) as (process, out):
        # two graders, their two zygotes, and a program that sleeps
        until(lambda: len(family(process.pid)) >= 5)
        others = family(process.pid)
        process.send_signal(signal.SIGKILL)
    until(lambda: not any(map(is_there, others)))
    (tmp_path / "works/s0.py").write_text(RIGHT, encoding="utf-8")
    again = subprocess.run(
        command(tmp_path / "works", out), cwd="/", env=os.environ | {"PYTHONPATH": str(HOME)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (again.returncode, again.stdout.count("4 hand-ins")) == (0, 1), again.stderr
    assert len((out / "results.jsonl").read_text().splitlines()) == 4


@pytest.mark.parametrize("which", [0, 1])
def test_a_grader_that_somebody_kills_is_replaced_and_nobody_loses_anything(
    which: int, tmp_path: Path
) -> None:
    with a_run(tmp_path, slow=1) as (process, out):
        until(lambda: len(_graders_of(process)) == 2)
        graders = _graders_of(process)
        (tmp_path / "works/s0.py").write_text(RIGHT, encoding="utf-8")  # what is tried again
        # One of the two: a hand-in that moves on to the other one must not meet a second end.
        os.kill(graders[which], signal.SIGKILL)
        assert process.wait(60) == 0
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == ["s0", "s1", "s2", "s3"]
    assert len({json.dumps(line["answers"]) for line in lines if line["id"] != "s0"}) == 1


def _graders_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Those that are there now: while processes come and go, the kernel may leave some of them out."""
    return [pid for pid in sorted(family(process.pid)) if _is_a_grader(pid)]


def _is_a_grader(pid: int) -> bool:
    """Whether a process is a fork of the command: a zygote is a Python of its own, and so are its workers."""
    try:
        return b"\0batch\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has ended
        return False


class _NoCourse:
    """A course whose results are the names of the hand-ins."""

    loaded = load_assignment(find_assignment("cells-in-code"))

    def result_of(self, hand_in: HandIn, *_: object) -> str:
        return hand_in.id


def _begins_unless(ends: int, room: Path, *given: object) -> None:
    """What a grader does, when the first `ends` of them are ended before they begin."""
    (room / str(os.getpid())).touch()
    if len(list(room.iterdir())) <= ends:
        os._exit(1)
    process_pool._work(*given)  # type: ignore[arg-type]


def _of_a_crew(tmp_path: Path, ends: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    work = partial(_begins_unless, ends, tmp_path)
    monkeypatch.setattr(process_pool, "_fork_at_work", work)
    monkeypatch.setattr(process_pool, "can_fork", lambda: True)
    hand_ins = [HandIn(name, ()) for name in "abcd"]
    given = process_pool.graded(hand_ins, _NoCourse(), tmp_path, jobs=2)  # type: ignore[arg-type]
    return sorted(str(one.result) for one in given)


def test_a_grader_that_ends_before_it_begins_is_replaced_and_blames_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _of_a_crew(tmp_path, 2, monkeypatch) == ["a", "b", "c", "d"]


def test_where_no_grader_ever_begins_the_run_ends_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OwnFault, match="ended before it began"):
        _of_a_crew(tmp_path, 99, monkeypatch)
    assert len(list(tmp_path.iterdir())) <= 5
