"""What `grader marks` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.common import ASSIGNMENT
from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Print the table of a graded class in which staff mark the texts, as CSV.",
    example="grader marks exam-relu-9 graded > marks.csv",
    exits={0: "printed", 2: "assignment or results not found or faulty"},
    takes=(
        ASSIGNMENT,
        takes("out", metavar="OUT", help="the folder that `grader batch` wrote"),
    ),
)
