"""How a class was graded, kept beside its results: what a report and a regrading go by.

Paths are kept, never what lies there; a secret stays in its own file.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from grader.classroom.course import Course
from grader.files.written import put

NAME = "settings.json"


@dataclass(frozen=True)
class Settings:
    """The arguments of a run."""

    works: str
    assignment: str
    manifest: str | None = None
    secret: str | None = None
    marks: str | None = None
    roster: str | None = None
    best: bool = False
    due: str | None = None

    def course(self, assignment: str | None = None) -> Course:
        """The course of the run, perhaps by another assignment."""
        return Course(
            assignment or self.assignment,
            manifest=self.manifest,
            secret=self.secret,
            marks=self.marks,
            best=self.best,
            due=datetime.fromisoformat(self.due) if self.due else None,
        )

    def keep(self, out: Path) -> None:
        """Write them down in OUT."""
        put(out / NAME, (json.dumps(asdict(self), indent=2) + "\n").encode())


def settings_of(works: Path, course: Course, roster: str | None) -> Settings:
    """What a run is to be remembered by, with paths that mean the same from everywhere."""

    def path(name: str | None) -> str | None:
        return None if name is None else str(Path(name).absolute())

    return Settings(
        works=str(works.absolute()),
        assignment=str(course.file.absolute()),
        manifest=path(course.manifest),
        secret=path(course.secret),
        marks=path(course.marks),
        roster=path(roster),
        best=course.best,
        due=course.due.isoformat() if course.due else None,
    )


def read_settings(out: Path) -> Settings | None:
    """The settings in OUT, or None where an older version wrote none."""
    try:
        return Settings(**json.loads((out / NAME).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
