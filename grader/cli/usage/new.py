"""What `grader new` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Begin an assignment: a file without faults, and three submissions to try it with.",
    example="grader new week-3",
    exits={0: "written", 2: "a folder of that name is there, or it cannot be written"},
    takes=(takes("id", metavar="ID", help="the folder to make; its name is the id"),),
)
