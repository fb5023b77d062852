"""`grader solve`: the worked solution of an assignment."""

from __future__ import annotations

import argparse
import json

from grader.handout.solve import solve


def run(arguments: argparse.Namespace) -> int:
    """Solve and print."""
    solution = solve(
        arguments.assignment,
        student=arguments.student,
        secret=arguments.secret,
        manifest=arguments.manifest,
    )
    if arguments.json:
        record = {
            "assignment": solution.assignment,
            "student": solution.student,
            "answers": solution.answers,
        }
        print(json.dumps(record, indent=2))
    else:
        print(solution.text)
    return 0
