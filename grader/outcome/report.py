"""The report of one submission: plain values that every output is made from."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from grader.outcome.finding import Verdict
from reference.records import dataclass


@dataclass(frozen=True)
class Rank:
    """What a submission has in one column of a leaderboard: a number or a text.

    `order` is asc or desc.
    """

    name: str
    value: object
    order: str = "desc"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One answer in the report: what was typed, what we say of it, what it earns.

    `parts` holds entries of the same form for an answer that is judged in pieces (the
    outputs and checks of a function, the tests of a file); `number` and `tags` are what a course
    says of its tests; `text` is the whole of what waits for staff.
    """

    name: str
    question: str
    kind: str
    typed: str
    verdict: Verdict
    note: str
    message: str
    score: Fraction
    max_score: Fraction
    detail: str = ""
    remarks: tuple[str, ...] = ()
    visibility: str = "visible"
    number: str = ""
    tags: tuple[str, ...] = ()
    text: str = ""
    parts: tuple[Entry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """One question of the report, with its answers in the order of the file."""

    id: str
    title: str
    score: Fraction
    max_score: Fraction
    pending: Fraction
    entries: tuple[Entry, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a submission earned, and why.

    `score` is the sum of the entries' scores, `max_score` counts all points (text included),
    `pending` is what waits for staff.  `remarks` are about the submission as a whole (a name
    that is no answer, a file that crashed half-way); `staff` holds lines that only staff read;
    `ranks` are what tests of the course tell a leaderboard.  By a `kit`, private answers are only
    read, and `score` is that of the public ones.  `source` says where the key came from: "kit" (beside
    the submission), "named", "configured" or "shipped"; empty where nobody asked.

    >>> import grader
    >>> report = grader.check("examples/exam-relu-9.py")
    >>> [entry.name for entry in report.entries][:2]
    ['a_parameters', 'b_claim']
    >>> str(report.score), str(report.max_score)
    ('15/2', '9')
    """

    assignment: str
    title: str
    student: str | None
    score: Fraction
    max_score: Fraction
    pending: Fraction
    sections: tuple[Section, ...]
    remarks: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    ranks: tuple[Rank, ...] = ()
    kit: bool = False
    source: str = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All answers, in the order of the file."""
        return tuple(entry for section in self.sections for entry in section.entries)

    def told_apart(self, beside: Iterable[Entry]) -> tuple[str, ...]:
        """The remarks that stand beside none of these answers: a line that costs one is told there."""
        told = {entry.message for entry in beside}
        return tuple(remark for remark in self.remarks if remark not in told)

    @property
    def complete(self) -> bool:
        """Whether nothing was lost: every point is earned or waits for staff."""
        return self.score + self.pending == self.max_score
