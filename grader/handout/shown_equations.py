"""What stands beside the given numbers of a system: its equations and its figure, or neither.

An equation that an answer asks for stands nowhere on the sheet, and neither does any other of that
cell: what a student is to write down must not be found by turning the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from grader.assignment import Assignment, Question
from grader.assignment.kinds import NUMERIC
from grader.handout.figure import Figure, figure_of
from grader.key.expected import Expected
from reference import Cell, Equation, Symbol
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
        if system in self.asked_for or not self.shows(system, "equations", show):
            return None
        solved = self.expected.model(system).system
        names = {e.target.name for e in solved.cell.equations if str(e.target) not in solved.pins}
        written = solved.written
        found = written.with_equations(e for e in written.equations if e.target.name in names)
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
        return system not in self.asked_for and system not in self.disputed

    @cached_property
    def asked_for(self) -> frozenset[str]:
        """The systems with an equation that some answer asks for, whatever system it names."""
        named = set(self._named_by_equations())
        cells = {self.assignment.systems[name].cell for name in named}
        asked = {
            equation
            for model in map(self.expected.model, named)
            for equation in (*model.cell.equations, *model.written.equations)
        }
        return frozenset(
            name
            for name, file in self.assignment.systems.items()
            if named
            and (
                file.cell in cells
                or asked.intersection(self.expected.model(name).written.equations)
            )
        )

    def _named_by_equations(self) -> Iterator[str]:
        for question in self.assignment.questions:
            for answer in question.answers:
                if answer.kind == "equation":
                    for reading in (None, *question.readings):
                        yield self.expected.system_of(answer, question, reading)

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
