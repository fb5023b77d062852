"""`grader gradescope`: what `run_autograder` calls."""

from __future__ import annotations

import argparse
import contextlib

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    commands.new(
        "gradescope",
        run,
        sentence="Grade as Gradescope does: the folders under $AUTOGRADER_ROOT, to results.json.",
        example="AUTOGRADER_ROOT=/autograder grader gradescope",
        exits={0: "results.json is written"},
    )


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this shape
    """Grade; what is printed here, Gradescope shows to staff only."""
    import os

    from grader.gradescope.run import run as grade

    return grade(dict(os.environ), _say)


def _say(text: str) -> None:
    from grader.words.text import visible  # here, as every command declares this one

    # What students typed stands in some lines.  Flushed: a process that is ended must have said what
    # it knew.  And an output that takes nothing (a full disk) must not cost the results.
    with contextlib.suppress(OSError, ValueError):
        print(visible(text, longest=20_000, lines=True), flush=True)
