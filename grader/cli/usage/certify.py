"""What `grader certify` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.common import MANIFEST, SECRET, STUDENT
from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Grade a submission and write a certificate: every point with its proof.",
    example="grader certify answers.yaml --out answers.certificate.json",
    exits={0: "written", 2: "submission or assignment not found, ambiguous or faulty"},
    takes=(
        takes("submission", metavar="SUBMISSION", nargs="?", help="what `check` takes"),
        takes("--assignment", metavar="A", help="an id or a path, as for `check`"),
        STUDENT,
        SECRET,
        MANIFEST,
        takes("--marks", metavar="F", help="points from staff for the text answers"),
        takes(
            "--due",
            metavar="DATE",
            help="when it was due, as 2026-05-01T23:59+02:00, for late work; needs `--handed-in`",
        ),
        takes("--handed-in", metavar="DATE", help="when it was handed in"),
        takes("--out", metavar="FILE", help="where to write; else it is printed"),
        takes("--checker", metavar="FILE", help="also write the checker, which needs Python alone"),
    ),
)
