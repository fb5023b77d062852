"""`grader try`: what an author should see graded before students are."""

from __future__ import annotations

import argparse

from grader.render import tried


def run(arguments: argparse.Namespace) -> int:
    """Try and print."""
    from grader.linting.tried import try_out  # brings NumPy

    trial = try_out(arguments.assignment, every=arguments.all)
    print(tried.as_json(trial) if arguments.json else tried.text(trial))
    return 1 if trial.surprising else 0
