"""What stands beside the given numbers of a system: its equations and its figure, or neither.

Where the author says nothing, an equation that an answer asks for stands nowhere on the sheet: what
a student is to write down must not be found by turning the page.  The others of its cell stay, for
they name the quantities that the answer is written with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from grader.assignment import Assignment, Question
from grader.assignment.kinds import NUMERIC
from grader.handout.figure import Figure, figure_of
from grader.key.derive import key_of, net_inputs
from grader.key.expected import Expected
from grader.key.model import EquationKey
from reference import Cell, Equation, Symbol, symbols
from reference.handwriting.agreement import agree
from reference.language.dimension import Shape
from reference.readings.notations.notation import Notation
from reference.readings.spoken import SPOKEN
from reference.readings.typeset import NOTATIONS, typeset

_AT_STEP = re.compile(r"\s*([A-Za-z]\w*)\[(\d+)\]\s*")


class ShownEquations:
    """What an assignment lets its sheets show of every system."""

    def __init__(self, assignment: Assignment, expected: Expected) -> None:
        self.assignment = assignment
        self.expected = expected

    def equations(self, system: str) -> Cell | None:
        """What the numbers of a system go into; None where it is not shown."""
        show = self.assignment.systems[system].show
        if not self.shows(system, "equations", show):
            return None
        solved = self.expected.model(system).system
        names = {e.target.name for e in solved.cell.equations if str(e.target) not in solved.pins}
        written = solved.written
        hidden = frozenset() if show is not None else self.asked_for[system]
        found = written.with_equations(
            e for e in written.equations if e.target.name in names and e.target.name not in hidden
        )
        return found if found.equations else None

    def figure(self, system: str) -> Figure | None:
        """The figure of a system; None where there is none, or it is not shown."""
        file = self.assignment.systems[system]
        if not self.shows(system, "figure", file.show):
            return None
        solved = self.expected.model(system).system
        return figure_of(solved, asked=self.wanted(system), captions=file.captions)

    def shows(self, system: str, part: str, show: tuple[str, ...] | None) -> bool:
        """Whether a part is shown: as the author says, else where it can do no harm."""
        if show is not None:
            return part in show
        return system not in self.disputed and not (part == "figure" and self.asked_for[system])

    @cached_property
    def asked_for(self) -> dict[str, frozenset[str]]:
        """The quantities of every system whose equations answers ask for, whatever system these name."""
        asked = [
            (system, quantity)
            for system, key in self._keys()
            for quantity in asked_quantities(self.expected.model(system).written, key)
        ]
        return {
            name: frozenset(found for one in asked for found in self._same(*one, name))
            for name in self.assignment.systems
        }

    def _keys(self) -> Iterator[tuple[str, EquationKey]]:
        for question in self.assignment.questions:
            for answer in question.answers:
                if answer.kind == "equation":
                    for reading in (None, *question.readings):
                        system = self.expected.system_of(answer, question, reading)
                        key = key_of(self.expected, answer, question, reading).equation
                        if key is not None:
                            yield system, key

    def _same(self, system: str, quantity: str, other: str) -> Iterator[str]:
        """The quantities of another system that have the equation of one of this."""
        ours, theirs = (self.expected.model(name).written.equations for name in (system, other))
        files = self.assignment.systems
        renamed = files[system].cell == files[other].cell and len(ours) == len(theirs)
        for place, equation in enumerate(ours):
            if equation.target.name == quantity:
                yield from (e.target.name for e in theirs if e == equation)
                if renamed:
                    yield theirs[place].target.name

    @cached_property
    def disputed(self) -> frozenset[str]:
        """The systems between which the readings of a question choose."""
        groups = (_systems_of_readings(question) for question in self.assignment.questions)
        return frozenset(name for group in groups if len(group) > 1 for name in group)

    def wanted(self, system: str) -> set[Symbol]:
        """The quantities of a system that answers ask for by their name."""
        return {
            Symbol(match[1], int(match[2]))
            for question in self.assignment.questions
            for answer in question.answers
            if (answer.system or question.system) == system
            and answer.kind in NUMERIC
            and isinstance(answer.value, str)
            and (match := _AT_STEP.fullmatch(answer.value))
        }


def asked_quantities(written: Cell, key: EquationKey) -> set[str]:
    """The quantities of a cell whose equations an answer asks for, with their net inputs.

    An expression of an answer's own asks for the equation that says the same, if one does.
    """
    named = {key.quantity.name} & {e.target.name for e in written.equations}
    if not named and not key.numbers:
        named = {
            e.target.name
            for e in written.equations
            if agree(e.value, key.quantity, key.cell).agrees
        }
    known = {e.target: e.value for e in written.equations}
    inner = {
        symbol.name
        for target, value in known.items()
        if target.name in named
        for symbol in symbols(value)
        if symbol in net_inputs(written)
    }
    return named | inner


def _systems_of_readings(question: Question) -> set[str]:
    named = {reading.system or question.system for reading in question.readings}
    return {name for name in (*named, question.system) if name} if question.readings else set()


def sides(cell: Cell, notation: Notation) -> tuple[tuple[str, str], ...]:
    """The two sides of every equation, to be aligned where they are equal."""
    return _sides(cell.equations, tuple(cell.shapes.items()), notation.name)


@lru_cache(maxsize=256)  # a class shares its equations
def _sides(
    equations: tuple[Equation, ...], shapes: tuple[tuple[str, Shape], ...], notation: str
) -> tuple[tuple[str, str], ...]:
    written, known = {**NOTATIONS, "spoken": SPOKEN}[notation], dict(shapes)
    return tuple(
        (typeset(e.target, written, shapes=known), typeset(e.value, written, shapes=known))
        for e in equations
    )
