"""One change in the equations that explains all results is told, in the function's own names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.functions import Functions
from grader.outcome.finding import Verdict
from grader.sandbox import Limits, Source, Worker, WorkerPool, start_zygote

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def zygote() -> Iterator[WorkerPool]:
    with start_zygote() as started:
        yield started


ROWS = [
    ("lstm_step_forward", "next_c = f * prev_c + i * g", "next_c = f * prev_c",
     "iₜ ⊙ gₜ left out of next_c", "a term left out, as sheets print it"),
    ("lstm_step_backward", "di = dc * g", "di = dc * i", "i in place of g in the equation of di", "a neighbour"),
    ("lstm_step_backward", "do = dnext_h * tc", "do = dnext_h", "tanh(c) left out of do", "a factor left out"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "right", "wrong", "said", "why"), ROWS, ids=[r[4] for r in ROWS])
def test_one_change_in_the_equations_is_told(
    name: str, right: str, wrong: str, said: str, why: str, zygote: WorkerPool
) -> None:
    text = (ROOT / "tests" / "zoo" / "code" / "rows.py").read_text()
    assert text.count(right) == 1
    sheet = load_assignment(ROOT / "assignments" / "layers-rows" / "assignment.yaml")
    with Worker(zygote, Source.of_text(text.replace(right, wrong)), Limits()) as worker:
        worker.start()
        found = Functions(sheet, worker).judge(name).finding
    assert Verdict.WRONG is found.verdict
    assert f"This is exactly what comes out with {said}" in found.message
