"""What all hand-ins of a class are graded by, and the grading of one, the same as by `check`."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from grader import __version__
from grader.assignment import Assignment, find_assignment, load_assignment
from grader.classroom.hand_in import HandIn
from grader.gradescope.handed_in import ENDINGS, NothingHandedIn, handed_in
from grader.grading.grade import about_numbers, grade
from grader.grading.identify import NAMED
from grader.grading.marks import Marks, marks_of, read_marks
from grader.outcome.errors import InputError
from grader.outcome.report import Report
from grader.render.plain import plain
from grader.sandbox import Nursery, Source
from grader.submission.work import opened
from grader.variant.printed import printed
from grader.variant.secret import read_secret
from grader.variant.selection import select


@dataclass(frozen=True)
class Course:
    """An assignment with the files that decide whose numbers count and what staff have given.

    `best` takes a student's best attempt instead of the latest.
    """

    assignment: str
    manifest: str | None = None
    secret: str | None = None
    marks: str | None = None
    best: bool = False

    @cached_property
    def file(self) -> Path:
        """The file of the assignment."""
        return find_assignment(self.assignment)

    @cached_property
    def loaded(self) -> Assignment:
        """The assignment as it is written."""
        return load_assignment(self.file)

    @cached_property
    def shared(self) -> Assignment:
        """The assignment with the numbers that everybody has."""
        return printed(self.loaded) if self.loaded.is_drawn else self.loaded

    @cached_property
    def given(self) -> Marks:
        """What staff gave by hand."""
        return read_marks(Path(self.marks), self.loaded) if self.marks is not None else {}

    @cached_property
    def digest(self) -> str:
        """What the results of everybody hang on, apart from their own files and marks."""
        found = hashlib.sha256(f"{__version__} {self.best}".encode())
        alone = self.file.name != "assignment.yaml"
        files = [self.file] if alone else sorted(self.file.parent.rglob("*"))
        if self.loaded.is_drawn and self.manifest is None:
            found.update(read_secret(self.secret) or b"")
        named = [Path(name) for name in (self.manifest,) if name is not None]
        for path in (*files, *named):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(hashlib.sha256(path.read_bytes()).digest())
        return found.hexdigest()

    def digest_of(self, hand_in: HandIn) -> str:
        """What the result of one hand-in hangs on."""
        found = hashlib.sha256(self.digest.encode())
        found.update(repr(sorted(marks_of(self.given, hand_in.id).items())).encode())
        found.update(repr((hand_in.id, hand_in.names, hand_in.emails)).encode())
        for path in hand_in.paths:
            for file in (path,) if path.is_file() else sorted(path.rglob("*")):
                if file.is_file() and not file.is_symlink():
                    found.update(repr(file.relative_to(path.parent).as_posix()).encode())
                    found.update(hashlib.sha256(file.read_bytes()).digest())
        return found.hexdigest()

    def result_of(self, hand_in: HandIn, root: Path, zygote: Nursery) -> dict[str, object]:
        """The line of one student: the latest attempt's report, or the best one's."""
        paths = self._with_answers(hand_in.paths)
        paths = paths if self.best else paths[-1:]
        lines = [self._line(path, hand_in.id, root, zygote) for path in paths]
        return max(reversed(lines), key=_score)

    def _with_answers(self, paths: tuple[Path, ...]) -> tuple[Path, ...]:
        """Of several files those in which an answer stands: the others are beside the point."""
        if len(paths) == 1 or any(path.is_dir() for path in paths):
            return paths
        names = [answer.name.encode() for answer in self.loaded.answers]
        found = [path for path in paths if any(name in path.read_bytes() for name in names)]
        return tuple(found) or paths

    def _line(self, path: Path, who: str, root: Path, zygote: Nursery) -> dict[str, object]:
        line: dict[str, object] = {"id": who, "file": path.relative_to(root).as_posix()}
        with tempfile.TemporaryDirectory() as room:
            try:
                source = None
                if path.is_dir():
                    chosen = handed_in(path, self.loaded, room=lambda: Path(room))
                    if chosen.path.is_relative_to(root):
                        line["file"] = chosen.path.relative_to(root).as_posix()
                    path, source = chosen.path, chosen.source
                return line | plain(replace(self._report(path, who, source, zygote), source=NAMED))
            except InputError as refused:
                return line | {"error": refused.sentence}
            except NothingHandedIn as nothing:
                return line | {"error": str(nothing)}

    def _report(self, path: Path, who: str, source: Source | None, zygote: Nursery) -> Report:
        if path.suffix.lower() not in ENDINGS:
            raise NothingHandedIn(path.name)
        given = marks_of(self.given, who) if self.marks is not None else None
        with opened(path, zygote=zygote, source=source) as work:
            if self.manifest is None and not self.loaded.is_drawn:
                return grade(
                    self.shared, work, student=who, marks=given, source=self.file, shared=True
                )
            selection = select(self.loaded, who, secret=self.secret, manifest=self.manifest)
            report = grade(selection.assignment, work, student=who, marks=given, source=self.file)
            return about_numbers(report, selection, work)


def _score(line: dict[str, object]) -> float:
    score = line.get("score")
    return float(score) if isinstance(score, (int, float)) else -1.0
