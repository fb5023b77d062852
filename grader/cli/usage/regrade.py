"""What `grader regrade` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Grade a class again after a change, and print who gains or loses; see --accept.",
    example="grader regrade graded",
    exits={0: "compared", 2: "results, hand-ins or assignment not found or faulty"},
    takes=(
        takes("out", metavar="OUT", help="the folder that `grader batch` wrote"),
        takes("--assignment", metavar="A", help="another one than it was graded by"),
        takes(
            "--accept",
            action="store_true",
            help="let the new results count; the earlier ones are kept",
        ),
        takes("--jobs", metavar="N", type=int, help="processes; else one a core"),
    ),
)
