"""A private answer as it was read: nothing here knows what is right."""

from __future__ import annotations

from grader.assignment import Answer
from grader.assignment.kinds import NUMERIC
from grader.grading.follow import OwnValue
from grader.key.model import Key
from grader.key.target import Target
from grader.outcome.finding import Finding
from grader.reading import Numbers
from reference.records import dataclass

READ = "kit.read"
FOLLOWS = "kit.follows"
DEPARTS = "kit.departs"


@dataclass(frozen=True)
class Seen:
    """One answer as it was read: its numbers or labels, and where its value would come from."""

    answer: Answer
    finding: Finding
    key: Key | None = None
    numbers: Numbers | None = None
    labels: tuple[str, ...] = ()

    @property
    def source(self) -> Target | None:
        """The quantity that the answer asks for, if later values can go on from it."""
        if self.key is None or self.key.kind not in NUMERIC or not self.key.targets:
            return None
        return self.key.target if self.key.target.name is not None else None

    @property
    def step(self) -> OwnValue | None:
        """The quantity with the student's numbers."""
        if self.source is None or self.numbers is None or self.numbers.faults:
            return None
        return OwnValue(self.answer.name, self.source, self.numbers, False, self.answer.tolerance)
