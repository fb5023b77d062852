"""Whether some variants were harder than others, as far as a class can tell.

Everybody with numbers of their own is a group of one, of which nothing can be said: so students are
grouped by their variant where several share one, else by features of the numbers that were fixed
before anybody looked.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reference.records import dataclass

Ranks = NDArray[np.float64]

_EXACT = 20_000  # rearrangements that are all tried; beyond, as many are drawn


@dataclass(frozen=True)
class Compared:
    """Groups beside each other: Kruskal and Wallis' H and how often chance alone reaches it."""

    groups: tuple[tuple[str, int, float], ...]  # label, students, mean
    h: float
    p: float
    exact: bool
    difference: float  # of the two groups that lie farthest apart
    interval: tuple[float, float]


def compared(groups: Sequence[tuple[str, Sequence[float]]]) -> Compared | None:
    """The comparison; None where there are fewer than two groups of two, or all have the same."""
    useful = [(label, list(values)) for label, values in groups if len(values) >= 2]
    everything = [value for _, values in useful for value in values]
    if len(useful) < 2 or len(set(everything)) < 2:
        return None
    h = kruskal([values for _, values in useful])
    p, exact = permutation(h, [values for _, values in useful])
    ordered = sorted(useful, key=lambda group: float(np.mean(group[1])))
    low, high = np.array(ordered[0][1]), np.array(ordered[-1][1])
    difference = float(high.mean() - low.mean())
    error = math.sqrt(high.var(ddof=1) / len(high) + low.var(ddof=1) / len(low))
    return Compared(
        tuple((label, len(values), float(np.mean(values))) for label, values in useful),
        h,
        p,
        exact,
        difference,
        (difference - 1.96 * error, difference + 1.96 * error),
    )


def kruskal(groups: Sequence[Sequence[float]]) -> float:
    """Kruskal and Wallis' H with the correction for ties.

    >>> round(kruskal([(8, 7, 9), (6, 7, 5), (9, 8, 4)]), 4)
    2.3476
    """
    values = np.concatenate([np.asarray(group, dtype=np.float64) for group in groups])
    return _h(_ranks(values), [len(group) for group in groups], values)


def _ranks(values: Ranks) -> Ranks:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2.0)[place]


def _h(ranks: Ranks, sizes: Sequence[int], values: Ranks) -> float:
    n, at, total = len(ranks), 0, 0.0
    for size in sizes:
        total += float(ranks[at : at + size].sum()) ** 2 / size
        at += size
    _, counts = np.unique(values, return_counts=True)
    ties = 1 - float((counts**3 - counts).sum()) / (n**3 - n)
    return (12 / (n * (n + 1)) * total - 3 * (n + 1)) / ties


def permutation(h: float, groups: Sequence[Sequence[float]]) -> tuple[float, bool]:
    """How often students dealt to the groups at random lie as far apart; whether all deals were tried.

    >>> round(
    ...     permutation(
    ...         kruskal([(8, 7, 9), (6, 7, 5), (9, 8, 4)]), [(8, 7, 9), (6, 7, 5), (9, 8, 4)]
    ...     )[0],
    ...     4,
    ... )
    0.3643
    """
    values = np.concatenate([np.asarray(group, dtype=np.float64) for group in groups])
    ranks, sizes = _ranks(values), [len(group) for group in groups]
    deals = math.factorial(len(values))
    for size in sizes:
        deals //= math.factorial(size)
    if deals <= _EXACT:
        found = [_h(ranks[list(order)], sizes, values) for order in _deals(len(values), sizes)]
        return sum(one >= h - 1e-9 for one in found) / len(found), True
    chance = random.Random(27)  # noqa: S311 - the same class gets the same figure
    order, hits = list(range(len(values))), 0
    for _ in range(2_000):
        chance.shuffle(order)
        hits += _h(ranks[order], sizes, values) >= h - 1e-9
    return (hits + 1) / 2_001, False


def _deals(count: int, sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """Every way to deal so many students into groups of these sizes."""
    found = []

    def deal(left: frozenset[int], rest: Sequence[int], dealt: tuple[int, ...]) -> None:
        if not rest:
            found.append(dealt)
            return
        for chosen in itertools.combinations(sorted(left), rest[0]):
            deal(left - set(chosen), rest[1:], dealt + chosen)

    deal(frozenset(range(count)), sizes, ())
    return found
