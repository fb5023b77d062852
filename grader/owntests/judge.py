"""From what the tests came to, to a finding and its parts: one part a test.

Weights, names and what may be shown stand in the file, and were read before anything ran; the run only
says how each test ended.  So a test that is skipped, or never reached, is a part like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from grader.assignment import Answer, Assignment
from grader.assignment.dataclass_json import from_plain
from grader.assignment.own_tests import OwnTest, OwnTests
from grader.outcome.errors import InputError
from grader.outcome.finding import Finding, Verdict
from grader.outcome.report import Rank
from grader.owntests.course import DIED, LATE, Ran, Run, run_tests
from grader.sandbox import Worker
from grader.words.sentences import own_tests as sentences
from grader.words.text import visible
from reference.records import dataclass, replace

MESSAGE = 1_200  # characters of one test's message that are shown
PRINTED = 800  # of what it printed
_NOTHING, _ALL = Fraction(0), Fraction(1)
_AROUND = re.compile(r"(setUp|tearDown)(Class|Module) \((?:.*\.)?([^.()]+)\)")


@dataclass(frozen=True, kw_only=True)
class TestOutcome:
    """One test, judged: its points, the share of them that stands, and what is said of it."""

    name: str
    points: Fraction
    share: Fraction
    verdict: Verdict
    note: str
    message: str = ""
    detail: str = ""
    remarks: tuple[str, ...] = ()
    visibility: str = "visible"
    number: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tested:
    """A file of tests, judged."""

    finding: Finding
    parts: tuple[TestOutcome, ...] = ()
    ranks: tuple[Rank, ...] = ()
    staff: tuple[str, ...] = ()


class CourseTests:
    """The tests that a course brought along, run when they are first asked for."""

    def __init__(self, assignment: Assignment, worker: Worker | None) -> None:
        self.answers: dict[str, Answer] = {
            answer.name: answer for answer in assignment.answers if answer.kind == "tests"
        }
        self.worker = worker
        self._judged: dict[str, Tested] = {}

    def judge(self, name: str) -> Tested:
        """What is found by the tests of one answer."""
        if name not in self._judged:
            self._judged[name] = self._judge(name)
        return self._judged[name]

    def _judge(self, name: str) -> Tested:
        tests = from_plain(OwnTests, self.answers[name].value)
        if self.worker is None:
            said = sentences.tests_need_a_program()
            return Tested(Finding(Verdict.MISSING, "tests.no-program", said))
        run = run_tests(tests, self.worker)
        if run.unloadable is not None and not run.unloadable.cause[0]:
            why = "; ".join(run.unloadable.messages)
            raise InputError(sentences.tests_not_loaded(tests.file, visible(why)))
        usual = self.answers[name].visibility
        parts = tuple(
            part if part.visibility else replace(part, visibility=usual)
            for part in (*_planned(tests, run), *_unplanned(tests, run))
        )
        parts = _costing_nothing(parts)
        return Tested(_finding(parts), parts, tuple(_ranks(tests, run)), tuple(_staff(tests, run)))


CANNOT = "tests.cannot-send"  # a test that cannot go on where the student's code is elsewhere


def _costing_nothing(parts: tuple[TestOutcome, ...]) -> tuple[TestOutcome, ...]:
    """Tests that could not go on give the share of their points that the others earn.

    Where there are no others, nothing can be judged.
    """
    others = [part for part in parts if part.note != CANNOT]
    total = sum((part.points for part in others), _NOTHING)
    earned = sum((part.points * part.share for part in others), _NOTHING)
    if not total:
        return parts
    return tuple(
        replace(part, share=earned / total) if part.note == CANNOT else part for part in parts
    )


def _finding(parts: Sequence[TestOutcome]) -> Finding:
    total = sum((part.points for part in parts), _NOTHING)
    earned = sum((part.points * part.share for part in parts), _NOTHING)
    share = earned / total if total else _ALL
    passed = sum(part.verdict is Verdict.RIGHT for part in parts)
    said = sentences.tests_passed(passed, len(parts))
    if share == 1:
        return Finding(Verdict.RIGHT, "tests.passed", said, share=share)
    off = {part.verdict for part in parts if part.share < 1}
    alike = off.pop() if len(off) == 1 and not earned else Verdict.WRONG
    return Finding(alike, f"tests.{_NOTES.get(alike, 'failed')}", said, share=share)


_NOTES = {Verdict.MISSING: "missing", Verdict.FAILED: "not-judged"}


def _planned(tests: OwnTests, run: Run) -> Iterator[TestOutcome]:
    """The tests that stand in the file, in its order; a test with cases is a part for each."""
    for test in tests.tests:
        cases = [one for one in run.loaded if one == test.id or one.startswith(f"{test.id}[")]
        for case in cases or [test.id]:
            yield _part(test, case, len(cases) or 1, run)


def _unplanned(tests: OwnTests, run: Run) -> Iterator[TestOutcome]:
    """Tests that only exist when the file runs: they are told, and have no points."""
    for name in _unknown(tests, run):
        test = OwnTest(id=name, line=0, weight=_NOTHING)
        yield _part(test, name, 1, run)


def _unknown(tests: OwnTests, run: Run) -> list[str]:
    known = {test.id for test in tests.tests}
    return [one for one in run.loaded if one.partition("[")[0] not in known]


def _part(test: OwnTest, case: str, cases: int, run: Run) -> TestOutcome:
    ran = run.ran.get(case) or _not_run(test, run)
    share, about = _share(test, ran)
    verdict, note, said = _verdict(ran, share)
    printed = visible(ran.printed.strip(), longest=PRINTED, lines=True)
    remarks = (*about, *([sentences.test_printed(printed)] if printed else []))
    name = test.title or test.id
    if case != test.id:
        name = f"{name} {case[len(test.id) :]}"
    part = TestOutcome(
        name=visible(name, longest=120),
        points=test.weight / cases,
        share=share,
        verdict=verdict,
        note=f"tests.{note}",
        message=visible(said, longest=MESSAGE, lines=True),
        remarks=remarks,
        visibility=test.visibility,
        number=test.number,
        tags=test.tags,
    )
    if test.hide_errors and ran.how in ("failed", "error"):
        detail = visible(" | ".join([said, *remarks]), longest=MESSAGE)
        return replace(part, message=test.hide_errors, remarks=(), detail=detail)
    return part


def _not_run(test: OwnTest, run: Run) -> Ran:
    """Why a test has no outcome of its own."""
    if run.unloadable is not None:
        return replace(run.unloadable, how="error")
    own = test.id.rpartition(".")[0]
    for name, ran in run.around.items():
        found = _AROUND.fullmatch(name)
        if found and found[1] == "setUp" and (found[2] == "Module" or found[3] == own):
            what = f"{found[1]}{found[2]}"
            if ran.how == "skipped":
                return ran
            said = sentences.test_set_up_failed(what, "; ".join(ran.messages))
            return replace(ran, how="set-up", messages=(said,))
    why = run.stopped or sentences.test_not_found()
    return Ran("not-run", (sentences.test_not_run(why),))


def _share(test: OwnTest, ran: Ran) -> tuple[Fraction, tuple[str, ...]]:
    """What share of its points a test gives, and what is odd about that."""
    if ran.how in ("passed", "failed", "error") and isinstance(ran.score, str):
        return _NOTHING, (sentences.score_unreadable(visible(ran.score, longest=80)),)
    if ran.how in ("passed", "failed", "error") and isinstance(ran.score, float):
        score = Fraction(repr(ran.score))
        bounded = min(max(score, _NOTHING), test.weight)
        said = (sentences.score_bounded(score, test.weight),) if bounded != score else ()
        return (bounded / test.weight if test.weight else _ALL), said
    if ran.how == "passed" and test.partial:
        return _ALL, (sentences.score_never_set(),)
    return (_ALL if ran.how in ("passed", "expected") else _NOTHING), ()


def _verdict(ran: Ran, share: Fraction) -> tuple[Verdict, str, str]:
    said = "\n".join(ran.messages)
    if ran.how in ("failed", "error", "set-up") and ran.cause[0]:
        return _by_cause(*ran.cause)
    match ran.how:
        case "passed":
            if share == 1:
                return Verdict.RIGHT, "passed", ""
            return Verdict.WRONG, "partly", sentences.test_partly()
        case "expected":
            return Verdict.RIGHT, "expected-failure", sentences.test_failed_as_expected()
        case "unexpected":
            return Verdict.WRONG, "unexpected-success", sentences.test_unexpected_success()
        case "skipped":
            return Verdict.FAILED, "skipped", sentences.test_skipped(said)
        case "failed":
            return Verdict.WRONG, "failed", said
        case "error":
            return Verdict.FAILED, "error", sentences.test_itself_failed(said)
        case how:  # it, or what it needs, did not run to its end
            return Verdict.FAILED, _ENDED.get(how, how), said


_ENDED = {DIED: "process-ended", LATE: "timed-out"}


def _by_cause(note: str, why: str) -> tuple[Verdict, str, str]:
    """What is said of a test that failed because the student's code did not answer."""
    if note in ("missing", "not-implemented"):
        return Verdict.MISSING, note, why
    if note == "raised":
        return Verdict.FAILED, note, sentences.test_code_raised(why)
    if note == "cannot-send":
        return Verdict.FAILED, note, sentences.test_could_not_go_on(why)
    return Verdict.FAILED, note, sentences.test_no_answer(why)


def _ranks(tests: OwnTests, run: Run) -> Iterator[Rank]:
    for test in tests.tests:
        ran = run.ran.get(test.id)
        if test.board and ran is not None and ran.board is not None:
            yield Rank(visible(test.board, longest=80), ran.board, test.order)


def _staff(tests: OwnTests, run: Run) -> Iterator[str]:
    """What only staff can mend."""
    for name in _unknown(tests, run):
        yield sentences.test_not_in_file(tests.file, visible(name, longest=120))
    for name, ran in run.ran.items():
        if ran.cause[0] == "cannot-send" and ran.how in ("failed", "error", "set-up"):
            where = visible("; ".join(ran.messages), longest=300)
            yield sentences.test_cannot_go_on(tests.file, visible(name, longest=120), where)
    for name, ran in run.around.items():
        if name.startswith("tearDown"):
            said = "; ".join(ran.messages)
            yield sentences.test_tear_down(tests.file, visible(f"{name}: {said}", longest=300))
    for test in tests.tests:
        found = run.ran.get(test.id)
        if test.board and (found is None or found.board is None):
            yield sentences.board_not_set(tests.file, test.id, test.board)
