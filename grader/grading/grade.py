"""Grading, as a story: read the work, find the assignment, judge, follow, diagnose, award, report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from grader.assignment import Answer, Assignment, Kit, Question
from grader.grading.collected import collected
from grader.grading.identify import Identified, identify
from grader.grading.judge import Judge
from grader.grading.rubric import MARKED, Award, Awards, Mark, award, max_score
from grader.grading.shared_out import shared_out
from grader.key.store import Keys
from grader.outcome.errors import Faulty, InputError
from grader.outcome.finding import Finding, Verdict
from grader.outcome.report import Entry, Report, Section
from grader.outcome.typed import Typed
from grader.reading import Text, read_text
from grader.submission.work import Work
from grader.variant.printed import printed
from grader.words.ids import folded
from grader.words.sentences import kits as kit_sentences
from grader.words.sentences import submissions as submission_sentences
from grader.words.sentences import variants as variant_sentences
from grader.words.shown import as_typed
from grader.words.text import as_sentence
from reference.records import replace

if TYPE_CHECKING:
    from grader.submission.started_ahead import StartedAhead
    from grader.variant.selection import Selection

_NOTHING = Fraction(0)
_READABLE = (Verdict.RIGHT, Verdict.WRONG)


class Witness(Protocol):
    """Who looks on while a work is graded, and changes nothing: a certificate is written so."""

    def begins(self, judge: Judge, source: Path | None) -> None:
        """The work is about to be judged."""

    def sees(
        self,
        question: Question,
        findings: Mapping[str, Mapping[str, Finding]],
        awards: Awards,
        marks: Mapping[str, Mark],
    ) -> None:
        """A question was judged under every reading (one without a name, if it has none)."""


def check(
    path: Path | str,
    *,
    assignment: str | None = None,
    student: str | None = None,
    manifest: str | None = None,
    secret: str | None = None,
    marks: str | None = None,
    begun: StartedAhead | None = None,
    witness: Witness | None = None,
) -> Report:
    """Grade the submission at a path.

    `student` says whose numbers count: those of the `manifest`, else those that the `secret`
    draws; both are paths.  Without a student the printed numbers count.  `begun` is the program of
    the submission, if it was set running already; a `witness` is shown all that the points rest on.
    Raises InputError where submission or assignment cannot be found or used, and OwnFault where
    the grader itself fails.

    >>> import grader
    >>> float(grader.check("examples/exam-relu-9.py", assignment="exam-relu-9").score)
    7.5
    """
    with collected(Path(path), named=assignment, begun=begun) as work:
        line = work.submission.assignment
        source = work.worker.source if work.worker is not None else None
        chosen = identify(
            assignment, line, work.names, submission=Path(path),
            frameworks=source.named_frameworks if source is not None else (),
            said=work.remarks,
        )  # fmt: skip
        options = {"--secret": secret, "--manifest": manifest, "--marks": marks}
        report = _by(chosen, work, student, options, witness)
        return replace(report, source=chosen.source)


def _by(
    chosen: Identified,
    work: Work,
    student: str | None,
    options: Mapping[str, str | None],
    witness: Witness | None,
) -> Report:
    """The report by the assignment that was chosen; `options` are the files of the command."""
    file, found, _ = chosen
    who = _spelled(student, work.submission.student)
    if found.kit is not None:
        _refuse_in_kit(found.kit, who, [name for name, value in options.items() if value])
        return grade_kit(found, work, source=file, witness=witness)
    secret, manifest, marks = options["--secret"], options["--manifest"], options["--marks"]
    if manifest is None and (who is None or not found.is_drawn):
        shared = printed(found) if found.is_drawn else found
        given, said = _marks(marks, shared, who)
        report = grade(
            shared, work, student=who, marks=given, source=file, shared=True, witness=witness
        )
        return replace(report, remarks=(*report.remarks, *said))
    from grader.variant.selection import select  # only drawn numbers need it

    selection = select(found, who, secret=secret, manifest=manifest)
    given, said = _marks(marks, selection.assignment, who)
    report = grade(
        selection.assignment, work, student=who, marks=given, source=file, witness=witness
    )
    report = replace(report, remarks=(*report.remarks, *said))
    return about_numbers(report, selection, work)


def _spelled(student: str | None, line: str | None) -> str | None:
    """Who is graded: the one the command names, as the own line spells it if that means the same.

    Numbers are drawn for an id as it stands on the sheet, and so in the template's line.
    """
    if student is not None and line is not None and folded(student) == folded(line):
        return line
    return student or line


def _refuse_in_kit(kit: Kit, student: str | None, options: Sequence[str]) -> None:
    if options:
        raise InputError(kit_sentences.kit_takes_no(options[0]))
    same = student is None or folded(student) == folded(kit.student or "")
    if kit.student is not None and not same:
        raise InputError(kit_sentences.kit_of_another(kit.student, str(student)))


def about_numbers(report: Report, selection: Selection, work: Work) -> Report:
    """The report with what is to be said of whose numbers it was graded by."""
    remarks, staff = [*selection.remarks], [*selection.staff]
    if selection.manifest is not None and not report.complete:
        from grader.variant.recognise import recognise  # brings the solver for a whole class

        answers, _ = work.obtain([answer.name for answer in selection.assignment.answers])
        other = recognise(selection, selection.student or report.student, answers)
        if other is not None:
            remarks.append(variant_sentences.another_sheet())
            staff.append(
                variant_sentences.sheet_recognised(
                    report.student, other.student, other.fitting, other.own, other.count
                )
            )
    return replace(report, remarks=(*report.remarks, *remarks), staff=(*report.staff, *staff))


def _marks(
    marks: str | None, assignment: Assignment, student: str | None
) -> tuple[Mapping[str, Mark] | None, Sequence[str]]:
    """What staff gave a student, and what is to be said where their file has no row for this one."""
    if marks is None:
        return None, ()
    from grader.grading.marks import marks_of, read_marks  # only for those who have a file of marks

    by_student = read_marks(Path(marks), assignment)
    given = marks_of(by_student, student)
    said: tuple[str, ...] = ()
    if not given and any(answer.kind == "text" for answer in assignment.answers):
        said = (submission_sentences.marks_of_others(student, list(by_student)),)
    return given, said


def grade(
    assignment: Assignment,
    work: Work,
    *,
    student: str | None = None,
    marks: Mapping[str, Mark] | None = None,
    source: Path | None = None,
    shared: bool = False,
    explain: bool = True,
    keys: Keys | None = None,
    judge: Judge | None = None,
    witness: Witness | None = None,
) -> Report:
    """The report on one student's work.  Raises InputError for an assignment without a key.

    `shared` numbers are those that everybody has; their key is kept for the next check.  Points
    never hang on the names of mistakes: whoever wants only these does without (`explain`).  Whoever
    grades many by the same assignment hands its `keys` in, which remember what they worked out, or a
    `judge` that has looked at the work.
    """
    # a witness looks at every answer a second time
    keys = keys or Keys(assignment, shared=shared, remember=witness is not None)
    work = _with_what_the_course_gives(assignment, work)
    try:
        judge = judge or Judge(keys, work, explain=explain)
        if witness is not None:
            witness.begins(judge, source)
        sections = [_section(question, judge, marks, witness) for question in assignment.questions]
    except Faulty as fault:
        from grader.key.unsolved import refusal  # only a faulty file pays for it

        raise refusal(fault, source, assignment) from None
    return Report(
        assignment=assignment.id,
        title=assignment.title,
        student=student,
        score=sum((s.score for s in sections), _NOTHING),
        max_score=sum((s.max_score for s in sections), _NOTHING),
        pending=sum((s.pending for s in sections), _NOTHING),
        sections=tuple(sections),
        remarks=(*work.remarks, *_about_names(assignment, work)),
        staff=tuple(line for one in judge.tested for line in one.staff),
        ranks=tuple(rank for one in judge.tested for rank in one.ranks),
    )


def _with_what_the_course_gives(assignment: Assignment, work: Work) -> Work:
    """The work beside frameworks and modules of the course, where it lacks them."""
    if assignment.frameworks:
        from grader.functions.frameworks import with_frameworks  # only for sheets that ask for code

        work = with_frameworks(work, assignment)
    if assignment.helpers or assignment.files:
        from grader.functions.helpers import with_helpers  # as above

        work = with_helpers(work, assignment.helpers, assignment.files)
    return work


def grade_kit(
    kit: Assignment, work: Work, *, source: Path, witness: Witness | None = None
) -> Report:
    """The report by a student's kit: public answers are graded, the others are only read."""
    from grader.functions.helpers import with_helpers  # only kits come here
    from grader.grading.private import joined, public_part  # only kits have a private part

    student = kit.kit.student if kit.kit is not None else None
    work = with_helpers(work, kit.helpers)
    public = grade(public_part(kit), work, student=student, source=source, witness=witness)
    remarks = (*work.remarks, *_about_names(kit, work))
    try:
        return replace(joined(kit, work, public), remarks=remarks)
    except Faulty as fault:
        raise InputError(kit_sentences.kit_broken(str(source), str(fault))) from None


def _about_names(assignment: Assignment, work: Work) -> Sequence[str]:
    """Names that look like answers and are none: a typo must not pass in silence."""
    asked = [answer.defined_as for answer in assignment.answers]
    missing = [name for name in asked if name not in work.names]
    others = [name for name in work.names if name not in asked and not name.startswith("_")]
    head = [name for name in ("assignment", "student") if getattr(work.submission, name) is None]
    if not others or not (missing or head):
        return ()
    import difflib  # only a few names are compared

    remarks, unknown = [], []
    for name in others:
        if head and (near := difflib.get_close_matches(name, head, n=1, cutoff=0.8)):
            remarks.append(submission_sentences.head_mistyped(name, near[0]))
            continue
        near = _written_alike(name, missing) or difflib.get_close_matches(
            name, missing, n=1, cutoff=0.8
        )
        if near:
            remarks.append(submission_sentences.name_mistyped(name, near[0]))
        else:
            unknown.append(name)
    if unknown and missing and work.submission.program is None:  # a program has names of its own
        remarks.append(submission_sentences.names_unknown(unknown))
    return remarks


def _written_alike(name: str, asked: Sequence[str]) -> list[str]:
    """The names that differ in capitals, underscores or the letter of the question alone.

    >>> _written_alike("b_l", ["b_L", "c_h1"]), _written_alike("h1", ["b_L", "c_h1"])
    (['b_L'], ['c_h1'])
    """
    plain = _plain(name)
    found = [other for other in asked if _plain(other) == plain]
    short = [other for other in asked if _plain(other.partition("_")[2]) == plain]
    return found or (short if len(short) == 1 else [])


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _section(
    question: Question, judge: Judge, marks: Mapping[str, Mark] | None, witness: Witness | None
) -> Section:
    """One question; where nothing in it is wrong, as it was for whoever wrote the same before."""
    if marks or witness is not None or not judge.is_settled(question):
        return _judged(question, judge, marks, witness)
    written = tuple(repr(judge.typed(answer.name)) for answer in question.answers)
    what = ("section", question.id, written, marks is None)
    return judge.keys.once(what, lambda: _judged(question, judge, marks))


def _judged(
    question: Question,
    judge: Judge,
    marks: Mapping[str, Mark] | None,
    witness: Witness | None = None,
) -> Section:
    """One question: judged under every reading, awarded under the best."""
    by_reading: dict[str, dict[str, Finding]] = {}
    if question.readings:
        by_reading = {r.id: judge.findings(question, r) for r in question.readings}
        awards = award(
            question, by_reading[question.readings[0].id], by_reading=by_reading, marks=marks
        )
    else:
        by_reading = {"": judge.findings(question, None)}
        awards = award(question, by_reading[""], marks=marks)
    if witness is not None:
        witness.sees(question, by_reading, awards, marks or {})
    entries = tuple(
        _entry(answer, question, judge, awards[answer.name]) for answer in question.answers
    )
    return Section(
        id=question.id,
        title=question.title,
        score=awards.score,
        max_score=max_score(question),
        pending=awards.pending,
        entries=entries,
        remarks=tuple(_about_readings(question, awards)),
    )


def _about_readings(question: Question, awards: Awards) -> Sequence[str]:
    if awards.reading is None or awards.score == _NOTHING:
        return ()
    reading = next(r for r in question.readings if r.id == awards.reading)
    alike = awards.alike if awards.score < max_score(question) else ()
    return (submission_sentences.reading_taken(reading.id, reading.why, alike),)


def _parts(answer: Answer, question: Question, judge: Judge, given: Award) -> Iterator[Entry]:
    """The parts of a function as entries; what they earn sums up to what the function does."""
    parts = judge.parts(answer)
    full = given.finding.verdict is not Verdict.CARRIED  # else what is carried earns a fraction
    worth = [
        part.weight
        * part.share
        * (1 if full or part.verdict is not Verdict.CARRIED else question.follow_through)
        for part in parts
    ]
    most = [answer.points * part.weight for part in parts]
    earned = shared_out(given.score, worth, most)
    for part, earns, whole in zip(parts, earned, most, strict=True):
        yield Entry(
            name=part.name,
            question=question.id,
            kind="part",
            typed="",
            verdict=part.verdict,
            note=part.note,
            message=as_sentence(part.message),
            score=earns,
            max_score=whole,
            visibility="hidden" if part.hidden else answer.visibility,
        )


def _tests(answer: Answer, question: Question, judge: Judge, given: Award) -> Iterator[Entry]:
    """The tests of the course as entries; what they earn sums up to what the answer does."""
    for tested in judge.tests(answer):
        earned = sum((part.points * part.share for part in tested.parts), _NOTHING)
        for part in tested.parts:
            share = part.points * part.share / earned if earned else _NOTHING
            yield Entry(
                name=part.name,
                question=question.id,
                kind="test",
                typed="",
                verdict=part.verdict,
                note=part.note,
                message=part.message,
                score=given.score * share,
                max_score=part.points,
                detail=part.detail,
                remarks=part.remarks,
                visibility=part.visibility,
                number=part.number,
                tags=part.tags,
            )


def _waiting_text(typed: Typed | None, given: Award) -> str:
    """All that a student wrote where staff read it, explanations in place of numbers too."""
    waits = given.finding.verdict is Verdict.PENDING
    if typed is None or not (waits or given.finding.note == MARKED):
        return ""
    found = read_text(typed)
    return found.text if isinstance(found, Text) else as_typed(typed)


def _entry(answer: Answer, question: Question, judge: Judge, given: Award) -> Entry:
    typed = judge.typed(answer.name)
    return Entry(
        name=answer.name,
        question=question.id,
        kind=answer.kind,
        typed=as_typed(typed) if typed is not None else "",
        verdict=given.finding.verdict,
        note=given.finding.note,
        message=as_sentence(given.finding.message),
        score=given.score,
        max_score=answer.points,
        detail=given.finding.detail,
        remarks=given.finding.remarks,
        visibility=answer.visibility,
        text=_waiting_text(typed, given),
        parts=(
            *_parts(answer, question, judge, given),
            *_tests(answer, question, judge, given),
        ),
    )
