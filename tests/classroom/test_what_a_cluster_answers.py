"""What becomes of a class whatever a cluster answers, with a stand-in for Dask that answers so.

Tasks run here, each by the process of its own that a worker has beside it; what a real scheduler and
real workers do is tried in `test_cluster.py`, among the long proofs.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from grader.classroom import cluster
from grader.classroom.course import Course, Result
from grader.classroom.hand_in import Attempt, HandIn
from grader.cli.main import main

HOME = Path(__file__).resolve().parent.parent.parent
RIGHT = (HOME / "examples/exam-relu-9.py").read_text(encoding="utf-8")
ADDRESS = "tcp://a.scheduler:8786"


class KilledWorker(Exception):
    """As Dask names it: workers died over a task."""


class Future:
    """A task that was handed out, and what came of it."""

    def __init__(self, task: Callable[[], object]) -> None:
        self.status, self._task = "pending", task
        self._said: object = None

    def run(self) -> Future:
        try:
            self._said, self.status = self._task(), "finished"
        except (KilledWorker, ArithmeticError) as reason:
            self._said, self.status = reason, "error"
        return self

    def result(self, timeout: float) -> object:
        return self._said

    def exception(self) -> object:
        return self._said


class Client:
    """A client of a cluster of one worker; tests say where it answers otherwise."""

    status = "running"
    workers: tuple[str, ...] = ("w",)
    batch: Callable[..., object] = staticmethod(cluster.grade_batch)
    said: Callable[[], dict[str, object]] = staticmethod(lambda: {"w": cluster.versions()})

    def __init__(self, address: str, timeout: float) -> None:
        assert address == ADDRESS

    def __enter__(self):  # type: ignore[no-untyped-def]  # Self is younger than 3.10
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, function: Callable[[], object], **_: object) -> object:
        return type(self).said() if function is cluster.versions else function()

    def scheduler_info(self, n_workers: int) -> dict[str, object]:
        return {"workers": dict.fromkeys(self.workers)}

    def submit(self, function: object, packed: bytes, batch: tuple[Any, ...], **_: bool) -> Future:
        return Future(lambda: type(self).batch(packed, batch))


def wait(futures: list[Future], timeout: float, return_when: str) -> SimpleNamespace:
    return SimpleNamespace(done={futures[0].run()})


@pytest.fixture
def dask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The package, as far as a class needs it."""
    module: Any = ModuleType("distributed")
    module.Client = type("Client", (Client,), {})
    module.wait, module.KilledWorker = wait, KilledWorker
    monkeypatch.setitem(sys.modules, "distributed", module)
    yield module
    cluster.leave()


def a_class(folder: Path, count: int = 4) -> Path:
    works = folder / "works"
    works.mkdir()
    for k in range(count):
        text = RIGHT if k % 2 else f"c_h2 = {k}\n"
        (works / f"s{k}.py").write_text(text, encoding="utf-8")
    return works


def graded(folder: Path, *more: str, out: str = "there") -> int:
    words = ["batch", str(folder / "works"), "--assignment", "exam-relu-9"]
    return main([*words, "--out", str(folder / out), *more])


def on_it(folder: Path) -> int:
    return graded(folder, "--dask", ADDRESS)


def test_a_cluster_gives_the_same_files_as_this_machine(tmp_path: Path, dask: Any) -> None:
    a_class(tmp_path)
    marks = tmp_path / "marks.csv"
    marks.write_text("student,answer,points,remark\ns1,b_reason,0.5,yes\n", encoding="utf-8")
    given = ("--marks", str(marks))
    assert (0, 0) == (
        graded(tmp_path, "--jobs", "1", *given, out="here"),
        graded(tmp_path, "--dask", ADDRESS, *given),
    )
    for name in ("results.jsonl", "grades.csv"):
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()


def test_an_assignment_of_one_file_and_its_secret_travel_as_bytes(
    tmp_path: Path, dask: Any
) -> None:
    works, secret = tmp_path / "works", tmp_path / "secret.txt"
    for who in ("ada", "bob"):
        (works / who / "drafts").mkdir(parents=True)
        (works / who / "a.yaml").write_text("a: 3\n", encoding="utf-8")
    secret.write_text("a secret of more than twenty letters\n", encoding="utf-8")
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(
        "title: T\npoints: 1\nsystems:\n"
        "  s: {cell: relu-rnn, steps: 1, given: {V: {choose: [1, 2]}, W: 1, h0: 1, x: [2]}}\n"
        "questions:\n- {id: q, prompt: P, system: s, answers: {a: {value: 'h[1]', points: 1}}}\n",
        encoding="utf-8",
    )
    own = ("--assignment", str(sheet), "--secret", str(secret))
    assert 0 == graded(tmp_path, "--jobs", "1", *own, out="here")
    assert 0 == graded(tmp_path, "--dask", ADDRESS, *own)
    here, there = (tmp_path / out / "results.jsonl" for out in ("here", "there"))
    assert here.read_bytes() == there.read_bytes()
    assert [True, True] == ['"score"' in line for line in here.read_text("utf-8").splitlines()]


# What is found out before anybody is graded: the cluster, and what is said.
VERSIONS = ("0.0", (3, 9), "1.0")
REFUSED = {
    "no worker": (dict, "has no workers. Start some: dask worker"),
    "another version": (lambda: {"w": VERSIONS}, "w has other versions of grader, Python or NumPy"),
    "no grader": (lambda: {"w": ImportError("No module named 'grader'")}, "do not have the grader"),
    "all died": (lambda: {"w": OSError("closed")}, "has no workers"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_cluster_that_cannot_grade_is_refused_with_a_sentence(
    case: str, tmp_path: Path, dask: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    a_class(tmp_path)
    said, expected = REFUSED[case]
    dask.Client.said = staticmethod(said)
    assert 2 == on_it(tmp_path)
    assert expected in capsys.readouterr().err


def test_a_worker_that_dies_while_it_is_asked_says_nothing_of_the_others(
    tmp_path: Path, dask: Any
) -> None:
    a_class(tmp_path)
    told = {"dead": OSError("closed"), "w": cluster.versions()}
    dask.Client.said = staticmethod(lambda: told)
    assert 0 == on_it(tmp_path)


def test_without_the_package_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    a_class(tmp_path)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert 2 == on_it(tmp_path)
    assert "pip install 'rnn-grader[cluster]'" in capsys.readouterr().err


def test_a_scheduler_that_does_not_answer_is_a_sentence(
    tmp_path: Path, dask: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(address: str, timeout: float) -> None:
        raise OSError("Timed out")

    a_class(tmp_path)
    dask.Client = refused
    assert 2 == on_it(tmp_path)
    assert f"No scheduler answers at {ADDRESS} (Timed out)" in capsys.readouterr().err


def ids(folder: Path) -> list[str]:
    lines = (folder / "there" / "results.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["id"] for line in lines]


def test_what_workers_die_over_is_found_among_its_neighbours_and_named(
    tmp_path: Path, dask: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def dies_over_s2(packed: bytes, batch: tuple[cluster.Sent, ...]) -> object:
        if any(one.hand_in.id == "s2" for one in batch):
            raise KilledWorker("batch")
        return cluster.grade_batch(packed, batch)

    a_class(tmp_path)
    dask.Client.batch = staticmethod(dies_over_s2)
    assert 3 == on_it(tmp_path)
    assert "s2: every process that graded it was ended, 3 times" in capsys.readouterr().err
    assert ["s0", "s1", "s3"] == ids(tmp_path)


def test_a_process_beside_a_worker_that_ends_is_an_answer_and_the_rest_is_graded_again(
    tmp_path: Path, dask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of them ends before it has answered anything; the next ones work."""
    begun: list[str] = []
    works = cluster._BOOT

    def boot(**given: object) -> str:
        begun.append("")
        return "import sys; sys.exit(1)" if len(begun) == 1 else works.format(**given)

    a_class(tmp_path)
    monkeypatch.setattr(cluster, "_BOOT", SimpleNamespace(format=boot))
    assert 0 == on_it(tmp_path)
    assert ["s0", "s1", "s2", "s3"] == ids(tmp_path)
    assert 2 == len(begun)


AT_ONCE = """
import json, sys
sys.stdin.buffer.read(8)
line = json.dumps([{"id": "x"}, {}, 0.0, ""]) + chr(10)
sys.stdout.write(4 * line)
sys.stdout.flush()
sys.stdin.buffer.read()
"""


def test_answers_that_come_at_once_are_all_read_at_once(
    tmp_path: Path, dask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_BOOT", SimpleNamespace(format=lambda **_: AT_ONCE))
    monkeypatch.setattr(cluster, "_SILENT", 5.0)
    batch = tuple(cluster.Sent(HandIn(f"s{k}", ()), ()) for k in range(4))
    assert [""] * 4 == [fault for _, _, fault in cluster.grade_batch(b"", batch)]


LOST = {
    "cancelled": CancelledError(),
    "closed": OSError("stream closed"),
}


@pytest.mark.parametrize("case", LOST)
def test_a_scheduler_that_is_lost_says_how_to_go_on(
    case: str, tmp_path: Path, dask: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def lost(*_: object, **__: object) -> None:
        raise LOST[case]

    a_class(tmp_path)
    dask.wait = lost
    assert 2 == on_it(tmp_path)
    assert "The scheduler is gone. What was done is kept" in capsys.readouterr().err


def test_a_client_that_no_longer_runs_and_a_task_that_was_lost_are_a_lost_scheduler(
    tmp_path: Path, dask: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    a_class(tmp_path)
    dask.Client.status = "closed"
    assert 2 == on_it(tmp_path)
    assert "The scheduler is gone" in capsys.readouterr().err
    dask.Client.status = "running"

    def was_lost(futures: list[Future], **_: object) -> SimpleNamespace:
        futures[0].status = "lost"
        return SimpleNamespace(done={futures[0]})

    dask.wait = was_lost
    assert 2 == on_it(tmp_path)
    assert "The scheduler is gone" in capsys.readouterr().err


def test_a_cluster_without_workers_is_waited_for_a_minute_and_no_longer(
    tmp_path: Path, dask: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    waited: list[float] = []

    def nothing(_: object, timeout: float, return_when: str) -> None:
        waited.append(timeout)
        dask.Client.workers = ("w",) if len(waited) == 20 else ()  # one comes, and goes again
        raise TimeoutError

    a_class(tmp_path)
    dask.wait = nothing
    assert 2 == on_it(tmp_path)
    assert "has had no workers for a minute" in capsys.readouterr().err
    assert 60 < sum(waited[20:]) <= 64


def test_a_task_that_fails_otherwise_ends_the_run_and_tells_why(
    tmp_path: Path, dask: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("of theirs")

    a_class(tmp_path)
    dask.Client.batch = staticmethod(fails)
    assert 2 == on_it(tmp_path)
    assert "A task of the cluster failed (of theirs)" in capsys.readouterr().err


def test_a_wait_that_ends_with_nothing_done_is_waited_on(tmp_path: Path, dask: Any) -> None:
    answers = iter([SimpleNamespace(done=set())])

    def nothing_yet(futures: list[Future], timeout: float, return_when: str) -> SimpleNamespace:
        return next(answers, None) or wait(futures, timeout, return_when)

    a_class(tmp_path)
    dask.wait = nothing_yet
    assert 0 == on_it(tmp_path)
    assert ["s0", "s1", "s2", "s3"] == ids(tmp_path)


def test_many_hand_ins_go_out_in_batches_of_a_dozen(tmp_path: Path, dask: Any) -> None:
    sizes: list[int] = []

    def counted(packed: bytes, batch: tuple[cluster.Sent, ...]) -> object:
        sizes.append(len(batch))
        return [(Result({"id": one.hand_in.id, "error": "x"}, {}), 0.0, "") for one in batch]

    a_class(tmp_path, 30)
    dask.Client.batch = staticmethod(counted)
    assert 0 == on_it(tmp_path)
    assert [12, 12, 6] == sizes


def test_the_process_beside_a_worker_answers_line_by_line_until_its_input_ends(
    tmp_path: Path,
) -> None:
    works = a_class(tmp_path, 2)
    packed = zlib.compress(pickle.dumps(cluster.parcel_of(Course("exam-relu-9"))))
    hand_ins = [HandIn(f"s{k}", (Attempt(f"s{k}.py"),)) for k in range(2)]
    batch = tuple(cluster.sent(one, works) for one in hand_ins)
    data = pickle.dumps((packed, batch))
    alive, held = os.pipe()
    boot = cluster._BOOT.format(paths=sys.path, alive=alive)
    ran = subprocess.run(
        [sys.executable, "-c", boot],
        input=2 * (len(data).to_bytes(8, "big") + data),
        capture_output=True,
        pass_fds=[alive],
        check=True,
    )
    os.close(alive)
    os.close(held)
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ["s0", "s1", "s0", "s1"] == [line["id"] for line, *_ in answers]
    assert answers[0][0] == answers[2][0], "the same files, the same result"


def test_the_process_beside_a_worker_ends_with_it() -> None:
    alive, held = os.pipe()
    boot = cluster._BOOT.format(paths=sys.path, alive=alive)
    with subprocess.Popen(
        [sys.executable, "-c", boot], stdin=subprocess.PIPE, pass_fds=[alive]
    ) as process:
        os.close(alive)
        os.close(held)  # the worker has died: nobody holds the other end
        assert 1 == process.wait(60)
