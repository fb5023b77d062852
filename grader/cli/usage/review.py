"""What `grader review` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Read and mark the texts of a graded class in the browser, by keys alone if you like.",
    example="grader review graded --by ada",
    exits={0: "ended by Ctrl-C", 2: "results not found, or the packages or the port missing"},
    takes=(
        takes("out", metavar="OUT", help="the folder that `grader batch` wrote"),
        takes("--by", metavar="NAME", help="who marks; else your user name"),
        takes(
            "--suggest",
            metavar="COMMAND",
            help="a program that proposes items: JSON in, JSON out",
        ),
        takes("--port", metavar="N", type=int, default=0, help="else a free one"),
        takes("--open", action="store_true", help="open the browser, too"),
    ),
)
