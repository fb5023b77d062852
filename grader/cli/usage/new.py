"""What `grader new` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.declare import Usage, either, takes

USAGE = Usage(
    sentence="Begin an assignment: a file without faults, and submissions to try it with.",
    example="grader new week-3 --cell gru",
    exits={0: "written", 2: "a folder of that name is there, or it cannot be written"},
    takes=(
        takes("id", metavar="ID", help="the folder to make; its name is the id"),
        either(
            takes("--cell", default="", help="one that runs this cell of `grader cells`"),
            takes("--from", dest="example", default="", metavar="A", help="a copy of this one"),
        ),
    ),
)
