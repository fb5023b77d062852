"""`grader variants`: a sheet with numbers of their own for every student."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.cli.parser import Commands, formats_of
from grader.outcome.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from grader.assignment import Assignment
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
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument("--roster", metavar="CSV", help="as Gradescope or Canvas export it")
    whom.add_argument(
        "--pool", metavar="N", type=int, help="N variants v1, v2, ... to be dealt out, no roster"
    )
    parser.add_argument("--out", metavar="DIR", required=True, help="where the class lies")
    parser.add_argument(
        "--format", metavar="LIST", default="pdf,html,md", help="out of pdf, html, md and ipynb"
    )
    parser.add_argument(
        "--secret", metavar="FILE", help="what draws the variants; else GRADER_SECRET names it"
    )
    parser.add_argument("--id", metavar="COLUMN", help="the column of the roster with the ids")
    parser.add_argument(
        "--names", action="store_true", help="put students' names into the names of files, too"
    )
    single = parser.add_mutually_exclusive_group()
    single.add_argument(
        "--replace", metavar="ID", action="append", default=[], help="give ID other numbers"
    )
    single.add_argument(
        "--drop", metavar="ID", action="append", default=[], help="take ID and their files away"
    )
    single.add_argument("--show", metavar="ID", help="print ID's numbers and worked solution")


def run(arguments: argparse.Namespace) -> int:
    """Make them, or do what is asked with single ones."""
    import gc
    from pathlib import Path

    from grader.assignment import find_assignment, load_assignment
    from grader.handout.folder import drop, make
    from grader.handout.formats import FORMATS
    from grader.key.unsolved import refusal
    from grader.outcome.errors import Faulty
    from grader.words.sentences import classes as sentences
    from grader.words.text import counted

    gc.enable()  # which short commands do without
    out = Path(arguments.out)
    path = find_assignment(arguments.assignment)
    assignment = load_assignment(path)
    if arguments.show is not None:
        return _show(arguments.assignment, assignment, out, arguments.show)
    if arguments.drop:
        made = drop(assignment, out, arguments.drop)
        print(sentences.class_dropped(str(out), len(arguments.drop), made.written, made.students))
        return 0
    formats = formats_of(arguments.format, tuple(FORMATS))
    students = _students(arguments)
    try:
        with _progress() as told:
            made = make(
                assignment,
                students,
                out,
                formats=formats,
                secret=arguments.secret,
                renewed=arguments.replace,
                named=arguments.names,
                told=told,
            )
    except Faulty as fault:
        raise refusal(fault, path, assignment) from None
    for remark in (*made.remarks, *([] if assignment.is_drawn else [sentences.nothing_drawn()])):
        print(remark, file=sys.stderr)
    who = "student" if arguments.pool is None else "variant"
    print(f"{made.folder}: {counted(made.students, who)}, {counted(made.written, 'file')} written")
    return 0


def _students(arguments: argparse.Namespace) -> Sequence[Student]:
    """Who gets a sheet: a roster, or the numbered variants of a pool."""
    import re
    from pathlib import Path

    from grader.handout.folder import students_in
    from grader.handout.roster import Student, read_roster
    from grader.variant.pool import pool
    from grader.words.sentences import classes as sentences
    from grader.words.sentences import rosters

    if arguments.roster is not None:
        roster = read_roster(arguments.roster, id_column=arguments.id)
        print(rosters.roster_column(arguments.roster, roster.column), file=sys.stderr)
        return roster.students
    if arguments.pool is None:
        raise InputError(sentences.whose_sheets())
    if any(re.fullmatch(r"v\d+", name) is None for name in students_in(Path(arguments.out))):
        raise InputError(sentences.pool_into_class(arguments.out))
    return [Student(name) for name in pool(arguments.pool)]


def _show(name: str, assignment: Assignment, out: Path, student: str) -> int:
    """The numbers that a student was given, and what follows from them."""
    from grader.handout.class_files import MANIFEST
    from grader.handout.folder import numbers_in
    from grader.handout.solve import solve
    from grader.key.right_values import shown_value

    numbers = numbers_in(assignment, out, student)
    for system, cell in numbers.cells.items():
        print(f"{system}: {cell}")
    for system, given in numbers.given.items():
        for symbol, value in given.items():
            print(f"{system}: {symbol} = {shown_value(value)}")
    for word, value in numbers.words.items():
        print(f"{word} = {shown_value(value)}")
    print()
    print(solve(name, student=student, manifest=str(out / MANIFEST)).text, end="")
    return 0


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, and nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console  # only a terminal pays for it
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("sheets", total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)
