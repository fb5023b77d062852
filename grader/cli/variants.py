"""`grader variants`: a sheet with numbers of their own for every student."""

from __future__ import annotations

import argparse
import gc
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.progress import Progress

from grader.assignment import Assignment, find_assignment, load_assignment
from grader.cli.parser import formats_of
from grader.handout.class_files import MANIFEST
from grader.handout.folder import drop, make, numbers_in, students_in
from grader.handout.formats import FORMATS
from grader.handout.roster import Student, read_roster
from grader.handout.solve import solve
from grader.key.right_values import shown_value
from grader.key.unsolved import refusal
from grader.outcome.errors import Faulty, InputError
from grader.variant.pool import pool
from grader.words.sentences import classes as sentences
from grader.words.sentences import rosters
from grader.words.text import counted


def run(arguments: argparse.Namespace) -> int:
    """Make them, or do what is asked with single ones."""
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

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("sheets", total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)
