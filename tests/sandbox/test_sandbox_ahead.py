"""A zygote that is asked again and again has the next worker ready: fresh, and never for long."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from grader.sandbox import Limits, Source, Zygote, open_worker

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="zygotes fork")

WHO = "import os\npid = os.getpid()\nseen = len([n for n in globals() if n == 'left'])\nleft = 1\n"


@pytest.fixture
def zygote() -> Iterator[Zygote]:
    with Zygote.start() as made:
        yield made


def graded(zygote: Zygote, *, text: str = WHO, limits: Limits | None = None) -> dict[str, object]:
    with open_worker(Source.of_text(text), zygote=zygote, limits=limits) as worker:
        found = {name: worker.value(name) for name in ("pid", "seen")}
    return {name: getattr(outcome, "value", outcome) for name, outcome in found.items()}


def below(zygote: Zygote) -> set[int]:
    text = Path(f"/proc/{zygote.pid}/task/{zygote.pid}/children").read_text()
    return {int(word) for word in text.split()}


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):  # it is on its way out
        os.kill(pid, signal.SIGKILL)
    await_end(pid)


def await_end(pid: int) -> None:
    """Wait until a process has ended, as a signal takes its time."""
    with suppress(ProcessLookupError, FileNotFoundError):
        while Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z":
            time.sleep(0.01)


def test_a_single_submission_orders_a_single_worker(zygote: Zygote) -> None:
    with open_worker(Source.of_text(WHO), zygote=zygote) as worker:
        worker.start()
        assert len(below(zygote)) == 1


def test_the_worker_that_waits_gets_the_next_submission_and_nobody_gets_it_twice(
    zygote: Zygote,
) -> None:
    graded(zygote)
    graded(zygote)
    pids = []
    for _ in range(5):
        assert zygote.layers.names  # the zygote is up, and one worker waits
        row = graded(zygote)
        assert row["seen"] == 0
        pids.append(row["pid"])
    assert len(set(pids)) == 5


def test_a_worker_that_died_while_it_waited_costs_nobody_anything(zygote: Zygote) -> None:
    graded(zygote)
    graded(zygote)
    for pid in below(zygote):
        kill(pid)
    assert graded(zygote)["seen"] == 0


def test_other_limits_get_another_worker(zygote: Zygote) -> None:
    text = "import resource\npid = resource.getrlimit(resource.RLIMIT_AS)[0]\nseen = 0\n"
    small = Limits(memory=1 << 30)
    for _ in range(3):
        large = graded(zygote, text=text)["pid"]
    assert graded(zygote, text=text, limits=small)["pid"] == 1 << 30
    assert graded(zygote, text=text)["pid"] == large != 1 << 30


def test_a_module_that_the_waiting_worker_cannot_know_is_there_all_the_same(zygote: Zygote) -> None:
    for _ in range(3):
        graded(zygote)
    late = "import colorsys\npid = colorsys.ONE_THIRD\nseen = 0\n"
    assert graded(zygote, text=late)["pid"] == pytest.approx(1 / 3)
    assert graded(zygote, text=late)["pid"] == pytest.approx(1 / 3)


def test_many_at_once_each_have_a_worker_of_their_own(zygote: Zygote) -> None:
    with ThreadPoolExecutor(3) as pool:
        rows = list(pool.map(lambda _: graded(zygote), range(30)))
    assert {0} == {row["seen"] for row in rows}
    assert len({row["pid"] for row in rows}) == 30


def test_after_the_end_neither_workers_nor_handles_are_left() -> None:
    before = {path.name for path in Path("/proc/self/fd").iterdir()}
    with Zygote.start() as zygote:
        for _ in range(3):
            graded(zygote)
        workers = below(zygote)
        assert workers
    assert before == {path.name for path in Path("/proc/self/fd").iterdir()}
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


def test_a_zygote_that_died_is_replaced_and_leaves_no_handles(zygote: Zygote) -> None:
    for _ in range(3):
        graded(zygote)
    before = len([*Path("/proc/self/fd").iterdir()])
    workers = below(zygote)
    kill(zygote.pid)
    for pid in workers:  # the kernel ends them with it
        await_end(pid)
    for _ in range(3):
        assert graded(zygote)["seen"] == 0
    assert before == len([*Path("/proc/self/fd").iterdir()])


FORKED = """
import sys
from pathlib import Path
from grader.submission.started_ahead import begin
ahead = begin(Path(sys.argv[1]))  # before NumPy is in memory here
import numpy as np
worker = ahead.running[1]
print(worker.value("has").value)
print(worker.call("step", [np.array([0.5, 0.25])]).value)
print(worker.value("has").value)
ahead.close()
"""
PLAIN = """
import sys
from operator import attrgetter
has = "num" + "py" in attrgetter("mod" + "ules")(sys)
step = max
"""


def test_a_program_of_plain_values_waits_for_no_numpy_until_it_is_given_arrays(
    tmp_path: Path,
) -> None:
    path = tmp_path / "submission.py"
    path.write_text(PLAIN)
    done = subprocess.run(
        [sys.executable, "-c", FORKED, str(path)], capture_output=True, text=True, check=True
    )
    assert ["False", "0.5", "True"] == done.stdout.split()
