"""`grader simulate`: what Gradescope would do, without an upload."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "simulate",
        run,
        sentence="Set up and run a zip as Gradescope does, and show what students and staff see.",
        example="grader simulate autograder.zip examples/exam-relu-9.py",
        exits={
            0: "there are results",
            1: "Gradescope would show an error in place of results",
            2: "a zip or submission not found or faulty, or setup.sh failed",
        },
    )
    parser.add_argument("zip", metavar="ZIP", help="what `grader build` wrote")
    parser.add_argument("submission", metavar="SUBMISSION", help="a file, a folder or a zip")
    parser.add_argument("--metadata", metavar="M", help="a submission_metadata.json")
    parser.add_argument(
        "--reuse", action="store_true", help="use the packages of this Python: needs no network"
    )
    parser.add_argument(
        "--seconds", metavar="N", type=float, default=600.0, help="the time limit (600)"
    )
    parser.add_argument(
        "--as", metavar="WHO", dest="views", choices=("student", "staff", "both"), default="both",
        help="student, staff or both",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print results.json instead")


def run(arguments: argparse.Namespace) -> int:
    """Simulate and show."""
    from pathlib import Path

    from grader.gradescope.simulate import simulate

    outcome = simulate(
        Path(arguments.zip),
        Path(arguments.submission),
        metadata=Path(arguments.metadata) if arguments.metadata else None,
        reuse=arguments.reuse,
        seconds=arguments.seconds,
    )
    if arguments.json:
        import json

        print(
            json.dumps(outcome.results if outcome.results is not None else {"error": outcome.fault})
        )
    else:
        from grader.render.simulated import as_text

        views = ("student", "staff") if arguments.views == "both" else (arguments.views,)
        print(as_text(outcome, views))
    return 0 if outcome.results is not None else 1
