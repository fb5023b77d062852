"""The figures of items are those of a worked example, by hand and by formula."""

from __future__ import annotations

import math

import numpy as np
import pytest

from grader.report.figures import alpha, histogram, interval_of, sheet_of, top_bottom
from grader.report.harder import compared, kruskal, permutation

POINTS = {"a": [2, 2, 1, 2, 0], "b": [3, 2.5, 3, 1, 0.5], "c": [1, 1, 0, 0, 1]}
MOST = {"a": 2, "b": 3, "c": 1}

# facility, variance, sd, with total, with rest, efficiency, share, weight, D27, alpha without
WORKED = {
    "a": (0.7, 0.8, 0.8944, 0.7607, 0.3887, 0.4186, 0.37037, 0.374257, 1.0, 0.0),
    "b": (0.6667, 1.375, 1.1726, 0.8704, 0.4264, 0.4444, 0.555556, 0.45837, 0.8333, -0.2),
    "c": (0.6, 0.3, 0.5477, 0.2485, -0.0512, -0.0606, 0.074074, 0.167373, 0.0, 0.6299),
}


@pytest.mark.parametrize("name", WORKED)
def test_an_item_has_the_figures_of_the_worked_example(name: str) -> None:
    sheet = sheet_of(POINTS, MOST)
    assert sheet is not None
    item = next(one for one in sheet.items if one.name == name)
    found = (item.facility, item.variance, item.sd, item.with_total, item.with_rest,
             item.efficiency, item.share, item.weight, item.top_bottom, item.alpha_without)  # fmt: skip
    assert WORKED[name] == pytest.approx(found, abs=5e-5)
    assert item.interval is None, "five students are too few for an interval"


def test_the_sheet_has_the_figures_of_the_worked_example() -> None:
    sheet = sheet_of(POINTS, MOST)
    assert sheet is not None
    found = (
        sheet.mean,
        sheet.median,
        sheet.sd,
        sheet.alpha,
        sheet.error_ratio,
        sheet.standard_error,
    )
    assert (4, 4, 1.8371, 0.4, 0.7746, 1.4230) == pytest.approx(found, abs=5e-5)
    x = {name: np.array(values, dtype=float) for name, values in POINTS.items()}
    totals = sum(x.values())
    pairs = [top_bottom(x[name], totals, MOST[name], group=2) for name in "abc"]
    assert [0.5, 0.6667, 0.5] == pytest.approx(pairs, abs=5e-5)


def test_full_marks_or_none_give_the_alpha_of_full_marks() -> None:
    full = np.array([[p == MOST[name] for p in POINTS[name]] for name in POINTS], dtype=float)
    assert -0.1875 == pytest.approx(alpha(full), abs=5e-5)


def test_a_row_of_zeros_lifts_the_figures_and_is_therefore_left_out() -> None:
    sheet = sheet_of({name: [*values, 0] for name, values in POINTS.items()}, MOST)
    assert sheet is not None
    assert (0.6522, 0.2592) == pytest.approx((sheet.alpha, sheet.items[2].with_rest), abs=5e-5)


def test_where_everybody_has_full_points_there_is_no_correlation() -> None:
    sheet = sheet_of({"a": [1, 1, 1], "b": [1, 2, 3]}, {"a": 1, "b": 3})
    assert sheet is not None
    assert (None, None, None) == (
        sheet.items[0].with_rest, sheet.items[0].with_total, sheet.items[0].efficiency
    )  # fmt: skip
    same = sheet_of({"a": [1, 1], "b": [2, 2]}, {"a": 1, "b": 2})
    assert same is not None
    assert same.alpha is None


INTERVALS = ((30, -0.07, 0.60), (200, 0.17, 0.42))


@pytest.mark.parametrize(("count", "low", "high"), INTERVALS)
def test_an_interval_says_how_little_a_small_class_knows(
    count: int, low: float, high: float
) -> None:
    assert (low, high) == pytest.approx(interval_of(0.3, count), abs=5e-3)


GROUPS = ((8, 7, 9), (6, 7, 5), (9, 8, 4))


def test_groups_are_compared_by_ranks_and_by_every_deal() -> None:
    h = kruskal(GROUPS)
    assert 2.3476 == pytest.approx(h, abs=5e-5)
    assert (pytest.approx(0.3643, abs=5e-5), True) == permutation(h, GROUPS)
    assert math.isclose(0.3092, math.exp(-h / 2), abs_tol=5e-5), "chi-square with two degrees"


def test_of_large_groups_some_deals_are_drawn_and_the_same_class_gets_the_same_figure() -> None:
    """Ten below and ten above: of 184,756 deals only two lie as far apart."""
    apart = (range(10), range(10, 20))
    assert (1 / 2001, False) == permutation(kruskal(apart), apart)
    alike = (range(0, 20, 2), range(1, 20, 2))
    p, exact = permutation(kruskal(alike), alike)
    assert (0.706, False) == (pytest.approx(p, abs=0.05), exact), "chi-square of h = 0.143 is 0.705"
    assert p == permutation(kruskal(alike), alike)[0]


def test_nothing_is_said_of_groups_of_one_or_of_equal_totals() -> None:
    assert compared([("a", [1]), ("b", [2])]) is None
    assert compared([("a", [1, 1]), ("b", [1, 1])]) is None
    found = compared([("a", [8, 7, 9]), ("b", [6, 7, 5])])
    assert found is not None
    assert (2, 0.4, 3.6) == pytest.approx((found.difference, *found.interval), abs=0.05)


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (9, (0.5, 18, 9.0)),
        (42, (2.0, 21, 42.0)),
        (1, (0.1, 10, 1.0)),
        (0, (0.1, 10, 1.0)),
        (100, (5.0, 20, 100.0)),
    ],
)
def test_steps_of_points_are_round_numbers_and_reach_to_all_points(
    most: float, expected: tuple[float, int, float]
) -> None:
    bars = histogram(np.array([0.0, most]), most)
    assert expected == pytest.approx((bars[0][1], len(bars), bars[-1][1]))
    assert 2 == sum(number for *_, number in bars)
