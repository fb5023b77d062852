"""The mistakes that may have led to a number: in the working, or in writing it down.

Every misconception of the equations is worked out in place of the right working, from the key's
numbers and from the student's own; so are slips with plain numbers (a lost sign, a moved decimal
point).  Kinds that do the very same arithmetic here count as one, the more usual.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from grader.assignment.model import Answer, Tolerance
from grader.grading.follow import Carried
from grader.grading.mistake_table import Table, table_of
from grader.grading.mistaken_targets import Identity, identity
from grader.key.model import Key
from grader.key.target import Target
from grader.words.sentences import mistakes as sentences
from reference import CellError, Interval, Pins
from reference.language.expression import Call, Symbol, symbols
from reference.language.functions import Array
from reference.readings.notations.text import TEXT
from reference.readings.typeset import typeset
from reference.records import dataclass, field, replace

_FEW = 12  # entries of a vector, each of which may have lost its sign
_SHORT = 5  # decimals of a number that many roads lead to
_GROWTH = 1e-4  # enough to part what agrees by chance, too little to turn a ReLU


@dataclass(frozen=True, eq=False)
class Mistake:
    """A mistake made: what it is, and what it gives.

    A mistake in the working has a `target`, with what was taken as given (`pins`), and may stand at
    a `place` of a row of a table; one in writing a number down has the `room` that honest rounding
    leaves it.
    """

    note: str
    what: str
    value: Array
    target: Target | None = None
    pins: Pins | None = None
    room: Interval | None = None
    table: tuple[Table, int, int] | None = None
    _accepted: dict[Tolerance, Interval | None] = field(
        default_factory=dict, compare=False, repr=False
    )

    def accepted(self, tolerance: Tolerance) -> Interval | None:
        """What honest rounding makes of the mistake; None where that cannot be said."""
        if tolerance not in self._accepted:
            self._accepted[tolerance] = self._worked_out(tolerance)
        return self._accepted[tolerance]

    def _worked_out(self, tolerance: Tolerance) -> Interval | None:
        if self.table is not None:
            table, place, row = self.table
            return table.accepted(place, row, tolerance)
        if self.target is None:
            return self.room or Interval(self.value, self.value)
        try:
            return self.target.accepted(tolerance, self.pins)
        except CellError:
            return None


def mistakes_for(key: Key, answer: Answer, carried: Carried) -> Iterator[Mistake]:
    """The mistakes that may have led to an answer: in the working, or in writing it down."""
    return usual_first(every_mistake(key, answer, carried))


def every_mistake(
    key: Key, answer: Answer, carried: Carried, table: tuple[Table, int] | None = None
) -> Iterator[Mistake]:
    """The same, with kinds that do the very same arithmetic side by side.

    The `table` with its row holds the mistakes from what was carried, where it was worked out for
    a class.
    """
    target, tolerance = key.target, answer.tolerance
    yield from slips(target.value, tolerance, key.own_interval(tolerance))
    if carried.departing:
        value = target.value_given(carried.values)
        yield from slips(value, tolerance, target.accepted(tolerance, carried.pins))
    if carried.steps:
        yield from mistakes_in(*(table or (table_of(target, carried), 0)))
    if carried.departing or not carried.steps:
        plain = None if carried.steps else table
        yield from mistakes_in(*(plain or (table_of(target, Carried(())), 0)))
    yield from _transposed(target, carried)
    yield from _other_quantities(target, carried)


def mistakes_of(target: Target, carried: Carried, *, unchanged: bool = False) -> Iterator[Mistake]:
    """Every misconception worked out, in one place of the working or in the whole cell.

    What the student wrote down is taken as given, so that only the way from there is gone over.
    Mistakes that do not change the value are left out; `unchanged` asks for only those.
    """
    return mistakes_in(table_of(target, carried), 0, unchanged=unchanged)


def mistakes_in(table: Table, row: int, *, unchanged: bool = False) -> Iterator[Mistake]:
    """The same for one row of a table."""
    pins = table.carried[row].pins or None
    seen: set[tuple[Identity, bytes]] = set()
    for place, (note, what, mistaken) in enumerate(table.made):
        found = table.value(place)
        if found is None or table.moves(place, row) == unchanged:
            continue
        value = found[row]
        if unchanged and not np.all(np.isfinite(value)):
            continue
        mark = identity(note, what), np.round(value, 12).tobytes()
        if mark not in seen:
            seen.add(mark)
            yield Mistake(
                note, what, value, _of_row(mistaken, table, row), pins, table=(table, place, row)
            )


def _of_row(mistaken: Target, table: Table, row: int) -> Target:
    """The mistaken equations with the numbers of a row."""
    own = table.targets[row].system
    if own.inputs is mistaken.system.inputs:
        return mistaken
    like = mistaken.system.program
    system = replace(mistaken.system, inputs=own.inputs, pins=own.pins, _like=like)
    return replace(mistaken, system=system)


def usual_first(mistakes: Iterable[Mistake]) -> Iterator[Mistake]:
    """Of kinds that do the same arithmetic, such as ReLU for tanh and no tanh, the more usual."""
    seen: dict[bytes, Mistake] = {}
    for mistake in mistakes:
        first = seen.setdefault((np.round(mistake.value, 10) + 0.0).tobytes(), mistake)
        if first.note == mistake.note or not _is_same_work(first, mistake):
            yield mistake


def _is_same_work(one: Mistake, other: Mistake) -> bool:
    """Whether two mistakes agree by more than chance: also for numbers a little larger.

    What is the same whatever the numbers are, such as the 0 of a dead unit, says nothing.
    """
    if {one.note, other.note} == {"sign-lost", "sign-wrong"}:
        return True
    if one.target is None or other.target is None:
        return not np.allclose(one.value, np.round(one.value, _SHORT), rtol=0, atol=1e-10)
    first, second = _enlarged(one.target, one.pins), _enlarged(other.target, other.pins)
    if first.shape == one.value.shape and np.array_equal(first, one.value):
        return False
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
    given = {name: grown[name] for name in (*system.pins, *written)}
    larger = replace(target, system=replace(system, inputs=inputs, _like=system.program))
    return larger.value_given(given)


def _other_quantities(target: Target, carried: Carried) -> Iterator[Mistake]:
    """The value of another step, or of another gate."""
    asked = target.expression
    if not isinstance(asked, Symbol):
        return
    cell = target.system.cell
    pins = {name: pin for name, pin in carried.pins.items() if name != target.name}
    values = {name: value for name, value in carried.values.items() if name in pins}
    wrong = {step.name for step in carried.departing}  # writing it again is no other quantity
    solved = target.system.solve(values)
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
        value = np.asarray(solved[str(other)])
        yield Mistake(note, f"{spoken[0]} in place of {spoken[1]}", value, found, pins or None)


def _transposed(target: Target, carried: Carried) -> Iterator[Mistake]:
    """A gradient by a matrix, or a Jacobian, with rows for columns."""
    asked, known = target.expression, target.system.cell.gradients
    is_rows = isinstance(asked, Call) and asked.function == "rows"
    if not (isinstance(asked, Symbol) or is_rows) or all(
        s.name not in known for s in symbols(asked)
    ):
        return
    pins = {name: pin for name, pin in carried.pins.items() if name != target.name}
    value = target.value_given({n: v for n, v in carried.values.items() if n in pins})
    if value.ndim == 2 and value.shape[0] == value.shape[1]:
        found = replace(target, expression=Call("transpose", (asked,)))
        what = sentences.gradient_transposed()
        yield Mistake("gradient-transposed", what, value.T, found, pins or None)


def slips(value: Array, tolerance: Tolerance, accepted: Interval) -> Iterator[Mistake]:
    """What becomes of right numbers when they are written down wrongly."""
    low, high = accepted.low, accepted.high
    # where an entry may be 0, its digits are not known well enough to be found again
    known = np.all((low > 0) | (high < 0) | (low == high))
    if np.any(value) and known:
        turned = Interval(-high, -low)
        yield Mistake("sign-lost", "the opposite sign", -value, room=turned)
        for factor in (10.0, 0.1, 100.0, 0.01):
            room = Interval(low * factor, high * factor)
            yield Mistake("decimal-moved", sentences.point_moved(), value * factor, room=room)
    if value.ndim == 1 and 1 < value.size <= _FEW:
        yield from _one_sign(value, accepted)
    if value.ndim == 1 and value.shape[0] > 1:
        room = Interval(low[::-1], high[::-1])
        yield Mistake("entries-reversed", sentences.entries_reversed(), value[::-1], room=room)
    if tolerance.decimals is None:
        return
    scale = 10.0**tolerance.decimals
    cut = np.trunc(np.round(value * scale, 6)) / scale
    if not tolerance.truncation and not np.allclose(cut, value, rtol=0, atol=1e-9):
        yield Mistake("truncated", sentences.digits_cut_off(), cut)
    if not value.shape:
        shown = float(np.round(value, tolerance.decimals))
        yield from _transposed_digits(shown, tolerance.decimals)


def _one_sign(value: Array, accepted: Interval) -> Iterator[Mistake]:
    """The sign of a single entry lost."""
    for place in range(value.size):
        low, high = accepted.low.copy(), accepted.high.copy()
        if low[place] > 0 or high[place] < 0:
            low[place], high[place] = -high[place], -low[place]
            turned = value.copy()
            turned[place] = -turned[place]
            what = sentences.opposite_sign_of_entry(place + 1)
            yield Mistake("sign-lost", what, turned, room=Interval(low, high))


def _transposed_digits(value: float, decimals: int) -> Iterator[Mistake]:
    text = f"{value:.{decimals}f}"
    for k in range(len(text) - 1):
        pair = text[k : k + 2]
        if pair.isdigit() and pair[0] != pair[1]:
            other = float(text[:k] + pair[::-1] + text[k + 2 :])
            yield Mistake("digits-transposed", sentences.digits_exchanged(), np.array(other))
