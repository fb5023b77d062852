"""What all hand-ins of a class are graded by, and the grading of one, the same as by `check`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from grader import __version__
from grader.assignment import Assignment, find_assignment, load_assignment
from grader.assignment.faults import AssignmentFaults
from grader.classroom.hand_in import Attempt, HandIn
from grader.classroom.lateness import Deadline
from grader.classroom.tables import counted
from grader.files.glimpse import digest_of as digest_of_file
from grader.files.glimpse import start_of
from grader.grading.grade import about_numbers, grade
from grader.grading.identify import NAMED
from grader.grading.judge import Judge
from grader.grading.marks import Marks, marks_of, read_marks
from grader.grading.rubric import max_score
from grader.key.store import Keys
from grader.outcome.errors import Faulty, InputError
from grader.outcome.finding import Verdict
from grader.outcome.report import Report
from grader.render.plain import plain
from grader.sandbox import WorkerPool
from grader.sandbox.rooms import temporary
from grader.sandbox.source import MAX_NOTEBOOK
from grader.submission.handed_in import ENDINGS, NothingHandedIn, handed_in
from grader.submission.limits_of import limits_of
from grader.submission.work import Work, opened
from grader.variant.drawings import DRAWING
from grader.variant.printed import printed
from grader.variant.secret import read_secret
from grader.variant.selection import Selection, drawn_for, select
from grader.words.ids import folded
from grader.words.sentences.variants import line_of_another, printed_numbers
from reference.records import dataclass, replace

if TYPE_CHECKING:
    from grader.variant.lottery import Lottery


class Result(NamedTuple):
    """The line of one hand-in, and its wrong answers as they were typed."""

    line: dict[str, object]
    typed: dict[str, str]


@dataclass(frozen=True)
class Paper:
    """One attempt of a hand-in, run and read: its work, or why there is nothing to grade."""

    by: HandIn
    attempt: Attempt
    file: str
    work: Work | None = None
    error: str = ""

    @property
    def line(self) -> str | None:
        """Whom it names as its student."""
        return self.work.submission.student if self.work is not None else None


class Numbered(NamedTuple):
    """An assignment with somebody's numbers, what is right for these, and how they were found."""

    assignment: Assignment
    keys: Keys
    selection: Selection | None = None


@dataclass(frozen=True)
class Course:
    """An assignment with the files that decide whose numbers count and what staff have given.

    `best` takes a student's best attempt instead of the latest; `due` is when the sheet was due.
    """

    assignment: str
    manifest: str | None = None
    secret: str | None = None
    marks: str | None = None
    best: bool = False
    due: datetime | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """What travels to another process is what a course is made by, and nothing worked out."""
        made_by = self.assignment, self.manifest, self.secret, self.marks, self.best, self.due
        return Course, made_by

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
    def shared_keys(self) -> Keys:
        """What is right for everybody who has the printed numbers, worked out once."""
        return Keys(self.shared, shared=True, remember=True)

    @cached_property
    def is_shared(self) -> bool:
        """Whether all are graded by the same numbers: nothing is drawn, or nothing draws."""
        if self.manifest is not None:
            return False
        return not self.loaded.is_drawn or read_secret(self.secret) is None

    @cached_property
    def lottery(self) -> Lottery:
        """What draws the numbers of the class."""
        from grader.variant.lottery import Lottery  # only whoever draws pays for vetting

        return Lottery(self.loaded)

    @property
    def is_by_the_printed(self) -> bool:
        """Whether students may have other numbers than those by which they are graded."""
        return self.loaded.is_drawn and self.is_shared

    @cached_property
    def given(self) -> Marks:
        """What staff gave by hand."""
        return read_marks(Path(self.marks), self.loaded) if self.marks is not None else {}

    @cached_property
    def most(self) -> float:
        """All points of the sheet."""
        most = sum((max_score(one) for one in self.loaded.questions), Fraction(0))
        return int(most) if most.denominator == 1 else float(most)

    @cached_property
    def deadline(self) -> Deadline:
        """When the sheet was due, and what comes off afterwards."""
        return Deadline(self.loaded.gradescope, self.due)

    @cached_property
    def made_by(self) -> dict[str, object]:
        """What must be equal for two results to be comparable."""
        levels = {getattr(one.tolerance, "at", "written") for one in self.loaded.answers}
        return {
            "grader": __version__,
            "rounding": " ".join(sorted(map(str, levels))),
            "drawing": DRAWING,
            "assignment": self.loaded.version,
        }

    @cached_property
    def digest(self) -> str:
        """What the results of everybody hang on, apart from their own files and marks."""
        found = hashlib.sha256(f"{__version__} {self.best} {self.due} {DRAWING}".encode())
        alone = self.file.name != "assignment.yaml"
        files = [self.file] if alone else sorted(self.file.parent.rglob("*"))
        if self.loaded.is_drawn and self.manifest is None:
            found.update(read_secret(self.secret) or b"")
        named = [Path(name) for name in (self.manifest,) if name is not None]
        for path in (*files, *named):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(hashlib.sha256(path.read_bytes()).digest())
        return found.hexdigest()

    def make_ready(self) -> None:
        """What all processes need alike, and whatever is faulty is said: raise InputError then."""
        self.digest, self.given  # noqa: B018 - read
        if self.is_shared:
            self.shared  # noqa: B018 - nobody needs printed numbers where all have their own
        elif self.manifest is None:
            try:
                self.lottery.vettings  # noqa: B018 - what is usual, before anybody's numbers are drawn
            except Faulty as fault:
                raise InputError(f"{self.loaded.id}: {fault}") from None

    def marks_for(self, who: str) -> str:
        """What staff gave somebody, as a digest is made of it."""
        return repr(sorted(marks_of(self.given, who).items()))

    def digest_of(self, hand_in: HandIn, root: Path, marks: str | None = None) -> str:
        """What the result of one hand-in hangs on; by other `marks` than those of today, if said."""
        found = hashlib.sha256(self.digest.encode())
        found.update((self.marks_for(hand_in.id) if marks is None else marks).encode())
        found.update(repr((hand_in.id, hand_in.members, hand_in.attempts)).encode())
        for attempt in hand_in.attempts:
            for name, file in _files_of(root / attempt.path):
                found.update(name.encode() + b"\0")
                found.update(digest_of_file(file))
        return found.hexdigest()

    def result_of(self, hand_in: HandIn, root: Path, zygote: WorkerPool) -> Result:
        """The line of one student: the latest attempt's report, or the best one's."""
        found = []
        for attempt in self.attempts_of(hand_in, root):
            with self.opened(attempt, hand_in, root, zygote) as paper:
                found.append(self.line_of(paper))
        return best_of(found)

    def attempts_of(self, hand_in: HandIn, root: Path) -> tuple[Attempt, ...]:
        """The attempts of which one counts: of several files those in which an answer stands."""
        attempts = self._with_answers(hand_in.attempts, root)
        return attempts if self.best else attempts[-1:]

    def _with_answers(self, attempts: tuple[Attempt, ...], root: Path) -> tuple[Attempt, ...]:
        """Of several files those in which an answer stands: the others are beside the point."""
        if len(attempts) == 1 or any((root / each.path).is_dir() for each in attempts):
            return attempts
        names = [answer.name.encode() for answer in self.loaded.answers]
        found = []
        for each in attempts:
            data = start_of(root / each.path, MAX_NOTEBOOK)
            if any(name in data for name in names):
                found.append(each)
        return tuple(found) or attempts

    @contextmanager
    def opened(
        self, attempt: Attempt, by: HandIn, root: Path, zygote: WorkerPool
    ) -> Iterator[Paper]:
        """One attempt, run and read."""
        path, file = root / attempt.path, attempt.path
        work, error = None, ""
        with ExitStack() as rooms:
            try:
                source = None
                if path.is_dir():
                    chosen = handed_in(path, self.loaded, room=lambda: _room(rooms))
                    if chosen.path.is_relative_to(root):
                        file = chosen.path.relative_to(root).as_posix()
                    path, source = chosen.path, chosen.source
                if path.suffix.lower() not in ENDINGS:
                    raise NothingHandedIn(path.name)
                work = rooms.enter_context(
                    opened(
                        path, zygote=zygote, source=source, limits=limits_of(self.loaded),
                        meanwhile=False, frameworks=self.loaded.frameworks,
                    )
                )  # fmt: skip
            except AssignmentFaults:
                raise  # a faulty sheet is nobody's zero
            except InputError as refused:
                error = refused.sentence.replace(f"{root}/", "")
            except NothingHandedIn as nothing:
                error = str(nothing)
            yield Paper(by, attempt, file, work, error)

    def numbers_for(self, papers: Sequence[Paper]) -> list[Numbered]:
        """Whose numbers each paper is graded by, and what is right for these."""
        if self.is_shared:
            return [Numbered(self.shared, self.shared_keys)] * len(papers)
        names = [_drawn_for(paper.by, paper.line) for paper in papers]
        if len(names) > 1 and self.manifest is None:
            drawn = drawn_for(self.lottery, names, read_secret(self.secret) or b"")
        else:
            drawn = [
                select(self.loaded, name, secret=self.secret, manifest=self.manifest)
                for name in names
            ]
        return [Numbered(one.assignment, Keys(one.assignment), one) for one in drawn]

    def line_of(
        self, paper: Paper, numbers: Numbered | None = None, judge: Judge | None = None
    ) -> Result:
        """The line of one attempt, by its own numbers, which may be known already."""
        typed: dict[str, str] = {}
        line: dict[str, object] = {"id": paper.by.id, "file": paper.file}
        try:
            if paper.work is None:
                raise NothingHandedIn(paper.error)
            own = numbers or self.numbers_for([paper])[0]
            report, is_anothers = self._report(paper, paper.work, own, judge)
        except AssignmentFaults:
            raise  # a sheet without a key is nobody's zero
        except InputError as refused:
            line["error"] = refused.sentence
        except NothingHandedIn as nothing:
            line["error"] = str(nothing)
        else:
            line |= plain(replace(report, source=NAMED)) | self._late(paper.attempt, report)
            line |= {"names_another": report.remarks[-1]} if is_anothers else {}
            typed = {e.name: e.typed for e in report.entries if e.verdict is Verdict.WRONG}
        return Result(line | {"made_by": self.made_by}, typed)

    def _late(self, attempt: Attempt, report: Report) -> dict[str, object]:
        """What coming late cost, where it cost anything; the answers' own points stay."""
        days, share = self.deadline.cost(attempt)
        if not share:
            return {}
        left = float(round(report.score * (1 - share), 6))
        return {"late": {"days": days, "share": float(share), "score": left}}

    def _report(
        self, paper: Paper, work: Work, numbers: Numbered, judge: Judge | None
    ) -> tuple[Report, bool]:
        """The report on a paper, and whether its own line names another student."""
        who = paper.by.id
        given = marks_of(self.given, who) if self.marks is not None else None
        report = grade(
            numbers.assignment, work, student=who, marks=given, source=self.file,
            keys=numbers.keys, judge=judge,
        )  # fmt: skip
        if numbers.selection is None:
            said = (printed_numbers(who),) if self.loaded.is_drawn else ()
            return replace(report, remarks=(*report.remarks, *said)), False
        report = about_numbers(report, numbers.selection, work)
        line, name = paper.line, _drawn_for(paper.by, paper.line)
        other = line is not None and folded(line) != folded(name) and not report.complete
        said = (line_of_another(line or ""),) if other else ()
        return replace(report, remarks=(*report.remarks, *said)), other


def best_of(found: Sequence[Result]) -> Result:
    """Of the attempts of one student the one that counts most, and of equal ones the latest."""
    return max(reversed(found), key=lambda one: counted(one.line))


def _drawn_for(by: HandIn, line: str | None) -> str:
    """The name for which numbers were drawn: the one on the sheet, if it is one of their own.

    A secret draws for an id as it is spelled; a folder may spell it otherwise, or bear another
    of somebody's names. What is nobody's own name changes nothing.
    """
    names = {folded(name) for each in by.members for name in (each.id, each.email) if name}
    own = line is not None and folded(line) in {folded(by.id), *names}
    return line if line is not None and own else by.id


def _files_of(path: Path) -> Iterator[tuple[str, Path]]:
    """The files of a hand-in, by the names that they have there."""
    if not path.is_dir():
        yield path.name, path
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield file.relative_to(path.parent).as_posix(), file


def _room(rooms: ExitStack) -> Path:
    return Path(rooms.enter_context(temporary("unpacked")))
