"""One student's work as it lies in a download: whose it is, and which paths may be it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Member:
    """One of those who handed in: an id as the course system has it, a name, an email."""

    id: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One hand-in: a path below the folder of the class, and when it came, if that is known.

    `late` is what a course system says of it without telling a time.
    """

    path: str
    time: datetime | None = None
    late: bool = False

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class HandIn:
    """What came from one student or group; the last of several attempts is the latest."""

    id: str
    attempts: tuple[Attempt, ...]
    members: tuple[Member, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members."""
        return tuple(each.name for each in self.members)

    @property
    def emails(self) -> tuple[str, ...]:
        """The emails of the members."""
        return tuple(each.email for each in self.members)


@dataclass(frozen=True)
class Found:
    """A class as it was handed in: the layout's name, everybody's work, and what is nobody's."""

    layout: str
    root: Path
    hand_ins: Sequence[HandIn]
    unmatched: tuple[str, ...] = ()
