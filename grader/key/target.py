"""The target of an answer: an expression over a solved system, its value, and the numbers that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import numpy as np

from grader.assignment.model import Tolerance
from grader.key.missing_symbol import symbol_of
from grader.key.one_rounding import of_result, reach_alone
from grader.key.recent import recent
from grader.outcome.errors import Faulty
from grader.words.sentences import assignments as sentences
from reference import (
    Cell,
    Dimension,
    Equation,
    Expression,
    Interval,
    Level,
    Pins,
    Rounding,
    Symbol,
    System,
    Workings,
    evaluate_expression,
    shape_of,
)
from reference.language.effort import Budget, TooMuchWork, at_most
from reference.language.expression import symbols
from reference.language.functions import Array
from reference.records import dataclass, field, replace

MOST_WORK = 1_000_000  # places looked at for all keys of a sheet: some ten seconds


@dataclass(frozen=True)
class Target:
    """Where the value of one answer comes from: an expression over a solved system.

    `asked` is the expression as the file has it, gradients and all; `of` the quantity whose
    gradients the system was extended by, if any; `named` the equations of what other answers ask for.
    """

    system_name: str
    system: System
    expression: Expression
    of: Expression | None = None
    asked: Expression | None = None
    slope_at_zero: Fraction = Fraction(0)
    stated: Mapping[str, int] = field(default_factory=dict)
    budget: Budget | None = field(default=None, compare=False, repr=False)
    named: tuple[Equation, ...] = ()
    # the content of an assignment that many are checked by, else nothing
    source: bytes = field(default=b"", compare=False, repr=False)
    # honest workings of the whole sheet, by system, equations and rounding
    workings: dict[object, tuple[System, Workings]] = field(
        default_factory=dict, compare=False, repr=False
    )
    # what does not hang on anything a student wrote, and is asked for by many
    known: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def name(self) -> str | None:
        """The quantity itself, where the answer asks for nothing else."""
        return str(self.expression) if isinstance(self.expression, Symbol) else None

    @cached_property
    def value(self) -> Array:
        """The expected numbers."""
        return self.value_given({})

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the expected numbers."""
        shape = shape_of(self.expression, self.system.cell.shapes)
        return tuple(dimension.size or 0 for dimension in shape)

    def value_given(self, given: Mapping[str, Array]) -> Array:
        """The numbers that follow when some quantities are taken as given."""
        try:
            values = self.system.solve(given)
            return np.asarray(evaluate_expression(self.expression, self.system.cell, values))
        except RecursionError:
            raise Faulty(sentences.takes_too_long(), system=self.system_name or None) from None

    def accepted(self, tolerance: Tolerance, given: Pins | None = None) -> Interval:
        """The numbers that count as right, also when some quantities are taken as given."""
        if given:
            return self._accepted_given(tolerance, given)
        if tolerance not in self.known:
            self.known[tolerance] = self._accepted(tolerance, None)
        found: Interval = self.known[tolerance]
        return found

    def _accepted_given(self, tolerance: Tolerance, given: Pins) -> Interval:
        """The same, kept for whoever writes the same before."""
        ends = ((n, np.asarray(e).tobytes()) for n, p in given.items() for e in (p.low, p.high))
        kept: dict[object, Interval] = self.known.setdefault("given", {})
        return recent(kept, (tolerance, *ends), lambda: self._accepted(tolerance, given))

    def _accepted(self, tolerance: Tolerance, given: Pins | None) -> Interval:
        budget = self.budget if self.budget and not given else Budget(MOST_WORK)
        try:
            with at_most(budget):
                return self._reached(tolerance, given)
        except TooMuchWork:
            raise Faulty(sentences.takes_too_long(), system=self.system_name or None) from None

    def accepted_when_drawn(self, tolerance: Tolerance) -> Interval:
        """The same as the drawing looks at it, whose numbers do not move when more counts as honest."""
        try:
            with at_most(Budget(MOST_WORK)):
                return self._reached(tolerance, None, as_drawn=True)
        except TooMuchWork:
            raise Faulty(sentences.takes_too_long(), system=self.system_name or None) from None

    def accepted_like(self, right: Workings, tolerance: Tolerance) -> Interval:
        """The numbers that count where other equations stand for those of some workings."""
        with at_most(Budget(MOST_WORK)):
            workings = right.under(self.system.cell, self.expression)
            return of_result(workings, self.expression, tolerance)

    def _reached(
        self, tolerance: Tolerance, given: Pins | None, *, as_drawn: bool = False
    ) -> Interval:
        if tolerance.is_worked_out:
            rounding = replace(rounding_of(tolerance), as_drawn=as_drawn)
            workings = self.workings_by(rounding, given)
            return of_result(workings, self.expression, tolerance)
        middle = {name: 0.5 * (pin.low + pin.high) for name, pin in (given or {}).items()}
        value = self.value_given(middle)
        reach = reach_alone(value, tolerance)
        return Interval(value - reach, value + reach)

    def workings_by(self, rounding: Rounding, given: Pins | None) -> Workings:
        """The honest workings, shared with the other answers of the sheet unless some are given."""
        system = self.system

        def made() -> tuple[System, Workings]:
            pins = {name: Interval(a, a) for name, a in system.pins.items()}
            whole = {**pins, **(given or {})}
            return system, Workings(
                system.cell, system.inputs, rounding, given=whole, coarser=self.stated
            )

        if given:
            return made()[1]
        # the system stays beside its workings, and with it what these numbers stand for
        numbers = id(system.cell), id(system.inputs), id(system.pins)
        return recent(self.workings, (self.system_name, rounding, *numbers), made)[1]

    def depends_on(self, name: str) -> bool:
        """Whether a quantity of this name goes into the value."""
        if ("depends", name) not in self.known:
            self.known["depends", name] = self._depends_on(name)
        found: bool = self.known["depends", name]
        return found

    def _depends_on(self, name: str) -> bool:
        symbol = symbol_of(name)
        moved = self.system.cell.dependents([symbol])
        return any(s in moved for s in symbols(self.expression)) and name != self.name

    def rests_on(self, name: str, taken: Iterable[str]) -> bool:
        """Whether a quantity goes into the value although the `taken` ones stand fast."""
        cut = {symbol_of(other) for other in taken if other != name}
        cell_ = self.system.cell
        open_ = cell_.with_equations(e for e in cell_.equations if e.target not in cut)
        moved = open_.dependents([symbol_of(name)])
        return any(s in moved for s in symbols(self.expression))

    def is_that_of(self, other: Target) -> bool:
        """Whether this quantity is that of the same name in another system: it comes of the same numbers."""
        name = cast("str", self.name)
        if self.of is not None or symbol_of(name) not in other.system.cell.by_target:
            return False
        felt = [
            (array, other.system.inputs[symbol])
            for symbol, array in self.system.inputs.items()
            if symbol in other.system.inputs and self.depends_on(symbol)
        ]
        if not felt or not all(np.array_equal(mine, its) for mine, its in felt):
            return False
        its = other.system.solve().get(name)
        return its is not None and np.array_equal(np.round(its, 12), np.round(self.value, 12))

    def about(self, quantity: Expression) -> Target:
        """The same question asked of something on the way, once for all who write it down."""
        if ("about", quantity) not in self.known:
            self.known["about", quantity] = replace(self, expression=quantity, asked=quantity)
        found: Target = self.known["about", quantity]
        return found

    def rewritten(self, changed: Cell) -> Target:
        """The same question asked of a system with other equations."""
        return replace(self, system=self.system.rewritten(changed))


def rounding_of(tolerance: Tolerance) -> Rounding:
    """The rule of an answer as the mathematics takes it."""
    level = cast("Level", tolerance.level)
    significant = tolerance.significant if tolerance.decimals is None else None
    decimals = tolerance.decimals if tolerance.steps is None else tolerance.steps
    return Rounding(decimals, tolerance.truncation, level, significant)


def constant(values: Array) -> Target:
    """A target for numbers that an assignment itself gives, such as a printed alternative."""
    dimensions = tuple(Dimension((), entries) for entries in values.shape)
    cell_ = Cell("constant", "", {"printed": dimensions}, ())
    system = replace(CONSTANT, written=cell_, cell=cell_, inputs={"printed": values})
    return Target("", system, Symbol("printed"))


CONSTANT = System(
    written=Cell("constant", "", {}, ()),
    cell=Cell("constant", "", {}, ()),
    steps=1,
    sizes={},
    inputs={},
    pins={},
)
