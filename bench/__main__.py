"""Speed, as ratios to floors that are measured in the same run: `make bench`.

Machines are noisy, so every figure is a ratio of medians, its two sides taken turn by turn.  A run is
kept by commit in bench/history.jsonl; `python -m bench.speed_page` makes the page of the manual of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench import (
    catalogue,
    check,
    classes,
    in_process,
    peer_speed,
    sheets,
    solver,
    variants,
    worker_pool,
)
from bench.history import keep, read, slower, this_run
from bench.rows import Row, show


def measured() -> Iterator[Row]:
    """Everything: a command, a running process, a class, the mathematics, and other tools."""
    for part in (
        check, in_process, classes, worker_pool, solver, catalogue, variants, sheets, peer_speed
    ):  # fmt: skip
        yield from part.rows()


def main() -> None:
    """Measure everything, print one table, say what became slower, and keep the run."""
    run = this_run(list(measured()))
    print(show(run.rows))
    for line in slower(run, read()):
        print(f"slower: {line}")
    keep(run)


if __name__ == "__main__":
    main()
