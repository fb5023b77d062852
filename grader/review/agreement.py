"""How far two people, or a program and people, agree: the share of equal marks, and Cohen's kappa."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple


class Agreement(NamedTuple):
    """Of how many texts both gave the same; kappa is None where chance alone would do that."""

    texts: int
    same: int
    kappa: float | None

    @property
    def share(self) -> float:
        """The part of the texts to which both gave the same."""
        return self.same / self.texts if self.texts else 0.0


def agreement(pairs: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    """The agreement of pairs of marks: (observed - by chance) / (1 - by chance).

    Cohen's own measure, without weights.  Twenty-fold yes/yes, five-fold yes/no, ten-fold no/yes and
    fifteen-fold no/no is 0.7 observed, 0.5 by chance:

    >>> agreement([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15)
    Agreement(texts=50, same=35, kappa=0.4)
    """
    count = len(pairs)
    same = sum(one == other for one, other in pairs)
    if not count:
        return Agreement(0, 0, None)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(first[value] * second[value] for value in first)  # of count * count
    if by_chance == count * count:
        return Agreement(count, same, None)
    kappa = (same * count - by_chance) / (count * count - by_chance)
    return Agreement(count, same, round(kappa, 12))
