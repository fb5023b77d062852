"""A folder of hostile submissions, where one lies beside the checkout: each gets what it must.

The folder is not part of this project.  Set GRADER_ATTACKS to another one to use that.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.sandbox import (
    Limits,
    OurFault,
    Outcome,
    Returned,
    Source,
    SubmissionError,
    Zygote,
    open_worker,
)

FOLDER = Path(
    os.environ.get("GRADER_ATTACKS", Path(__file__).resolve().parents[3] / "shared" / "attacks")
)
INDEX = FOLDER / "index.json"
ROWS = json.loads(INDEX.read_text()) if INDEX.exists() else []
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ROWS, reason="no folder of attacks beside the checkout"),
]
# Half of what a grader would allow: the loops of this folder run into every limit.
LIMITS = Limits(start_seconds=4, call_seconds=2, total_seconds=15)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote.start() as zygote:
        yield zygote


def handed_in(row: dict[str, str], folder: Path) -> Path:
    """What the student hands in: a folder with the fixture, built if it has to be."""
    place = FOLDER / row["file"].rstrip("/")
    if place.is_file():
        shutil.copyfile(place, folder / "submission.py")
    elif (place / "make.py").exists():
        subprocess.run([sys.executable, str(place / "make.py"), str(folder)], check=True)
    else:
        shutil.copytree(place / "submission", folder, dirs_exist_ok=True)
    return folder


def cases() -> Iterator[list[np.ndarray]]:
    draw = np.random.default_rng(7)
    for n in (2, 1, 3):
        yield [draw.normal(size=s) for s in ((n, 3), (n, 4), (3, 4), (4, 4), (4,))]


def grade(folder: Path, zygote: Zygote) -> tuple[dict[str, bool], list[Outcome]]:
    """Right or not, item by item, as any honest comparison outside of the worker says."""
    try:
        source = Source.read(folder)
    except SubmissionError:
        return dict.fromkeys(("h1", "h2", "rnn_step", "pwned"), False), []
    with open_worker(source, zygote=zygote, limits=LIMITS) as worker:
        outcomes = [worker.start()]
        values = {}
        for name in ("h1", "h2", "pwned_count"):
            outcomes.append(worker.value(name))
            values[name] = getattr(outcomes[-1], "value", None)
        steps = []
        for x, h, w, u, b in cases():
            outcomes.append(worker.call("rnn_step", [x, h, w, u, b]))
            value = getattr(outcomes[-1], "value", None)
            expected = np.tanh(x @ w + h @ u + b)
            steps.append(
                isinstance(value, np.ndarray)
                and value.shape == expected.shape
                and bool(np.all(np.abs(value - expected) <= 1e-6))
            )
        outcomes.append(Returned(None, worker.output))
    h1, h2 = values["h1"], values["h2"]
    return {
        "h1": is_number(h1) and abs(float(h1) - 6) < 1e-6,
        "h2": isinstance(h2, (list, tuple, np.ndarray))
        and len(h2) == 2
        and all(map(is_number, h2))
        and bool(np.all(np.abs(np.array(h2, float) - [0.1, 0.2]) <= 1e-6)),
        "rnn_step": all(steps),
        "pwned": bool(values["pwned_count"]),
    }, outcomes


def is_number(value: object) -> bool:
    if isinstance(value, (bool, np.bool_)):
        return False
    return isinstance(value, (int, float, np.number)) and not isinstance(value, complex)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_hostile_submission_gets_what_its_values_earn(
    row: dict[str, str], tmp_path: Path, zygote: Zygote
) -> None:
    right, outcomes = grade(handed_in(row, tmp_path), zygote)
    text = "\n".join(repr(outcome) + getattr(outcome, "output", "") for outcome in outcomes)
    for item, expected in row["items"].items():
        if expected != "any":
            assert right[item] == (expected == "full"), f"{item}: {text[:3000]}"
    assert not any(isinstance(outcome, OurFault) for outcome in outcomes)
    assert not right["pwned"]
    assert "PWNED" not in text
    assert "\x1b" not in text
    assert len(text) < 1_000_000
    honest, _ = grade_control(tmp_path, zygote)
    assert honest == {"h1": True, "h2": True, "rnn_step": True, "pwned": False}


def grade_control(folder: Path, zygote: Zygote) -> tuple[dict[str, bool], list[Outcome]]:
    place = folder / "control"
    place.mkdir()
    shutil.copyfile(FOLDER / "control_01_honest.py", place / "submission.py")
    return grade(place, zygote)
