"""What `grader secret` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Write a new secret, which draws the numbers of a class.",
    example="grader secret course.secret",
    exits={0: "written", 2: "the file is there already, or it cannot be written"},
    takes=(takes("file", metavar="FILE", help="a file that is not there yet"),),
)
