"""What `grader solve` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.common import ASSIGNMENT, MANIFEST, SECRET, STUDENT
from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Print the worked solution of an assignment, step by step.",
    example="grader solve exam-relu-9",
    exits={0: "solved", 2: "assignment not found or faulty"},
    takes=(
        ASSIGNMENT,
        STUDENT,
        SECRET,
        MANIFEST,
        takes("--json", action="store_true", help="print the answers alone, as a submission"),
    ),
)
