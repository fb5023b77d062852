"""More calls where the ordinary ones take only one way of a comparison.

Of `min(1, limit / norm)` drawn numbers may never reach the 1, and whoever forgot it would get full
marks.  So further numbers are drawn, other ones each time, until a call takes the way that is left.
Calls in which all ways are taken already stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from grader.assignment.function import Function, Place
from grader.functions.cases import Case, compares
from grader.functions.draw import Spans, generator
from reference.language.functions import Array
from reference.readings.forks import Taken, Way, ways
from reference.records import replace

_TRIES = 20  # at each of the widths below
_MOST = 4  # calls that are added: each is one more that every hand-in is asked
# from numbers as they are drawn elsewhere to such as some thresholds need
_WIDTHS: tuple[tuple[float, ...], ...] = ((0.3, 1.0), (0.1, 1.0, 3.0), (0.1, 1.0, 10.0))

Redrawn = Callable[[str, Spans], Mapping[str, Array]]


def ways_left(cases: Sequence[Case]) -> tuple[Way, ...]:
    """The ways of a function's comparisons that none of these calls takes."""
    if not cases or not compares(cases[0].function):
        return ()
    asked = ways(cases[0].truth.written)
    taken = frozenset[Way]().union(*(_taken(case, asked) for case in cases)) if asked else ()
    return tuple(way for way in asked if way not in taken)


def on_other_ways(cases: Sequence[Case], redrawn: Redrawn) -> Iterator[Case]:
    """Calls like the first of these, with numbers that take the ways that are left."""
    left = set(ways_left(cases))
    if not left:
        return
    first = cases[0]
    looked = Taken(tuple(left), first.truth.equations)
    places = [p for p in first.given if p.is_array and first.layout.reference(p).role == "own"]
    added = 0
    for number in range(_TRIES * len(_WIDTHS)):
        widths = _WIDTHS[number // _TRIES]
        spans = _spans(first.function, places, widths, f"{number}")
        numbers = first.truth.completed(redrawn(f"other way/{number}", spans))
        case = replace(first, numbers=numbers)
        vars(case)["truth"] = first.truth  # the same equations at the same sizes
        found = looked.of(*first.truth.put_in(numbers)) & left
        if found and all(np.all(np.isfinite(right)) for right in _numbers(case)):
            yield case
            left -= found
            added += 1
        if not left or added == _MOST:
            return


def _taken(case: Case, asked: Sequence[Way]) -> frozenset[Way]:
    return Taken(asked, case.truth.equations).of(*case.truth.put_in(case.numbers))


def _numbers(case: Case) -> Iterator[Array]:
    for right in case.expected.values():
        if isinstance(right, np.ndarray):
            yield right


def _spans(
    function: Function, places: Sequence[Place], widths: Sequence[float], seed: str
) -> dict[str, tuple[float, float]]:
    """Bounds for the numbers of each argument: narrow or wide, of both signs or of one."""
    random = generator("spans", seed)
    found = {}
    for place in places:
        width = widths[int(random.integers(len(widths)))]
        low, high = ((-width, width), (0.0, width), (-width, 0.0))[int(random.integers(3))]
        found[place.name] = _inside(function.values, low, high, widths[-1])
    return found


def _inside(values: tuple[float, ...], low: float, high: float, most: float) -> tuple[float, float]:
    """The same share of the bounds that an author has set; nothing leaves these."""
    if not values:
        return low, high
    middle, half = 0.5 * (values[0] + values[1]), 0.5 * (values[1] - values[0])
    return middle + half * low / most, middle + half * high / most
