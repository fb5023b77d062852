"""`grader template`: a submission to fill in."""

from __future__ import annotations

import argparse


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
