"""What every mistake makes of one answer: a row a student, a whole class in one pass.

The equations of a mistake are the same for everybody; only the numbers differ that were drawn, and
those that a student wrote before.  So each mistake is worked out once for all rows, by arrays with an
axis of students in front, and its accepted interval only for the rows that lie near it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grader.assignment.model import Tolerance
from grader.grading.follow import Carried
from grader.grading.mistaken_targets import (
    Identity,
    carried_into_gradients,
    identity,
    rewrites,
)
from grader.key.recent import recent
from grader.key.target import Target, rounding_of
from reference import CellError, Equation, Interval, Pins, Workings
from reference.language.functions import Array
from reference.readings.evaluate import compile_expression, evaluate_expression
from reference.readings.unmoved import moved_equations
from reference.records import dataclass, field, replace

Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]
_FLOATS = 1e-5  # nearer than this part of it, numbers are the same
_RIGHT = -1  # the place of the right equations


@dataclass(frozen=True, eq=False)
class Table:
    """One answer of one or many students, with what goes into it, by every mistake.

    All rows have the same equations and the same names of numbers that were written before.  `near`
    is how far from a mistake's value what was `typed` may lie to be looked at.  Where it is
    `differentiated`, the mistakes are those in the network of which a gradient is taken.
    """

    targets: Sequence[Target]
    carried: Sequence[Carried]
    typed: Array | None = None
    near: Array | None = None
    differentiated: bool = False
    _changed: dict[int, tuple[Equation, ...]] = field(default_factory=dict, repr=False)
    _values: dict[int, Array | None] = field(default_factory=dict, repr=False)
    _moving: dict[int, Flags] = field(default_factory=dict, repr=False)
    _workings: dict[object, Workings] = field(default_factory=dict, repr=False)
    _accepted: dict[tuple[int, Tolerance], tuple[Rows, Interval | None]] = field(
        default_factory=dict, repr=False
    )

    @property
    def target(self) -> Target:
        """The target of the first row, which stands for the equations of all."""
        return self.targets[0]

    @property
    def made(self) -> list[tuple[str, str, Target]]:
        """Every mistake that can be made on the way: its note, its words, the equations."""
        if self.differentiated:
            return carried_into_gradients(self.target, self.carried[0])
        return rewrites(self.target, self.carried[0])

    def called(self, who: Identity) -> list[int]:
        """The places of the mistakes that are called so, at whatever step."""
        return self._called.get(who, [])

    def changed(self, place: int) -> tuple[Equation, ...]:
        """The equations in which a mistake is made: of the network, or else of its gradient alone."""
        if place not in self._changed:
            cell = self.target.system.cell
            right = cell.by_target
            made = self.made[place][2].system.cell.equations
            found = [e for e in made if e.target in right and right[e.target] != e.value]
            forward = [e for e in found if e.target.name not in cell.gradients]
            self._changed[place] = tuple(forward or found)
        return self._changed[place]

    @cached_property
    def _called(self) -> dict[Identity, list[int]]:
        names = ("called", self.differentiated, tuple(step.name for step in self.carried[0].steps))
        if names not in self.target.known:
            found: dict[Identity, list[int]] = {}
            for place, (note, what, _) in enumerate(self.made):
                found.setdefault(identity(note, what), []).append(place)
            self.target.known[names] = found
        known: dict[Identity, list[int]] = self.target.known[names]
        return known

    @cached_property
    def right(self) -> Array:
        """What follows by the right equations, a row a student."""
        return self._solved(self.target)

    def value(self, place: int) -> Array | None:
        """What a mistake gives, a row a student; None where it gives no numbers of that shape."""
        if place not in self._values:
            found = None
            with suppress(CellError, KeyError):  # a quantity that the right equations do not have
                found = self._solved(self.made[place][2])
            fits = found is not None and found.shape == self.right.shape
            self._values[place] = found if fits else None
        return self._values[place]

    def moves(self, place: int, row: int) -> bool:
        """Whether a mistake gives a row another number than the right equations."""
        if place not in self._moving:
            self._moving[place] = self._moved(self.value(place))
        return bool(self._moving[place][row])

    def _moved(self, value: Array | None) -> Flags:
        if value is None:
            return np.zeros(len(self.targets), dtype=bool)
        with np.errstate(invalid="ignore"):
            off = np.abs(value - self.right) > 1e-12 + _FLOATS * np.abs(self.right)
        off |= ~np.isfinite(self.right)
        every_row = (len(self.targets), -1)
        finite = np.isfinite(value).reshape(every_row).all(axis=1)
        return np.asarray(finite & off.reshape(every_row).any(axis=1))

    def followed(self, row: int, tolerance: Tolerance) -> Interval | None:
        """What honest rounding makes of the right equations in one row."""
        return self.accepted(_RIGHT, row, tolerance)

    def accepted(self, place: int, row: int, tolerance: Tolerance) -> Interval | None:
        """What honest rounding makes of a mistake in one row; None where that cannot be said."""
        key = place, tolerance
        rows, found = self._accepted.get(key, (np.empty(0, dtype=np.intp), None))
        if row not in rows:
            rows = self._near(place, row)
            found = self._worked_out(self._by(place), rows, tolerance)
            self._accepted[key] = rows, found
        if found is None:
            return None
        at = int(np.flatnonzero(rows == row)[0])
        return Interval(found.low[at], found.high[at])

    def _near(self, place: int, row: int) -> Rows:
        """The rows that are worth an interval, this one among them."""
        flags = np.zeros(len(self.targets), dtype=bool)
        value = self.right if place == _RIGHT else self.value(place)
        if self.typed is not None and self.near is not None and value is not None:
            off = np.abs(value - self.typed) <= self.near
            flags |= off.reshape(len(flags), -1).all(axis=1)
        flags[row] = True
        return np.flatnonzero(flags)

    def _by(self, place: int) -> Target:
        return self.target if place == _RIGHT else self.made[place][2]

    # -- many students at once ---------------------------------------------------------------

    def _solved(self, target: Target) -> Array:
        with np.errstate(all="ignore"):
            values = self._by_right if target is self.target else self._under(target)
            found = np.asarray(evaluate_expression(target.expression, target.system.cell, values))
        shape = (len(self.targets), *target.shape)
        return np.broadcast_to(found, shape) if found.ndim < len(shape) else found

    @cached_property
    def _by_right(self) -> Mapping[str, Array]:
        """All quantities by the right equations."""
        return self.target.system.program(self._inputs, given=self._given)

    def _under(self, target: Target) -> Mapping[str, Array]:
        """All quantities by other equations: only what these move is worked out again."""
        cell, right = target.system.cell, self.target.system
        values, rules = dict(self._by_right), right.program.rules
        for equation in moved_equations(cell, right.cell, self._given):
            rule = rules.get(equation) or compile_expression(equation.value, cell)
            values[str(equation.target)] = rule(values)
        return values

    @cached_property
    def _inputs(self) -> Mapping[str, Array]:
        return _stacked([target.system.inputs for target in self.targets])

    @cached_property
    def _given(self) -> Mapping[str, Array]:
        pinned = _stacked([target.system.pins for target in self.targets])
        return {**pinned, **_rows([carried.values for carried in self.carried])}

    def _worked_out(self, target: Target, rows: Rows, tolerance: Tolerance) -> Interval | None:
        some = [self.targets[row].system for row in rows]
        system = replace(
            target.system,
            inputs=_stacked([one.inputs for one in some]),
            pins=_stacked([one.pins for one in some]),
            _like=self.target.system.program,
        )
        written = [self.carried[row].pins for row in rows]
        pins = {
            name: Interval(
                np.stack([one[name].low for one in written]),
                np.stack([one[name].high for one in written]),
            )
            for name in written[0]
        }
        asked, shape = replace(target, system=system), (len(rows), *target.shape)
        try:
            with np.errstate(all="ignore"):
                if tolerance.is_worked_out:
                    found = asked.accepted_like(
                        self._right(rows, tolerance, asked, pins), tolerance
                    )
                else:
                    found = asked.accepted(tolerance, pins or None)
        except CellError:
            return None
        return Interval(*(_with_rows(end, shape) for end in (found.low, found.high)))

    def _right(self, rows: Rows, tolerance: Tolerance, asked: Target, pins: Pins) -> Workings:
        """The workings by the right equations, with the numbers of some rows: mistakes share much of them."""
        key = rows.tobytes(), tolerance
        if key not in self._workings:
            self._workings.clear()  # only the last ones, or memory grows
            numbers = asked.system
            system = replace(self.target.system, inputs=numbers.inputs, pins=numbers.pins)
            right = replace(self.target, system=system)
            self._workings[key] = right.workings_by(rounding_of(tolerance), pins)
        return self._workings[key]


def table_of(target: Target, carried: Carried, *, differentiated: bool = False) -> Table:
    """The table of one student; whoever wrote the same before has the same."""
    tables: dict[object, Table] = target.known.setdefault("tables", {})
    key = carried.written, differentiated
    return recent(tables, key, lambda: Table([target], [carried], differentiated=differentiated))


def _with_rows(array: Array, shape: tuple[int, ...]) -> Array:
    return np.broadcast_to(array, shape) if array.ndim < len(shape) else array


def _stacked(all_of_them: Sequence[Mapping[str, Array]]) -> Mapping[str, Array]:
    """Numbers with an axis of students in front, where they are not everybody's."""
    first = all_of_them[0]
    if all(one is first for one in all_of_them):
        return first
    return _rows(all_of_them)


def _rows(all_of_them: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    return {name: np.stack([one[name] for one in all_of_them]) for name in all_of_them[0]}
