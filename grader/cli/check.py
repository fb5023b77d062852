"""`grader check`: grade a submission and show the report."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from grader.outcome.errors import InputError

if TYPE_CHECKING:
    from grader.outcome.report import Report
    from grader.submission.started_ahead import StartedAhead

_TEMPLATE = "answers.py"


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
        from grader.words.text import visible  # students' checks have no such lines

        for line in report.staff:
            print(visible(line), file=sys.stderr)
    return 0 if report.complete else 1


def _lying_here() -> str:
    """The template of a kit, under the name that it was given."""
    if os.path.isfile(_TEMPLATE):  # noqa: PTH113 - pathlib is not loaded yet, and the child is not begun
        return _TEMPLATE
    from grader.words.sentences import kits as sentences  # only this mistake pays for it

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
