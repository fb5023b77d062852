"""`grader cells`: the catalogue of cells."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands
from grader.outcome.errors import InputError


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
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print facts for programs")
    form.add_argument(
        "--source", action="store_true", help="print the text of a cell, to be pasted elsewhere"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the list, or one cell."""
    from grader.handout import cell_pages  # brings NumPy

    name = arguments.cell
    if arguments.source and not name:
        raise InputError("--source needs a cell: `grader cells lstm --source`")
    if arguments.json:
        import json  # one output, one import

        from reference import CATALOGUE

        found = cell_pages.facts(name) if name else [cell_pages.facts(each) for each in CATALOGUE]
        print(json.dumps(found, indent=2, ensure_ascii=False))
    elif arguments.source:
        print(cell_pages.source(name))
    else:
        print(cell_pages.describe(name) if name else cell_pages.listed())
    return 0
