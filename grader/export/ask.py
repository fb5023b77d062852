"""From a slot of a sheet to what a course system can be asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import cast

import numpy as np

from grader.assignment.kinds import CODE, NUMERIC
from grader.export.accepted_decimals import Ends, ends_of, exactly
from grader.export.question import Also, Asked, ByHand, Entry, Number, OneOf, SomeOf
from grader.handout.prose import as_typed
from grader.handout.sheet import Slot, Solution
from grader.words.sentences import exports as sentences
from reference import Interval

_ALL = Fraction(1)
TRUTH = ("True", "False")


def asked(slot: Slot) -> Asked:
    """The fields of a slot; one for staff to read where no system can judge it."""
    entries = tuple(_entries(slot))
    if not entries:
        solution = "; ".join(each.typed for each in slot.solutions)
        is_code = slot.kind in CODE
        by_hand = ByHand(solution, slot.rubric, is_code=is_code, code=_code(slot))
        entries = (Entry("", by_hand, slot.points),)
    return Asked(
        slot.name,
        _hint(slot, entries),
        slot.prompt,
        slot.points,
        entries,
        columns=_columns(slot),
        as_one=len(entries) > 1 and not slot.per_entry,
        matching=slot.kind in ("matching", "sequence") and _same_options(entries),
    )


def lost(slot: Slot, answer: Asked) -> Iterator[str]:
    """What the grader knows of a slot and no course system does, in sentences for staff."""
    if answer.by_hand is not None:
        yield sentences.export_by_hand("works" if slot.tried else slot.kind)
        return
    if slot.credits and slot.kind not in ("number", "count", "choice"):
        yield sentences.export_credit_lost()
    if slot.solutions[1:] and slot.kind != "number":
        yield sentences.export_readings_lost()


def _entries(slot: Slot) -> Iterator[Entry]:
    """The fields; none, where the answer is for staff."""
    if not slot.solutions or slot.tried:
        return
    right = slot.solutions[0]
    match slot.kind:
        case kind if kind in NUMERIC:
            yield from _numbers(slot, right)
        case "count":
            also = [Also(c.share, exactly(cast("int", c.value)), c.why) for c in slot.credits]
            yield Entry("", Number(exactly(cast("int", right.value)), tuple(also)), slot.points)
        case "shape" | "range":
            yield from _ordered(slot, cast("Sequence[object]", right.value))
        case "choice":
            yield Entry("", _one_of(slot, right.value), slot.points)
        case "boolean":
            wanted = 0 if right.value is True else 1
            yield Entry("", OneOf(TRUTH, (wanted,)), slot.points)
        case "choices":
            chosen = cast("Sequence[object]", right.value)
            names, texts = _options(slot)
            places = tuple(place for place, name in enumerate(names) if name in chosen)
            yield Entry("", SomeOf(texts, places), slot.points)
        case "matching":
            names, texts = _options(slot)
            said = dict(zip(names, texts, strict=True))
            partners = cast("Mapping[str, str]", right.value)
            pairs = {str(k): said.get(str(v), str(v)) for k, v in partners.items()}
            others = (said[name] for name in slot.labels)
            options = tuple(dict.fromkeys([*sorted({*pairs.values()}), *others]))
            yield from _assigned(slot, list(pairs.items()), options)
        case "sequence":
            words = [str(word) for word in cast("Sequence[object]", right.value)]
            steps = [(str(step), word) for step, word in enumerate(words, start=1)]
            options = slot.labels or tuple(sorted({*words}))
            yield from _assigned(slot, steps, options)


def _numbers(slot: Slot, right: Solution) -> Iterator[Entry]:
    """A field for every number; one alone also has its other values."""
    assert right.accepted is not None  # noqa: S101 - every number has an interval
    assert right.numbers is not None  # noqa: S101 - and a value
    every = list(ends_of(right.accepted, right.numbers))
    also: tuple[Also, ...] = ()
    if len(every) == 1:
        also = tuple(_also(slot))
    points = slot.points / len(every)
    for label, ends in zip(_places(right.numbers.shape), every, strict=True):
        yield Entry(label, Number(ends, also, slot.decimals), points)


def _also(slot: Slot) -> Iterator[Also]:
    """Right under another reading, by an alternative, or worth something; the best first."""
    found = [
        (_ALL, each.accepted, each.value, each.reading)
        for each in slot.solutions[1:]
        if each.accepted is not None
    ]
    found += [(c.share, c.accepted, c.value, c.why) for c in slot.credits if c.accepted is not None]
    for share, accepted, value, why in sorted(found, key=lambda each: -each[0]):
        yield Also(share, _single(accepted, value), why)


def _single(accepted: Interval, value: object) -> Ends:
    return next(ends_of(accepted, value))


def _ordered(slot: Slot, values: Sequence[object]) -> Iterator[Entry]:
    """The sizes of a shape, or the two ends of a range; none, where one of them is infinite."""
    if any(isinstance(value, str) for value in values) or not values:
        return
    labels = ("low", "high") if slot.kind == "range" else _places((len(values),))
    for label, value in zip(labels, values, strict=True):
        number = Number(exactly(cast("float", value)))
        yield Entry(label, number, slot.points / len(values))


def _one_of(slot: Slot, right: object) -> OneOf:
    names, texts = _options(slot)
    wanted = [str(right), *(str(credit.value) for credit in slot.credits)]
    places = (names.index(word) for word in wanted if word in names)
    return OneOf(texts, tuple(dict.fromkeys(places)))


def _options(slot: Slot) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the options, and what people read of them."""
    if slot.options:
        names = tuple(name for name, _ in slot.options)
        texts = tuple(as_typed(text) or name for name, text in slot.options)
        return names, texts if len({*texts}) == len(texts) else names
    return slot.labels, slot.labels


def _assigned(
    slot: Slot, pairs: Sequence[tuple[str, str]], options: tuple[str, ...]
) -> Iterator[Entry]:
    for label, partner in pairs:
        expects = OneOf(options, (options.index(partner),))
        yield Entry(label, expects, slot.points / len(pairs))


def _places(shape: tuple[int, ...]) -> Iterator[str]:
    """What stands beside every entry: nothing, 1 to n, or row and column."""
    for place in np.ndindex(*shape):
        yield ", ".join(str(index + 1) for index in place)


def _columns(slot: Slot) -> int:
    numbers = slot.solutions[0].numbers if slot.solutions else None
    shape = () if numbers is None else numbers.shape
    return shape[1] if len(shape) == 2 else 1


def _hint(slot: Slot, entries: tuple[Entry, ...]) -> str:
    """What kind of value goes into the fields, where they do not show it themselves."""
    if _code(slot):
        return ""  # code shows its arguments itself
    if any(isinstance(entry.expects, Number) for entry in entries):
        return sentences.export_typing(_numbers_hint(slot, entries))
    return slot.hint if isinstance(entries[0].expects, ByHand) else ""


def _numbers_hint(slot: Slot, entries: tuple[Entry, ...]) -> str:
    if len(entries) == 1:
        return slot.hint
    return sentences.export_each(slot.demand) if slot.demand else ""


def _code(slot: Slot) -> str:
    """What a function that is asked for begins with."""
    return "\n".join(slot.lines).strip() if slot.kind == "function" else ""


def _same_options(entries: tuple[Entry, ...]) -> bool:
    return len({e.expects.options for e in entries if isinstance(e.expects, OneOf)}) == 1
