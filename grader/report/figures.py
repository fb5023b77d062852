"""Figures of a sheet's items, each by a formula that is named with it.

`x` are the points of an item, `T` the totals, `R = T - x` the rest; variances are those of a sample
(n - 1).  What cannot be said is None and never 0: where everybody has the same there is no
correlation.  Whoever handed in nothing is not in the table.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from reference.records import dataclass

Points = NDArray[np.float64]

FEWEST = 10  # students below which an interval says nothing
_SAME = 1e-12


@dataclass(frozen=True)
class Item:
    """The figures of one item."""

    name: str
    most: float
    facility: float
    variance: float
    with_total: float | None
    with_rest: float | None
    efficiency: float | None
    share: float | None  # cov(x, T) / var(T)
    weight: float | None  # Moodle's effective weight
    top_bottom: float | None  # D27
    alpha_without: float | None
    interval: tuple[float, float] | None  # of `with_rest`

    @property
    def sd(self) -> float:
        """The standard deviation of the points."""
        return math.sqrt(self.variance)


@dataclass(frozen=True)
class Sheet:
    """The figures of the whole."""

    count: int
    mean: float
    median: float
    sd: float
    alpha: float | None
    items: tuple[Item, ...]

    @property
    def error_ratio(self) -> float | None:
        """Which share of the spread is error: sqrt(1 - alpha)."""
        return None if self.alpha is None or self.alpha > 1 else math.sqrt(1 - self.alpha)

    @property
    def standard_error(self) -> float | None:
        """How far a total may lie from what the same student would get on a like sheet."""
        return None if self.error_ratio is None else self.error_ratio * self.sd


def sheet_of(points: Mapping[str, Sequence[float]], most: Mapping[str, float]) -> Sheet | None:
    """The figures of a table of points, a column an item; None for fewer than two students."""
    names = list(points)
    table = np.array([points[name] for name in names], dtype=np.float64)
    if not names or table.shape[1] < 2:
        return None
    totals = table.sum(axis=0)
    weights = _weights(table, totals)
    return Sheet(
        count=table.shape[1],
        mean=float(totals.mean()),
        median=float(np.median(totals)),
        sd=float(totals.std(ddof=1)),
        alpha=alpha(table),
        items=tuple(
            _item(name, most[name], table, place, weights[place])
            for place, name in enumerate(names)
        ),
    )


def _item(name: str, most: float, table: Points, place: int, weight: float | None) -> Item:
    x, totals = table[place], table.sum(axis=0)
    rest = totals - x
    with_rest = correlation(x, rest)
    spread = float(totals.var(ddof=1))
    return Item(
        name=name,
        most=most,
        facility=float(x.mean() / most) if most else 0.0,
        variance=float(x.var(ddof=1)),
        with_total=correlation(x, totals),
        with_rest=with_rest,
        efficiency=_efficiency(x, rest),
        share=_covariance(x, totals) / spread if spread > _SAME else None,
        weight=weight,
        top_bottom=top_bottom(x, totals, most),
        alpha_without=alpha(np.delete(table, place, axis=0)),
        interval=interval_of(with_rest, len(x)),
    )


def _covariance(x: Points, y: Points) -> float:
    return float(np.cov(x, y)[0, 1])


def correlation(x: Points, y: Points) -> float | None:
    """Pearson's correlation; None where one of the two is the same for everybody."""
    if x.var() < _SAME or y.var() < _SAME:
        return None
    return float(np.corrcoef(x, y)[0, 1])


def interval_of(r: float | None, count: int) -> tuple[float, float] | None:
    """The 95 % interval of a correlation by Fisher's z; None where a class is too small for one.

    >>> [round(end, 2) for end in interval_of(0.3, 30)]
    [-0.07, 0.6]
    """
    if r is None or count < FEWEST or abs(r) >= 1:
        return None
    z, reach = math.atanh(r), 1.959964 / math.sqrt(count - 3)
    return math.tanh(z - reach), math.tanh(z + reach)


def _efficiency(x: Points, rest: Points) -> float | None:
    """The covariance with the rest, as a part of the largest that these points could have."""
    largest = _covariance(np.sort(x), np.sort(rest))
    return None if abs(largest) < _SAME else _covariance(x, rest) / largest


def _weights(table: Points, totals: Points) -> list[float | None]:
    """What each item weighs in the spread, as Moodle has it; a negative covariance has no value."""
    covariances = [_covariance(x, totals) for x in table]
    roots = [math.sqrt(c) if c >= 0 else None for c in covariances]
    whole = sum(root for root in roots if root is not None)
    return [None if root is None or not whole else root / whole for root in roots]


def alpha(table: Points) -> float | None:
    """Cronbach's alpha, which for full marks or none is KR-20."""
    count = table.shape[0]
    spread = float(table.sum(axis=0).var(ddof=1))
    if count < 2 or spread < _SAME:
        return None
    parts = float(table.var(axis=1, ddof=1).sum())
    return float(count / (count - 1) * (1 - parts / spread))


def top_bottom(x: Points, totals: Points, most: float, *, group: int | None = None) -> float | None:
    """The facility among the best 27 % less that among the weakest; ties go by the order of the ids."""
    size = group or max(1, round(0.27 * len(x)))
    if 2 * size > len(x) or not most:
        return None
    order = np.argsort(-totals, kind="stable")
    return float((x[order[:size]].mean() - x[order[-size:]].mean()) / most)


def fifths(x: Points, totals: Points, most: float) -> list[float]:
    """The facility in every fifth of the class, the weakest first."""
    order = np.argsort(totals, kind="stable")
    return [float(x[part].mean() / most) for part in np.array_split(order, 5) if len(part) and most]


def histogram(totals: Points, most: float) -> list[tuple[float, float, int]]:
    """How many lie in each step of the points, which is a round number: from, to, count.

    >>> [(low, high) for low, high, _ in histogram(np.array([9.0]), 9)][-1]
    (8.5, 9.0)
    """
    step = next((each for each in _STEPS if (most or 1) <= each * _MOST_STEPS), most / _MOST_STEPS)
    edges = step * np.arange(int(np.ceil((most or 1) / step - 1e-9)) + 1)
    counts, _ = np.histogram(totals, bins=edges)
    return [(float(a), float(b), int(n)) for a, b, n in zip(edges, edges[1:], counts, strict=False)]


_MOST_STEPS = 24
_STEPS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100)
