"""`grader solve`: the worked solution of an assignment."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "solve",
        run,
        sentence="Print the worked solution of an assignment, step by step.",
        example="grader solve exam-relu-9",
        exits={0: "solved", 2: "assignment not found or faulty"},
    )
    parser.add_argument("assignment", metavar="A", help="an id or a path")
    parser.add_argument("--student", metavar="ID", help="whose variant; else the printed numbers")
    parser.add_argument(
        "--secret", metavar="FILE", help="what draws the variants; else GRADER_SECRET names it"
    )
    parser.add_argument("--manifest", metavar="M", help="the file that lists who got which variant")
    parser.add_argument(
        "--json", action="store_true", help="print the answers alone, as a submission"
    )


def run(arguments: argparse.Namespace) -> int:
    """Solve and print."""
    from grader.handout.solve import solve  # brings NumPy

    solution = solve(
        arguments.assignment,
        student=arguments.student,
        secret=arguments.secret,
        manifest=arguments.manifest,
    )
    if arguments.json:
        import json  # one output, one import

        record = {
            "assignment": solution.assignment,
            "student": solution.student,
            "answers": solution.answers,
        }
        print(json.dumps(record, indent=2))
    else:
        print(solution.text)
    return 0
