"""What `grader schema` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.declare import Usage

USAGE = Usage(
    sentence="Print the JSON Schema of assignment files, for your editor.",
    example="grader schema > assignment.schema.json",
    exits={0: "printed"},
)
