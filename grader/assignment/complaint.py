"""One thing that is wrong in an assignment file."""

from __future__ import annotations

from typing import NamedTuple

from grader.assignment.document import KeyPath


class Complaint(NamedTuple):
    """One thing that is wrong, at a path of the file; `line` counts inside a block of text."""

    path: KeyPath
    message: str
    remedy: str = ""
    warning: bool = False
    line: int = 0
