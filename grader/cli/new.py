"""`grader new`: an assignment to go on from."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "new",
        run,
        sentence="Begin an assignment: a file without faults, and three submissions to try it with.",
        example="grader new week-3",
        exits={0: "written", 2: "a folder of that name is there, or it cannot be written"},
    )
    parser.add_argument("id", metavar="ID", help="the folder to make; its name is the id")


def run(arguments: argparse.Namespace) -> int:
    """Write the folder and say how to go on."""
    from pathlib import Path

    from grader.authoring.begin import begin  # brings Pydantic, for the schema
    from grader.words.sentences import beginnings as sentences

    file = begin(Path(arguments.id))
    print(sentences.begun(str(file.parent)))
    return 0
