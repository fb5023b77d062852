"""`grader schema`: the JSON Schema of assignment files."""

from __future__ import annotations

import argparse


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this shape
    """Print the schema."""
    import json  # after the arguments are known to be right

    from grader.assignment import json_schema  # brings Pydantic

    print(json.dumps(json_schema(), indent=2))
    return 0
