"""`grader lint`: what is wrong with an assignment file, and what to write instead."""

from __future__ import annotations

import argparse

from grader.render.linted import text
from grader.render.progress import working


def run(arguments: argparse.Namespace) -> int:
    """Check and print; 2 if anything must be mended."""
    from grader.linting.lint import lint  # brings NumPy and Pydantic

    with working() as tell:
        report = lint(
            arguments.assignments,
            report=arguments.report,
            solution=arguments.solution,
            tell=tell,
        )
    print(text(report))
    return 2 if report.faulty else 0
