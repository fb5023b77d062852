"""`grader schema`: the JSON Schema of assignment files."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    commands.new(
        "schema",
        run,
        sentence="Print the JSON Schema of assignment files, for your editor.",
        example="grader schema > assignment.schema.json",
        exits={0: "printed"},
    )


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this shape
    """Print the schema."""
    import json  # after the arguments are known to be right

    from grader.assignment import json_schema  # brings Pydantic

    print(json.dumps(json_schema(), indent=2))
    return 0
