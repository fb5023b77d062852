"""Arguments that several commands take."""

from __future__ import annotations

from grader.cli.usage.declare import takes

ASSIGNMENT = takes("assignment", metavar="A", help="an id or a path")
STUDENT = takes("--student", metavar="ID", help="whose variant; else the printed numbers")
SECRET = takes(
    "--secret", metavar="FILE", help="what draws the variants; else GRADER_SECRET names it"
)
MANIFEST = takes("--manifest", metavar="M", help="the file that lists who got which variant")
ID = takes("--id", metavar="COLUMN", help="the column of the roster with the ids")
