"""Results with more or fewer steps than are asked for: which of them are there is recognised."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.assignment.function import GRADIENTS, PARAMETERS, Place
from grader.functions.cases import Case
from grader.functions.compare import Comparison, Match, as_numbers, close
from grader.functions.trial_call import Tried
from grader.words.sentences import functions as sentences
from reference.language.functions import Array
from reference.records import replace

_RIGHT = Comparison(Match.RIGHT)
_NOTE = f"function.{Match.LENGTH.value}"


def with_lengths_told(tried: Sequence[Tried], relative: float) -> list[Tried]:
    """The calls again, with what is known of results that have another number of steps."""
    return [replace(one, comparisons=_told(one, relative)) for one in tried]


def _told(one: Tried, relative: float) -> dict[str, Comparison]:
    found = dict(one.comparisons)
    for place in one.case.function.outputs if one.case.check != GRADIENTS else ():
        if found.get(place.name, _RIGHT).match is Match.SHAPE and _has_steps(one.case, place):
            got = as_numbers((one.reply.results or {}).get(place.name))
            if got is not None and (length := _length(one.case, place, got, relative)) is not None:
                found[place.name] = length
    return found


def _has_steps(case: Case, place: Place) -> bool:
    plain = place.is_array and not place.split and place.symbol != PARAMETERS
    return plain and bool(case.function.steps_axis(case.layout.axes(place)))


def _length(case: Case, place: Place, got: Array, relative: float) -> Comparison | None:
    """What is said of a result that differs from the one asked for along the steps alone."""
    axes = case.layout.axes(place)
    axis = axes.index(case.function.steps_axis(axes))
    wanted = np.moveaxis(np.asarray(case.expected[place.name], dtype=np.float64), axis, 0)
    if got.shape == wanted.shape[1:]:
        rows = got[np.newaxis]
    elif got.ndim == wanted.ndim:
        rows = np.moveaxis(got, axis, 0)
    else:
        return None
    if rows.shape[1:] != wanted.shape[1:] or not len(rows):
        return None
    shape = sentences.result_shape(got.shape, case.layout.shape(place))
    if len(rows) > len(wanted):
        at = _found_in(rows, wanted, relative)
        if at is None:
            return Comparison(Match.LENGTH, shape)
        said = sentences.result_more_steps(at, len(rows) - len(wanted) - at)
        return Comparison(Match.FORM, sentences.result_form(said), _NOTE)
    at = _found_in(wanted, rows, relative)
    if at is None:
        return Comparison(Match.LENGTH, shape)
    last = len(rows) == 1 and at == len(wanted) - 1
    said = sentences.result_last_step() if last else sentences.result_some_steps(at, len(rows))
    return Comparison(Match.LENGTH, f"{said}; {shape}")


def _found_in(long: Array, short: Array, relative: float) -> int | None:
    """From which entry on one array stands in a longer one; the last such place."""
    for at in reversed(range(len(long) - len(short) + 1)):
        if close(long[at : at + len(short)], short, relative).all():
            return at
    return None
