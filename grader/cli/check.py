"""`grader check`: grade a submission and show the report."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from grader.cli.parser import Commands
from grader.outcome.errors import InputError

if TYPE_CHECKING:
    from grader.outcome.report import Report
    from grader.submission.started_ahead import StartedAhead

_TEMPLATE = "answers.py"


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "check",
        run,
        sentence="Grade a submission: what we see in each answer, and its points.",
        example="grader check examples/exam-relu-9.py",
        exits={
            0: "nothing is lost: what is not earned waits for staff",
            1: "a report with fewer points",
            2: "submission or assignment not found, ambiguous or faulty",
        },
    )
    parser.add_argument(
        "submission",
        metavar="SUBMISSION",
        nargs="?",
        help="a .py, .ipynb, .yaml or .json file; else the answers.py that lies here",
    )
    parser.add_argument(
        "--assignment",
        metavar="A",
        help="an id or a path; else a kit beside the submission, its own line, or its names say it",
    )
    parser.add_argument("--student", metavar="ID", help="whose variant; else the printed numbers")
    parser.add_argument(
        "--secret", metavar="FILE", help="what draws the variants; else GRADER_SECRET names it"
    )
    parser.add_argument("--manifest", metavar="M", help="the file that lists who got which variant")
    parser.add_argument("--marks", metavar="F", help="points from staff for the text answers")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def run(arguments: argparse.Namespace) -> int:
    """Grade, show, and answer 0 if nothing was lost."""
    from grader.submission.started_ahead import begin  # the program runs while the rest is imported

    submission = arguments.submission or _lying_here()
    begun = begin(submission)
    try:
        report = _checked(submission, arguments, begun)
    finally:
        if begun is not None:
            begun.close()
    if arguments.json:
        from grader.render.plain import as_json  # one output, one import

        print(as_json(report))
    else:
        from grader.render.table import show  # brings Rich

        show(report)
    if arguments.manifest:  # whoever has it is staff
        import sys

        from grader.words.text import visible

        for line in report.staff:
            print(visible(line), file=sys.stderr)
    return 0 if report.complete else 1


def _lying_here() -> str:
    """The template of a kit, under the name that it was given."""
    from pathlib import Path

    if Path(_TEMPLATE).is_file():
        return _TEMPLATE
    from grader.words.sentences import kits as sentences

    raise InputError(sentences.submission_not_named(_TEMPLATE))


def _checked(submission: str, arguments: argparse.Namespace, begun: StartedAhead | None) -> Report:
    from grader.grading.grade import check  # brings NumPy

    return check(
        submission,
        assignment=arguments.assignment,
        student=arguments.student,
        manifest=arguments.manifest,
        secret=arguments.secret,
        marks=arguments.marks,
        begun=begun,
    )
