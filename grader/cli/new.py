"""`grader new`: an assignment to go on from."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.words.sentences import beginnings as sentences


def run(arguments: argparse.Namespace) -> int:
    """Write the folder and say how to go on."""
    from grader.authoring.begin import begin  # brings Pydantic, for the schema

    written = begin(Path(arguments.id), cell=arguments.cell, example=arguments.example)
    print(sentences.begun(*map(str, written)))
    return 0
