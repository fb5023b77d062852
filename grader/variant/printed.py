"""The printed numbers of an assignment, kept in the cache under its content."""

from __future__ import annotations

from grader.assignment import Assignment, cached
from grader.assignment.dataclass_json import from_plain, to_plain
from grader.assignment.model import Plain
from grader.key.store import content


def printed(assignment: Assignment) -> Assignment:
    """The assignment with its printed numbers in place of the draws.

    Raises InputError where a draw has no printed number.
    """

    def make() -> Plain:
        from grader.variant.selection import select  # brings the mathematics

        return to_plain(select(assignment, None).assignment)

    return from_plain(Assignment, cached(b"printed\0" + content(assignment), make))
