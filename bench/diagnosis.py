"""The diagnosis tried on purpose: `python -m bench.diagnosis [SEEDS [DECIMALS ...]]`.

Every usual mistake of every cell is made with drawn numbers and honest rounding and handed in; so
are random wrong numbers.  A row a cell: `hidden` mistakes lie within honest rounding and `alike`
ones fit another kind as well, so nobody can tell them; of the others, some are `named`, some put
as a question (`asked`), some given a wrong name (`misnamed`), some passed over (`silent`).
`recall` is the part that was named, `told` the part named or asked; `alarms` are random wrong
numbers that were named.
"""

from __future__ import annotations

import sys

from grader.linting.trials import Tally, trials
from reference import CATALOGUE

_HEAD = ("hidden", "alike", "named", "asked", "misnamed", "silent", "recall", "told",
         "precision", "random", "alarms")  # fmt: skip


def row(name: str, tally: Tally) -> str:
    """One line of the table."""
    told = (tally.named + tally.asked) / max(tally.distinguishable, 1)
    cells = (
        *(tally.hidden, tally.alike, tally.named, tally.asked, tally.misnamed, tally.silent),
        *(f"{part:.1%}" for part in (tally.recall, told, tally.precision)),
        *(tally.random, f"{tally.alarm_rate:.2%}"),
    )
    return f"{name:14}" + "".join(f"{cell!s:>10}" for cell in cells)


def main(seeds: int, decimals: list[int], random: int = 150) -> None:
    """Print the table of every cell, one for each number of decimals."""
    for places in decimals:
        print(f"\n{places} decimals, {seeds} draws of every cell")
        print(" " * 14 + "".join(f"{word:>10}" for word in _HEAD))
        total = Tally()
        for name in CATALOGUE:
            tally = trials(name, places, seeds=range(seeds), random=random)
            total += tally
            print(row(name, tally), flush=True)
        print(row("all", total))


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(given[0] if given else 2, given[1:] or [2, 3, 4])
