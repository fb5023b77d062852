"""Which assignment a submission belongs to: said by the command, by the file, or by its names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from grader.assignment import (
    Assignment,
    all_assignments,
    find_assignment,
    kit_in,
    load_assignment,
)
from grader.outcome.errors import InputError
from grader.words.sentences import submissions as sentences


def identify(
    said: str | None, names: Iterable[str], *, beside: Path | None = None
) -> tuple[Path, Assignment]:
    """The assignment that was said, else the only one that asks for all the names it knows.

    A student's kit in the folder `beside` the submission comes first, unless it is another's.
    All names that are answers of some assignment are collected, and exactly one assignment must
    contain them all: the nearest would be a guess.  Raises InputError with the candidates.
    """
    kit = kit_in(beside) if beside is not None else None
    if kit is not None:
        made = load_assignment(kit, kits=True)
        if said is None or made.id == said:
            return kit, made
    if said is not None:
        path = find_assignment(said)
        return path, load_assignment(path, kits=True)
    from grader.assignment.faults import AssignmentFaults  # only among files nobody named

    given = set(names)
    known: dict[str, tuple[Path, Assignment, set[str]]] = {}
    for name, path in all_assignments():
        try:
            assignment = load_assignment(path, kits=True)
        except AssignmentFaults:
            continue  # somebody else's faulty file must not stop this one
        if assignment.kit is not None:
            continue  # and a kit is for the one who has it
        known[name] = (path, assignment, {answer.name for answer in assignment.answers})
    asked = given & set().union(*(answers for _, _, answers in known.values()))
    fitting = [name for name, (_, _, answers) in known.items() if asked and asked <= answers]
    if len(fitting) == 1:
        path, assignment, _ = known[fitting[0]]
        return path, assignment
    if fitting:
        raise InputError(sentences.assignment_ambiguous(fitting))
    partly = [name for name, (_, _, answers) in known.items() if asked & answers]
    raise InputError(
        sentences.assignment_unknown(partly or list(known), given=bool(given), mixed=bool(partly))
    )
