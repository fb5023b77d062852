"""What the program of a submission may use: the usual, but where the assignment says other."""

from __future__ import annotations

from grader.assignment import Assignment
from grader.sandbox.limits import MIB, Limits
from reference.records import replace


def limits_of(assignment: Assignment) -> Limits:
    """The limits of an assignment's programs; one call has no more time than all together."""
    usual, said = Limits(), assignment.limits
    total = float(said.get("all", max(usual.total_seconds, said.get("file", 0) * 2)))
    return replace(
        usual,
        start_seconds=min(float(said.get("file", usual.start_seconds)), total),
        call_seconds=min(float(said.get("call", usual.call_seconds)), total),
        total_seconds=total,
        memory=int(said["memory"]) * MIB if "memory" in said else usual.memory,
    )
