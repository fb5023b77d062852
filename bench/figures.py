"""The page of figures: `python -m bench.figures [VARIANTS WORKINGS MADE RANDOM MIXES SLIPS]`.

Everything is counted in one run on drawn variants of the assignments that ship, with fixed seeds, and
written into docs/figures.md: whether honest work is refused and mistakes are accepted, beside the
default tolerances of other tools; how tight the intervals are; what trivial answers earn; which
mistakes are named.  The command that made the page stands on it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from platform import python_version

import numpy as np

from bench import credit, diagnosis, peer_figures
from bench.pages import commit

PAGE = Path("docs/figures.md")


@dataclass(frozen=True)
class Sizes:
    """How much is tried."""

    variants: int = 4
    workings: int = 10
    made: int = 1000
    random: int = 3000
    mixes: int = 60
    slips: int = 900

    @property
    def command(self) -> str:
        """What makes the page again."""
        numbers = (self.variants, self.workings, self.made, self.random, self.mixes, self.slips)
        return f"python -m bench.figures {' '.join(map(str, numbers))}"


def page(sizes: Sizes) -> Iterator[str]:
    """The lines of the page."""
    yield "# Figures\n"
    yield (
        "How often honest work is refused, a mistake passes, a trivial answer earns a point, a mistake is named: "
        "counted, not claimed.\n"
    )
    yield (
        f"Made by `{sizes.command}` (`make figures`) at commit {commit()} with Python {python_version()} and "
        f"NumPy {np.__version__}. Every seed is fixed, so the same command gives the same page; the assignments "
        "are those that ship, their numbers drawn for students who do not exist.\n"
    )
    yield from peer_figures.section(sizes.variants, sizes.workings)
    yield from credit.section(sizes.mixes, sizes.slips)
    yield from diagnosis.section(sizes.made, sizes.random)


def main(given: Sequence[int]) -> None:
    """Write the page."""
    lines = []
    for line in page(Sizes(*given)):
        print(line, flush=True)
        lines.append(line)
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]])
