"""What is expected: the systems of an assignment, solved, and the target of every answer.

An assignment says where each value comes from (`h[2]` of the system `forward`); here that becomes
an expression over a solved cell.  Nothing is worked out before it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import Any

from grader.assignment.kinds import NUMERIC
from grader.assignment.model import Answer, Assignment, Plain, Question, Reading
from grader.assignment.model import System as SystemOfFile
from grader.key.asked_before import asked_before, with_names
from grader.key.missing_symbol import missing_symbol
from grader.key.target import CONSTANT, MOST_WORK, Target
from grader.outcome.errors import Faulty
from grader.words.sentences import assignments as sentences
from grader.words.sentences import keys as key_sentences
from reference import (
    Cell,
    CellError,
    Expression,
    NumbersError,
    Range,
    ShapeError,
    Symbol,
    System,
    Workings,
    bind,
    cell,
    count,
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
from reference.records import dataclass, field
from reference.rewrites.over_steps import over_steps


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
            raise Faulty(
                key_sentences.sizes_only(self.name)
            )  # the answer that asks for one is to blame
        try:
            with at_most(Budget(MOST_WORK)):
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
        sizes = self.file.sizes  # the same for everybody of a class, and so is what is read of it
        return self.cell.keep(
            ("written", *sizes.items()), lambda: sized(omit_unsized(self.cell, sizes), sizes)
        )

    @property
    def sizes(self) -> Mapping[str, int]:
        """The sizes by name."""
        if not self.file.given:
            return self.file.sizes
        return {name: max(size, 1) for name, size in self.system.sizes.items()}


@dataclass(frozen=True)
class Expected:
    """The systems of an assignment, and what its answers ask of them.

    Where many are checked by the same numbers, `source` stands for all that the assignment says.
    """

    assignment: Assignment
    source: bytes = field(default=b"", compare=False, repr=False)
    _models: dict[str, Model] = field(default_factory=dict, compare=False, repr=False)
    _stated: dict[str, dict[str, int]] = field(default_factory=dict, compare=False, repr=False)
    _asked: dict[str, dict[Expression, Symbol]] = field(
        default_factory=dict, compare=False, repr=False
    )
    budget: Budget = field(default_factory=lambda: Budget(MOST_WORK), compare=False, repr=False)
    _workings: dict[object, tuple[System, Workings]] = field(
        default_factory=dict, compare=False, repr=False
    )
    keys: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    def model(self, name: str) -> Model:
        """A system of the file; raise Faulty where its cell cannot be read."""
        if name not in self._models:
            self._models[name] = self._made(name)
        return self._models[name]

    def _made(self, name: str) -> Model:
        file = self.assignment.systems[name]
        try:
            rules = tuple((name, one.decimals, one.ties) for name, one in file.rounded.items())
            return Model(
                name,
                file,
                _as_changed(
                    file.cell,
                    self.assignment.cells.get(file.cell),
                    tuple(file.without),
                    tuple(file.rename.items()),
                    rules,
                ),
            )
        except CellError as fault:
            if fault.said.code == "no-symbol-to-leave-out":
                raise self._left_out_in_vain(name, str(fault)) from None
            if fault.said.code == "no-symbol-to-rename":
                text = self.assignment.cells.get(file.cell)
                known = _as_changed(file.cell, text, (), (), ()).shapes
                turned = {new: old for old, new in file.rename.items() if new in known}
                remedy = key_sentences.write_the_other_way_round(turned) if turned else ""
                raise Faulty(str(fault), system=name, given=("rename",), remedy=remedy) from None
            raise Faulty(str(fault), system=name) from None

    def _left_out_in_vain(self, name: str, said: str) -> Faulty:
        file = self.assignment.systems[name]
        text = self.assignment.cells.get(file.cell)
        known = list(_as_changed(file.cell, text, (), (), ()).shapes)
        unknown = next(symbol for symbol in file.without if symbol not in known)
        near = get_close_matches(unknown, known, n=1)
        remedy = key_sentences.leave_out(near[0] if near else "", known)
        return Faulty(said, system=name, given=("without",), remedy=remedy)

    def system_of(self, answer: Answer, question: Question, reading: Reading | None) -> str:
        """Which system an answer is about: its own, its reading's, its question's, the only one."""
        named = answer.system or (reading.system if reading else None) or question.system
        if named:
            return named
        if len(self.assignment.systems) == 1:
            return next(iter(self.assignment.systems))
        remedy = key_sentences.name_a_system(list(self.assignment.systems))
        raise Faulty(key_sentences.which_system(), answer=answer.name, remedy=remedy)

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
            if system_name is None:
                return Target("", CONSTANT, expression)
            model = self.model(system_name)
            if not symbols(expression) and (expression != written or not model.file.given):
                return Target("", CONSTANT, expression)
            expression = over_steps(expression, model.file.steps, model.system.cell.shapes)
            missing = missing_symbol(expression, model.system)
            if missing:
                raise Faulty(f'"{text}" of system "{system_name}": {missing}')
            whole, by_name, named = with_names(
                model.system.cell, expression, self.asked_before(system_name)
            )
            with at_most(self.budget):
                slope = model.file.slope_at_zero
                resolved = whole.keep(
                    ("resolved", by_name, slope),
                    lambda: resolve(whole, by_name, slope_at_zero=slope),
                )
            target = Target(
                system_name,
                model.system.rewritten(resolved.cell),
                resolved.expression,
                resolved.of,
                by_name,
                model.file.slope_at_zero,
                self.stated(system_name),
                self.budget,
                named,
                self.source,
                self._workings,
            )
            shape_of(target.expression, target.system.cell.shapes)
        except TooMuchWork:
            raise Faulty(sentences.takes_too_long()) from None
        except CellError as fault:
            where = f' of system "{system_name}"' if system_name else ""
            raise Faulty(f'"{text}"{where}: {fault}', remedy=_remedy(fault)) from None
        return target

    def asked_before(self, system_name: str) -> Mapping[Expression, Symbol]:
        """What answers ask of a system and others go on from."""
        if system_name not in self._asked:
            model = self.model(system_name)
            steps, shapes = model.file.steps, model.system.cell.shapes

            def spelled(expression: Expression) -> Expression:
                try:
                    return over_steps(expression, steps, shapes)
                except CellError:  # of a faulty value, which its own answer tells
                    return expression

            self._asked[system_name] = asked_before(self.assignment, system_name, spelled)
        return self._asked[system_name]

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
        if symbols(expression):
            return self._as_whole(self.target(text, system_name).value, text)
        return self._as_whole(Target("", CONSTANT, expression).value, text)

    def behind_count(self, text: Plain, system_name: str | None) -> tuple[Target, ...]:
        """The value that a count is worked out from; none where it is one of parameters and sizes."""
        if text is None or system_name is None:
            return ()
        counted = self._counted(parse_expression(str(text)), system_name)
        return (self.target(text, system_name),) if symbols(counted) else ()

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


@lru_cache(maxsize=256)  # everybody of a class has the same cells
def _as_changed(
    name: str,
    text: str | None,
    without: tuple[str, ...],
    renamed: tuple[tuple[str, str], ...],
    rounded: tuple[tuple[str, int, str], ...],
) -> Cell:
    """A cell, of the catalogue or of a text, as a system changes it."""
    made = parse_cell(text, name=name) if text is not None else cell(name)
    made = omit(made, without) if without else made
    made = rename(made, dict(renamed)) if renamed else made
    return rounded_quantities(made, {symbol: (places, ties) for symbol, places, ties in rounded})


def _starts(system: System) -> dict[str, Range]:
    """Where the states of a system begin, each between its least and its largest entry."""
    found = {}
    for name, direction in system.written.states.items():
        start = system.inputs.get(str(Symbol(name, 0 if direction < 0 else system.steps + 1)))
        if start is not None:
            found[name] = Range(float(start.min()), float(start.max()))
    return found


def _remedy(fault: CellError) -> str:
    """What to try where shapes do not fit; of a gradient, the fault itself says it."""
    if not isinstance(fault, ShapeError) or fault.said.holds("gradient-of"):
        return ""
    if fault.said.holds("one-index-an-axis"):
        return key_sentences.one_index_an_axis()
    return "" if fault.said.holds("entry-outside") else key_sentences.mend_the_shapes()
