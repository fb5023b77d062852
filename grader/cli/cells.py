"""`grader cells`: the catalogue of cells."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "cells",
        run,
        sentence="Print the cells we know, or all about one of them.",
        example="grader cells lstm",
        exits={0: "printed", 2: "no such cell or file, or its text is faulty"},
    )
    parser.add_argument(
        "cell", metavar="NAME | FILE", nargs="?", help="a name, or a file with a cell's text"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the list, or one cell."""
    from grader.handout.cell_pages import describe, listed  # brings NumPy

    print(describe(arguments.cell) if arguments.cell else listed())
    return 0
