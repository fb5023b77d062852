"""Assignments: the file format, where files are found, and the finished thing the grader reads."""

from __future__ import annotations

from typing import Any

from grader.assignment.cache import cached
from grader.assignment.kinds import KINDS
from grader.assignment.load import assignment_faults, load_assignment, read_assignment
from grader.assignment.locate import (
    AssignmentNotFound,
    all_assignments,
    comes_along,
    find_assignment,
    find_own,
    kit_in,
)
from grader.assignment.model import (
    Alternative,
    Answer,
    Assignment,
    Gradescope,
    Kit,
    Late,
    Plain,
    Question,
    Reading,
    System,
    Tolerance,
)


def json_schema() -> dict[str, Any]:
    """The file format as JSON Schema 2020-12."""
    from grader.assignment.schema import sheet  # brings pydantic

    return sheet.json_schema()


__all__ = [
    "KINDS",
    "Alternative",
    "Answer",
    "Assignment",
    "AssignmentNotFound",
    "Gradescope",
    "Kit",
    "Late",
    "Plain",
    "Question",
    "Reading",
    "System",
    "Tolerance",
    "all_assignments",
    "assignment_faults",
    "cached",
    "comes_along",
    "find_assignment",
    "find_own",
    "json_schema",
    "kit_in",
    "load_assignment",
    "read_assignment",
]
