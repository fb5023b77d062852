"""One figure of the benchmark, and the table of all."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A ratio to its floor, and the target it is read against (None where there is none)."""

    what: str
    floor: str
    seconds: float
    floor_seconds: float
    target: float | None = None

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.seconds / self.floor_seconds


def timed(ways: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """The median seconds of each way, taken turn by turn; the first turn warms up."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            if turn:
                taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def show(rows: Sequence[Row]) -> str:
    """All rows as a table of plain text."""
    head = f"{'what':<44}{'floor':<36}{'time':>10}{'floor':>10}{'ratio':>9}{'target':>9}"
    lines = [head, "-" * len(head)]
    for row in rows:
        target = f"{row.target:.2f}" if row.target is not None else ""
        lines.append(
            f"{row.what:<44}{row.floor:<36}{_short(row.seconds):>10}"
            f"{_short(row.floor_seconds):>10}{row.ratio:>9.2f}{target:>9}"
        )
    return "\n".join(lines)


def _short(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.2f} s"
    if seconds >= 1e-3:
        return f"{seconds * 1e3:.1f} ms"
    return f"{seconds * 1e6:.1f} µs"
