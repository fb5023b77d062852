"""What a course does with late work and with many attempts, where its assignment asks for it.

Everything is computed from the dates in the metadata and never from the clock, so that a rerun next
month gives the same points.  Gradescope keeps the results of the latest earlier submission only;
so each of our results carries the ids of the attempts that have counted so far.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from grader.assignment import Gradescope
from grader.gradescope.metadata import Metadata, Previous, read_number
from grader.gradescope.results import COUNTED, FAULT, VISIBILITIES, Test
from grader.grading.lateness import DAY, lateness
from grader.words.sentences import gradescope as sentences
from reference.records import dataclass

ATTEMPTS = "attempts"  # in extra_data: the ids of those that count, this one included
AGAIN = "again"  # in extra_data: whether earlier results are shown
_BETWEEN = "\n\n"


def counted(metadata: Metadata) -> tuple[Previous, ...]:
    """The earlier submissions that are attempts, oldest first.

    Not those that failed through no fault of the student, nor those that only saw an earlier result
    again.
    """
    known = _last_account(metadata.previous)
    return tuple(
        one
        for place, one in enumerate(metadata.previous)
        if not one.autograder_error
        and one.extra.get(COUNTED) is not False
        and (known is None or place > known[0] or one.id in known[1])
    )


def _last_account(previous: Sequence[Previous]) -> tuple[int, frozenset[str]] | None:
    """The newest list of attempts that one of our results holds, and where it stands."""
    for place in reversed(range(len(previous))):
        listed = previous[place].extra.get(ATTEMPTS)
        if isinstance(listed, list):
            return place, frozenset(str(one) for one in listed)
    return None


@dataclass(frozen=True)
class ShownAgain:
    """An attempt too many: what is shown in its place, and the score that stands."""

    tests: tuple[Test, ...]
    output: str
    score: Fraction


def too_many(rules: Gradescope, metadata: Metadata) -> ShownAgain | None:
    """The earlier result, if there were as many attempts within a day as there may be."""
    if rules.attempts_per_day is None or metadata.created_at is None:
        return None
    earlier = counted(metadata)
    since = metadata.created_at - DAY
    recent = [one.time for one in earlier if one.time and since < one.time <= metadata.created_at]
    if len(recent) < rules.attempts_per_day:
        return None
    again = recent[-rules.attempts_per_day] + DAY
    sentence = sentences.attempts_used_up(
        rules.attempts_per_day, _date(again.astimezone(metadata.created_at.tzinfo))
    )
    score = next((one.score for one in reversed(earlier) if one.score is not None), 0.0)
    newest = next((one for one in reversed(metadata.previous) if _shows_answers(one)), Previous())
    return ShownAgain(_tests(newest), _joined(sentence, newest), _exact(score))


def _shows_answers(one: Previous) -> bool:
    """Whether its results are those of an attempt, or show one again; not a fault of ours."""
    return bool(one.results) and not one.autograder_error and FAULT not in one.extra


def _joined(sentence: str, newest: Previous) -> str:
    """The sentence, and what stood above the earlier results."""
    output = (newest.results or {}).get("output")
    earlier = output if isinstance(output, str) else ""
    if newest.extra.get(AGAIN) is True:
        earlier = earlier.partition(_BETWEEN)[2]
    return f"{sentence}{_BETWEEN}{earlier}" if earlier else sentence


def _tests(newest: Previous) -> tuple[Test, ...]:
    """Tests as they came back, padded with nulls, as we would write them."""
    results = newest.results or {}
    stored = results.get("tests")
    usual = results.get("visibility")
    return tuple(
        _test(test, usual)
        for test in (stored if isinstance(stored, list) else ())
        if isinstance(test, dict)
    )


def _test(stored: Mapping[str, object], usual: object) -> Test:
    score, most = read_number(stored.get("score")), read_number(stored.get("max_score"))
    visibility = stored.get("visibility") or usual
    return Test(
        name=str(stored.get("name") or ""),
        number=str(stored.get("number") or ""),
        output=str(stored.get("output") or "").replace("\r", ""),
        passed=stored.get("status", "passed" if score == most else "failed") == "passed",
        score=None if score is None else _exact(score),
        max_score=None if most is None else _exact(most),
        visibility=visibility if visibility in VISIBILITIES else "visible",
    )


def standing(rules: Gradescope, metadata: Metadata) -> Fraction:
    """The score that stands if this submission cannot be graded: not less than there was."""
    scores = [one.score for one in counted(metadata) if one.score is not None]
    if not scores:
        return Fraction(0)
    return _exact(max(scores) if rules.counts == "best" else scores[-1])


@dataclass(frozen=True)
class Score:
    """The score that Gradescope gets, with the sentences that say how it came about."""

    points: Fraction
    sentences: tuple[str, ...] = ()


def score(
    rules: Gradescope, metadata: Metadata, earned: Fraction, *, open_book: bool = True
) -> Score:
    """What an attempt is worth: less what its lateness costs, together with those before.

    If some results are still hidden, `open_book` is False and no sentence names points.
    """
    late = lateness(rules, metadata.due_for_all, metadata.created_at)
    own = earned * (1 - late.share)
    said = []
    if late.share:
        due = _date(late.due) if late.due else ""
        said.append(
            sentences.handed_in_late(
                late.days, late.share, due, (earned, own) if open_book else None
            )
        )
    before = [_exact(one.score) for one in counted(metadata) if one.score is not None]
    if rules.counts == "latest" or not before:
        return Score(own, tuple(said))
    if rules.counts == "best":
        total = max(*before, own)
    else:
        # What stands with the newest attempt is the average of all up to it.
        total = (before[-1] * len(before) + own) / (len(before) + 1)
    said.append(
        sentences.attempts_count(rules.counts, len(before) + 1, (own, total) if open_book else None)
    )
    return Score(total, tuple(said))


def account(metadata: Metadata, *, is_attempt: bool) -> dict[str, object]:
    """What later runs must know about the attempts so far, as extra data."""
    listed = [one.id for one in counted(metadata) if one.id]
    if is_attempt and metadata.id:
        listed.append(metadata.id)
    return {COUNTED: is_attempt, ATTEMPTS: listed}


def _exact(score: float) -> Fraction:
    return Fraction(str(round(score, 6)))


def _date(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M (UTC%z)")
