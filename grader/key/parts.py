"""Which numbers of a working show nothing: 54516 of 2*54516, where nothing is counted twice as a whole.

A number may stand alone where it is a part of what is counted, or some parts together; as a factor
where that part is counted so often, as 45 in 3*45 of three gates; and in a product of sizes, of
sums of sizes and of numbers of copies, as 6*32*(16 + 32 + 1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from math import prod

_SUMS = 20_000  # what may be added is looked at so far; beyond it, anything is a part

Factors = tuple[Fraction, ...]


def unexplained(
    terms: Sequence[Factors], addends: Sequence[int], sizes: Sequence[int]
) -> tuple[Fraction, ...]:
    """The numbers of a working's products that nobody sees the origin of, each once.

    >>> unexplained([(Fraction(3), Fraction(45))], [15] * 3 + [25] * 3 + [5] * 3, [3, 5])
    ()
    >>> unexplained([(Fraction(134),), (Fraction(1),)], [15] * 3 + [25] * 3 + [5] * 3, [3, 5])
    (Fraction(134, 1), Fraction(1, 1))
    """
    counted = Counter(addends)
    if not counted:
        return ()

    @cache
    def parts(times: int) -> frozenset[int] | None:
        """What parts that are counted so often come to together; None: there are too many to tell."""
        return _sums({addend: often // times for addend, often in counted.items()})

    lengths = _lengths(counted, sizes)

    def is_part(factor: Fraction, others: Factors) -> bool:
        times = prod(others, start=Fraction(1))
        if times.denominator != 1 or not times:
            return False
        found = parts(abs(times.numerator))
        return found is None or abs(factor) in found

    def told(factors: Factors) -> Iterator[Fraction]:
        rest = tuple(factor for factor in factors if factor != 1) or factors
        if any(is_part(factor, (*rest[:i], *rest[i + 1 :])) for i, factor in enumerate(rest)):
            return
        if len(rest) == 1:
            yield rest[0]
        elif lengths is not None:
            yield from (factor for factor in rest if abs(factor) not in lengths)

    return (*dict.fromkeys(number for factors in terms for number in told(factors)),)


def _sums(often: dict[int, int]) -> frozenset[int] | None:
    sums = {0}
    for number, times in often.items():
        sums = {one + k * number for one in sums for k in range(times + 1)}
        if len(sums) > _SUMS:
            return None
    return frozenset(sums)


def _lengths(counted: Counter[int], sizes: Sequence[int]) -> frozenset[int] | None:
    """Sums of sizes, as 16 + 32 + 1 numbers a row, for one copy and for several together."""
    sums = _sums(dict.fromkeys({1, *sizes}, 2))  # twice: h and x of one length, two layers
    if sums is None:
        return None
    copies = {k for often in set(counted.values()) for k in range(1, often + 1) if often % k == 0}
    return frozenset(one * k for one in {1, *sums} for k in copies)
