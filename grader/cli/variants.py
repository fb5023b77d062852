"""`grader variants`: a sheet with numbers of their own for every student."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.cli.parser import Commands
from grader.errors import InputError

if TYPE_CHECKING:
    from grader.handout.roster import Student


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "variants",
        run,
        sentence="Make every student's sheet, template and key, and the manifest of their numbers.",
        example="grader variants exam-relu-9 --roster roster.csv --secret secret.txt --out sheets",
        exits={0: "made", 2: "an assignment, roster or secret not found or faulty"},
    )
    parser.add_argument("assignment", metavar="A", help="an id or a path")
    parser.add_argument(
        "--roster", metavar="CSV", required=True, help="as Gradescope or Canvas export it"
    )
    parser.add_argument("--out", metavar="DIR", required=True, help="where to write")
    parser.add_argument(
        "--format", metavar="LIST", default="pdf,html,md", help="out of pdf, html and md"
    )
    parser.add_argument(
        "--secret", metavar="FILE", help="what draws the variants; else GRADER_SECRET names it"
    )
    parser.add_argument("--id", metavar="COLUMN", help="the column of the roster with the ids")


def run(arguments: argparse.Namespace) -> int:
    """Make them, and say where they are."""
    from pathlib import Path

    from grader.assignment import find_assignment, load_assignment
    from grader.errors import Faulty
    from grader.handout.folder import make
    from grader.handout.roster import read_roster
    from grader.text import counted
    from grader.unsolved import refusal

    formats = _formats(arguments.format)
    students = read_roster(arguments.roster, id_column=arguments.id)
    path = find_assignment(arguments.assignment)
    assignment = load_assignment(path)
    try:
        with _progress(len(students)) as told:
            made = make(
                assignment,
                students,
                Path(arguments.out),
                formats=formats,
                secret=arguments.secret,
                told=told,
            )
    except Faulty as fault:
        raise refusal(fault, path, assignment) from None
    for remark in made.remarks:
        print(remark, file=sys.stderr)
    print(
        f"{made.folder}: {counted(made.students, 'student')}, "
        f"{counted(made.written, 'file')} written"
    )
    return 0


def _formats(text: str) -> tuple[str, ...]:
    from grader import sentences
    from grader.handout.folder import FORMATS

    found = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [part for part in found if part not in FORMATS]
    if unknown or not found:
        raise InputError(sentences.no_such_format(unknown, FORMATS))
    return found


@contextmanager
def _progress(count: int) -> Iterator[Callable[[Student], None]]:
    """A bar on a terminal, and nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # only a terminal pays for it
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("sheets", total=count)
        yield lambda _: progress.advance(task)
