"""What `grader export` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.common import ASSIGNMENT, ID, MANIFEST, SECRET
from grader.cli.usage.declare import Usage, takes
from grader.export.formats import FORMATS, GSCOPE

_systems = ", ".join(row.called for row in FORMATS.values())
_names = ", ".join(f"{name} ({row.called})" for name, row in FORMATS.items())
USAGE = Usage(
    sentence=f"Write the questions of an assignment for a course system: {_systems}.",
    example="grader export exam-relu-9 --to moodle --out exam.xml",
    exits={0: "written", 2: "an assignment, roster, secret or manifest not found or faulty"},
    takes=(
        ASSIGNMENT,
        takes(
            "--to",
            metavar="SYSTEM",
            required=True,
            help=f"{_names}, or {GSCOPE} (rubrics alone, for gscope-cli)",
        ),
        takes("--out", metavar="FILE", required=True, help="where to write: .xml, .zip or .json"),
        takes("--map", metavar="FILE", help=f"with --to {GSCOPE}: where each rubric belongs"),
        takes("--roster", metavar="CSV", help="a variant for everybody of a class"),
        ID,
        takes("--students", metavar="ID", nargs="+", help="a variant for each of these"),
        takes(
            "--pool", metavar="N", type=int, help="N variants that belong to nobody, to draw from"
        ),
        SECRET,
        MANIFEST,
    ),
)
