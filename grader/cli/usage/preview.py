"""What `grader preview` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.common import ASSIGNMENT
from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Show sheet, key, a graded example and every fault in the browser, anew at each save.",
    example="grader preview week-3",
    exits={0: "ended by Ctrl-C", 2: "assignment not found, or the port is taken"},
    takes=(
        ASSIGNMENT,
        takes("--submission", metavar="FILE", help="grade this one as the example"),
        takes("--port", metavar="N", type=int, default=0, help="else a free one"),
        takes("--open", action="store_true", help="open the browser, too"),
    ),
)
