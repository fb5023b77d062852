"""What `grader template` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.common import ASSIGNMENT, MANIFEST, SECRET, STUDENT
from grader.cli.usage.declare import Usage

USAGE = Usage(
    sentence="Print a submission to fill in.",
    example="grader template exam-relu-9 > answers.py",
    exits={0: "printed", 2: "assignment not found or faulty"},
    takes=(
        ASSIGNMENT,
        STUDENT,
        SECRET,
        MANIFEST,
    ),
)
