"""An assignment by the name that a person gives: an id, a folder or a file."""

from __future__ import annotations

from pathlib import Path

from grader.assignment.load import load_assignment as _load
from grader.assignment.locate import find_assignment
from grader.assignment.model import Assignment


def load_assignment(name: str | Path) -> Assignment:
    """The assignment of an id or a path; raise InputError where it is not there or faulty.

    >>> import grader
    >>> grader.load_assignment("exam-relu-9").title
    'A ReLU recurrent cell'
    """
    return _load(find_assignment(name))
