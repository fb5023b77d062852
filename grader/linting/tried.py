"""What becomes of the submissions that an author should try: points, and which mistakes are named."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from grader.assignment import Assignment, find_assignment, load_assignment
from grader.assignment.kinds import CODE
from grader.grading.grade import grade
from grader.key.unsolved import refusal
from grader.linting.attempts import BLANK, KEY, ROUNDED, Attempt, attempts
from grader.linting.blind_spots import BlindSpots
from grader.outcome.errors import Faulty, GraderError
from grader.outcome.finding import Verdict
from grader.outcome.report import Report
from grader.sandbox.rooms import temporary
from grader.submission.work import opened
from grader.variant.selection import example_of
from grader.words.sentences import tries as sentences
from reference.records import dataclass

_ZOO = "zoo"  # the folder beside an assignment in which authors keep submissions
_ENDINGS = (".py", ".ipynb", ".yaml", ".yml", ".json")


@dataclass(frozen=True)
class Tried:
    """One submission and what it got; `surprise` is told where it should have got something else."""

    what: str
    score: Fraction
    pending: Fraction
    max_score: Fraction
    said: str = ""
    surprise: str = ""


@dataclass(frozen=True)
class Trial:
    """Everything that was tried on one assignment; `beyond` counts the points of code, which no key has."""

    name: str
    tried: tuple[Tried, ...]
    beyond: Fraction

    @property
    def surprising(self) -> bool:
        """Whether a submission got what it should not get."""
        return any(one.surprise for one in self.tried)


def try_out(name: str, *, every: bool = False) -> Trial:
    """Grade what an author should try; raise InputError for an assignment that cannot be used.

    `every` asks for each place in which a mistake can be made, not only the first.
    """
    path = find_assignment(name)
    assignment = example_of(load_assignment(path))
    beyond = _of_code(assignment)
    try:
        with temporary("tried") as folder:
            made = [
                _made(attempt, assignment, Path(folder) / f"{place}.json", path, beyond)
                for place, attempt in enumerate(attempts(assignment, every=every))
            ]
    except Faulty as fault:
        raise refusal(fault, path, assignment) from None
    return Trial(assignment.id, (*made, *_kept(path, assignment)), beyond)


def _of_code(assignment: Assignment) -> Fraction:
    return sum((a.points for a in assignment.answers if a.kind in CODE), Fraction(0))


def seen_nowhere(path: Path, assignment: Assignment, blind: Sequence[BlindSpots]) -> Iterator[str]:
    """The usual mistakes that cost nothing on the whole sheet, as `try_out` finds them, with a cure.

    Only what hides in the interval of every answer that it changes is graded at all.
    """
    spots = {spot.answer.name: spot for spot in blind}
    beyond = _of_code(assignment)
    with temporary("unseen") as folder:
        for place, attempt in enumerate(attempts(assignment)):
            if not attempt.note or not all(
                _hides(attempt, spots.get(n), n) for n in attempt.touched
            ):
                continue
            file = Path(folder) / f"{place}.json"
            if _made(attempt, assignment, file, path, beyond).surprise:
                yield sentences.seen_nowhere(attempt.what, _decimals(attempt, spots))


def _hides(attempt: Attempt, spot: BlindSpots | None, name: str) -> bool:
    """Whether what a mistake makes of an answer would be accepted by itself."""
    if spot is None:
        return False
    value = np.asarray(attempt.answers[name], dtype=np.float64)
    return bool(np.all(spot.interval.holds(value)))


def _decimals(attempt: Attempt, spots: Mapping[str, BlindSpots]) -> int | None:
    """With how many decimals some answer would see a mistake, where that is known."""
    hidden = (one for name in attempt.touched for one in spots[name].hidden)
    named = [h for h in hidden if h.mistake.note == attempt.note and h.mistake.what in attempt.what]
    return min((h.decimals for h in named if h.decimals is not None), default=None)


def _made(
    attempt: Attempt, assignment: Assignment, file: Path, path: Path, beyond: Fraction
) -> Tried:
    file.write_text(json.dumps(_plain(attempt.answers)), encoding="utf-8")
    with opened(file) as work:
        report = grade(assignment, work, source=path, shared=True)
    return Tried(
        attempt.what,
        report.score,
        report.pending,
        report.max_score,
        _seen(attempt, report),
        _surprise(attempt, report, beyond),
    )


def _plain(answers: object) -> object:
    """Answers as JSON takes them; an infinite end of a range is written as a word already."""
    return json.loads(json.dumps(answers, default=str))


def _seen(attempt: Attempt, report: Report) -> str:
    """How the answers that a mistake changes were judged."""
    if not attempt.note:
        return ""
    told: Counter[str] = Counter()
    for entry in report.entries:
        if entry.name in attempt.touched:
            told[_fate(entry.verdict, entry.note)] += 1
    return sentences.fates(told)


def _fate(verdict: Verdict, note: str) -> str:
    if verdict is Verdict.WRONG:
        return "wrong" if note.endswith(".differs") else "named"
    return str(verdict.value)


def _surprise(attempt: Attempt, report: Report, beyond: Fraction) -> str:
    waiting = sum(
        (e.max_score for e in report.entries if e.kind == "text"), Fraction(0)
    )  # staff's affair
    expected = report.max_score - waiting - beyond
    if attempt.what in (KEY, ROUNDED) and report.score < expected:
        lost = [e.name for e in report.entries if e.verdict is not Verdict.RIGHT]
        short = [e for e in lost if e in attempt.answers]
        return sentences.loses(attempt.what, short)
    if attempt.what == BLANK and report.score > 0:
        return sentences.blank_earns()
    if attempt.note and report.score >= expected:
        return sentences.costs_nothing()
    return ""


def _kept(path: Path, assignment: Assignment) -> Iterator[Tried]:
    """The submissions that an author keeps beside the assignment."""
    folder = path.parent / _ZOO
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    for file in files:
        if file.suffix not in _ENDINGS:
            continue
        what = f"{_ZOO}/{file.name}"
        try:
            with opened(file) as work:
                report = grade(assignment, work, source=path, shared=True)
        except GraderError as fault:
            yield Tried(what, Fraction(0), Fraction(0), assignment.points, "", fault.sentence)
            continue
        yield Tried(what, report.score, report.pending, report.max_score)
