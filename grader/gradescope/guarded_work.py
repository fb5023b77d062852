"""The work behind the guard: who handed in, what, what it earns, and how that is told."""

from __future__ import annotations

import contextlib
import hashlib
import json
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from grader import __version__
from grader.assignment import Assignment, load_assignment
from grader.assignment.dataclass_json import to_plain
from grader.gradescope import policy
from grader.gradescope import student_text as told
from grader.gradescope.budget import Budget
from grader.gradescope.folders import Place, Settings, read_settings
from grader.gradescope.guard import Tell
from grader.gradescope.metadata import Metadata, read_metadata
from grader.gradescope.results import Results, Test, not_graded
from grader.gradescope.variant import ORIGINAL, names_of, spellings_of, whose
from grader.grading.grade import about_numbers, grade
from grader.outcome.errors import GraderError, InputError, OwnFault
from grader.outcome.finding import Verdict
from grader.outcome.report import Report
from grader.sandbox import Limits, Zygote, ZygoteError
from grader.sandbox.rooms import temporary
from grader.submission.handed_in import HandedIn, NothingHandedIn, handed_in
from grader.submission.limits_of import limits_of
from grader.submission.work import Work, opened
from grader.variant.manifest import read_manifest
from grader.variant.printed import printed
from grader.variant.selection import Selection, select
from grader.variant.student_numbers import Numbers
from grader.words.ids import folded
from grader.words.sentences import gradescope as gradescope_sentences
from grader.words.sentences import isolation
from grader.words.sentences import submissions as submission_sentences
from grader.words.sentences import variants as variant_sentences
from reference.records import dataclass, replace

Say = Callable[[str], None]
_PIECE = 10_000  # characters of a text that are said at once


@dataclass(frozen=True, kw_only=True)
class Task:
    """All that is known before the student's files are looked at."""

    place: Place
    budget: Budget
    settings: Settings
    assignment: Assignment
    metadata: Metadata
    zygote: Zygote | None = None  # where one was started ahead

    @property
    def most(self) -> Fraction:
        """The points that a submission can earn here."""
        return told.most(self.assignment)

    @property
    def standing(self) -> Fraction:
        """The score that stands, should this submission not be graded."""
        return self.bounded(policy.standing(self.assignment.gradescope, self.metadata))

    def extra(self, *, is_attempt: bool = False) -> dict[str, object]:
        """What a later run must know of this one."""
        return {
            "grader": __version__,
            "assignment": self.assignment.id,
            "version": self.assignment.version,
            **policy.account(self.metadata, is_attempt=is_attempt),
        }

    def bounded(self, score: Fraction) -> Fraction:
        """A score that is neither negative nor above what there is."""
        return min(max(score, Fraction(0)), self.most)


def work(place: Place, budget: Budget, tell: Tell, say: Say, zygote: Zygote | None = None) -> None:
    """Grade one submission and send its results; before, what holds if we do not come to that."""
    metadata = read_metadata(place.metadata)
    if metadata.fault:
        say(f"metadata: {metadata.fault}; graded without it")
    standing, extra = Fraction(0), dict[str, object]()
    try:
        settings = read_settings(place.source)
        assignment = load_assignment(settings.assignment)
        task = Task(
            place=place,
            budget=budget,
            settings=settings,
            assignment=assignment,
            metadata=metadata,
            zygote=zygote,
        )
        standing, extra = task.standing, task.extra()
        tell(json.dumps({"extra": extra, "standing": str(standing)}).encode())
        results = _results(task, say)
    except (GraderError, OSError, MemoryError) as fault:
        say(f"GRADER FAULT: {fault} {getattr(fault, 'detail', '')}".rstrip())
        sentence = gradescope_sentences.not_your_fault(earlier=standing > 0)
        results = not_graded(sentence, score=standing, extra=extra)
    tell(json.dumps({"results": to_plain(results)}).encode())


def _results(task: Task, say: Say) -> Results:
    _about_the_outline(task, say)
    again = policy.too_many(task.assignment.gradescope, task.metadata)
    if again is not None:
        say(gradescope_sentences.earlier_shown_again())
        return _shown_again(again, task)
    with contextlib.ExitStack() as stack:

        def room() -> Path:  # only a zip needs it, and the disk may be full
            return Path(stack.enter_context(temporary("unpacked")))

        try:
            found = handed_in(task.place.submission, task.assignment, room=room)
            report, extra = _graded(found, task, say)
        except (NothingHandedIn, _Unreadable) as reason:
            say(f"submission: {reason}")
            return _nothing(str(reason), task)
    _about_the_report(report, say)
    return _of_report(report, task, {**extra, "file": found.name})


class _Unreadable(Exception):
    """A submission that could not even be opened: the student's ordinary event."""


def _graded(found: HandedIn, task: Task, say: Say) -> tuple[Report, dict[str, object]]:
    """Run and grade one submission; when this returns, nothing of it runs any more."""
    began = time.monotonic()
    try:
        with contextlib.ExitStack() as stack:
            zygote = None  # data need none: nothing of them is run
            if found.source is not None:
                zygote = stack.enter_context(task.zygote or Zygote.start())
                _check_isolation(zygote, task, say)
            student_work = stack.enter_context(_opened(found, task, zygote))
            say(f"submission: {found.name}, run in {time.monotonic() - began:.1f} s")
            header = student_work.submission
            student, selection = _numbers(task, header.student)
            student, selection = _as_spelled(student, selection, student_work, task, say)
            say(f"numbers: {student or ORIGINAL}")
            told_of_line = list(_about_the_line(header.student, student, task, say))
            report = grade(
                selection.assignment,
                student_work,
                student=student,
                source=task.settings.assignment,
                shared=student is None,
            )
            report = about_numbers(report, selection, student_work)
            _check_numbers(report, header.student, task)
            level = zygote.layers.level if zygote is not None else "not needed"
    except ZygoteError as fault:
        raise OwnFault(submission_sentences.sandbox_failed(), detail=str(fault)) from None
    remarks = [*found.remarks, *told_of_line, *report.remarks]
    said = header.assignment
    if said and Path(said).name not in (task.assignment.id, "assignment.yaml"):
        remarks.append(gradescope_sentences.other_assignment(said[:60], task.assignment.id))
    extra: dict[str, object] = {
        "variant": student or ORIGINAL,
        "sha256": hashlib.sha256(found.path.read_bytes()).hexdigest(),
        "isolation": level,
    }
    return replace(report, remarks=tuple(remarks)), extra


def _check_isolation(zygote: Zygote, task: Task, say: Say) -> None:
    """Tell staff how well programs are kept apart, and stop where they could read the key."""
    layers = zygote.layers
    say(isolation.promised(layers))
    if layers.level == "L1" and not task.settings.weak_isolation:
        raise OwnFault(gradescope_sentences.isolation_too_weak())


def _numbers(task: Task, line: str | None) -> tuple[str | None, Selection]:
    """Whose numbers count, and the assignment with them."""
    manifest, secret = task.settings.manifest, task.settings.secret
    if manifest is None and secret is None:
        sheet = task.assignment  # everybody has the same numbers, and their key was made ahead
        return None, Selection(printed(sheet) if sheet.is_drawn else sheet, Numbers())
    known = read_manifest(manifest, task.assignment).students if manifest else None
    student = whose(task.metadata.users, line, known)
    return student, select(
        task.assignment,
        student,
        secret=str(secret) if secret else None,
        manifest=str(manifest) if manifest else None,
    )


def _as_spelled(
    student: str | None, selection: Selection, work: Work, task: Task, say: Say
) -> tuple[str | None, Selection]:
    """The numbers of that name of the same person whose sheet the answers fit.

    A secret draws for a name: who got a sheet by the email has other numbers than by the student
    number, and a file has no line that says which, or one that is typed in other letters.
    """
    if task.settings.secret is None or student is None or not task.assignment.is_drawn:
        return student, selection
    best, found = student, selection
    report = grade(selection.assignment, work, explain=False)
    for name in spellings_of(task.metadata.users, but=student):
        if report.complete:
            break
        other = select(task.assignment, name, secret=str(task.settings.secret))
        fitting = grade(other.assignment, work, explain=False)
        if fitting.score > report.score:
            best, found, report = name, other, fitting
    if best != student:
        say(variant_sentences.fits_another_name(student, best))
    return best, found


def _check_numbers(report: Report, line: str | None, task: Task) -> None:
    """Stop where points would be lost by printed numbers although the sheet may have had others."""
    nobody_s = task.settings.manifest is None and task.settings.secret is None
    if line is not None and nobody_s and task.assignment.is_drawn and not report.complete:
        raise OwnFault(variant_sentences.zip_without_numbers(line))


def _about_the_line(line: str | None, student: str | None, task: Task, say: Say) -> Iterator[str]:
    """A line `student = "..."` that names somebody else than the one whose numbers count."""
    if (
        line is None
        or student is None
        or folded(line)
        in {
            folded(student),
            *names_of(task.metadata.users),
        }
    ):
        return
    say(gradescope_sentences.numbers_of_another(line, student))
    yield variant_sentences.line_of_another(line)


@contextmanager
def _opened(found: HandedIn, task: Task, zygote: Zygote | None) -> Iterator[Work]:
    """The work in a file; what cannot be read is the student's event, what follows is not."""
    with contextlib.ExitStack() as stack:
        try:
            work = stack.enter_context(
                opened(
                    found.path,
                    limits=_limits(task),
                    zygote=zygote,
                    source=found.source,
                    frameworks=task.assignment.frameworks,
                )
            )
        except InputError as reason:
            raise _Unreadable(reason.sentence) from None
        yield work


def _limits(task: Task) -> Limits:
    usual = limits_of(task.assignment)
    total = min(usual.total_seconds, task.budget.students)
    return replace(
        usual,
        total_seconds=total,
        start_seconds=min(usual.start_seconds, total / 2),
        call_seconds=min(usual.call_seconds, total / 4),
    )


# -- results --------------------------------------------------------------------------------------


def _of_report(report: Report, task: Task, extra: Mapping[str, object]) -> Results:
    score = policy.score(
        task.assignment.gradescope,
        task.metadata,
        told.earned(report),
        open_book=told.open_book(report),
    )
    above = [
        told.summary(report, task.assignment),
        *score.sentences,
        "",
        gradescope_sentences.file_graded(str(extra["file"])),
    ]
    return Results(
        score=task.bounded(score.points),
        output="\n".join(above),
        tests=told.tests_of(report),
        ranks=report.ranks,
        extra={**task.extra(is_attempt=True), **extra},
    )


def _nothing(sentence: str, task: Task) -> Results:
    """Nothing that could be graded: no points, and no attempt used up."""
    keeps = task.assignment.gradescope.counts != "latest"
    test = Test(
        name="Your files", passed=False, output=sentence, score=Fraction(0), max_score=task.most
    )
    return Results(
        score=task.standing if keeps else Fraction(0),
        output=sentence,
        tests=(test,),
        extra=task.extra(),
    )


def _shown_again(again: policy.ShownAgain, task: Task) -> Results:
    return Results(
        score=task.bounded(again.score),
        output=again.output,
        tests=again.tests,
        extra={**task.extra(), policy.AGAIN: True},
    )


# -- for staff ------------------------------------------------------------------------------------


def _about_the_outline(task: Task, say: Say) -> None:
    """Whether Gradescope's outline gives as many points as there are."""
    said = [
        part.points
        for part in task.metadata.outline
        if part.type == "ProgrammingQuestion" and part.points is not None
    ]
    if said and abs(sum(said) - float(task.most)) > 0.001:
        texts = told.by_staff(task.assignment)
        explained = list(told.explained(task.assignment))
        say(
            f"OUTLINE: {gradescope_sentences.outline_differs(sum(said), task.most, texts, explained)}"
        )


def _about_the_report(report: Report, say: Say) -> None:
    for line in (*report.staff, *(remark for s in report.sections for remark in s.remarks)):
        say(line)
    for entry in (one for whole in report.entries for one in (whole, *whole.parts)):
        say(
            f"{entry.name}: {entry.verdict} {float(entry.score):g}/{float(entry.max_score):g} "
            f"[{entry.note}] {entry.typed!r} {entry.message} {entry.detail}".rstrip()
        )
    for entry in report.entries:
        if entry.verdict is Verdict.PENDING and entry.text:
            say(gradescope_sentences.to_be_read(entry.name, entry.max_score))
            for start in range(0, len(entry.text), _PIECE):
                say(textwrap.indent(entry.text[start : start + _PIECE], "  "))
