"""`grader try`: what an author should see graded before students are."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "try",
        run,
        sentence="Grade the key, a blank, honest rounding, every usual mistake and your zoo on an assignment.",
        example="grader try exam-relu-9",
        exits={
            0: "all got what they should",
            1: "the key loses points, a blank earns some, or a mistake costs nothing",
            2: "assignment not found or faulty",
        },
    )
    parser.add_argument("assignment", metavar="A", help="an id or a path")
    parser.add_argument(
        "--all", action="store_true", help="make each mistake in every place, not only the first"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def run(arguments: argparse.Namespace) -> int:
    """Try and print."""
    from grader.linting.tried import try_out  # brings NumPy
    from grader.render import tried

    trial = try_out(arguments.assignment, every=arguments.all)
    print(tried.as_json(trial) if arguments.json else tried.text(trial))
    return 1 if trial.surprising else 0
