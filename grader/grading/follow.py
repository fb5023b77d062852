"""Follow-through: what an answer should be, given what the student wrote before it.

A value is judged against the key first.  If it is wrong, the system is solved again with the
student's own numbers pinned, each with the rounding it was written in, and the value is judged
against that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import cast

import numpy as np
from numpy.typing import NDArray

from grader.assignment.model import Answer, Tolerance
from grader.checkers.numbers import Compared, differs
from grader.grading.inverted import inside
from grader.grading.selected import selected_in
from grader.key.model import TRUTH, Key
from grader.key.target import Target
from grader.outcome.finding import Finding, Verdict
from grader.outcome.typed import Typed
from grader.reading import (
    Count,
    Numbers,
    read_boolean,
    read_choice,
    read_count,
    read_sequence,
)
from grader.reading.number_syntax import Number
from grader.words.sentences import mistakes as sentences
from grader.words.text import as_sentence
from reference import Interval
from reference.language.expression import Call
from reference.language.functions import Array
from reference.records import dataclass, replace

_DEAD = 1e-6  # a slope below it: no change that could be written down comes through
_NUDGE = 1e-4
_WHOLE = 1e-9


@dataclass(frozen=True)
class OwnValue:
    """A quantity that a student wrote down, as a place to go on from.

    Where the answer asks for 1 - i, the quantity is i, and its numbers are worked back; `scale` is
    how many times as large as the quantity the typed number is, None where it is that itself.  One
    that `is_part` is listed in an answer with others.  Where only some entries of the quantity were
    written, `places` says which, counted from 0 along its rows; the others are the key's.
    """

    answer: str
    target: Target
    numbers: Numbers
    departs: bool
    tolerance: Tolerance
    scale: float | None = None
    is_part: bool = False
    places: tuple[int, ...] | None = None

    @property
    def name(self) -> str:
        """The quantity: `h[2]`, `dW`."""
        return cast("str", self.target.name)

    @cached_property
    def interval(self) -> Interval:
        """The values that the written digits stand for."""
        half = np.array([self._half(d) for d in self.numbers.decimals])
        half = half.reshape(self.numbers.shape) / abs(self.scale or 1.0)
        low, high = self.numbers.array - half, self.numbers.array + half
        if self.places is None:
            return Interval(low, high)
        others = self.target.accepted(self.tolerance)
        return Interval(self.over(others.low, low), self.over(others.high, high))

    def over(self, known: Array, written: Array) -> Array:
        """What was written, with what is known in the places that were left out."""
        if self.places is None:
            return written
        whole = np.array(known)
        whole.flat[[*self.places]] = written.flat[[*self.places]]
        return whole

    def _half(self, decimals: int | None) -> float:
        """Half a unit in the last written place, but never coarser than the sheet allows."""
        if decimals is None:
            return 0.0
        return 0.5 * 10.0 ** -max(decimals, self.tolerance.decimals or decimals)


@dataclass(frozen=True)
class Carried:
    """The student's own steps that go into an answer."""

    steps: tuple[OwnValue, ...]

    @cached_property
    def pins(self) -> dict[str, Interval]:
        """The quantities with what the student wrote for them."""
        found: dict[str, Interval] = {}
        for step in self.steps:
            own = step.interval
            known = found.get(step.name, own)
            low, high = step.over(known.low, own.low), step.over(known.high, own.high)
            found[step.name] = Interval(low, high)
        return found

    @cached_property
    def values(self) -> dict[str, Array]:
        """The quantities with the very numbers the student wrote."""
        found: dict[str, Array] = {}
        for step in self.steps:
            own = step.numbers.array
            found[step.name] = step.over(found.get(step.name, own), own)
        return found

    @property
    def going_on(self) -> dict[str, Interval]:
        """What the student's next step begins with: all that wrong digits stand for, right ones as they are.

        The unrounded number behind right digits leads to nothing that the key does not accept.
        """
        if self.departing:
            return self.pins
        return {name: Interval(array, array) for name, array in self.values.items()}

    @cached_property
    def written(self) -> tuple[object, ...]:
        """All that a judgement of what follows hangs on, to be compared with another student's."""
        return tuple(
            (
                step.answer,
                step.name,
                step.scale,
                step.numbers.array.tobytes(),
                step.numbers.decimals,
                step.departs,
            )
            for step in self.steps
        )

    @cached_property
    def departing(self) -> tuple[OwnValue, ...]:
        """The steps that are wrong against the key."""
        return tuple(step for step in self.steps if step.departs)

    @property
    def first(self) -> tuple[OwnValue, ...]:
        """The wrong steps that no other wrong step explains."""
        wrong = self.departing
        return tuple(
            step
            for step in wrong
            if not any(step.target.depends_on(other.name) for other in wrong if other is not step)
        )


def own_value(
    answer: Answer, key: Key, typed: Typed, compared: Compared | None, finding: Finding
) -> OwnValue | None:
    """The numbers of an answer as something that later work can go on from."""
    is_right = finding.verdict is Verdict.RIGHT
    if key.kind == "count" and key.targets:
        found = read_count(typed)
        if not isinstance(found, Count):
            return None
        numbers = Numbers((), (Number(float(found.value), None),), found.remarks)
    elif key.kind == "choice" and key.targets:
        place = _place(answer, typed)
        if place is None:
            return None
        numbers = Numbers((), (Number(float(place), None),))
    elif compared is not None and not compared.numbers.faults:
        numbers, is_right = compared.numbers, is_right and bool(compared.fits.all())
    else:
        return None
    return OwnValue(answer.name, key.target, numbers, not is_right, answer.tolerance)


def _place(answer: Answer, typed: Typed) -> int | None:
    """The number of the word that was chosen, for a quantity that says which it is."""
    words = answer.labels or tuple(answer.options)
    chosen = read_choice(typed, answer.options or dict.fromkeys(words, ""), answer.synonyms)
    key = getattr(chosen, "key", None)
    return words.index(key) + 1 if key in words else None


def carried_into(targets: Sequence[Target], steps: Sequence[OwnValue]) -> Carried:
    """The student's steps that the value of an answer rests on."""
    return Carried(tuple(step for step in steps if any(goes_into(step.target, t) for t in targets)))


def carried_to(answer: Answer, targets: Sequence[Target], steps: Sequence[OwnValue]) -> Carried:
    """The same for an answer of the sheet, which never follows from itself."""
    return carried_into(targets, [step for step in steps if step.answer != answer.name])


def own_values(written: Sequence[OwnValue]) -> list[OwnValue]:
    """What later work goes on from: answers worked back to the quantity that stands in them.

    A quantity that the sheet asks for itself is taken as it was written there.
    """
    taken = {(one.target.system_name, one.target.name) for one in written}
    found = []
    for one in (part for whole in written for part in (whole, *_taken_apart(whole))):
        asked = (one.target.system_name, one.target.name)
        if one.target.name is not None:
            if not one.is_part or asked not in taken:
                taken.add(asked)
                found.append(one)
            continue
        if entries := _entries_of(one):
            if (entries.target.system_name, entries.name) not in taken:
                found.append(entries)
            continue
        of = inside(one.target)
        if of is None or (one.target.system_name, str(of.quantity)) in taken:
            continue
        taken.add((one.target.system_name, str(of.quantity)))
        quantity, numbers = one.target.about(of.quantity), of.back(one.numbers)
        found.append(replace(one, target=quantity, numbers=numbers, scale=of.scale))
    return found


def _taken_apart(one: OwnValue) -> Iterator[OwnValue]:
    """The quantities, or entries of them, that an answer lists one after another: the states of all steps."""
    match one.target.expression:
        case Call("concat" | "rows", parts):
            pass
        case _:
            return
    first = 0
    for part in parts:
        target = one.target.about(part)
        last = first + prod(target.shape)
        numbers = Numbers(target.shape, one.numbers.entries[first:last])
        first = last
        right = target.accepted(one.tolerance).holds(numbers.array).all()
        yield replace(one, target=target, numbers=numbers, departs=not right, is_part=True)


def _entries_of(one: OwnValue) -> OwnValue | None:
    """A quantity of which some entries were written down."""
    selected = selected_in(one.target)
    if selected is None:
        return None
    quantity, places = selected
    target = one.target.about(quantity)
    entries = [Number(float(value), None) for value in target.value.ravel()]
    for place, entry in zip(places, one.numbers.entries, strict=True):
        if not isinstance(entry, Number):
            return None
        entries[place] = entry
    numbers = Numbers(target.shape, tuple(entries), one.numbers.remarks)
    return replace(one, target=target, numbers=numbers, places=places)


def goes_into(source: Target, target: Target) -> bool:
    """Whether the quantity that one answer asks for goes into the value of another."""
    if source.name is None or source.name == _asked_in_part(target):
        return False
    if source.system_name != target.system_name and not source.is_that_of(target):
        return False
    if source.of is not None and source.of != target.of:
        return False  # a gradient of something else
    return target.depends_on(source.name)


def _asked_in_part(target: Target) -> str | None:
    """The quantity whose entries are asked for: no entry follows from another."""
    selected = selected_in(target)
    return str(selected[0]) if selected else None


def follow(
    answer: Answer, key: Key, typed: Typed, compared: Compared | None, carried: Carried
) -> Finding | None:
    """What follow-through says of a wrong answer of whatever kind; None where it says nothing."""
    if compared is not None:
        return follow_numbers(answer, key, typed, compared, carried)
    if not key.targets:
        return None
    match key.kind:
        case "count":
            amount = read_count(typed)
            return follow_amount(key, amount, carried) if isinstance(amount, Count) else None
        case "sequence":
            read = read_sequence(
                typed, answer.labels, length=len(key.targets), entrywise=answer.per_entry
            )
            return follow_labels(answer, key, getattr(read, "labels", ()), carried)
        case "choice":
            options = answer.options or dict.fromkeys(answer.labels, "")
            chosen = read_choice(typed, options, answer.synonyms)
            return follow_labels(answer, key, [getattr(chosen, "key", "")], carried)
        case "boolean":
            said = str(getattr(read_boolean(typed), "value", "")).lower()
            return follow_labels(answer, key, [said], carried)
    return None


def follow_numbers(
    answer: Answer, key: Key, typed: Typed, compared: Compared, carried: Carried
) -> Finding | None:
    """What follow-through says of wrong numbers; None where there is nothing to say.

    Numbers that count as right are gone on from like any others: whoever writes 0.76 where 0.761 is
    nearer is never worse off than one whose 0.77 is wrong.
    """
    if not carried.steps:
        return None
    interval = key.accepted(answer.tolerance, carried.going_on)
    fits = interval.holds(compared.numbers.array)
    together = fits | compared.fits
    if not fits.any() or (not together.all() and not answer.per_entry):
        return None
    if together.sum() <= compared.fits.sum():
        return None
    share = Fraction(int(together.sum()), together.size)
    followed = share - Fraction(int(compared.fits.sum()), together.size)
    if not together.all():
        left = replace(compared, fits=together)  # what earned its share is not what is wrong
        said = sentences.entries_carried(_names(key.targets, carried))
        message = f"{differs(typed, left, answer.tolerance)}. {as_sentence(said)}"
        note = "number.entries-carried"
        return Finding(Verdict.WRONG, note, message, share=share, followed=followed)
    return Finding(
        Verdict.CARRIED,
        "number.carried",
        sentences.carried(_names(key.targets, carried)),
        share=share,
        remarks=compared.numbers.remarks,
        followed=followed,
    )


def follow_labels(answer: Answer, key: Key, got: Sequence[str], carried: Carried) -> Finding | None:
    """The same for words that are chosen by numbers, such as the largest of one's own scores."""
    if not carried.steps:
        return None
    labels = TRUTH if key.kind == "boolean" else answer.labels or tuple(answer.options)
    if key.labels_given(labels, carried.values) != list(got):
        return None
    return Finding(
        Verdict.CARRIED,
        f"{key.kind}.carried",
        sentences.carried(_names(key.targets, carried)),
        share=Fraction(1),
    )


def follow_amount(key: Key, got: Count, carried: Carried) -> Finding | None:
    """The same for a count that is worked out from numbers, such as steps until a factor is small."""
    if not carried.steps:
        return None
    amount = key.target.value_given(carried.values)
    if amount.shape or not np.isfinite(amount) or abs(amount - got.value) > _WHOLE:
        return None
    return Finding(
        Verdict.CARRIED,
        "count.carried",
        sentences.carried(_names(key.targets, carried)),
        share=Fraction(1),
        remarks=got.remarks,
        followed=Fraction(1),
    )


def _names(targets: Sequence[Target], carried: Carried) -> list[str]:
    """The answers that a value follows from: wrong ones that no other explains, else the nearest.

    One that lists the states of all steps is named once.
    """
    steps = [step for step in carried.departing if not _is_explained(step, carried)]
    steps = steps or [
        step
        for step in carried.steps
        if any(target.rests_on(step.name, carried.pins) for target in targets)
    ]
    return list(dict.fromkeys(step.answer for step in steps or carried.first or carried.steps))


def _is_explained(step: OwnValue, carried: Carried) -> bool:
    """Whether a wrong number is what comes of wrong numbers before it."""
    before = carried_into([step.target], [other for other in carried.steps if other is not step])
    if not before.departing:
        return False
    accepted = step.target.accepted(step.tolerance, before.pins)
    return bool(accepted.holds(step.numbers.array).all())


def felt_entries(target: Target, step: OwnValue, carried: Carried) -> NDArray[np.bool_]:
    """The entries of the value that change when a carried number does."""
    values = carried.values
    base = values[step.name]
    felt = np.zeros(target.shape, dtype=bool)
    for place in np.ndindex(base.shape) if base.shape else [()]:
        up, down = np.array(base), np.array(base)
        up[place] += _NUDGE
        down[place] -= _NUDGE
        change = target.value_given({**values, step.name: up}) - target.value_given(
            {**values, step.name: down}
        )
        felt |= np.abs(change) > 2 * _NUDGE * _DEAD
    return felt
