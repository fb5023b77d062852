"""What coming late costs, by the dates alone: the same in a class, on Gradescope and in a certificate."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

from grader.assignment import Gradescope
from reference.records import dataclass

DAY = timedelta(days=1)
_CHANGE_OF_CLOCKS = timedelta(hours=1)


@dataclass(frozen=True)
class Lateness:
    """How late a submission is in begun days, and what share of its points that costs."""

    days: int = 0
    share: Fraction = Fraction(0)
    due: datetime | None = None


def lateness(rules: Gradescope, due: datetime | None, handed_in: datetime | None) -> Lateness:
    """What a date costs.  Without dates nothing is late."""
    if rules.late is None or due is None or handed_in is None:
        return Lateness(due=due)
    late_by = _between(due, handed_in)
    if late_by <= timedelta(minutes=rules.late.grace_minutes):
        return Lateness(due=due)
    days = -(-late_by // DAY)  # a day begun is a day
    return Lateness(days, min(days * rules.late.per_day, rules.late.most), due)


def _between(due: datetime, handed_in: datetime) -> timedelta:
    """The time between two dates, the shorter way where the clocks were changed meanwhile.

    Both dates are told in the zone of the course; more than an hour between their offsets is no
    change of clocks but two zones, of which only the elapsed time can be trusted.
    """
    elapsed = handed_in - due
    changed = (handed_in.utcoffset() or timedelta()) - (due.utcoffset() or timedelta())
    return elapsed + min(changed, timedelta()) if abs(changed) <= _CHANGE_OF_CLOCKS else elapsed
