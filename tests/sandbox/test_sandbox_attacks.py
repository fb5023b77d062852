"""Hostile submissions: each earns what its values earn, and harms nobody after it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from attacks.hostile import HONEST, ROWS, Hostile

from grader.sandbox import (
    Limits,
    OurFault,
    Outcome,
    Returned,
    Source,
    Worker,
    Zygote,
    open_worker,
    probe,
)

pytestmark = pytest.mark.skipif(
    probe().level != "L3", reason="some of these submissions are stopped by every layer only"
)
LIMITS = Limits(start_seconds=1.5, call_seconds=0.75, total_seconds=6, memory=700 << 20)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote.start() as zygote:
        yield zygote


def is_right(outcome: Outcome, expected: object) -> bool:
    """Equal as an honest grader would say: of one kind, of one shape, near."""
    if not isinstance(outcome, Returned) or isinstance(outcome.value, (bool, str)):
        return False
    value = outcome.value
    if isinstance(value, list) and not all(isinstance(entry, (int, float)) for entry in value):
        return False
    if not isinstance(value, (int, float, list, np.ndarray)):
        return False
    got, key = np.asarray(value, dtype=float), np.asarray(expected, dtype=float)
    return got.shape == key.shape and bool(np.all(np.abs(got - key) <= 1e-6))


def graded(worker: Worker) -> tuple[dict[str, bool], dict[str, list[Outcome]]]:
    worker.start()
    outcomes = {name: [worker.value(name)] for name in ("h1", "h2")}
    rights = {
        "h1": is_right(outcomes["h1"][0], 6),
        "h2": is_right(outcomes["h2"][0], [0.1, 0.2]),
    }
    draw = np.random.default_rng(1)
    cases = [(draw.normal(size=(n, 3)), draw.normal(size=(3, 4))) for n in (2, 1, 5)]
    outcomes["step"] = [worker.call("step", [x, w]) for x, w in cases]
    rights["step"] = all(
        is_right(outcome, np.tanh(x @ w))
        for (x, w), outcome in zip(cases, outcomes["step"], strict=True)
    )
    return rights, outcomes


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_hostile_submission_earns_what_its_values_earn(row: Hostile, zygote: Zygote) -> None:
    began = time.monotonic()
    with open_worker(Source.of_text(row.text), limits=LIMITS, zygote=zygote) as worker:
        rights, outcomes = graded(worker)
        said = repr((worker.start(), worker.faults, worker.output, outcomes))
    assert row.right <= {name for name, right in rights.items() if right}, said[:2000]
    assert not row.wrong & {name for name, right in rights.items() if right}, said[:2000]
    for name in row.wrong if row.outcome else ():
        assert row.outcome == type(outcomes[name][0]).__name__, said[:2000]
    assert not any(isinstance(one, OurFault) for several in outcomes.values() for one in several)
    assert "PWNED" not in said
    assert "\\x1b" not in said.replace("\\\\x1b", "")  # escaped by us, or by nobody
    assert len(said) < 200_000
    assert time.monotonic() - began < LIMITS.total_seconds + 10
    with open_worker(Source.of_text(HONEST), zygote=zygote) as worker:
        assert graded(worker)[0] == {"h1": True, "h2": True, "step": True}


def test_many_hostile_submissions_leave_nothing_behind(zygote: Zygote) -> None:
    limits = Limits(start_seconds=0.1, call_seconds=0.1, total_seconds=0.3)
    for _ in range(2):  # from now on one worker waits for the next submission
        with open_worker(Source.of_text(HONEST), limits=limits, zygote=zygote) as worker:
            worker.start()
    handles = len(list(Path("/proc/self/fd").iterdir()))
    memory = Path("/proc/self/statm").read_text().split()[1]
    began = time.monotonic()
    for text in ("while True: pass", "import os; os._exit(1)", "x = 'x' * 10**9", HONEST) * 5:
        with open_worker(Source.of_text(text), limits=limits, zygote=zygote) as worker:
            worker.start()
            worker.value("h1")
    assert time.monotonic() - began < 20
    assert handles == len(list(Path("/proc/self/fd").iterdir()))
    after = Path("/proc/self/statm").read_text().split()[1]
    assert int(after) - int(memory) < 20_000  # pages: 80 MB
    assert len(workers_of(zygote, most=1)) == 1


def workers_of(zygote: Zygote, *, most: int) -> list[int]:
    """The processes below a zygote, once it has had time to end all but so many."""
    children = Path(f"/proc/{zygote.pid}/task/{zygote.pid}/children")
    for _ in range(100):
        if len(children.read_text().split()) <= most:
            break
        time.sleep(0.02)
    return [int(pid) for pid in children.read_text().split()]


def test_the_time_for_the_whole_submission_is_bounded_whatever_is_asked(zygote: Zygote) -> None:
    source = Source.of_text("import time\ndef f():\n    time.sleep(0.4)\n")
    limits = Limits(call_seconds=0.5, total_seconds=1.5)
    began = time.monotonic()
    with open_worker(source, limits=limits, zygote=zygote) as worker:
        outcomes = [worker.call("f") for _ in range(20)]
    assert time.monotonic() - began < 4
    assert isinstance(outcomes[0], Returned)
    assert type(outcomes[-1]).__name__ == "TimedOut"
    assert getattr(outcomes[-1], "where", "") == "total"
