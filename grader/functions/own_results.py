"""What follows, within one function, from the student's own other results of the same call.

Whoever slips in the cell state and works out the state of it as they should has made one mistake.
So a wrong result is worked out once more with the other results put in where they stand in the
equations.  What comes of none of them is nobody's inheritance: equations have an order, so the
first result that went wrong is never excused by a later one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.assignment.function import GRADIENTS, PARAMETERS, Place
from grader.functions.cases import EXTREMES, Case
from grader.functions.compare import FOLLOWS, Comparison, Match, as_numbers, close, compare
from grader.functions.trial_call import Tried
from grader.words.sentences import functions as sentences
from reference.language.functions import Array
from reference.records import replace

_NUDGE = (
    1.1  # what this leaves as it is does not depend on a result: it is dead, constant, saturated
)


def with_own_results(tried: Sequence[Tried], relative: float) -> list[Tried]:
    """The calls again, with the results marked that follow from others of the same call in all calls."""
    usual = [
        one for one in tried
        if one.case.check not in (EXTREMES, GRADIENTS) and one.reply.results is not None
    ]  # fmt: skip
    carried: dict[str, Comparison] = {}
    for place in _quantities(usual[0].case) if usual else []:
        wrong = [one for one in usual if not one.at(place.name).valued]
        sources = [_sources(one, place, relative) for one in wrong]
        if sources and all(sources):
            named = list(dict.fromkeys(name for found in sources for name in found))
            said = sentences.follows_from_own(named)
            carried[place.name] = Comparison(Match.CARRIED, said, FOLLOWS)
    return [
        replace(one, comparisons={
            name: carried.get(name, found) if not found.valued else found
            for name, found in one.comparisons.items()
        }) if one in usual else one
        for one in tried
    ]  # fmt: skip


def _quantities(case: Case) -> list[Place]:
    """The results that are quantities of the forward equations, an example at a time or not."""
    places = [p for p in case.function.outputs if p.is_array and p.symbol != PARAMETERS]
    return [p for p in places if case.layout.reference(p).role == "own"]


def _sources(one: Tried, place: Place, relative: float) -> list[str]:
    """The wrong results of a call that another one of its results follows from; none if it does not."""
    others = _others(one, place)
    got = _worked_out(one.case, place, others)
    mine = (one.reply.results or {}).get(place.name)
    if got is None or not compare(mine, got, relative).right:
        return []
    found = []
    for name in (name for name in others if not one.at(name).valued):
        larger = {symbol: _NUDGE * array for symbol, array in others[name].items()}
        moved = _worked_out(one.case, place, {**others, name: larger})
        if moved is not None and not close(moved, got, relative).all():
            found.append(name)
    return found


def _others(one: Tried, place: Place) -> dict[str, dict[str, Array]]:
    """The quantities that the other results of a call are, by result.

    A quantity that is asked for here, too, is taken only from a result that asks for more, such as
    the last state from all of them: else two results would excuse each other.
    """
    layout, batch = one.case.layout, one.case.function.batch
    asked = set(layout.names(place))
    found: dict[str, dict[str, Array]] = {}
    for other in _quantities(one.case):
        value = as_numbers((one.reply.results or {}).get(other.name))
        if other == place or value is None or value.shape != layout.shape(other):
            continue
        if (batch and batch not in other.axes) or not np.all(np.isfinite(value)):
            continue  # a sum over examples stands nowhere in the equations of one
        parts = layout.taken_apart(other, value)
        hidden = set() if asked < parts.keys() else asked
        found[other.name] = {name: array for name, array in parts.items() if name not in hidden}
    return found


def _worked_out(case: Case, place: Place, others: dict[str, dict[str, Array]]) -> Array | None:
    """A result as it follows from others."""
    pinned = {name: array for parts in others.values() for name, array in parts.items()}
    known = {**case.truth.numbers(case.numbers), **pinned}
    names = case.layout.names(place)
    values = {**known, **case.truth.following_from(known, names)}
    if any(name not in values for name in names):
        return None
    return case.layout.put_together(place, values)
