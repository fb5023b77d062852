"""The printing law over drawn assignments: `python -m bench.printing [HOW_MANY]`.

Whatever is printed as right (solutions, keys, messages, exports), typed back, must be right.
Assignments whose numbers are not finite ask nothing and are counted apart.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

import numpy as np

from bench.drawn_assignments import drawn_assignments
from bench.printed import Printed, printed
from grader.assignment import Assignment
from grader.outcome.errors import Faulty
from reference import CellError


@dataclass
class Law:
    """How often the law was tried, and where it was broken."""

    assignments: int = 0
    unasked: int = 0
    prints: int = 0
    broken: list[tuple[int, Printed]] = field(default_factory=list)


def tried(seeds: range) -> Law:
    """The law over drawn assignments."""
    law = Law()
    for seed, assignment in zip(seeds, drawn_assignments(seeds), strict=True):
        found = prints_of(assignment)
        if found is None:
            law.unasked += 1
            continue
        law.assignments += 1
        law.prints += len(found)
        law.broken += [(seed, one) for one in found if not one.is_right]
    return law


def prints_of(assignment: Assignment) -> list[Printed] | None:
    """What is printed; None where the numbers have no finite solution."""
    try:
        with np.errstate(all="ignore"):
            return list(printed(assignment))
    except (Faulty, CellError):
        return None


def main(count: int) -> int:
    """Print how the law fares; 1 where it is broken."""
    law = tried(range(count))
    print(f"{law.prints} prints of {law.assignments} assignments, {law.unasked} without solution")
    print(f"broken: {len(law.broken)}")
    for seed, one in law.broken[:20]:
        print(f"  {seed}: {one.place} of {one.answer.value} by {one.answer.tolerance}: {one.texts}")
    return 1 if law.broken else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
