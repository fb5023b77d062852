"""A cluster gives the same files as one machine, whatever happens to its workers meanwhile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from grader.cli.main import main

distributed = pytest.importorskip("distributed", reason="until the extra `cluster` is installed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

HOME = Path(__file__).resolve().parent.parent.parent
RIGHT = (HOME / "examples/exam-relu-9.py").read_text(encoding="utf-8")
COUNT = 30


def a_class(folder: Path, *, poison: bool = False) -> Path:
    works = folder / "works"
    works.mkdir()
    for k in range(COUNT):
        text = RIGHT if k % 2 else f"c_h2 = {k}\nimport time\ntime.sleep(0.2)\n"
        (works / f"s{k:02}.py").write_text(text, encoding="utf-8")
    if poison:
        (works / "poison.py").write_text("import time\ntime.sleep(8)\n", encoding="utf-8")
    return works


def words(works: Path, out: Path, *more: str) -> list[str]:
    return ["batch", str(works), "--assignment", "exam-relu-9", "--out", str(out), *more]


@contextmanager
def by_hand(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers as one starts them in terminals, each in a folder of its own."""
    address_file = folder / "scheduler.json"
    scheduler = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard",
         "--no-show", "--scheduler-file", str(address_file)],
        cwd=folder, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(600):
        if address_file.exists() and address_file.stat().st_size:
            break
        time.sleep(0.1)
    address = json.loads(address_file.read_text())["address"]
    started = []
    for k in range(workers):
        place = folder / f"worker{k}"
        (place / "tmp").mkdir(parents=True)
        environment = {**os.environ, "TMPDIR": str(place / "tmp"), "OPENBLAS_NUM_THREADS": "1"}
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1",
                 "--no-dashboard", "--local-directory", str(place)],
                cwd=place, env=environment, stderr=subprocess.DEVNULL,
            )
        )  # fmt: skip
    try:
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)
        yield address, [scheduler, *started]
    finally:
        for process in (*started, scheduler):
            process.terminate()
        for process in (*started, scheduler):
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
            process.wait()


def test_workers_by_hand_in_other_folders_give_the_same_files(tmp_path: Path) -> None:
    works, here, there = a_class(tmp_path), tmp_path / "here", tmp_path / "there"
    assert main(words(works, here, "--jobs", "2")) == 0
    with by_hand(tmp_path, 2) as (address, _):
        assert main(words(works, there, "--dask", address)) == 0
    for name in ("results.jsonl", "grades.csv"):
        assert (here / name).read_bytes() == (there / name).read_bytes()


def test_killed_workers_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    works, here, there = a_class(tmp_path), tmp_path / "here", tmp_path / "there"
    assert main(words(works, here, "--jobs", "2")) == 0
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        ended = threading.Event()

        def kill() -> None:
            for _ in range(3):
                if ended.wait(4):
                    return
                pids = [w.pid for w in cluster.workers.values() if w.pid]
                os.kill(pids[0], signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            assert main(words(works, there, "--dask", cluster.scheduler_address)) == 0
        finally:
            ended.set()
            killer.join()
    for name in ("results.jsonl", "grades.csv"):
        assert (here / name).read_bytes() == (there / name).read_bytes()
    lines = (there / "journal.jsonl").read_bytes().splitlines()
    assert COUNT == len(lines), "nothing was kept twice"


def graders_below(folder: Path) -> list[int]:
    """The processes that grade beside workers: their temporary folder lies here."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            ours = b"grader.classroom.cluster" in (process / "cmdline").read_bytes()
            if ours and str(folder).encode() in (process / "environ").read_bytes():
                found.append(int(process.name))
    return found


def test_a_poison_is_named_and_its_neighbours_have_their_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    works, out = a_class(tmp_path, poison=True), tmp_path / "out"
    with by_hand(tmp_path, 1) as (address, _):
        ended = threading.Event()

        def kill_over_poison() -> None:
            while not ended.wait(0.02):
                if next((tmp_path / "worker0/tmp").glob("*/*/*/poison.py"), None) is not None:
                    for pid in graders_below(tmp_path):
                        os.kill(pid, signal.SIGKILL)
                    for left in (tmp_path / "worker0/tmp").glob("*/*/*/poison.py"):
                        left.unlink(missing_ok=True)

        killer = threading.Thread(target=kill_over_poison)
        killer.start()
        try:
            assert main(words(works, out, "--dask", address)) == 3
        finally:
            ended.set()
            killer.join()
    assert "poison: every process that graded it was ended" in capsys.readouterr().err
    assert COUNT == len((out / "results.jsonl").read_bytes().splitlines())
    assert main(words(works, out, "--jobs", "1")) == 0, "at home it is only slow"


def test_a_lost_scheduler_keeps_what_was_done_and_says_how_to_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    works, out = a_class(tmp_path), tmp_path / "out"
    with by_hand(tmp_path, 1) as (address, (scheduler, *_)):

        def kill_scheduler() -> None:
            for _ in range(2000):
                journal = out / "journal.jsonl"
                if journal.is_file() and journal.stat().st_size:
                    break
                time.sleep(0.05)
            scheduler.kill()

        killer = threading.Thread(target=kill_scheduler)
        killer.start()
        assert main(words(works, out, "--dask", address)) == 2
        killer.join()
    assert "goes on from there" in capsys.readouterr().err
    done = len((out / "journal.jsonl").read_bytes().splitlines())
    assert 0 < done < COUNT
    assert main(words(works, out, "--jobs", "2")) == 0
    assert f"Graded {COUNT - done}, kept {done}" in capsys.readouterr().out


def test_no_scheduler_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    works = a_class(tmp_path)
    assert main(words(works, tmp_path / "out", "--dask", "tcp://127.0.0.1:9")) == 2
    assert "No scheduler answers at tcp://127.0.0.1:9" in capsys.readouterr().err
