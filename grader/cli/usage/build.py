"""What `grader build` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.common import ASSIGNMENT, MANIFEST
from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Write the zip that one uploads to Gradescope.",
    example="grader build exam-relu-9 --out autograder.zip",
    exits={0: "written", 2: "an assignment or file not found or faulty, or no network"},
    takes=(
        ASSIGNMENT,
        takes("--out", metavar="ZIP", default="autograder.zip", help="where to write"),
        MANIFEST,
        takes("--secret", metavar="FILE", help="the secret that draws variants"),
        takes(
            "--offline", action="store_true", help="bundle all packages: the image needs no network"
        ),
        takes(
            "--python",
            metavar="3.X",
            action="append",
            help="with --offline: the image's Python (3.10 on Ubuntu 22.04); may be repeated",
        ),
        takes(
            "--weak-isolation",
            action="store_true",
            help="grade programs even where they could read the key",
        ),
    ),
)
