"""The folders that Gradescope lays out, and what a build puts into one of them."""

from __future__ import annotations

import json
from pathlib import Path

from grader.outcome.errors import OwnFault
from grader.variant.drawings import FIRST_DRAWING, refuse_later
from grader.words.sentences import gradescope as sentences
from reference.records import dataclass

DEFAULT_ROOT = "/autograder"
SETTINGS = "settings.json"


@dataclass(frozen=True)
class Place:
    """Everything under one root: the unpacked zip, the student's files, the results."""

    root: Path

    @property
    def source(self) -> Path:
        """The unpacked zip."""
        return self.root / "source"

    @property
    def submission(self) -> Path:
        """What the student handed in."""
        return self.root / "submission"

    @property
    def results(self) -> Path:
        """Where results.json is expected."""
        return self.root / "results"

    @property
    def metadata(self) -> Path:
        """Who handed in, when, and what came before."""
        return self.root / "submission_metadata.json"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What `grader build` decided: paths inside the source folder."""

    assignment: Path
    manifest: Path | None = None
    secret: Path | None = None
    weak_isolation: bool = False


def read_settings(source: Path) -> Settings:
    """The settings of a build, or the only assignment there is; raise OwnFault without one."""
    path = source / SETTINGS
    if not path.exists():
        return Settings(assignment=_only_assignment(source))
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        refuse_later(int(said.get("drawing", FIRST_DRAWING)), str(path))
        return Settings(
            assignment=source / said["assignment"],
            manifest=source / said["manifest"] if said.get("manifest") else None,
            secret=source / said["secret"] if said.get("secret") else None,
            weak_isolation=said.get("weak_isolation") is True,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OwnFault(sentences.zip_damaged(path, error)) from None


def _only_assignment(source: Path) -> Path:
    found = [*source.glob("assignment.yaml"), *sorted(source.glob("assignments/*/assignment.yaml"))]
    if len(found) == 1:
        return found[0]
    count = "no assignment" if not found else f"{len(found)} assignments and no {SETTINGS}"
    raise OwnFault(sentences.not_our_zip(source, count))
