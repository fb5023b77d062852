"""What `grader batch` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.common import MANIFEST, SECRET
from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Grade a whole class: a folder or zip of hand-ins, into tables.",
    example="grader batch handed-in --assignment exam-relu-9 --out graded",
    exits={
        0: "every hand-in has a result",
        2: "hand-ins, assignment or arguments not found or faulty",
    },
    takes=(
        takes(
            "works",
            metavar="WORKS",
            help="a folder or file a student, or a download of Gradescope, Moodle or Canvas",
        ),
        takes("--assignment", metavar="A", help="an id or a path"),
        takes("--out", metavar="OUT", help="the folder of the results; a rerun goes on"),
        MANIFEST,
        SECRET,
        takes("--roster", metavar="R", help="the table of who is in the class"),
        takes("--marks", metavar="F", help="points from staff for the texts; else OUT/marks.csv"),
        takes(
            "--attempt",
            choices=("latest", "best"),
            default="latest",
            help="of several, which counts",
        ),
        takes(
            "--due",
            metavar="DATE",
            help="when it was due, as 2026-05-01T23:59+02:00, for late work",
        ),
        takes(
            "--gradebook",
            metavar="KIND=FILE",
            action="append",
            help="canvas=EXPORT.csv or moodle=WORKSHEET.csv: a downloaded gradebook to fill in",
        ),
        takes("--column", metavar="TITLE", help="the assignment's column in it"),
        takes(
            "--feedback", action="store_true", help="a text and a page for every student, and zips"
        ),
        takes("--until-due", action="store_true", help="feedback without right values and reasons"),
        takes("--jobs", metavar="N", type=int, help="processes; else one a core"),
        takes(
            "--dask",
            metavar="ADDRESS",
            help="grade on the workers of this scheduler, tcp://HOST:8786",
        ),
        takes("--forget", metavar="ID", help="erase a student; WORKS is OUT then"),
    ),
)
