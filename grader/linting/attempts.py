"""Submissions that an author should try: the key, a blank, honest rounding, each usual mistake.

All of them are made from the equations.  A mistake is made as a student makes it: at every step of
a system, and in whatever is worked out from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from grader.assignment import Assignment
from grader.grading.other_counts import other_counts
from grader.handout.solve import key_answers
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.key.target import rounding_of
from grader.variant.solution import Asked, SolvableSystem, benches
from grader.words.sentences.counts import CONVENTIONS
from reference import Cell, CellError, misconceptions, resolve, unroll
from reference.language.functions import Array
from reference.readings.reach import options, places, work
from reference.records import dataclass, field

KEY, BLANK, ROUNDED = "the key", "a blank", "every step rounded"


@dataclass(frozen=True)
class Attempt:
    """One submission: what is wrong in it, and what it answers.

    `touched` are the answers that a mistake changes, `note` its name.
    """

    what: str
    answers: Mapping[str, object]
    note: str = ""
    touched: frozenset[str] = field(default=frozenset())


def attempts(assignment: Assignment, *, every: bool = False) -> Iterator[Attempt]:
    """What an author should see graded, the sound ones first.

    Of mistakes of one kind the first in a system is made, or with `every` all.
    """
    expected = Expected(assignment)
    key = dict(key_answers(expected))
    if key:
        yield Attempt(KEY, key)
    yield Attempt(BLANK, {})
    systems = benches(assignment)
    rounded = {
        name: value for bench in systems.values() for name, value in _rounded(bench, key).items()
    }
    if rounded:
        yield Attempt(ROUNDED, {**key, **rounded}, touched=frozenset(rounded))
    for bench in systems.values():
        kinds: set[str] = set()
        for attempt in _mistaken(bench, key):
            if every or attempt.note not in kinds:
                kinds.add(attempt.note)
                yield attempt
    yield from _miscounted(expected, key)


def _miscounted(expected: Expected, key: Mapping[str, object]) -> Iterator[Attempt]:
    """Every count by each other convention, as somebody counts who holds to it throughout."""
    changed: dict[str, dict[str, object]] = {}
    for question in expected.assignment.questions:
        reading = question.readings[0] if question.readings else None
        for answer in question.answers:
            if answer.kind != "count" or answer.name not in key:
                continue
            value = expected.value_text(answer, reading)
            right = key_of(expected, answer, question, reading)
            for name, number in other_counts(value, right, expected).items():
                if number != right.value:
                    changed.setdefault(name, {})[answer.name] = number
    for name, numbers in changed.items():
        note, touched = f"count.{name}", frozenset(numbers)
        yield Attempt(CONVENTIONS.get(name, name), {**key, **numbers}, note, touched)


def _rounded(bench: SolvableSystem, key: Mapping[str, object]) -> dict[str, object]:
    """The answers of somebody who rounds whenever there is something to round."""
    found: dict[str, object] = {}
    for one in bench.asked:
        tolerance = one.answer.tolerance
        system, rounding = one.target.system, rounding_of(tolerance)
        if one.is_label or not tolerance.is_worked_out or one.answer.name not in key:
            continue
        if tolerance.cut:
            continue  # there is nothing to round
        inputs = {**system.inputs, **system.pins}
        here = places(system.cell, one.target.expression, inputs, rounding)
        nearest = options(rounding).index((0, "up"))
        decisions = np.full((1, here.count), nearest, dtype=np.int8)
        found[one.answer.name] = as_typed(np.asarray(work(here, decisions)[0]), one)
    return found


def _mistaken(bench: SolvableSystem, key: Mapping[str, object]) -> Iterator[Attempt]:
    """Every usual mistake in the equations of a system that changes some answer."""
    seen: set[str] = set()
    system = bench.system
    for mistake in misconceptions(system.written):
        changed: dict[str, object] = {}
        for one, place in zip(bench.asked, bench.source_of, strict=True):
            if one.is_label or one.answer.name not in key:
                continue
            value = _value(one, bench, place, mistake.cell)
            if value is not None and not np.allclose(value, one.target.value, atol=1e-12):
                changed[one.answer.name] = as_typed(value, one)
        mark = repr(sorted(changed.items()))
        if changed and mark not in seen:
            seen.add(mark)
            what = f"{bench.name}: {mistake.sentence}"
            yield Attempt(what, {**key, **changed}, mistake.note, frozenset(changed))


def _value(one: Asked, bench: SolvableSystem, place: int, written: Cell) -> Array | None:
    """What an answer comes to under other equations; None where they cannot be worked out."""
    source = bench.sources[place]
    try:
        cell = unroll(written, bench.system.steps)
        if source.gradients is not None:
            cell = resolve(cell, source.gradients, slope_at_zero=source.slope_at_zero).cell
        with np.errstate(all="ignore"):
            value = one.target.rewritten(cell).value
    except CellError:
        return None
    return value if np.all(np.isfinite(value)) else None


def as_typed(value: Array, one: Asked) -> object:
    """A number as a student types it: to the digits that are asked for."""
    decimals, significant = one.answer.tolerance.decimals, one.answer.tolerance.significant
    if decimals is None and significant is None:
        return value.tolist()
    digits = f"#.{significant}g" if decimals is None else f".{decimals}f"

    def written(entry: object) -> object:
        if isinstance(entry, list):
            return [written(inner) for inner in entry]
        return f"{float(str(entry)) + 0.0:{digits}}"

    return written(value.tolist())
