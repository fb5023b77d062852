"""What `grader report` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Write OUT/report.html: scores, items, mistakes, variants and failures of a class.",
    example="grader report graded",
    exits={0: "written", 2: "results not found, or the drawing packages are missing"},
    takes=(
        takes("out", metavar="OUT", help="the folder that `grader batch` wrote"),
        takes(
            "--pseudonyms", action="store_true", help="name nobody, for a page that is shown around"
        ),
    ),
)
