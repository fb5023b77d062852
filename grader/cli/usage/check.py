"""What `grader check` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.common import MANIFEST, SECRET, STUDENT
from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Grade a submission: what we see in each answer, and its points.",
    example="grader check examples/exam-relu-9.py",
    exits={
        0: "nothing is lost: what is not earned waits for staff",
        1: "a report with fewer points",
        2: "submission or assignment not found, ambiguous or faulty",
    },
    takes=(
        takes(
            "submission",
            metavar="SUBMISSION",
            nargs="?",
            help="a .py, .ipynb, .yaml or .json file; else the answers.py that lies here",
        ),
        takes(
            "--assignment",
            metavar="A",
            help="an id or a path; else a kit beside the submission, its own line, or its names say it",
        ),
        STUDENT,
        SECRET,
        MANIFEST,
        takes("--marks", metavar="F", help="points from staff for the text answers"),
        takes("--json", action="store_true", help="print one JSON object instead"),
    ),
)
