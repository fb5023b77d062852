"""`grader marks`: the table in which staff mark the texts of a class."""

from __future__ import annotations

import argparse
import sys

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "marks",
        run,
        sentence="Print the table of a graded class in which staff mark the texts, as CSV.",
        example="grader marks exam-relu-9 graded > marks.csv",
        exits={0: "printed", 2: "assignment or results not found or faulty"},
    )
    parser.add_argument("assignment", metavar="A", help="an id or a path")
    parser.add_argument("out", metavar="OUT", help="the folder that `grader batch` wrote")


def run(arguments: argparse.Namespace) -> int:
    """Print a row for every answer that staff may mark."""
    from pathlib import Path

    from grader.classroom.marking import table_of_marks

    sys.stdout.write(table_of_marks(arguments.assignment, Path(arguments.out)))
    return 0
