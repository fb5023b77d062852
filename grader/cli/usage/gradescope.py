"""What `grader gradescope` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.declare import Usage

USAGE = Usage(
    sentence="Grade as Gradescope does: the folders under $AUTOGRADER_ROOT, to results.json.",
    example="AUTOGRADER_ROOT=/autograder grader gradescope",
    exits={0: "results.json is written"},
)
