"""The words for an outcome: verdicts, and what is said about one answer.

These are plain values near the ground: everything above them may name an outcome without
looking up.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from reference.records import dataclass, field


class Verdict(str, Enum):
    """What became of one answer. The words are a contract: outside programs read them."""

    RIGHT = "right"
    CARRIED = "carried"
    WRONG = "wrong"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    PENDING = "pending"
    FAILED = "failed"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Finding:
    """What we see in one answer, before any points are given.

    A finding has four voices: the verdict, a stable note for programs (`number.sign-lost`),
    a sentence for the student, and a detail that only staff read.  `share` is the part of
    the answer that stands, from 0 to 1: 1 for a right answer, 1/2 when one of two entries is
    right.  `followed` is what of it stands only because it follows from the student's own values,
    `credit` the part of the points that the file gives for a mistake, and `mistake` what one of the
    equations that was named with certainty is called at whatever step it is made.  The rubric decides what
    a share is worth.
    """

    verdict: Verdict
    note: str
    message: str = ""
    detail: str = ""
    share: Fraction = field(default=Fraction(0))
    remarks: tuple[str, ...] = ()
    followed: Fraction = field(default=Fraction(0))
    credit: Fraction = field(default=Fraction(0))
    mistake: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"share must lie between 0 and 1 (got {self.share})")
        if not 0 <= self.followed <= self.share:
            raise ValueError(f"followed must be part of the share (got {self.followed})")


@dataclass(frozen=True)
class Unreadable:
    """Why a typed value cannot be read as the kind that was asked for."""

    note: str
    message: str
