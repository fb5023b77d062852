"""Speed, as ratios to floors that are measured in the same run: `make bench`.

Machines are noisy, so every figure is a ratio of medians, its two sides taken turn by turn.
"""

from __future__ import annotations

from bench import catalogue, check, sheets, solver, variants, worker_pool
from bench.rows import Row, show


def main() -> None:
    """Measure everything and print one table."""
    rows: list[Row] = [
        *check.rows(),
        *worker_pool.rows(),
        *solver.rows(),
        *catalogue.rows(),
        *variants.rows(),
        *sheets.rows(),
    ]
    print(show(rows))


if __name__ == "__main__":
    main()
