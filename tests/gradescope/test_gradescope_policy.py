"""Late work and many attempts: rows of dates and earlier results, and what they come to."""

from datetime import datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.assignment import Gradescope, Late
from grader.gradescope import policy
from grader.gradescope.metadata import Metadata, Previous, User
from grader.grading.lateness import lateness

F = Fraction
DUE = datetime(2026, 11, 10, 23, 59, tzinfo=timezone(timedelta(hours=-8)))
RULE = Gradescope(late=Late(per_day=F(1, 10), grace_minutes=15, most=F(1, 2)))


def handed_in(after=timedelta(0), **more):
    return Metadata(id="9", created_at=DUE + after, due=DUE, **more)


def lateness_of(dates):
    return lateness(RULE, dates.due_for_all, dates.created_at)


LATE = [
    (timedelta(hours=-1), 0, 0, "in time"),
    (timedelta(0), 0, 0, "on the dot"),
    (timedelta(minutes=15), 0, 0, "at the end of the grace period"),
    (timedelta(minutes=15, microseconds=1), 1, F(1, 10), "beyond it the whole lateness counts"),
    (timedelta(days=1), 1, F(1, 10), "one day exactly"),
    (timedelta(days=1, seconds=1), 2, F(2, 10), "a day begun is a day"),
    (timedelta(days=5), 5, F(1, 2), "the most there is to lose"),
    (timedelta(days=40), 40, F(1, 2), "and no more than that"),
]  # fmt: skip


@pytest.mark.parametrize(("after", "days", "share", "why"), LATE)
def test_late_work_loses_a_share_for_every_day_begun(after, days, share, why):
    found = lateness_of(handed_in(after))
    assert (found.days, found.share) == (days, share)
    assert policy.score(RULE, handed_in(after), F(8)).points == 8 * (1 - share)


CLOCKS = [
    (1, "2026-10-31T20:00-04:00", "2026-11-01T19:30-05:00", "23.5 hours on the wall, 24.5 elapsed"),
    (1, "2026-03-07T20:00-05:00", "2026-03-08T20:30-04:00", "24.5 hours on the wall, 23.5 elapsed"),
    (2, "2026-10-31T20:00-04:00", "2026-11-01T20:30-05:00", "more than a day on both"),
    (2, "2026-10-31T20:00+00:00", "2026-11-01T16:30-04:00", "two zones are no change of clocks"),
]


@pytest.mark.parametrize(("days", "due", "handed", "why"), CLOCKS)
def test_a_change_of_clocks_costs_nobody_a_day(days, due, handed, why):
    dates = Metadata(
        id="9", due=datetime.fromisoformat(due), created_at=datetime.fromisoformat(handed)
    )
    assert lateness_of(dates).days == days


def test_an_extension_of_the_student_moves_the_date():
    user = User(id="1", due=DUE + timedelta(days=2))
    assert lateness_of(handed_in(timedelta(days=2), users=(user,))).share == 0


NO_DATES = [
    (Gradescope(), handed_in(timedelta(days=3)), "no rule"),
    (RULE, Metadata(id="9", due=DUE), "no date of the submission"),
    (RULE, Metadata(id="9", created_at=DUE), "no date when it is due"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "metadata", "why"), NO_DATES)
def test_nothing_is_late_without_a_rule_and_both_dates(rules, metadata, why):
    assert policy.score(rules, metadata, F(8)) == policy.Score(F(8))


def test_what_lateness_cost_is_told_with_points_only_if_all_results_are_shown():
    late = handed_in(timedelta(hours=30))
    (told,) = policy.score(RULE, late, F(8)).sentences
    assert told == "Handed in 2 days late (due 2026-11-10 23:59 (UTC-0800)): 20 % of the points are taken off: 8 become 6.4."  # fmt: skip
    (told,) = policy.score(RULE, late, F(8), open_book=False).sentences
    assert told.endswith("20 % of the points are taken off.")


# -- which attempts count ---------------------------------------------------------------------


def earlier(number, hours, score=None, *, error=False, **extra):
    """An earlier submission, so many hours before this one."""
    results = {"tests": [], "extra_data": extra} if extra else None
    time = DUE - timedelta(hours=hours)
    return Previous(id=str(number), time=time, score=score, autograder_error=error, results=results)


COUNTED = [
    ((), "", "the first"),
    ((earlier(1, 30, 4), earlier(2, 20, 5)), "12", "all, when nothing else is known"),
    ((earlier(1, 30, 4), earlier(2, 20, 0, error=True)), "1", "Gradescope's error is not an attempt"),
    ((earlier(1, 30, 4), earlier(2, 20, 4, counted=False, attempts=["1"])), "1", "ours neither"),
    ((earlier(1, 30, 4), earlier(2, 29, 4), earlier(3, 20, 5, counted=True, attempts=["1", "3"])),
     "13", "what the newest result says of those whose results are not there any more"),
    ((earlier(1, 30, 4, attempts=["1"], counted=True), earlier(2, 20, 5), earlier(3, 10, 6)), "123",
     "later ones than the newest that says anything"),
    ((earlier(1, 30, 4), earlier(2, 20, 5, attempts="1")), "12", "a damaged list says nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("previous", "ids", "why"), COUNTED)
def test_attempts_are_those_that_were_graded(previous, ids, why):
    metadata = handed_in(previous=previous)
    assert "".join(one.id for one in policy.counted(metadata)) == ids
    assert policy.account(metadata, is_attempt=True) == {"counted": True, "attempts": [*ids, "9"]}
    assert policy.account(metadata, is_attempt=False) == {"counted": False, "attempts": [*ids]}


def test_submissions_without_an_id_are_not_listed():
    metadata = Metadata(previous=(Previous(score=1.0),))
    assert policy.account(metadata, is_attempt=True) == {"counted": True, "attempts": []}


BEFORE = (earlier(1, 50, 6.0), earlier(2, 40, 3.0))
SCORES = [
    ("latest", (), 5, 5, "no attempt before"),
    ("latest", BEFORE, 5, 5, "what was before is gone"),
    ("best", BEFORE, 5, 6, "an earlier one was better"),
    ("best", BEFORE, 7, 7, "this one is better"),
    ("best", (), 5, 5, "no attempt before"),
    ("average", (), 5, 5, "no attempt before"),
    ("average", (earlier(1, 50, 6.0), earlier(2, 40, 4.0)), 7, 5,
     "the newest stands for the average of both: (2 * 4 + 7) / 3"),
    ("best", (earlier(1, 50, None),), 5, 5, "an attempt without a score"),
]  # fmt: skip


@pytest.mark.parametrize(("counts", "previous", "own", "score", "why"), SCORES)
def test_the_score_is_that_of_the_attempts_that_count(counts, previous, own, score, why):
    rules = Gradescope(counts=counts)
    assert policy.score(rules, handed_in(previous=previous), F(own)).points == score


@given(st.lists(st.fractions(0, 10, max_denominator=4), min_size=1, max_size=8))
def test_the_average_run_after_run_is_the_average_of_all(own_scores):
    rules = Gradescope(counts="average")
    previous = []
    for number, own in enumerate(own_scores):
        metadata = Metadata(id=str(number), previous=tuple(previous))
        found = policy.score(rules, metadata, own).points
        previous.append(earlier(number, 100 - number, float(round(found, 4))))
    assert abs(found - sum(own_scores) / len(own_scores)) < F(1, 500)


# -- too many attempts ------------------------------------------------------------------------

DAILY = Gradescope(attempts_per_day=2)
TOO_MANY = [
    (DAILY, (earlier(1, 30, 4), earlier(2, 20, 5)), False, "one of them is longer ago than a day"),
    (DAILY, (earlier(1, 23, 4), earlier(2, 20, 5)), True, "both within a day"),
    (DAILY, (earlier(1, 24, 4), earlier(2, 20, 5)), False, "a day ago exactly is over"),
    (DAILY, (earlier(1, 23, 0, error=True), earlier(2, 20, 5)), False, "errors are not attempts"),
    (DAILY, (earlier(1, -1, 4), earlier(2, 20, 5)), False, "a rerun does not see later ones"),
    (Gradescope(), (earlier(1, 2, 4),) * 9, False, "no rule"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "previous", "refused", "why"), TOO_MANY)
def test_an_attempt_too_many_is_not_graded(rules, previous, refused, why):
    assert (policy.too_many(rules, handed_in(previous=previous)) is not None) is refused


def test_without_a_date_nobody_is_turned_away():
    metadata = Metadata(id="9", previous=(earlier(1, 1, 4), earlier(2, 1, 4)))
    assert policy.too_many(DAILY, metadata) is None


def stored(output="Points.", **extra):
    """Results as they come back: padded with nulls."""
    test = {
        "name": "a1", "tags": None, "score": 1.5, "number": "a", "output": "ok", "status": None,
        "max_score": 2, "extra_data": None, "visibility": None, "name_format": None,
    }  # fmt: skip
    return {
        "score": 5.0, "tests": [test, {"name": None, "score": "2", "max_score": 2}, "junk"],
        "output": output, "visibility": "after_due_date", "leaderboard": [], "extra_data": extra,
    }  # fmt: skip


def again(**extra):
    newest = Previous(id="2", time=DUE - timedelta(hours=2), score=5.0, results=stored(**extra))
    first = Previous(id="1", time=DUE - timedelta(hours=3), score=4.0)
    found = policy.too_many(DAILY, handed_in(previous=(first, newest)))
    assert found is not None
    return found


def test_the_earlier_result_is_shown_again_with_its_score():
    found = again()
    assert found.score == 5
    first, second = found.tests
    assert (first.name, first.number, first.score, first.max_score) == ("a1", "a", F(3, 2), 2)
    assert (first.passed, first.visibility, first.output) == (False, "after_due_date", "ok")
    assert (second.score, second.passed) == (2, True)
    assert found.output.startswith("2 attempts within 24 hours are graded, and you have used them")
    assert "from 2026-11-11 20:59 (UTC-0800) on" in found.output
    assert found.output.endswith("\n\nPoints.")


def test_what_was_shown_again_before_is_not_told_twice():
    once = again()
    twice = again(output=once.output, again=True)
    assert twice.output == once.output


def test_a_fault_of_ours_is_not_shown_again():
    assert again(fault="ours").tests == ()


STANDING = [
    ("latest", (), 0, "there was nothing"),
    ("latest", BEFORE, 3, "the newest attempt"),
    ("best", BEFORE, 6, "the best attempt"),
    ("average", BEFORE, 3, "the average so far stands with the newest"),
]  # fmt: skip


@pytest.mark.parametrize(("counts", "previous", "score", "why"), STANDING)
def test_a_fault_of_ours_leaves_the_score_that_was(counts, previous, score, why):
    assert policy.standing(Gradescope(counts=counts), handed_in(previous=previous)) == score
