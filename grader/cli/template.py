"""`grader template`: a submission to fill in."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "template",
        run,
        sentence="Print a submission to fill in.",
        example="grader template exam-relu-9 > answers.py",
        exits={0: "printed", 2: "assignment not found or faulty"},
    )
    parser.add_argument("assignment", metavar="A", help="an id or a path")
    parser.add_argument("--student", metavar="ID", help="whose variant; else the printed numbers")
    parser.add_argument(
        "--secret", metavar="FILE", help="what draws the variants; else GRADER_SECRET names it"
    )
    parser.add_argument("--manifest", metavar="M", help="the file that lists who got which variant")


def run(arguments: argparse.Namespace) -> int:
    """Print the template."""
    from grader.handout.template import template  # reads the assignment

    text = template(
        arguments.assignment,
        student=arguments.student,
        secret=arguments.secret,
        manifest=arguments.manifest,
    )
    print(text, end="")
    return 0
