"""`grader lint`: what is wrong with an assignment file, and what to write instead."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "lint",
        run,
        sentence="Check assignment files: each fault with its line and remedy.",
        example="grader lint exam-relu-9",
        exits={0: "no faults", 2: "faults, or an assignment not found"},
    )
    parser.add_argument(
        "assignments", metavar="A", nargs="*", help="ids or paths; all assignments if none"
    )
    parser.add_argument(
        "--report", action="store_true", help="name every mistake that hides, and every refusal"
    )


def run(arguments: argparse.Namespace) -> int:
    """Check and print; 2 if anything must be mended."""
    from grader.linting.lint import lint  # brings NumPy and Pydantic
    from grader.render.linted import text

    report = lint(arguments.assignments, report=arguments.report)
    print(text(report))
    return 2 if report.faulty else 0
