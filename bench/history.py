"""What the benchmark found at each commit, a line a run, so that a slower commit is seen."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path

import numpy as np

from bench.pages import commit
from bench.rows import Row

PATH = Path(__file__).resolve().parent / "history.jsonl"
SLOWER = 1.15  # ratios of quiet runs lie within a few percent of each other


@dataclass(frozen=True)
class Run:
    """One run: the commit, the day, the machine, and every row."""

    commit: str
    day: str
    machine: str
    rows: tuple[Row, ...]

    @property
    def ratios(self) -> dict[str, float]:
        """Every ratio by what was measured, with its floor."""
        return {f"{row.what} / {row.floor}": row.ratio for row in self.rows}


def this_run(rows: Sequence[Row]) -> Run:
    """What was found now, on this machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = ".".join(map(str, sys.version_info[:3]))
    machine = f"{cores} cores, Python {python}, NumPy {np.__version__}"
    return Run(commit(), datetime.now(timezone.utc).date().isoformat(), machine, tuple(rows))


def read(path: Path = PATH) -> list[Run]:
    """All runs that were kept, the latest last."""
    if not path.is_file():
        return []
    return [_run(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _run(line: str) -> Run:
    plain = json.loads(line)
    return Run(**{**plain, "rows": tuple(Row(**row) for row in plain["rows"])})


def keep(run: Run, path: Path = PATH) -> None:
    """Add a run; another one at the same commit stands beside it."""
    plain = asdict(run)
    for row in plain["rows"]:
        row |= {name: float(f"{row[name]:.4g}") for name in ("seconds", "floor_seconds")}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(plain) + "\n")


def slower(run: Run, before: Sequence[Run]) -> list[str]:
    """What takes longer than in the latest run that measured it, told in words."""
    said = []
    for what, ratio in run.ratios.items():
        earlier = next((one for one in reversed(before) if what in one.ratios), None)
        if earlier is not None and ratio > SLOWER * earlier.ratios[what]:
            was = earlier.ratios[what]
            said.append(f"{what}: {was:.2f} at {earlier.commit}, {ratio:.2f} now")
    return said
