"""What a course does with the points afterwards: late work, and which of several attempts counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from grader.assignment import Gradescope
from grader.assignment.model import Late
from grader.certificate.exact import Row
from grader.grading.lateness import lateness
from grader.words.sentences import certificates as sentences


class Dates(NamedTuple):
    """When a work was due, and when it was handed in."""

    due: datetime
    handed_in: datetime


def afterwards(rules: Gradescope, score: Fraction, dates: Dates | None) -> Row:
    """What late work is left, where the dates are known; and the rules that a course system applies."""
    known = None if rules.late is None or dates is None else _late(rules, rules.late, score, dates)
    return {"late": known, "unshown": list(_unshown(rules, known=known is not None))}


def _late(rules: Gradescope, late: Late, score: Fraction, dates: Dates) -> Row:
    found = lateness(rules, *dates)
    return {
        "per_day": str(late.per_day),
        "most": str(late.most),
        "grace_minutes": late.grace_minutes,
        "due": dates.due.isoformat(),
        "handed_in": dates.handed_in.isoformat(),
        "days": found.days,
        "left": str(score * (1 - found.share)),
    }


def _unshown(rules: Gradescope, *, known: bool) -> Iterator[str]:
    if rules.late is not None and not known:
        yield sentences.late_work(rules.late.per_day, rules.late.most)
    if rules.attempts_per_day is not None:
        yield sentences.attempts(rules.attempts_per_day)
    if rules.counts != "latest":
        yield sentences.counts(rules.counts)
