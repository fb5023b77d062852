"""Diagnosis: the one usual mistake that gives exactly this number.

Every misconception of the equations is worked out in place of the right working, from the key's
numbers and from the student's own; so are slips with plain numbers (a lost sign, a moved decimal
point).  A mistake is *named* only if

- the value is not acceptable anyway,
- the value lies within the accepted interval of exactly one kind of mistake, and
- a hit by chance is unlikely: all mistakes together cover less than 2 % of the numbers of that
  precision which lie up to four times as far from the key as this one.

Kinds that do the very same arithmetic here count as one, the more usual.  Where exactly one fits
but chance is not excluded, it is put as a question.  Two mistakes at once are not guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from grader.assignment.model import Answer, Tolerance
from grader.checkers.numbers import Compared
from grader.grading.follow import Carried
from grader.grading.joint import Beside, evidence
from grader.grading.mistaken_targets import identity, rewrites
from grader.key.expected import Expected, Target
from grader.key.model import Key
from grader.outcome.typed import Typed
from grader.reading import read_count
from grader.words.sentences import counts as count_sentences
from grader.words.sentences import mistakes as mistake_sentences
from reference import (
    CellError,
    Interval,
    Pins,
    count,
)
from reference.language.expression import Call, Symbol
from reference.language.functions import Array
from reference.readings.notations.text import TEXT
from reference.readings.typeset import typeset
from reference.rewrites.notes import RARER

CHANCE = 0.02  # above it, a hit says little
_POINT = 1e-12  # a number without any room around it
_SHORT = 5  # decimals of a number that many roads lead to
_GROWTH = 1e-4  # enough to part what agrees by chance, too little to turn a ReLU
_WINDOW = 4.0  # how far around the key a wrong number might as well have fallen
_NEAR = 5.0  # beyond so many widths of the key's interval, none of a mistake reaches
_FAR = 0.02  # nor beyond this part of its value, where the key leaves no room at all


@dataclass(frozen=True)
class Diagnosis:
    """One mistake that explains a value; `certain` unless chance might have done it."""

    note: str
    message: str
    certain: bool
    detail: str = ""
    what: str = ""


@dataclass(frozen=True, eq=False)
class Mistake:
    """A mistake made: what it is, and what it gives.

    A mistake in the working has a `target`, with what was taken as given (`pins`); one in writing
    a number down has the `room` that honest rounding leaves it.
    """

    note: str
    what: str
    value: Array
    target: Target | None = None
    pins: Pins | None = None
    room: Interval | None = None
    _accepted: dict[Tolerance, Interval | None] = field(
        default_factory=dict, compare=False, repr=False
    )

    def accepted(self, tolerance: Tolerance) -> Interval | None:
        """What honest rounding makes of the mistake; None where that cannot be said."""
        if tolerance not in self._accepted:
            self._accepted[tolerance] = self._worked_out(tolerance)
        return self._accepted[tolerance]

    def _worked_out(self, tolerance: Tolerance) -> Interval | None:
        if self.target is None:
            return self.room or Interval(self.value, self.value)
        try:
            return self.target.accepted(tolerance, self.pins)
        except CellError:
            return None


@dataclass(frozen=True, eq=False)
class Candidates:
    """The mistakes that explain wrong numbers by themselves, the more usual first.

    `chance` is how likely any of all mistakes is to do so; `coarse` says that the numbers are right
    as far as they go.
    """

    fitting: tuple[Mistake, ...] = ()
    chance: float = 1.0
    coarse: Diagnosis | None = None


def candidates_of(answer: Answer, key: Key, compared: Compared, carried: Carried) -> Candidates:
    """The mistakes that explain wrong numbers, before any other answer is looked at."""
    coarse = _too_few_decimals(answer.tolerance, key, compared)
    if coarse:
        return Candidates(coarse=coarse)
    return fitting_of(answer, key, compared, list(mistakes_for(key, answer, carried)))


def fitting_of(
    answer: Answer, key: Key, compared: Compared, mistakes: Sequence[Mistake]
) -> Candidates:
    """Those of some mistakes that explain wrong numbers."""
    fitting = tuple(m for m in mistakes if _explains(m, answer.tolerance, compared))
    return Candidates(fitting, chance_of_a_hit(mistakes, key, compared) if fitting else 1.0)


def diagnose(found: Candidates, beside: Sequence[Beside] = ()) -> Diagnosis | None:
    """The one mistake that explains wrong numbers, if there is exactly one.

    The other answers decide between several, and make a hit by chance less likely.
    """
    if not found.fitting:
        return found.coarse
    fitting, chance = found.fitting, found.chance
    if beside:
        others = {m: evidence(identity(m.note, m.what), beside) for m in fitting}
        against = min(e.against for e in others.values())
        most = max(e.confirmed for e in others.values() if e.against == against)
        fitting = tuple(
            m for m in fitting if (others[m].against, others[m].confirmed) == (against, most)
        )
        chance *= max(others[m].chance for m in fitting)
        chance = max(chance, CHANCE) if against else chance
    if len({m.note for m in fitting}) > 1:
        fitting = tuple(m for m in fitting if m.note not in RARER)
        chance = max(chance, CHANCE)  # the usual ones come first, as a question
    if len({m.note for m in fitting}) != 1:
        return None
    first = fitting[0]
    elsewhere = any(identity("", m.what) != identity("", first.what) for m in fitting)
    said = mistake_sentences.mistake_named if chance < CHANCE else mistake_sentences.mistake_asked
    detail = f"{first.note}: a chance hit has probability {chance:.2g}"
    message = said(first.what, elsewhere=elsewhere)
    return Diagnosis(f"number.{first.note}", message, chance < CHANCE, detail, first.what)


def diagnose_count(typed: Typed, key: Key, expected: Expected) -> Diagnosis | None:
    """The convention under which a count would be right."""
    found = read_count(typed)
    if key.system is None or not hasattr(found, "value"):
        return None
    model = expected.model(key.system)
    counted = count(model.written, {})
    if counted.total != key.value:
        return None
    fitting = [name for name, number in counted.conventions.items() if number == found.value]
    if not fitting:
        return None
    return Diagnosis(
        f"count.{fitting[0]}", count_sentences.count_convention(fitting[0]), certain=True
    )


def chance_of_a_hit(mistakes: Sequence[Mistake], key: Key, compared: Compared) -> float:
    """How much of the neighbourhood of the key the results of all mistakes cover.

    The neighbourhood reaches four times as far as the wrong value lies from the key, in every entry
    that is wrong, and nowhere in those that are right; each mistake covers its accepted interval
    and a unit of the typed place.
    """
    numbers, wrong = compared.numbers, ~compared.fits.ravel()
    centre = np.asarray(key.target.value).ravel()
    unit = np.array([0.0 if d is None else 10.0**-d for d in numbers.decimals])
    width = np.maximum(compared.interval.width.ravel() + unit, _POINT)
    reach = np.where(wrong, _WINDOW * np.abs(numbers.array.ravel() - centre) / width, 0.0)
    # results in the same box of that width cover the same numbers: they count once
    boxes = {
        tuple(np.round((mistake.value.ravel() - centre) / width))
        for mistake in mistakes
        if mistake.value.shape == numbers.array.shape
    }
    inside = sum(bool(np.all(np.abs(box) <= reach + 1)) for box in boxes)
    return float(inside * np.prod(np.minimum(1.0, 0.5 / np.maximum(reach[wrong], _POINT))))


def _explains(mistake: Mistake, tolerance: Tolerance, compared: Compared) -> bool:
    """Whether the value is what this mistake gives, honest rounding included."""
    typed = compared.numbers.array
    if mistake.value.shape != typed.shape:
        return False
    unit = 10.0 ** -(3 if tolerance.decimals is None else tolerance.decimals)
    near = _NEAR * (compared.interval.width + unit) + _FAR * np.abs(mistake.value)
    if not np.all(np.abs(mistake.value - typed) <= near):
        return False
    interval = mistake.accepted(tolerance)
    return (
        interval is not None
        and bool(np.all(interval.holds(typed)))
        and not (mistake.target is not None and _hides(interval, compared))
    )


def _hides(interval: Interval, compared: Compared) -> bool:
    """Whether right values are as likely under the mistake as wrong ones."""
    key = compared.interval
    return bool(np.all((interval.low <= key.low) & (key.high <= interval.high)))


# -- the mistakes ---------------------------------------------------------------------------


def mistakes_for(key: Key, answer: Answer, carried: Carried) -> Iterator[Mistake]:
    """The mistakes that may have led to an answer: in the working, or in writing it down."""
    return _usual_first(every_mistake(key, answer, carried))


def every_mistake(key: Key, answer: Answer, carried: Carried) -> Iterator[Mistake]:
    """The same, with kinds that do the very same arithmetic side by side."""
    return _mistakes_for(key.target, answer.tolerance, carried)


def _mistakes_for(target: Target, tolerance: Tolerance, carried: Carried) -> Iterator[Mistake]:
    yield from slips(target.value, tolerance, target.accepted(tolerance))
    if carried.departing:
        value = target.value_given(carried.values)
        yield from slips(value, tolerance, target.accepted(tolerance, carried.pins))
    yield from _other_quantities(target, carried)
    if carried.steps:
        yield from mistakes_of(target, carried)
    if carried.departing or not carried.steps:
        yield from mistakes_of(target, Carried(()))


def _usual_first(mistakes: Iterable[Mistake]) -> Iterator[Mistake]:
    """Of kinds that do the same arithmetic, such as ReLU for tanh and no tanh, the more usual."""
    seen: dict[bytes, Mistake] = {}
    for mistake in mistakes:
        first = seen.setdefault((np.round(mistake.value, 10) + 0.0).tobytes(), mistake)
        if first.note == mistake.note or not _is_same_work(first, mistake):
            yield mistake


def _is_same_work(one: Mistake, other: Mistake) -> bool:
    """Whether two mistakes agree by more than chance: also for numbers a little larger."""
    if one.target is None or other.target is None:
        return not np.allclose(one.value, np.round(one.value, _SHORT), rtol=0, atol=1e-10)
    first, second = _enlarged(one.target, one.pins), _enlarged(other.target, other.pins)
    return bool(np.allclose(first, second, rtol=1e-9, atol=1e-12))


def _enlarged(target: Target, pins: Pins | None) -> Array:
    """The value for given numbers that are a little larger, each by a part of its own."""
    system = target.system
    written = {name: 0.5 * (pin.low + pin.high) for name, pin in (pins or {}).items()}
    grown = {
        name: array * (1 + _GROWTH * (k + 1 + np.arange(array.size).reshape(array.shape)))
        for k, (name, array) in enumerate(
            sorted({**system.inputs, **system.pins, **written}.items())
        )
    }
    inputs = {name: grown[name] for name in system.inputs}
    larger = replace(target, system=replace(system, inputs=inputs))
    return larger.value_given({name: grown[name] for name in (*system.pins, *written)})


def mistakes_of(target: Target, carried: Carried, *, unchanged: bool = False) -> Iterator[Mistake]:
    """Every misconception worked out, in one place of the working or in the whole cell.

    What the student wrote down is taken as given, so that only the way from there is gone over.
    Mistakes that do not change the value are left out; `unchanged` asks for only those.
    """
    values = carried.values
    right = target.value_given(values)
    seen: set[bytes] = set()
    for note, what, mistaken in rewrites(target, carried):
        try:
            with np.errstate(all="ignore"):
                value = mistaken.value_given(values)
        except CellError:
            continue
        mark = note.encode() + np.round(value, 12).tobytes()
        same = bool(np.allclose(value, right, atol=1e-12))
        if mark not in seen and np.all(np.isfinite(value)) and same == unchanged:
            seen.add(mark)
            yield Mistake(note, what, value, mistaken, carried.pins or None)


def _other_quantities(target: Target, carried: Carried) -> Iterator[Mistake]:
    """The value of another step, of another gate, or of a gradient with rows for columns."""
    asked = target.expression
    if not isinstance(asked, Symbol):
        return
    cell = target.system.cell
    pins = {name: pin for name, pin in carried.pins.items() if name != target.name}
    values = {name: value for name, value in carried.values.items() if name in pins}
    wrong = {step.name for step in carried.departing}  # writing it again is no other quantity
    for equation in cell.equations:
        other = equation.target
        if (
            str(other) in wrong
            or other == asked
            or cell.shape(other) != cell.shape(asked)
            or other.name in cell.gradients
        ):
            continue
        if (other.name == asked.name) == (other.step == asked.step) or asked.name in cell.gradients:
            continue
        spoken = typeset(other, TEXT), typeset(asked, TEXT)
        found = replace(target, expression=other)
        note = "step-confused" if other.name == asked.name else "quantity-confused"
        value = found.value_given(values)
        yield Mistake(note, f"{spoken[0]} in place of {spoken[1]}", value, found, pins or None)
    value = target.value_given(values)
    if asked.name in cell.gradients and value.ndim == 2 and value.shape[0] == value.shape[1]:
        found = replace(target, expression=Call("transpose", (asked,)))
        what = "rows for columns in the gradient"
        yield Mistake("gradient-transposed", what, value.T, found, pins or None)


def slips(value: Array, tolerance: Tolerance, accepted: Interval) -> Iterator[Mistake]:
    """What becomes of right numbers when they are written down wrongly."""
    low, high = accepted.low, accepted.high
    # where an entry may be 0, its digits are not known well enough to be found again
    known = np.all((low > 0) | (high < 0) | (low == high))
    if np.any(value) and known:
        turned = Interval(-high, -low)
        yield Mistake("sign-lost", "the sign lost", -value, room=turned)
        for factor in (10.0, 0.1, 100.0, 0.01):
            room = Interval(low * factor, high * factor)
            yield Mistake("decimal-moved", "the decimal point moved", value * factor, room=room)
    if value.ndim == 1 and value.shape[0] > 1:
        room = Interval(low[::-1], high[::-1])
        yield Mistake("entries-reversed", "the entries in the other order", value[::-1], room=room)
    if tolerance.decimals is None:
        return
    scale = 10.0**tolerance.decimals
    cut = np.trunc(np.round(value * scale, 6)) / scale
    if not tolerance.truncation and not np.allclose(cut, value, rtol=0, atol=1e-9):
        yield Mistake("truncated", "digits cut off instead of rounded", cut)
    if not value.shape:
        shown = float(np.round(value, tolerance.decimals))
        yield from _transposed_digits(shown, tolerance.decimals)


def _transposed_digits(value: float, decimals: int) -> Iterator[Mistake]:
    text = f"{value:.{decimals}f}"
    for k in range(len(text) - 1):
        pair = text[k : k + 2]
        if pair.isdigit() and pair[0] != pair[1]:
            other = float(text[:k] + pair[::-1] + text[k + 2 :])
            yield Mistake("digits-transposed", "two digits in each other's place", np.array(other))


def _too_few_decimals(tolerance: Tolerance, key: Key, compared: Compared) -> Diagnosis | None:
    """A value that is right as far as it goes, but does not go far enough."""
    wanted = tolerance.decimals
    typed = compared.numbers.decimals
    if wanted is None or any(d is None or d >= wanted for d, fits in
                             zip(typed, compared.fits.ravel(), strict=True) if not fits):  # fmt: skip
        return None
    half = np.array([0.5 * 10.0 ** -(d or 0) for d in typed]).reshape(compared.numbers.shape)
    value = np.asarray(key.target.value)
    off = np.abs(compared.numbers.array - value)
    near = off <= np.minimum(half, _half_of_the_first_digit(value)) * (1 + 1e-9)
    if not np.all(compared.fits | (near & (compared.numbers.array != 0))):
        return None
    return Diagnosis(
        "number.too-few-decimals", mistake_sentences.too_few_decimals(wanted), certain=True
    )


def _half_of_the_first_digit(value: Array) -> Array:
    """How far a number may lie that still gives the first digit of a value: 0 tells nothing."""
    with np.errstate(divide="ignore"):
        return np.asarray(
            np.where(value == 0, 0.0, 0.5 * 10.0 ** np.floor(np.log10(np.abs(value))))
        )
