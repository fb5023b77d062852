"""What `grader kit` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.common import ASSIGNMENT, MANIFEST, SECRET, STUDENT
from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Make what a student gets: sheet, template, and a check without the key.",
    example="grader kit exam-relu-9 --student A1 --secret secret.txt --out kit-A1",
    exits={0: "made", 2: "an assignment, student, secret or folder not found or faulty"},
    takes=(
        ASSIGNMENT,
        STUDENT,
        takes("--out", metavar="DIR", required=True, help="the folder of the kit"),
        takes("--name", metavar="NAME", default="", help="a name for the sheet's head"),
        takes("--format", metavar="LIST", help="out of pdf, html, md and ipynb; the first three"),
        SECRET,
        MANIFEST,
    ),
)
