"""A finding is a plain value, and one that contradicts itself is none."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.outcome.errors import Faulty, GraderError, InputError, OwnFault
from grader.outcome.finding import Finding, Verdict

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("share", "followed", "why"),
    [
        (Fraction(0), Fraction(0), "wrong"),
        (Fraction(1), Fraction(0), "right"),
        (HALF, HALF, "half of it stands, as it follows"),
    ],
)
def test_a_share_lies_between_nothing_and_all(
    share: Fraction, followed: Fraction, why: str
) -> None:
    found = Finding(Verdict.WRONG, "number.differs", share=share, followed=followed)
    assert (share, followed) == (found.share, found.followed), why


@pytest.mark.parametrize(
    ("expected", "share", "followed", "why"),
    [
        ("share must lie", Fraction(3, 2), Fraction(0), "more than all"),
        ("share must lie", Fraction(-1, 2), Fraction(0), "less than nothing"),
        ("followed must be", HALF, Fraction(1), "more follows than stands"),
        ("followed must be", HALF, Fraction(-1, 2), "less than nothing follows"),
    ],
)
def test_a_finding_that_contradicts_itself_is_refused(
    expected: str, share: Fraction, followed: Fraction, why: str
) -> None:
    with pytest.raises(ValueError, match=expected):
        Finding(Verdict.WRONG, "number.differs", share=share, followed=followed)


@pytest.mark.parametrize(
    ("expected", "reason"),
    [(2, InputError("not there")), (3, OwnFault("we failed")), (3, GraderError("a reason"))],
)
def test_our_fault_and_a_fault_of_a_file_end_differently(
    expected: int, reason: GraderError
) -> None:
    assert expected == reason.exit_code


@pytest.mark.parametrize(
    ("expected", "fault"),
    [
        ("it has no values", Faulty("it has no values")),
        ('system "s": it has no values', Faulty("it has no values", system="s")),
        ('answer "a": it has no values', Faulty("it has no values", answer="a")),
    ],
)
def test_a_faulty_file_names_the_part_that_is_to_blame(expected: str, fault: Faulty) -> None:
    assert expected == str(fault)
    assert fault.said == "it has no values"
