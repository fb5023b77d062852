"""`grader export`: the questions of an assignment for a course system."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from grader.cli.parser import Commands
from grader.export.formats import FORMATS, Format
from grader.outcome.errors import InputError

if TYPE_CHECKING:
    from grader.assignment import Assignment
    from grader.export.bank import Bank
    from grader.export.question import Written


def add(commands: Commands) -> None:
    """Declare the command."""
    systems = ", ".join(row.called for row in FORMATS.values())
    names = ", ".join(f"{name} ({row.called})" for name, row in FORMATS.items())
    parser = commands.new(
        "export",
        run,
        sentence=f"Write the questions of an assignment for a course system: {systems}.",
        example="grader export exam-relu-9 --to moodle --out exam.xml",
        exits={0: "written", 2: "an assignment, roster, secret or manifest not found or faulty"},
    )
    parser.add_argument("assignment", metavar="A", help="an id or a path")
    parser.add_argument("--to", metavar="SYSTEM", required=True, help=names)
    parser.add_argument("--out", metavar="FILE", required=True, help="where to write: .xml or .zip")
    parser.add_argument("--roster", metavar="CSV", help="a variant for everybody of a class")
    parser.add_argument("--id", metavar="COLUMN", help="the column of the roster with the ids")
    parser.add_argument("--students", metavar="ID", nargs="+", help="a variant for each of these")
    parser.add_argument(
        "--pool", metavar="N", type=int, help="N variants that belong to nobody, to draw from"
    )
    parser.add_argument(
        "--secret", metavar="FILE", help="what draws the variants; else GRADER_SECRET names it"
    )
    parser.add_argument("--manifest", metavar="M", help="the file that lists who got which variant")


def run(arguments: argparse.Namespace) -> int:
    """Write the file, and say what the system cannot hold."""
    from pathlib import Path

    from grader.assignment import find_assignment, load_assignment
    from grader.export.bank import bank_of
    from grader.export.variants import variants_of
    from grader.files import put
    from grader.key.unsolved import refusal
    from grader.outcome.errors import Faulty
    from grader.words.sentences import exports as sentences

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
    try:
        put(Path(arguments.out), written.data)
    except OSError as error:
        said = error.strerror or str(error)
        raise InputError(sentences.export_not_written(arguments.out, said)) from None
    _tell(arguments, assignment, bank, written)
    return 0


def _format(system: str) -> Format:
    from grader.words.sentences import exports as sentences

    if system.lower() not in FORMATS:
        raise InputError(sentences.export_no_such_system(system, list(FORMATS)))
    return FORMATS[system.lower()]


def _students(arguments: argparse.Namespace) -> tuple[str, ...]:
    """Whose variants are wanted; nobody's, if the printed numbers are."""
    from grader.handout.roster import read_roster
    from grader.variant.pool import pool
    from grader.words.sentences import exports as sentences
    from grader.words.sentences import rosters

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
    from grader.words.sentences import exports as sentences
    from grader.words.text import counted, visible

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
