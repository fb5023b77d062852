"""What late work costs in a class: the rules that hold on Gradescope, by the times of the download.

Where a course system says that a hand-in is late and not by how much, it is one day late.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from grader.assignment import Gradescope
from grader.classroom.hand_in import Attempt
from grader.grading.lateness import lateness
from reference.records import dataclass


@dataclass(frozen=True)
class Deadline:
    """When a sheet was due, and what the assignment takes off afterwards."""

    rules: Gradescope
    due: datetime | None = None

    def cost(self, attempt: Attempt) -> tuple[int, Fraction]:
        """The days begun after the deadline, and the share of the points that they cost."""
        if self.rules.late is None:
            return 0, Fraction(0)
        if self.due is not None and attempt.time is not None:
            time = attempt.time
            if time.tzinfo is None:  # a system that tells the clock on its own wall
                time = time.replace(tzinfo=self.due.tzinfo)
            found = lateness(self.rules, self.due, time)
            return found.days, found.share
        if attempt.late:
            return 1, min(self.rules.late.per_day, self.rules.late.most)
        return 0, Fraction(0)
