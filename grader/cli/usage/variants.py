"""What `grader variants` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.common import ASSIGNMENT, ID, SECRET
from grader.cli.usage.declare import Usage, either, takes

USAGE = Usage(
    sentence="Make every student's sheet, template and key, and the manifest of their numbers.",
    example="grader variants exam-relu-9 --roster roster.csv --secret secret.txt --out sheets",
    exits={0: "made", 2: "an assignment, roster or secret not found or faulty"},
    takes=(
        ASSIGNMENT,
        either(
            takes("--roster", metavar="CSV", help="as Gradescope or Canvas export it"),
            takes(
                "--pool",
                metavar="N",
                type=int,
                help="N variants v1, v2, ... to be dealt out, no roster",
            ),
        ),
        takes("--out", metavar="DIR", required=True, help="where the class lies"),
        takes(
            "--format", metavar="LIST", default="pdf,html,md", help="out of pdf, html, md and ipynb"
        ),
        SECRET,
        ID,
        takes(
            "--names", action="store_true", help="put students' names into the names of files, too"
        ),
        either(
            takes(
                "--replace", metavar="ID", action="append", default=[], help="give ID other numbers"
            ),
            takes(
                "--drop",
                metavar="ID",
                action="append",
                default=[],
                help="take ID and their files away",
            ),
            takes("--show", metavar="ID", help="print ID's numbers and worked solution"),
        ),
    ),
)
