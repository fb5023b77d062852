"""The numbers that students are given: drawn, vetted, and always the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b

from grader.assignment import Assignment, cached
from grader.assignment.cache import forget
from grader.assignment.dataclass_json import from_plain, to_plain
from grader.variant.student_numbers import Numbers


def numbers_of(assignment: Assignment, student: str, secret: bytes) -> Numbers:
    """One student's numbers.  They are kept in the user's cache, as finding them takes a while."""
    sheet = json.dumps(to_plain(assignment), sort_keys=True).encode()
    whose = json.dumps(student).encode()
    key = b"numbers\0" + blake2b(secret).digest() + whose + b"\0" + sheet

    def make() -> object:
        from grader.variant.lottery import Lottery  # only whoever draws pays for vetting

        return to_plain(Lottery(assignment).drawn(secret, [student]).numbers(0))

    try:
        return from_plain(Numbers, cached(key, make))
    except (TypeError, ValueError, AttributeError):
        forget(key)
        return from_plain(Numbers, make())  # damaged on disk, though still JSON


def numbers_of_class(
    assignment: Assignment, students: Sequence[str], secret: bytes
) -> list[Numbers]:
    """The numbers of many students, drawn and vetted in one go: the same as one by one."""
    from grader.variant.lottery import Lottery  # only whoever draws pays for vetting

    return list(Lottery(assignment).drawn(secret, students))
