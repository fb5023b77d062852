"""One student's work as it lies in a download: whose it is, and which paths may be it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class HandIn:
    """What came from one student or group; of several `paths` the last is the latest."""

    id: str
    paths: tuple[Path, ...]
    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A class as it was handed in: the layout's name, everybody's work, and what is nobody's."""

    layout: str
    root: Path
    hand_ins: tuple[HandIn, ...]
    unmatched: tuple[str, ...] = field(default=())
