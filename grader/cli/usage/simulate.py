"""What `grader simulate` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Set up and run a zip as Gradescope does, and show what students and staff see.",
    example="grader simulate autograder.zip examples/exam-relu-9.py",
    exits={
        0: "there are results",
        1: "Gradescope would show an error in place of results",
        2: "a zip or submission not found or faulty, or setup.sh failed",
    },
    takes=(
        takes("zip", metavar="ZIP", help="what `grader build` wrote"),
        takes("submission", metavar="SUBMISSION", help="a file, a folder or a zip"),
        takes("--metadata", metavar="M", help="a submission_metadata.json"),
        takes(
            "--reuse", action="store_true", help="use the packages of this Python: needs no network"
        ),
        takes("--seconds", metavar="N", type=float, default=600.0, help="the time limit (600)"),
        takes(
            "--as",
            metavar="WHO",
            dest="views",
            choices=("student", "staff", "both"),
            default="both",
            help="student, staff or both",
        ),
        takes("--json", action="store_true", help="print results.json instead"),
    ),
)
