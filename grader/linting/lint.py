"""What is wrong with an assignment, what it cannot see, and how tight its intervals are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from grader.assignment import (
    Assignment,
    all_assignments,
    assignment_faults,
    find_assignment,
    load_assignment,
    read_assignment,
)
from grader.assignment.faults import Fault, did_you_mean
from grader.assignment.kinds import CODE
from grader.assignment.locate import identity
from grader.handout.solve import solved
from grader.key.unsolved import drawing_fault, unsolved_faults
from grader.linting.blind_spots import BlindSpots, blind_spots, widths
from grader.linting.function_calls import uncallable_faults, unloadable_faults
from grader.linting.in_vain import in_vain
from grader.linting.missing_numbers import fixed_states, left_out
from grader.linting.one_way import one_way
from grader.linting.survivors import Survivors, survivors
from grader.linting.tried import seen_nowhere
from grader.linting.unknown_mathematics import unknown_mathematics
from grader.linting.unseen_mistakes import unseen_mistakes
from grader.outcome.errors import Faulty
from grader.variant.selection import example_of
from grader.words.sentences import assignments as sentences
from grader.words.sentences import draws as draw_sentences
from reference.language.effort import Budget, TooMuchWork, at_most
from reference.records import dataclass, replace
from reference.rewrites.notes import MISTAKES

if TYPE_CHECKING:
    from grader.variant.statistics import DrawReport

_MOST_OF_DRAWS, _MOST_OF_WIDTHS, _MOST_OF_TRIALS = 900_000, 10_000, 600_000  # places looked at
_DRAWS = 300  # enough to see a share of a percent, in a second or two
_NO_WIDTH = 1e-9  # of an interval without room


@dataclass(frozen=True)
class Tightness:
    """How many times as wide as what a search reaches intervals are, on average.

    `accepted` is about ours, `natural` about plain interval arithmetic.
    """

    accepted: float
    natural: float


@dataclass(frozen=True)
class Linted:
    """What lint has to say of one assignment."""

    path: Path
    faults: tuple[Fault, ...]
    blind: tuple[BlindSpots, ...] = ()
    assignment: Assignment | None = None
    tightness: Tightness | None = None
    draws: DrawReport | None = None
    left_out: tuple[str, ...] = ()
    survivors: Survivors | None = None
    seen_nowhere: tuple[str, ...] = ()

    @property
    def faulty(self) -> bool:
        """Whether something must be mended before anybody is graded."""
        return any(not fault.warning for fault in self.faults)


@dataclass(frozen=True)
class LintReport:
    """What lint has to say, of every assignment asked for."""

    linted: tuple[Linted, ...]
    full: bool = False

    @property
    def faulty(self) -> bool:
        """Whether any assignment must be mended."""
        return any(one.faulty for one in self.linted)


def lint(
    names: Iterable[str],
    *,
    report: bool = False,
    solution: Path | str | None = None,
    tell: Callable[[str], None] = lambda _what: None,
) -> LintReport:
    """Look through assignments; all that are known, if none is named.

    `report` asks for every mistake that hides, every reason of refusal, and how tight the intervals
    are, which takes long.  In a right `solution` slips are made, and what tests and checks let pass
    is named.  Raises InputError for what is not there.

    >>> import grader
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "assignment.yaml"
    ...     _ = path.write_text("title: A sheet without questions")
    ...     grader.lint([str(path)]).faulty
    True
    """
    paths = [find_assignment(name) for name in names] or [path for _, path in all_assignments()]
    linted = tuple(_linted(path, tell) for path in paths)
    if report:
        tell(sentences.lint_looks_for_widths())
        linted = tuple(replace(one, tightness=_tightness(one.blind)) for one in linted)
    if solution is not None:
        tell(sentences.lint_makes_slips())
        linted = tuple(_with_survivors(one, Path(solution)) for one in linted)
    return LintReport(linted, full=report)


def _with_survivors(one: Linted, solution: Path) -> Linted:
    """What is said of an assignment, with the slips that it lets pass."""
    if one.assignment is None or not any(a.kind in CODE for a in one.assignment.answers):
        return one
    return replace(one, survivors=survivors(one.assignment, solution))


def _linted(path: Path, tell: Callable[[str], None]) -> Linted:
    tell(sentences.lint_reads(identity(path)))
    faults = tuple(assignment_faults(path))
    if any(not fault.warning for fault in faults):
        return Linted(path, faults)
    try:
        assignment = example_of(load_assignment(path))
    except Faulty as fault:
        return Linted(path, (*faults, drawing_fault(path, fault)))
    faults = (*faults, *unloadable_faults(path, assignment))
    unsolved = (*unsolved_faults(path, assignment), *uncallable_faults(path, assignment))
    if unsolved:
        return Linted(path, (*faults, *unsolved))
    draws, patience = None, Budget(_MOST_OF_DRAWS)
    tell(sentences.lint_draws(identity(path)))
    try:
        with at_most(patience):
            draws = _drawn(path)
    except (Faulty, TooMuchWork) as fault:
        if patience.left >= 0 and isinstance(fault, Faulty):
            return Linted(path, (*faults, drawing_fault(path, fault)))
        # only this trial came to an end: whoever draws for a class has no such bound
        said, remedy = sentences.draws_not_tried()
        untried = Faulty(said, system=getattr(fault, "system", None), remedy=remedy)
        faults = (*faults, replace(drawing_fault(path, untried), warning=True))
    further = (
        *read_assignment(path).solved_faults(solved(assignment)),
        *fixed_states(read_assignment(path), assignment),
    )
    further += tuple(in_vain(read_assignment(path), assignment))
    further += tuple(unknown_mathematics(read_assignment(path), assignment))
    tell(sentences.lint_looks_for_mistakes(identity(path)))
    blind = tuple(blind_spots(assignment))
    further += tuple(_about_mistakes(path, assignment, blind))
    further += (*unseen_mistakes(path, assignment), *one_way(path, assignment))
    return Linted(
        path,
        (*faults, *further),
        blind=blind,
        assignment=assignment,
        draws=draws,
        left_out=tuple(left_out(assignment)),
        seen_nowhere=_seen_nowhere(path, assignment, blind),
    )


def _seen_nowhere(
    path: Path, assignment: Assignment, blind: Sequence[BlindSpots]
) -> tuple[str, ...]:
    """The usual mistakes that no answer can see; none where looking for them takes too long."""
    try:
        with at_most(Budget(_MOST_OF_TRIALS)):
            return tuple(seen_nowhere(path, assignment, blind))
    except (Faulty, TooMuchWork):
        return ()


def _tightness(blind: Sequence[BlindSpots]) -> Tightness | None:
    """Accepted intervals beside what a search reaches, and beside plain interval arithmetic."""
    with at_most(Budget(_MOST_OF_WIDTHS)):
        return _ratio(blind)


def _ratio(blind: Sequence[BlindSpots]) -> Tightness | None:
    ratios = [
        (found.accepted / found.reachable, found.natural / found.reachable)
        for spot in blind
        if (found := widths(spot.target, spot.answer.tolerance)) is not None
        and found.reachable > _NO_WIDTH
    ]
    if not ratios:
        return None
    ours, plain = np.mean(np.array(ratios), axis=0)
    return Tightness(float(ours), float(plain))


def _about_mistakes(
    path: Path, assignment: Assignment, blind: Iterable[BlindSpots]
) -> Iterator[Fault]:
    """A warning for each answer that hardly tells right from wrong, or only after too long."""
    source = read_assignment(path)
    spots = {spot.answer.name: spot for spot in blind}
    for index, question in enumerate(assignment.questions):
        for answer in question.answers:
            spot, place = spots.get(answer.name), ("questions", index, "answers", answer.name)
            if spot is None:
                continue
            if spot.is_cut_short:
                fault = source.fault(place, *sentences.too_many_mistakes(answer.name))
                yield replace(fault, warning=True)
            if spot.is_boundless:
                fault = source.fault(place, *sentences.nearly_everything_is_right())
                yield replace(fault, warning=True)


def _drawn(path: Path) -> DrawReport | None:
    assignment = load_assignment(path)
    if not assignment.is_drawn:
        _allows_what_there_is(assignment.vetting.allow)
        return None
    from grader.variant.statistics import draw_report  # many variants at once

    return draw_report(assignment, _DRAWS)


def _allows_what_there_is(allowed: Sequence[str]) -> None:
    """Refuse a word that vetting could never say, also where no numbers are drawn yet."""
    if not allowed:
        return
    from grader.variant.vetting import REASONS  # many variants at once

    known = (*REASONS, *MISTAKES)
    for name in allowed:
        if name not in known:
            raise Faulty(draw_sentences.cannot_be_allowed(name, did_you_mean(name, known)))
