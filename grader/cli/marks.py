"""`grader marks`: the table in which staff mark the texts of a class."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from grader.classroom.marking import table_of_marks


def run(arguments: argparse.Namespace) -> int:
    """Print a row for every answer that staff may mark."""
    sys.stdout.write(table_of_marks(arguments.assignment, Path(arguments.out)))
    return 0
