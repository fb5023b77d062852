"""`grader secret`: what draws the numbers of a class."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "secret",
        run,
        sentence="Write a new secret, which draws the numbers of a class.",
        example="grader secret course.secret",
        exits={0: "written", 2: "the file is there already, or it cannot be written"},
    )
    parser.add_argument("file", metavar="FILE", help="a file that is not there yet")


def run(arguments: argparse.Namespace) -> int:
    """Write the secret and say what to do with it."""
    from grader.variant.secret import make_secret
    from grader.words.sentences import beginnings as sentences

    make_secret(arguments.file)
    print(sentences.secret_made(arguments.file))
    return 0
