"""What a course system can be asked, as plain values: fields to fill in, and what counts in each.

A question is one task of a sheet with everything that it needs, so that it may be drawn alone.  It
has either answers that the system judges by itself, or one that staff reads.
"""

from __future__ import annotations

from fractions import Fraction

from grader.export.accepted_decimals import Ends
from grader.handout.prose import Paragraph
from grader.handout.sheet import Given
from reference.records import dataclass


@dataclass(frozen=True)
class Also:
    """Other numbers that earn a share of the points."""

    share: Fraction
    ends: Ends
    why: str


@dataclass(frozen=True)
class Number:
    """A number to type, rounded to `decimals` where these are asked for."""

    ends: Ends
    also: tuple[Also, ...] = ()
    decimals: int | None = None


@dataclass(frozen=True)
class OneOf:
    """One of some options; `right` are the places of those that count, the key's first."""

    options: tuple[str, ...]
    right: tuple[int, ...]


@dataclass(frozen=True)
class SomeOf:
    """All the right ones of some options."""

    options: tuple[str, ...]
    right: tuple[int, ...]


@dataclass(frozen=True)
class ByHand:
    """A text that staff reads, with what they should know.

    `is_code` for a program, which begins with `code`.
    """

    solution: str = ""
    rubric: tuple[Paragraph, ...] = ()
    is_code: bool = False
    code: str = ""


Field = Number | OneOf | SomeOf | ByHand


@dataclass(frozen=True)
class Entry:
    """One field to fill in, with what is written beside it."""

    label: str
    expects: Field
    points: Fraction


@dataclass(frozen=True)
class Asked:
    """One answer: its fields, row by row in `columns`.

    `as_one`: only all fields together earn points.  A `matching` assigns the same options to every
    label.
    """

    name: str
    hint: str
    prompt: tuple[Paragraph, ...]
    points: Fraction
    entries: tuple[Entry, ...]
    columns: int = 1
    as_one: bool = False
    matching: bool = False

    @property
    def by_hand(self) -> ByHand | None:
        """What staff should know, if it is they who read the answer."""
        expects = self.entries[0].expects
        return expects if isinstance(expects, ByHand) else None


@dataclass(frozen=True)
class Question:
    """A question that stands for itself.

    `pool` tells it from the other questions of its assignment, `variant` from those with other
    numbers; both make its `id`.  `before` are the prompts of questions that it builds on.
    """

    pool: str
    variant: str
    title: str
    introduction: tuple[Paragraph, ...]
    before: tuple[tuple[str, tuple[Paragraph, ...]], ...]
    prompt: tuple[Paragraph, ...]
    given: tuple[Given, ...]
    answers: tuple[Asked, ...]

    @property
    def id(self) -> str:
        """A name that no other question of the bank has."""
        return f"{self.pool}/{self.variant}" if self.variant else self.pool

    @property
    def points(self) -> Fraction:
        """The points of its answers together."""
        return sum((answer.points for answer in self.answers), Fraction(0))

    @property
    def by_hand(self) -> ByHand | None:
        """What staff should know, if it is they who read the answer."""
        return self.answers[0].by_hand


@dataclass(frozen=True)
class Remark:
    """What a system cannot hold, and whose it is: names of answers or questions."""

    names: tuple[str, ...]
    said: str


@dataclass(frozen=True)
class Written:
    """A file for a course system, and what could not be said in it."""

    data: bytes
    remarks: tuple[Remark, ...] = ()
