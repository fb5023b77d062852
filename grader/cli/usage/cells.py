"""What `grader cells` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.declare import Usage, either, takes

USAGE = Usage(
    sentence="Print the cells we know, or all about one of them.",
    example="grader cells lstm",
    exits={0: "printed", 2: "no such cell or file, or its text is faulty"},
    takes=(
        takes(
            "cell", metavar="NAME | FILE", nargs="?", help="a name, or a file with a cell's text"
        ),
        either(
            takes("--json", action="store_true", help="print facts for programs"),
            takes(
                "--source",
                action="store_true",
                help="print the text of a cell, to be pasted elsewhere",
            ),
        ),
    ),
)
