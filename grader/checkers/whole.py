"""Exact things: counts, shapes, ranges, and sums that must have a value."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from grader import reading
from grader.assignment.model import Answer
from grader.key import parts
from grader.key.model import Key
from grader.outcome.finding import Finding, Unreadable, Verdict
from grader.outcome.typed import Typed
from grader.reading.counts import parted_by_a_point
from grader.words.sentences import numbers as number_sentences
from grader.words.sentences import verdicts as sentences
from grader.words.shown import as_typed, shown

# Numbers like any other, only none that can count something: they are wrong, not unreadable.
_NO_COUNT = ("count.negative", "count.not-whole")


def _unreadable(fault: Unreadable) -> Finding:
    return Finding(Verdict.UNREADABLE, fault.note, fault.message)


def _right(note: str, remarks: tuple[str, ...], message: str = "") -> Finding:
    return Finding(Verdict.RIGHT, note, message, share=Fraction(1), remarks=remarks)


def _by_alternative(key: Key, value: object, note: str, remarks: tuple[str, ...]) -> Finding | None:
    for alternative, other in key.alternatives:
        if other.value == value:
            return _right(
                f"{note}.alternative", remarks, sentences.alternative_taken(alternative.why)
            )
    return None


def check_count(typed: Typed, answer: Answer, key: Key) -> Finding:
    """A whole number, exactly."""
    count = reading.read_count(typed)
    parted = parted_by_a_point(typed)
    if parted is not None and parted == key.value:  # of two meanings, the one that is asked for
        remark = number_sentences.thousands_read(as_typed(typed), str(parted))
        return _right("count.match", (remark,))
    if isinstance(count, Unreadable) and count.note in _NO_COUNT:
        return Finding(Verdict.WRONG, count.note, count.message)
    if isinstance(count, Unreadable):
        return _unreadable(count)
    if count.value == key.value:
        return _right("count.match", count.remarks)
    message = sentences.count_differs(f"{count.value:,}", f"{key.value:,}")
    other = _by_alternative(key, count.value, "count", count.remarks)
    return other or Finding(Verdict.WRONG, "count.differs", message, remarks=count.remarks)


def check_shape(typed: Typed, answer: Answer, key: Key) -> Finding:
    """The sizes of an array, in order."""
    shape = reading.read_shape(typed)
    if isinstance(shape, Unreadable):
        return _unreadable(shape)
    wanted = cast("tuple[int, ...]", key.value)
    if shape.sizes == wanted:
        return _right("shape.match", shape.remarks)
    if other := _by_alternative(key, shape.sizes, "shape", shape.remarks):
        return other
    turned = shape.sizes == wanted[::-1]
    note = "shape.transposed" if turned else "shape.differs"
    message = sentences.shape_differs(shape.sizes, wanted, turned=turned)
    share = _in_place(shape.sizes, wanted)
    return Finding(Verdict.WRONG, note, message, share=share, remarks=shape.remarks)


def _in_place(got: Sequence[float], wanted: Sequence[float]) -> Fraction:
    """How many of some numbers stand where they belong, where there are as many."""
    if len(got) != len(wanted):
        return Fraction(0)
    return Fraction(sum(a == b for a, b in zip(got, wanted, strict=True)), max(len(wanted), 1))


def check_range(typed: Typed, answer: Answer, key: Key) -> Finding:
    """Two bounds; whether they are reached is not graded."""
    found = reading.read_range(typed)
    if isinstance(found, Unreadable):
        return _unreadable(found)
    low, high = cast("tuple[float, float]", key.value)
    if (found.low, found.high) == (low, high):
        return _right("range.match", found.remarks)
    if other := _by_alternative(key, (found.low, found.high), "range", found.remarks):
        return other
    message = sentences.range_differs(f"{found.low:g}", f"{found.high:g}", f"{low:g}", f"{high:g}")
    share = _in_place((found.low, found.high), (low, high))
    return Finding(Verdict.WRONG, "range.differs", message, share=share, remarks=found.remarks)


def check_expression(typed: Typed, answer: Answer, key: Key) -> Finding:
    """A sum with its numbers written out: it must have the value, and not name it."""
    found = reading.read_expression(typed)
    if isinstance(found, Unreadable):
        return _unreadable(found)
    wanted = cast("Fraction", key.value)
    keys = [k for k in (key, *(other for _, other in key.alternatives)) if k.value == found.value]
    if not keys:
        message = sentences.expression_differs(shown(found.value), shown(wanted))
        return Finding(Verdict.WRONG, "expression.differs", message, remarks=found.remarks)
    if found.names_its_result:
        message = sentences.expression_names_result(shown(found.value))
        return Finding(Verdict.WRONG, "expression.names-result", message, remarks=found.remarks)
    shows_nothing = min((unexplained(found, k) for k in keys), key=len)
    if shows_nothing:
        message = sentences.expression_no_working(shown(found.value), [*map(shown, shows_nothing)])
        return Finding(Verdict.WRONG, "expression.no-working", message, remarks=found.remarks)
    return _right("expression.match", found.remarks)


def unexplained(found: reading.Expression, key: Key) -> tuple[Fraction, ...]:
    """The numbers of a working that do not show how the count comes about."""
    return parts.unexplained(found.terms, key.addends, key.sizes)
