"""What `grader try` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.common import ASSIGNMENT
from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Grade the key, a blank, honest rounding, every usual mistake and your zoo on an assignment.",
    example="grader try exam-relu-9",
    exits={
        0: "all got what they should",
        1: "the key loses points, a blank earns some, or a mistake costs nothing",
        2: "assignment not found or faulty",
    },
    takes=(
        ASSIGNMENT,
        takes(
            "--all",
            action="store_true",
            help="make each mistake in every place, not only the first",
        ),
        takes("--json", action="store_true", help="print one JSON object instead"),
    ),
)
