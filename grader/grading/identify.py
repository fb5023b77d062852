"""Which assignment a submission belongs to: said by the command, by the file, or by its names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.assignment import (
    Assignment,
    all_assignments,
    comes_along,
    find_assignment,
    find_own,
    kit_in,
    load_assignment,
)
from grader.outcome.errors import InputError
from grader.words.sentences import submissions as sentences

KIT, NAMED, CONFIGURED, SHIPPED = "kit", "named", "configured", "shipped"


class Identified(NamedTuple):
    """The assignment that a submission is graded by, its file, and who chose it.

    `source` is "kit" where a file beside the submission gives the key, else "named" (by the
    command line), "configured" (by GRADER_ASSIGNMENTS) or "shipped".
    """

    file: Path
    assignment: Assignment
    source: str


def identify(
    named: str | None,
    line: str | None,
    names: Iterable[str],
    *,
    submission: Path,
    frameworks: tuple[str, ...] = (),
    said: Sequence[str] = (),
) -> Identified:
    """The assignment of a submission; raise InputError where its tests would run unasked.

    `said` is what was said of the file when it was read and run: why nothing may be found in it.
    """
    names = tuple(names)
    try:
        file, found = _found(named, line, names, submission=submission, frameworks=frameworks)
    except InputError as unknown:
        if names or not said:
            raise
        raise InputError(" ".join((*said, unknown.sentence))) from None
    source = _source(file, found, named, submission)
    has_tests = any(answer.kind == "tests" for answer in found.answers)
    if has_tests and source != NAMED and found.kit is None:
        raise InputError(sentences.tests_not_named(found.id))
    return Identified(file, found, source)


def _source(file: Path, found: Assignment, named: str | None, submission: Path) -> str:
    theirs = submission if submission.is_dir() else submission.parent
    if found.kit is not None and file.parent.resolve() == theirs.resolve():
        return KIT
    if named is not None:
        return NAMED
    return SHIPPED if comes_along(file) else CONFIGURED


def _found(
    named: str | None,
    line: str | None,
    names: Iterable[str],
    *,
    submission: Path,
    frameworks: tuple[str, ...],
) -> tuple[Path, Assignment]:
    """The assignment that was named, else the one of the own line, else that of the names.

    `named` is the command's word and may be a path; the `line` of the submission is a stranger's
    and only ever an id.  Unless one was named, a kit beside the submission comes first, where it
    is of the same assignment.
    All names that are answers of some assignment are collected, and exactly one assignment must
    contain them all: the nearest would be a guess.
    """
    if named is not None:
        path = find_assignment(named, submission=submission)
        return path, load_assignment(path, kits=True)
    kit = kit_in(submission if submission.is_dir() else submission.parent)
    if kit is not None:
        made = load_assignment(kit, kits=True)
        if made.kit is not None and line in (None, made.id):
            return kit, made
    if line is not None:
        path = find_own(line, submission=submission)
        return path, load_assignment(path, kits=True)
    return _by_names(set(names), frameworks, submission)


def _by_names(
    given: set[str], frameworks: tuple[str, ...], submission: Path
) -> tuple[Path, Assignment]:
    """The one assignment whose answers all of the known names are; raise InputError with the candidates.

    The same functions may be asked for in another framework, which the submission's imports show.
    """
    from grader.assignment.faults import AssignmentFaults  # only among files nobody named

    known: dict[str, tuple[Path, Assignment, set[str]]] = {}
    for name, path in all_assignments(trusted=True, submission=submission):
        try:
            assignment = load_assignment(path, kits=True)
        except AssignmentFaults:
            continue  # somebody else's faulty file must not stop this one
        if assignment.kit is not None:
            continue  # and a kit is for the one who has it
        known[name] = (path, assignment, {a.defined_as for a in assignment.answers})
    asked = given & set().union(*(answers for _, _, answers in known.values()))
    fitting = [name for name, (_, _, answers) in known.items() if asked and asked <= answers]
    if len(fitting) > 1:
        fitting = [name for name in fitting if known[name][1].frameworks == frameworks] or fitting
    if len(fitting) == 1:
        path, assignment, _ = known[fitting[0]]
        return path, assignment
    if fitting:
        raise InputError(sentences.assignment_ambiguous(fitting))
    import difflib  # only on the way to this sentence, for it is slow to import

    near = [
        (close[0], name)
        for name, (_, _, answers) in known.items()
        for word in sorted(given)
        if not asked and (close := difflib.get_close_matches(word, answers, n=1, cutoff=0.8))
    ]
    partly = [name for name, (_, _, answers) in known.items() if asked & answers]
    raise InputError(
        sentences.assignment_unknown(
            partly or list(known), given=bool(given), mixed=bool(partly), near=near[:3]
        )
    )
