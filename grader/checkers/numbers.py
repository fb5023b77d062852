"""Numbers, vectors and matrices: read, and held against what honest work can reach."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from grader.assignment.model import Answer, Tolerance
from grader.key.model import Key
from grader.outcome.finding import Finding, Unreadable, Verdict
from grader.outcome.typed import Typed
from grader.reading import Numbers, read_numbers
from grader.reading.statement import has_reason, single
from grader.words.sentences import numbers as number_sentences
from grader.words.sentences import verdicts as verdict_sentences
from grader.words.shown import as_typed
from reference.records import dataclass, replace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reference import Interval

# Texts that name a value, though none that can be right.
_NO_EXPLANATION = ("number.not-a-number", "number.infinite", "number.boolean")


@dataclass(frozen=True)
class Compared:
    """Numbers beside what is accepted; `fits` says which entries are."""

    numbers: Numbers
    interval: Interval
    fits: NDArray[np.bool_]
    right: NDArray[np.float64] | None = None

    @property
    def share(self) -> Fraction:
        """The part of the entries that is right."""
        return Fraction(int(self.fits.sum()), max(self.fits.size, 1))


def read(typed: Typed, answer: Answer, key: Key) -> Numbers | Unreadable:
    """The numbers a student gave, in the shape of the key; as texts only where these are taken."""
    if not answer.quoted and _holds_text(typed.value):
        return Unreadable("number.text", number_sentences.number_quoted(as_typed(typed)))
    if answer.explanation and isinstance(typed.value, str) and has_reason(typed.value):
        wanted = number_sentences.one_number()  # staff read a reason, where one is taken
        return Unreadable("number.text", number_sentences.number_text(wanted, as_typed(typed), ""))
    asked = single(answer.value)
    numbers = read_numbers(typed, key.shape, entrywise=answer.per_entry, workings=True, asked=asked)
    bare = _without_percent(typed.value)
    if bare is None or isinstance(numbers, Unreadable) or not _asks_for_percent(key):
        return numbers
    percent = read_numbers(Typed(bare), key.shape, entrywise=answer.per_entry)
    if isinstance(percent, Unreadable) or _off(numbers, key) <= _off(percent, key):
        return numbers
    return replace(percent, remarks=(number_sentences.percent_left_out(as_typed(typed)),))


def _without_percent(value: object) -> object:
    """The same without the signs of percent, if every number has one."""
    if isinstance(value, str):
        return value.replace("%", " ") if "%" in value else None
    if isinstance(value, (list, tuple)):
        bare = [_without_percent(entry) for entry in value]
        return None if None in bare else bare
    return None


def _asks_for_percent(key: Key) -> bool:
    """Whether the key may be one of percent: a share itself is at most 1."""
    import numpy as np  # only who writes % pays for it

    return bool(np.max(np.abs(np.asarray(key.value, dtype=np.float64)), initial=0.0) > 1)


def _off(numbers: Numbers, key: Key) -> float:
    """How far numbers lie from the key all in all: of two readings of a text, the nearer is meant."""
    import numpy as np  # as above

    return float(np.nansum(np.abs(numbers.array - np.asarray(key.value, dtype=np.float64))))


def compare(typed: Typed, answer: Answer, key: Key) -> Compared | Unreadable:
    """The numbers a student gave, beside the key and its alternatives, entry by entry."""
    import numpy as np  # right answers have done without

    numbers = read(typed, answer, key)
    if isinstance(numbers, Unreadable):
        return numbers
    interval = key.own_interval(answer.tolerance)
    fits = interval.holds(numbers.array)
    for alternative, other in key.alternatives:
        if fits.all():
            break
        tolerance = alternative.tolerance or answer.tolerance
        fits = fits | other.own_interval(tolerance).holds(numbers.array)
    return Compared(numbers, interval, fits, np.asarray(key.value, dtype=np.float64))


def _holds_text(value: object) -> bool:
    entries = value if isinstance(value, (list, tuple)) else (value,)
    return any(isinstance(entry, str) and entry.strip() for entry in entries)


def check(typed: Typed, answer: Answer, key: Key) -> Finding:
    """Right if every entry is; otherwise what was expected, and the share that is right."""
    numbers = read(typed, answer, key)
    if isinstance(numbers, Unreadable):
        return not_read(typed, answer, numbers)
    remarks = numbers.remarks
    if key.bounds is not None and key.bounds.holds(numbers.values):
        return Finding(Verdict.RIGHT, "number.match", share=Fraction(1), remarks=remarks)
    compared = compare(typed, answer, key)
    assert isinstance(compared, Compared)  # noqa: S101  # it has just been read
    if compared.fits.all():
        by_key = compared.interval.holds(compared.numbers.array)
        if by_key.all():
            return Finding(Verdict.RIGHT, "number.match", share=Fraction(1), remarks=remarks)
        why = key.alternatives[0][0].why if key.alternatives else ""
        return Finding(
            Verdict.RIGHT,
            "number.alternative",
            verdict_sentences.alternative_taken(why),
            share=Fraction(1),
            remarks=remarks,
        )
    if answer.explanation and _tells_more(typed.value):  # which staff read beside a wrong number
        return Finding(Verdict.PENDING, "number.explained", verdict_sentences.explained())
    note = "number.entries" if compared.fits.any() else "number.differs"
    message = differs(typed, compared, answer.tolerance)
    return Finding(Verdict.WRONG, note, message, share=compared.share, remarks=remarks)


def _tells_more(value: object) -> bool:
    """Whether words stand beside a number, and not only names of functions."""
    from reference.language.functions import FUNCTIONS  # right answers have done without

    words = re.findall(r"[^\W\d_]{3,}", value) if isinstance(value, str) else ()
    return any(word.lower() not in (*FUNCTIONS, "sigma", "frac") for word in words)


def not_read(typed: Typed, answer: Answer, why: Unreadable) -> Finding:
    """What is said of numbers that cannot be read: staff read an explanation, where one is taken."""
    explained = isinstance(typed.value, str) and why.note not in _NO_EXPLANATION
    if answer.explanation and explained:
        return Finding(Verdict.PENDING, "number.explained", verdict_sentences.explained())
    return Finding(Verdict.UNREADABLE, why.note, why.message)


def differs(typed: Typed, compared: Compared, tolerance: Tolerance) -> str:
    """What was typed and what is accepted, for the first entry that is not."""
    import numpy as np  # right answers have done without

    from grader.key.right_values import decimals_of, right_texts  # as above
    from reference.language.numerals import shown_ends  # as above

    places = np.argwhere(~compared.fits)
    place = tuple(int(index) for index in places[0])
    low = float(compared.interval.low[place])
    high = float(compared.interval.high[place])
    right = None
    if compared.right is not None and compared.right.shape == compared.interval.low.shape:
        right = float(right_texts(compared.right, compared.interval, tolerance)[place])
    ends = shown_ends(low, high, decimals_of(tolerance, low), right=right)
    accepted = verdict_sentences.accepted(*ends)
    if not compared.numbers.shape:
        return verdict_sentences.number_differs(as_typed(typed), accepted)
    position = ", ".join(str(index + 1) for index in place)
    got = compared.numbers.texts[np.ravel_multi_index(place, compared.numbers.shape)]
    value = compared.numbers.array[place]
    return verdict_sentences.entry_differs(position, got or f"{value:g}", accepted, len(places))
