"""What is expected: the systems of an assignment, solved, and the target of every answer.

An assignment says where each value comes from (`h[2]` of the system `forward`); here that becomes
an expression over a solved cell.  Nothing is worked out before it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import numpy as np

from grader.assignment.kinds import NUMERIC
from grader.assignment.model import Answer, Assignment, Plain, Question, Reading, Tolerance
from grader.assignment.model import System as SystemOfFile
from grader.key.asked_before import asked_before, with_names
from grader.key.missing_symbol import missing_symbol, symbol_of
from grader.key.one_rounding import cut, reach_alone
from grader.key.recent import recent
from grader.outcome.errors import Faulty
from grader.words.sentences import assignments as sentences
from grader.words.sentences import keys as key_sentences
from reference import (
    Cell,
    CellError,
    Dimension,
    Equation,
    Expression,
    Interval,
    Level,
    NumbersError,
    Pins,
    Range,
    Rounding,
    Symbol,
    System,
    Workings,
    bind,
    cell,
    count,
    evaluate_expression,
    omit,
    omit_unsized,
    parse_cell,
    parse_expression,
    ranges,
    rename,
    resolve,
    rounded_quantities,
    shape_of,
    sized,
)
from reference.language.effort import Budget, TooMuchWork, at_most
from reference.language.expression import Call, Number, rewrite, substitute, symbols
from reference.language.functions import Array
from reference.language.parse import suggestion
from reference.records import dataclass, field, replace
from reference.rewrites.over_steps import over_steps

_MOST_WORK = 1_000_000  # places looked at for all keys of a sheet: some ten seconds


@dataclass(frozen=True)
class Target:
    """Where the value of one answer comes from: an expression over a solved system.

    `asked` is the expression as the file has it, gradients and all; `of` the quantity whose
    gradients the system was extended by, if any.  `sharing` are systems with which this one has
    numbers in common, `named` the equations of what other answers ask for.
    """

    system_name: str
    system: System
    expression: Expression
    of: Expression | None = None
    asked: Expression | None = None
    slope_at_zero: Fraction = Fraction(0)
    stated: Mapping[str, int] = field(default_factory=dict)
    sharing: frozenset[str] = frozenset()
    budget: Budget | None = field(default=None, compare=False, repr=False)
    named: tuple[Equation, ...] = ()
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
        budget = self.budget if self.budget and not given else Budget(_MOST_WORK)
        try:
            with at_most(budget):
                return self._reached(tolerance, given)
        except TooMuchWork:
            raise Faulty(sentences.takes_too_long(), system=self.system_name or None) from None

    def workings(self, tolerance: Tolerance, given: Pins | None) -> Workings:
        """Honest workings by the rule of an answer, when some quantities are taken as given."""
        pins = {name: Interval(a, a) for name, a in self.system.pins.items()}
        return Workings(
            self.system.cell,
            self.system.inputs,
            rounding_of(tolerance),
            given={**pins, **(given or {})},
            coarser=self.stated,
        )

    def accepted_like(self, right: Workings, tolerance: Tolerance) -> Interval:
        """The numbers that count where other equations stand for those of some workings."""
        with at_most(Budget(_MOST_WORK)):
            workings = right.under(self.system.cell, self.expression)
            return cut(workings, self.expression, tolerance) or workings.accepted(self.expression)

    def _reached(self, tolerance: Tolerance, given: Pins | None) -> Interval:
        if tolerance.is_worked_out:
            workings = self.workings(tolerance, given)
            return cut(workings, self.expression, tolerance) or workings.accepted(self.expression)
        middle = {name: 0.5 * (pin.low + pin.high) for name, pin in (given or {}).items()}
        value = self.value_given(middle)
        reach = reach_alone(value, tolerance)
        return Interval(value - reach, value + reach)

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

    def about(self, quantity: Symbol) -> Target:
        """The same question asked of a quantity on the way, once for all who write it down."""
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
    return Rounding(tolerance.decimals, tolerance.truncation, level, significant)


@dataclass(frozen=True)
class Model:
    """One system of the file: its cell, and its numbers where it has any."""

    name: str
    file: SystemOfFile
    cell: Cell

    @cached_property
    def system(self) -> System:
        """The cell with its numbers, unrolled; raise Faulty where the file gives none."""
        if not self.file.given:
            raise Faulty(key_sentences.sizes_only(), system=self.name)
        try:
            with at_most(Budget(_MOST_WORK)):
                return bind(self.cell, self.file.given, steps=self.file.steps)
        except NumbersError as fault:
            raise Faulty(
                str(fault), system=self.name, given=fault.names, remedy=str(fault.remedy or "")
            ) from None
        except TooMuchWork:
            raise Faulty(sentences.takes_too_long(), system=self.name) from None
        except CellError as fault:
            raise Faulty(str(fault), system=self.name) from None

    @cached_property
    def written(self) -> Cell:
        """The cell before it is unrolled, with its sizes put in."""
        if self.file.given:
            return self.system.written
        return sized(omit_unsized(self.cell, self.file.sizes), self.file.sizes)

    @property
    def sizes(self) -> Mapping[str, int]:
        """The sizes by name."""
        if not self.file.given:
            return self.file.sizes
        return {name: max(size, 1) for name, size in self.system.sizes.items()}


@dataclass(frozen=True)
class Expected:
    """The systems of an assignment, and what its answers ask of them."""

    assignment: Assignment
    _models: dict[str, Model] = field(default_factory=dict, compare=False, repr=False)
    _stated: dict[str, dict[str, int]] = field(default_factory=dict, compare=False, repr=False)
    _asked: dict[str, dict[Expression, Symbol]] = field(
        default_factory=dict, compare=False, repr=False
    )
    budget: Budget = field(default_factory=lambda: Budget(_MOST_WORK), compare=False, repr=False)

    def model(self, name: str) -> Model:
        """A system of the file; raise Faulty where its cell cannot be read."""
        if name not in self._models:
            self._models[name] = self._made(name)
        return self._models[name]

    def _made(self, name: str) -> Model:
        file = self.assignment.systems[name]
        try:
            text = self.assignment.cells.get(file.cell)
            made = parse_cell(text, name=file.cell) if text is not None else cell(file.cell)
            made = omit(made, file.without) if file.without else made
            made = rename(made, file.rename) if file.rename else made
            rules = {symbol: (one.decimals, one.ties) for symbol, one in file.rounded.items()}
            return Model(name, file, rounded_quantities(made, rules))
        except CellError as fault:
            raise Faulty(str(fault), system=name) from None

    def system_of(self, answer: Answer, question: Question, reading: Reading | None) -> str:
        """Which system an answer is about: its own, its reading's, its question's, the only one."""
        named = answer.system or (reading.system if reading else None) or question.system
        if named:
            return named
        if len(self.assignment.systems) == 1:
            return next(iter(self.assignment.systems))
        raise Faulty(key_sentences.which_system(), answer=answer.name)

    def value_text(self, answer: Answer, reading: Reading | None) -> Plain:
        """The value of an answer as the file writes it, under a reading."""
        if reading is not None and answer.name in reading.values:
            return reading.values[answer.name]
        return answer.value

    def target(self, text: Plain, system_name: str | None) -> Target:
        """An expression of the file as something that has a value; raise Faulty if it has none."""
        try:
            written = parse_expression(str(text))
            expression = rewrite(written, self._parameters)
            if system_name is None or (expression != written and not symbols(expression)):
                return Target("", _CONSTANT, expression)
            model = self.model(system_name)
            expression = over_steps(expression, model.file.steps, model.system.cell.shapes)
            missing = missing_symbol(expression, model.system)
            if missing:
                raise Faulty(f'"{text}" of system "{system_name}": {missing}')
            whole, by_name, named = with_names(
                model.system.cell, expression, self.asked_before(system_name)
            )
            with at_most(self.budget):
                resolved = resolve(whole, by_name, slope_at_zero=model.file.slope_at_zero)
            target = Target(
                system_name,
                model.system.rewritten(resolved.cell),
                resolved.expression,
                resolved.of,
                by_name,
                model.file.slope_at_zero,
                self.stated(system_name),
                self.sharing(system_name),
                self.budget,
                named,
            )
            shape_of(target.expression, target.system.cell.shapes)
        except TooMuchWork:
            raise Faulty(sentences.takes_too_long()) from None
        except CellError as fault:
            where = f' of system "{system_name}"' if system_name else ""
            raise Faulty(f'"{text}"{where}: {fault}') from None
        return target

    def asked_before(self, system_name: str) -> Mapping[Expression, Symbol]:
        """What answers ask of a system and others go on from."""
        if system_name not in self._asked:
            self._asked[system_name] = asked_before(self.assignment, system_name)
        return self._asked[system_name]

    def sharing(self, system_name: str) -> frozenset[str]:
        """The systems that have drawn numbers in common with this one."""
        systems = self.assignment.systems
        mine = {system_name, *systems[system_name].sharing}
        return frozenset(
            name
            for name, other in systems.items()
            if name != system_name and mine & {name, *other.sharing}
        )

    def stated(self, system_name: str) -> Mapping[str, int]:
        """The decimals that the sheet asks quantities of a system to, by name.

        A student who gives `h[1]` to 2 decimals may go on with that, also towards an answer to 4.
        """
        if system_name not in self._stated:
            asked: dict[str, int] = {}
            named = {symbol.name for symbol in self.asked_before(system_name).values()}
            for question in self.assignment.questions:
                for answer in question.answers:
                    decimals = answer.tolerance.decimals
                    if decimals is None or answer.kind not in NUMERIC:
                        continue
                    if system_name == (answer.system or question.system or system_name):
                        name = answer.name if answer.name in named else str(answer.value)
                        name = name.replace(" ", "")
                        asked[name] = min(decimals, asked.get(name, decimals))
            self._stated[system_name] = asked
        return self._stated[system_name]

    def whole_number(self, text: Plain, system_name: str | None) -> int:
        """A count: parameters of a system, sizes, and sums of these; raise Faulty if it is none."""
        if text is None and system_name is not None:
            return self.parameters(system_name)
        try:
            expression = self._counted(parse_expression(str(text)), system_name)
        except CellError as fault:
            raise Faulty(f'"{text}": {fault}') from None
        open_symbols = symbols(expression)
        if open_symbols:
            return self._as_whole(self.target(text, system_name).value, text)
        return self._as_whole(Target("", _CONSTANT, expression).value, text)

    @staticmethod
    def _as_whole(value: Array, text: Plain) -> int:
        if value.shape or abs(float(value) - round(float(value))) > 1e-9:
            raise Faulty(key_sentences.no_whole_number(text, value))
        return round(float(value))

    def _counted(self, expression: Expression, system_name: str | None) -> Expression:
        """Counts first: a system may have the name of a size."""
        sizes = self.model(system_name).sizes if system_name is not None else {}
        numbers = {Symbol(name): Number(size) for name, size in sizes.items()}
        return substitute(rewrite(expression, self._parameters), numbers)

    def _parameters(self, node: Expression) -> Expression:
        match node:
            case Call("parameters", (Symbol(name),)):
                if name not in self.assignment.systems:
                    known = self.assignment.systems
                    hint = suggestion(name, known) or f"; known here: {', '.join(known)}"
                    raise Faulty(key_sentences.parameters_of_no_system(name, hint))
                return Number(self.parameters(name))
            case _:
                return node

    def parameters(self, system_name: str) -> int:
        """How many parameters a system has; raise Faulty where a size is missing."""
        model = self.model(system_name)
        try:
            return count(model.written, {}).total
        except CellError as fault:
            sizes = "{" + ", ".join(f"{name}: ..." for name in self._letters(model)) + "}"
            raise Faulty(
                str(fault), system=system_name, given=("sizes",), remedy=f'write "sizes: {sizes}"'
            ) from None

    @staticmethod
    def _letters(model: Model) -> Sequence[str]:
        """The sizes that a cell is written with."""
        rest = omit_unsized(model.cell, model.sizes)
        shapes = (rest.shape(name) for name in rest.parameters)
        return list(dict.fromkeys(name for shape in shapes for d in shape for name in d.names))

    def shape(self, symbol: Plain, system_name: str) -> tuple[int, ...]:
        """The shape of a symbol of a system."""
        written = self.model(system_name).written
        name = str(symbol).split("[")[0]
        if name not in written.shapes:
            hint = suggestion(name, written.shapes) or f"; it has {', '.join(written.shapes)}"
            raise Faulty(f'system "{system_name}" has no symbol {name}{hint}')
        sizes = [dimension.size for dimension in written.shape(name)]
        if None in sizes:
            raise Faulty(key_sentences.no_size(name), system=system_name)
        return tuple(size or 0 for size in sizes)

    def range(self, symbol: Plain, system_name: str) -> tuple[float, float]:
        """The range of a quantity of a system."""
        model = self.model(system_name)
        found = ranges(model.written, _starts(model.system) if model.file.given else {})
        name = str(symbol).split("[")[0]
        if name not in found:
            raise Faulty(f'system "{system_name}" has no quantity {name}{suggestion(name, found)}')
        return found[name].low, found[name].high


def _starts(system: System) -> dict[str, Range]:
    """Where the states of a system begin, each between its least and its largest entry."""
    found = {}
    for name, direction in system.written.states.items():
        start = system.inputs.get(str(Symbol(name, 0 if direction < 0 else system.steps + 1)))
        if start is not None:
            found[name] = Range(float(start.min()), float(start.max()))
    return found


def constant(values: Array) -> Target:
    """A target for numbers that an assignment itself gives, such as a printed alternative."""
    dimensions = tuple(Dimension((), entries) for entries in values.shape)
    cell_ = Cell("constant", "", {"printed": dimensions}, ())
    system = replace(_CONSTANT, written=cell_, cell=cell_, inputs={"printed": values})
    return Target("", system, Symbol("printed"))


_CONSTANT = System(
    written=Cell("constant", "", {}, ()),
    cell=Cell("constant", "", {}, ()),
    steps=1,
    sizes={},
    inputs={},
    pins={},
)
