"""`grader export`: the questions of an assignment for a course system."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from grader.assignment import Assignment, find_assignment, load_assignment
from grader.export.bank import Bank, bank_of
from grader.export.formats import FORMATS, GSCOPE, Format
from grader.export.gscope import rubrics, scoring
from grader.export.question import Written
from grader.export.variants import variants_of
from grader.files.written import put
from grader.handout.roster import read_roster
from grader.key.unsolved import refusal
from grader.outcome.errors import Faulty, InputError
from grader.variant.pool import pool
from grader.words.sentences import exports as sentences
from grader.words.sentences import rosters
from grader.words.text import counted, visible


def run(arguments: argparse.Namespace) -> int:
    """Write the file, and say what the system cannot hold."""
    if (arguments.to.lower() == GSCOPE) != (arguments.map is not None):
        raise InputError(sentences.gscope_needs_map())
    if arguments.map is not None:
        return _rubrics(arguments)
    format_ = _format(arguments.to)
    ending = Path(arguments.out).suffix.lower()
    if ending != format_.ending and ending in {each.ending for each in FORMATS.values()}:
        raise InputError(sentences.export_ending(arguments.to, format_.ending, arguments.out))
    students = _students(arguments)
    path = find_assignment(arguments.assignment)
    assignment = load_assignment(path)
    try:
        variants = variants_of(
            assignment, students, secret=arguments.secret, manifest=arguments.manifest
        )
        bank = bank_of(variants)
    except Faulty as fault:
        raise refusal(fault, path, assignment) from None
    written = format_.write(bank)
    _put(arguments.out, written.data)
    _tell(arguments, assignment, bank, written)
    return 0


def _put(out: str, data: bytes) -> None:
    try:
        put(Path(out), data)
    except OSError as error:
        raise InputError(sentences.export_not_written(out, error.strerror or str(error))) from None


def _rubrics(arguments: argparse.Namespace) -> int:
    """Only the rubrics, for a program that pushes them to Gradescope."""
    assignment = load_assignment(find_assignment(arguments.assignment))
    _put(arguments.out, rubrics(assignment, Path(arguments.map)))
    ways = scoring(assignment)
    for name, way in ways.items():
        print(visible(sentences.gscope_scoring(name, way)), file=sys.stderr)
    print(visible(sentences.gscope_written(arguments.out, len(ways))))
    return 0


def _format(system: str) -> Format:

    if system.lower() not in FORMATS:
        raise InputError(sentences.export_no_such_system(system, [*FORMATS, GSCOPE]))
    return FORMATS[system.lower()]


def _students(arguments: argparse.Namespace) -> tuple[str, ...]:
    """Whose variants are wanted; nobody's, if the printed numbers are."""
    said = (arguments.roster, arguments.students, arguments.pool)
    if sum(each is not None for each in said) > 1 or (
        arguments.pool is not None and arguments.manifest is not None
    ):
        raise InputError(sentences.export_whose())
    if arguments.roster is not None:
        roster = read_roster(arguments.roster, id_column=arguments.id)
        print(rosters.roster_column(arguments.roster, roster.column), file=sys.stderr)
        return tuple(student.id for student in roster.students)
    if arguments.pool is not None:
        return pool(arguments.pool)
    return tuple(dict.fromkeys(arguments.students or ()))


def _tell(
    arguments: argparse.Namespace, assignment: Assignment, bank: Bank, written: Written
) -> None:

    asked_for = (arguments.roster, arguments.students, arguments.pool, arguments.manifest)
    if bank.variants == ("",) and any(each is not None for each in asked_for):
        print(sentences.export_said([assignment.id], sentences.export_draws_nothing()), file=sys.stderr)  # fmt: skip
    for remark in (*bank.remarks, *written.remarks):
        said = sentences.export_said(remark.names, remark.said)
        print(visible(said, longest=10_000), file=sys.stderr)
    print(
        f"{arguments.out}: {counted(len(bank.pools), 'question')}, "
        f"{counted(assignment.points, 'point')}, {counted(len(bank.variants), 'variant')}"
    )
