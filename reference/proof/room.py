"""How far a rounding moves a number that lies between two bounds, in whole units.

The same rule as `reference.readings.room`, over outward decimals: to so many decimals or significant
digits, or finer, up to `places` times in a row.
"""

from __future__ import annotations

from reference.proof.outward import PLACES, UNIT, Ends
from reference.records import dataclass

_FINER = 7  # finer roundings move a number by less than a unit of the last of these


@dataclass(frozen=True)
class Rule:
    """To how many digits one may round: `decimals`, else `significant` ones; or cut off."""

    decimals: int | None
    significant: int | None
    cuts: bool = False

    def unit(self, size: int) -> int:
        """The last place that is asked for in a number of this size."""
        if self.decimals is not None:
            finest: int = 10 ** max(PLACES - self.decimals, 0)
            return finest
        if not size:
            return UNIT
        exponent = max(len(str(size)) - (self.significant or 1), 0)
        return int(10**exponent)


@dataclass(frozen=True)
class Moved:
    """How far a number may move down and up: `below` is 0 or less, `above` 0 or more."""

    below: int
    above: int

    @property
    def none(self) -> bool:
        """Whether it stays where it is."""
        return not self.below and not self.above


@dataclass(frozen=True)
class Leaf:
    """A term of a sum that has been rounded by itself: how far, and how much further a chain goes."""

    moved: Moved
    further: Moved


def fine(unit: int, places: int) -> int:
    """What so many roundings in a row can move a number: a half, a twentieth, ... of the place."""
    return int(-(-unit * int("5" * places) // 10**places))


def moved(a: Ends, rule: Rule, places: int, leaves: tuple[Leaf, ...] | None = None) -> Moved:
    """The room between two bounds; `leaves` are the rounded terms of which the number is the sum."""
    unit = rule.unit(max(abs(a[0]), abs(a[1])))
    down = up = fine(unit, places)
    if rule.cuts:
        down, up = (2 * down if a[1] > 0 else down), (2 * up if a[0] < 0 else up)
    if leaves is not None and rule.decimals is not None:
        extra = fine(unit, places) - fine(unit, 1)
        down = _spared(
            down,
            [(-leaf.moved.below, leaf.moved.below - leaf.further.below) for leaf in leaves],
            extra,
            rule,
        )
        up = _spared(
            up,
            [(leaf.moved.above, leaf.further.above - leaf.moved.above) for leaf in leaves],
            extra,
            rule,
        )
    low, high = rounded(a, rule, places)
    return Moved(min(0, max(-down, low - a[1])), max(0, min(up, high - a[0])))


def rounded(a: Ends, rule: Rule, places: int) -> Ends:
    """The bounds after so many roundings in a row."""
    low, high = a
    for _ in range(places):
        low, high = _lowest(low, rule), _highest(high, rule)
    return low, high


def _spared(full: int, terms: list[tuple[int, int]], extra: int, rule: Rule) -> int:
    """The room of a sum of which the terms were rounded already.

    If all terms but one lie on the grid, rounding the sum is rounding that one once more.  If two do
    not, these were rounded finer at most, and the sum is rounded in their place.
    """
    if not terms:
        return 0
    gain = max(further for _, further in terms)
    if len(terms) == 1:
        return max(gain, 0)
    least = sorted(error for error, _ in terms)[: 1 if rule.cuts else 2]
    return max(gain, full - sum(max(error - 2 * extra, 0) for error in least), 0)


def _lowest(x: int, rule: Rule) -> int:
    """The least that one rounding makes of a number; what lies on the grid stays there."""
    unit, least = rule.unit(abs(x)), x
    if not x % unit:
        return x
    for _ in range(_FINER):
        least = min(least, -((unit - 2 * x) // (2 * unit)) * unit)
        if rule.cuts:
            least = min(least, _cut(x, unit))
        if unit < 10:
            return least
        unit //= 10
    return min(least, x - unit) if x % unit else least


def _highest(x: int, rule: Rule) -> int:
    """The most."""
    return -_lowest(-x, rule)


def _cut(x: int, unit: int) -> int:
    return x // unit * unit if x >= 0 else -(-x // unit * unit)


def cut_off(a: Ends, decimals: int) -> Ends:
    """Two bounds with their further digits cut off, towards 0."""
    unit = 10 ** (PLACES - decimals)
    return _cut(a[0], unit), _cut(a[1], unit)
