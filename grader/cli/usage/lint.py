"""What `grader lint` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.declare import Usage, takes

USAGE = Usage(
    sentence="Check assignment files: each fault with its line and remedy.",
    example="grader lint exam-relu-9",
    exits={0: "no faults", 2: "faults, or an assignment not found"},
    takes=(
        takes("assignments", metavar="A", nargs="*", help="ids or paths; all assignments if none"),
        takes(
            "--report",
            action="store_true",
            help="name every mistake that hides and every refusal, and measure intervals (slow)",
        ),
        takes(
            "--solution",
            metavar="FILE",
            help="a right solution: slips are made in it, and those that cost nothing are named",
        ),
    ),
)
