"""What `grader lint` is told about draws."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from grader.assignment import find_assignment, load_assignment
from grader.key.expected import Faulty
from grader.variant.statistics import DrawReport, draw_report


@cache
def report(name: str = "exam-relu-9") -> DrawReport:
    return draw_report(load_assignment(find_assignment(name)), count=300)


def test_acceptance_and_refusals_sum_up_to_all_draws():
    for part in report().parts:
        refused = sum(refusal.share for refusal in part.refusals)
        assert part.acceptance + refused == pytest.approx(1)
        assert 0 < part.acceptance < 1


def test_the_reasons_are_the_commonest_first():
    (backward,) = (part for part in report().parts if part.systems == ("backward",))
    shares = [refusal.share for refusal in backward.refusals]
    assert shares == sorted(shares, reverse=True)
    expected = ["z[1] < 0 does not hold", "relu in h[3] dies, or stands at 0"]
    assert expected == [refusal.reason.said for refusal in backward.refusals[:2]]


def test_the_rarest_part_is_the_assignment_s_acceptance():
    assert report().acceptance == min(part.acceptance for part in report().parts)


def test_what_everybody_has_is_shared_for_certain():
    sharing = report().sharing
    assert sharing["c_h2"] == sharing["d_dx1"] == 1  # the dead unit
    assert 0 < sharing["c_h3"] < 0.2
    assert report().twins < min(sharing.values())


def test_many_numbers_are_hardly_ever_shared():
    found = report("quiz-gated-cells")
    assert found.twins == 0
    assert max(found.sharing.values()) < 0.02
    assert "q1_range" not in found.sharing  # nothing about it is drawn
    assert found.space > 10**100


def test_the_spread_counts_everybody_once():
    for name in ("exam-relu-9", "quiz-gated-cells"):
        operation_count = report(name).operation_count
        assert sum(operation_count.bins) == 300
        assert len(operation_count.edges) == len(operation_count.bins) + 1 <= 11
        assert (operation_count.least, True) == (
            operation_count.edges[0],
            operation_count.most < operation_count.edges[-1],
        )
        assert len({b - a for a, b in pairwise(operation_count.edges)}) == 1, (
            "as wide as each other"
        )
        assert {int} == {type(edge) for edge in operation_count.edges}
        assert operation_count.least <= operation_count.median <= operation_count.most
        assert operation_count.most <= operation_count.least * 5 / 3  # a quarter either way


def test_mistakes_that_no_draw_shows_are_listed():
    (forward,) = (part for part in report().parts if part.systems == ("forward",))
    assert "initial-state-ignored" in {blind.note for blind in forward.blind}  # h_0 is 0
    assert not any(part.blind for part in report("quiz-gated-cells").parts if "gru" in part.systems)


def test_a_sheet_without_draws_has_nothing_to_tell():
    sheet = load_assignment(find_assignment("exam-relu-9"))
    found = draw_report(replace(sheet, systems={}, questions=()), count=5)
    assert found.acceptance == 1.0
    assert found.space == 1
    assert not found.parts
    assert not found.sharing


def test_what_cannot_be_drawn_raises_with_the_reason():
    sheet = load_assignment(find_assignment("exam-relu-12"))
    relu = replace(sheet.systems["relu"], require=("z[1] > 1000",))
    with pytest.raises(Faulty, match=r"mostly because z\[1\] > 1000 does not hold \(100 %\)"):
        draw_report(replace(sheet, systems={**sheet.systems, "relu": relu}), count=5)
