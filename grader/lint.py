"""What is wrong with an assignment, what it cannot see, and how tight its intervals are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grader.assignment import (
    Assignment,
    all_assignments,
    assignment_faults,
    find_assignment,
    load_assignment,
    read_assignment,
)
from grader.assignment.faults import Fault, shown_path
from grader.blind_spots import BlindSpots, blind_spots, widths
from grader.errors import Faulty
from grader.key import NUMERIC
from grader.solve import solved
from grader.unsolved import unsolved_faults
from grader.variant.selection import example_of


@dataclass(frozen=True)
class Linted:
    """What lint has to say of one assignment."""

    path: Path
    faults: tuple[Fault, ...]
    unsolved: str = ""
    blind: tuple[BlindSpots, ...] = ()
    assignment: Assignment | None = None

    @property
    def faulty(self) -> bool:
        """Whether something must be mended before anybody is graded."""
        return bool(self.unsolved) or any(not fault.warning for fault in self.faults)


@dataclass(frozen=True)
class LintReport:
    """What lint has to say, of every assignment asked for."""

    linted: tuple[Linted, ...]
    full: bool = False

    @property
    def faulty(self) -> bool:
        """Whether any assignment must be mended."""
        return any(one.faulty for one in self.linted)

    @property
    def text(self) -> str:
        """The report as lines for a terminal."""
        return "\n".join(line for one in self.linted for line in _told(one, full=self.full))


def lint(names: Iterable[str], *, report: bool = False) -> LintReport:
    """Look through assignments; all that are known, if none is named.

    `report` adds the mistakes that hide, one a line, and the widths of the intervals.
    """
    paths = [find_assignment(name) for name in names] or [path for _, path in all_assignments()]
    return LintReport(tuple(_linted(path) for path in paths), full=report)


def _linted(path: Path) -> Linted:
    faults = tuple(assignment_faults(path))
    if any(not fault.warning for fault in faults):
        return Linted(path, faults)
    try:
        assignment = example_of(load_assignment(path))
    except Faulty as fault:
        return Linted(path, faults, unsolved=str(fault))
    unsolved = unsolved_faults(path, assignment)
    if unsolved:
        return Linted(path, (*faults, *unsolved))
    further = read_assignment(path).solved_faults(solved(assignment))
    return Linted(
        path, (*faults, *further), blind=tuple(blind_spots(assignment)), assignment=assignment
    )


def _told(one: Linted, *, full: bool) -> Iterator[str]:
    yield from (str(fault) for fault in one.faults)
    name = shown_path(one.path)
    if one.unsolved:
        yield f"{name}: {one.unsolved}"
    if one.assignment is None or one.faulty:
        return
    count = len(one.assignment.answers)
    yield f"{name}: no faults; {count} answers, {one.assignment.points} points"
    spots = [spot for spot in one.blind if spot.hidden]
    for spot in spots:
        yield from _blind(spot, full=full)
    if full:
        yield from _tightness(one)


def _blind(spot: BlindSpots, *, full: bool) -> Iterator[str]:
    hidden = f"{len(spot.hidden)} of {spot.mistakes} mistakes"
    yield f"    {spot.answer.name} cannot see {hidden}; {spot.advice}"
    if full:
        for one in spot.hidden:
            when = f"seen at {one.decimals} decimals" if one.decimals else "changes nothing here"
            yield f"        {one.mistake.note}: {one.mistake.what} ({when})"


def _tightness(one: Linted) -> Iterator[str]:
    """Accepted intervals beside what a search reaches, and beside plain interval arithmetic."""
    rows = []
    for spot in one.blind:
        if spot.answer.kind in NUMERIC:
            found = widths(spot.target, spot.answer.tolerance)
            if found is not None and found.reachable > 1e-9:
                rows.append((found.accepted / found.reachable, found.natural / found.reachable))
    if not rows:
        return
    ours, plain = np.array(rows).T
    yield (
        f"    accepted intervals are {ours.mean():.2f} times as wide as what a search reaches "
        f"(worst {ours.max():.2f}); plain interval arithmetic {plain.mean():.2f} "
        f"(worst {plain.max():.2f})"
    )
