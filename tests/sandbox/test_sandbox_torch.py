"""Hostile submissions beside PyTorch: with it loaded each earns what it earns without, and harms nobody after it.

A long proof: `make slow`, where PyTorch is installed.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import replace

import pytest
from attacks.hostile import HONEST, ROWS, Hostile
from test_sandbox_attacks import LIMITS, graded

from grader.sandbox import OurFault, Source, Zygote, open_worker, probe

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs PyTorch"),
    pytest.mark.skipif(probe().level != "L3", reason="some are stopped by every layer only"),
]


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote.start() as zygote:
        yield zygote


def beside_torch(text: str) -> Source:
    return replace(Source.of_text(text), frameworks=("torch",))


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_hostile_submission_beside_torch_earns_what_its_values_earn(
    row: Hostile, zygote: Zygote
) -> None:
    with open_worker(beside_torch(row.text), limits=LIMITS, zygote=zygote) as worker:
        rights, outcomes = graded(worker)
        said = repr((worker.start(), worker.faults, worker.output, outcomes))
    assert row.right <= {name for name, right in rights.items() if right}, said[:2000]
    assert not row.wrong & {name for name, right in rights.items() if right}, said[:2000]
    assert not any(isinstance(one, OurFault) for several in outcomes.values() for one in several)
    assert "PWNED" not in said
    with open_worker(beside_torch(HONEST), zygote=zygote) as worker:
        assert graded(worker)[0] == {"h1": True, "h2": True, "step": True}
