"""An answer as it was looked at first: what was typed, its key, and what the checker found."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from grader.assignment import Answer
from grader.assignment.kinds import NUMERIC
from grader.checkers.numbers import Compared, compare
from grader.key.model import Key
from grader.outcome.finding import Finding, Verdict
from grader.outcome.typed import Typed
from reference.records import dataclass

if TYPE_CHECKING:
    from grader.grading.follow import OwnValue

_READABLE = (Verdict.RIGHT, Verdict.WRONG)


@dataclass(frozen=True)
class Seen:
    """One answer that was given: as typed, its key, and what the checker found."""

    answer: Answer
    typed: Typed
    key: Key
    finding: Finding

    @cached_property
    def compared(self) -> Compared | None:
        """Readable numbers beside what is accepted; only wrong answers ask for it."""
        if self.key.kind not in NUMERIC or self.finding.verdict not in _READABLE:
            return None
        found = compare(self.typed, self.answer, self.key)
        return found if isinstance(found, Compared) else None

    @cached_property
    def own(self) -> OwnValue | None:
        """The numbers as something that later work can go on from."""
        from grader.grading.follow import own_value  # only wrong answers are followed

        return own_value(self.answer, self.key, self.typed, self.compared, self.finding)
