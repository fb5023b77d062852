"""One system solved for many variants in a single pass, and what the answers ask of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grader.assignment.kinds import NUMERIC
from grader.assignment.model import Answer, Assignment
from grader.key.asked_before import spelled_out
from grader.key.derive import key_of
from grader.key.expected import Expected, Model
from grader.key.target import Target
from grader.variant.student_numbers import Numbers, filled
from reference import Expression, Interval, System, evaluate_expression, resolve
from reference.language.expression import Binary, Call, Number, walk
from reference.language.functions import Array
from reference.records import dataclass, replace

Given = Mapping[str, Array]  # symbol to numbers; the first axis counts variants
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """One expression that an answer is about: numbers, or the largest of some, as a label."""

    answer: Answer
    target: Target
    is_label: bool = False

    @cached_property
    def axes(self) -> tuple[int, ...]:
        """The axes of entries, which come last."""
        return tuple(range(-len(self.target.shape), 0))


@dataclass(frozen=True)
class Source:
    """One cell behind answers: the system's own, or that with the gradients of a quantity.

    `gradients` asks for all of them at once, for whoever has to work them out again.
    """

    of: Expression | None
    system: System
    gradients: Expression | None
    slope_at_zero: Fraction


@dataclass(frozen=True)
class SolvableSystem:
    """A system as one variant has it, ready to be solved for all that differ in numbers only."""

    name: str
    model: Model
    asked: tuple[Asked, ...]
    sources: tuple[Source, ...]

    @property
    def system(self) -> System:
        """The system with the numbers of the one variant."""
        return self.model.system

    @cached_property
    def source_of(self) -> tuple[int, ...]:
        """For everything that is asked, the place of its source."""
        places = {source.of: k for k, source in enumerate(self.sources)}
        return tuple(places[one.target.of] for one in self.asked)

    def lot(self, given: Given, rows: int) -> VariantBatch:
        """Drawn numbers, laid out over the symbols of the unrolled cell."""
        inputs = {name: _many(array, rows) for name, array in self.system.inputs.items()}
        pins = {name: _many(array, rows) for name, array in self.system.pins.items()}
        for symbol, values in given.items():
            for key, array in self._laid_out(symbol, np.asarray(values, dtype=np.float64)):
                (pins if key in pins else inputs)[key] = array
        return VariantBatch(self, inputs, pins, rows)

    def _laid_out(self, symbol: str, values: Array) -> Iterator[tuple[str, Array]]:
        known = {**self.system.inputs, **self.system.pins}
        if symbol in known:
            yield symbol, values
            return
        steps = [f"{symbol}[{t}]" for t in range(1, self.system.steps + 1)]
        if steps[0] in known:
            over_steps = values.ndim - 1 > known[steps[0]].ndim
            for place, key in enumerate(steps):
                yield key, values[:, place] if over_steps else values
            return
        state = symbol.removesuffix("0").removesuffix("_")
        for key in (f"{state}[0]", f"{state}[{len(steps) + 1}]"):
            if key in known:
                yield key, values


@dataclass(frozen=True)
class VariantBatch:
    """Many variants of one system, with whatever has been worked out of them."""

    bench: SolvableSystem
    inputs: Mapping[str, Array]
    pins: Mapping[str, Array]
    rows: int

    def solved(self, system: System) -> dict[str, Array]:
        """The quantities of a cell that has the symbols of this system, variants in front."""
        found = system.program(self.inputs, given=self.pins)
        return {
            name: _rowed(array, system.cell.rank(name.partition("[")[0]), self.rows)
            for name, array in found.items()
        }

    @cached_property
    def forward(self) -> dict[str, Array]:
        """The quantities of the cell itself."""
        return self.solved(self.bench.system)

    @cached_property
    def sources(self) -> tuple[dict[str, Array], ...]:
        """The quantities of every cell behind the answers."""
        return tuple(
            self.forward if source.of is None else self.solved(source.system)
            for source in self.bench.sources
        )

    @cached_property
    def values(self) -> tuple[Array, ...]:
        """The value of everything that is asked for."""
        return tuple(
            _rowed(
                evaluate_expression(
                    one.target.expression, one.target.system.cell, self.sources[source]
                ),
                len(one.target.shape),
                self.rows,
            )
            for one, source in zip(self.bench.asked, self.bench.source_of, strict=True)
        )

    @cached_property
    def intervals(self) -> tuple[Interval | None, ...]:
        """What counts as right for everything that is asked for; None for labels."""
        return tuple(self._interval(one) for one in self.bench.asked)

    def _interval(self, one: Asked) -> Interval | None:
        if one.is_label:
            return None
        system = replace(one.target.system, inputs=self.inputs, pins=self.pins)
        # the budget of a sheet is for its own keys, and not for all that are drawn until some will do
        target = replace(one.target, system=system, budget=None)
        found = target.accepted_when_drawn(one.answer.tolerance)
        rank = len(one.target.shape)
        return Interval(_rowed(found.low, rank, self.rows), _rowed(found.high, rank, self.rows))


def _many(array: Array, rows: int) -> Array:
    return np.broadcast_to(array, (rows, *np.shape(array)))


def _rowed(array: Array, rank: int, rows: int) -> Array:
    """An array with an axis of variants, also where it is the same in all of them."""
    found = np.asarray(array)
    return found if found.ndim > rank else _many(found, rows)


def benches(assignment: Assignment) -> dict[str, SolvableSystem]:
    """The systems of an assignment whose draws are filled in, with what is asked of each."""
    expected = Expected(assignment)
    asked: dict[str, list[Asked]] = {name: [] for name in assignment.systems}
    for one in asked_of(expected):
        asked[one.target.system_name].append(one)
    return {
        name: _bench(name, expected.model(name), found)
        for name, found in asked.items()
        if assignment.systems[name].given
    }


def _bench(name: str, model: Model, asked: list[Asked]) -> SolvableSystem:
    """The bench of a system; all gradients of one quantity come from one cell."""
    asked = [replace(one, target=_spelled_out(one.target)) for one in asked]
    sources: dict[Expression | None, Source] = {}
    for of in dict.fromkeys((None, *(one.target.of for one in asked))):
        targets = [one.target for one in asked if one.target.of == of]
        sources[of] = _source(of, model, targets)
    together = tuple(
        replace(one, target=replace(one.target, system=sources[one.target.of].system))
        for one in asked
    )
    return SolvableSystem(name, model, together, tuple(sources.values()))


def _spelled_out(target: Target) -> Target:
    """The target over the quantities of the cell alone: nobody's own values are gone on from here."""
    if not target.named:
        return target
    whole, asked = (
        spelled_out(one, target.named) for one in (target.expression, target.asked or Number(0))
    )
    return replace(target, expression=whole, asked=asked, named=())


def _source(of: Expression | None, model: Model, targets: list[Target]) -> Source:
    slope = model.file.slope_at_zero
    if of is None:
        return Source(None, model.system, None, slope)
    gradients: Expression = Number(0)
    for target in targets:
        for node in walk(target.asked or Number(0)):
            if isinstance(node, Call) and node.function == "grad":
                gradients = Binary("+", gradients, node)
    cell = resolve(model.system.cell, gradients, slope_at_zero=slope).cell
    return Source(of, model.system.rewritten(cell), gradients, slope)


def asked_of(expected: Expected) -> Iterator[Asked]:
    """Everything that answers ask of a system, under the first reading that is about it."""
    for question in expected.assignment.questions:
        seen: set[tuple[str, str]] = set()
        for reading in question.readings or (None,):
            for answer in question.answers:
                if answer.kind not in (*NUMERIC, "sequence", "choice"):
                    continue
                found = key_of(expected, answer, question, reading).targets
                system = found[0].system_name if found else ""
                if not system or (answer.name, system) in seen:
                    continue  # typed words, or the same numbers in other words
                seen.add((answer.name, system))
                for target in found:
                    yield Asked(answer, target, is_label=answer.kind not in NUMERIC)


def answers_of(assignment: Assignment, numbers: Sequence[Numbers]) -> dict[tuple[str, int], Array]:
    """What every drawn answer comes to for many students: one row a student.

    Answers that nobody draws anything for are left out; a label is the place of its word.
    """
    found: dict[tuple[str, int], Array] = {}
    kinds: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for row, one in enumerate(numbers):
        kinds.setdefault(tuple(sorted(one.cells.items())), []).append(row)
    for rows in kinds.values():
        some = [numbers[row] for row in rows]
        for name, values in _values(assignment, some):
            if name not in found:
                found[name] = np.full((len(numbers), *values.shape[1:]), np.nan)
            found[name][rows] = values
    return found


def _values(
    assignment: Assignment, numbers: Sequence[Numbers]
) -> Iterator[tuple[tuple[str, int], Array]]:
    """The answers of students whose sheets differ in numbers only."""
    first = numbers[0]
    seen: Counter[str] = Counter()
    told: dict[str, str] = {}
    for system, bench in benches(filled(assignment, first)).items():
        if system not in first.given:
            continue
        given = {
            symbol: np.asarray([one.given[system][symbol] for one in numbers], dtype=np.float64)
            for symbol in first.given[system]
            if symbol in bench.model.file.given  # its cell may be without some
        }
        lot = bench.lot(given, len(numbers))
        for one, values in zip(bench.asked, lot.values, strict=True):
            name = one.answer.name
            if told.setdefault(name, system) == system:  # else another reading of the question
                yield (name, seen[name]), values
                seen[name] += 1
