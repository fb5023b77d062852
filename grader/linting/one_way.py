"""Comparisons of which the calls of a function take one way only, whatever numbers were drawn.

Who leaves such a comparison out loses nothing, so its author hears which way is never taken, and what to write.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from grader.assignment import Assignment, read_assignment
from grader.assignment.faults import Fault
from grader.functions import Functions
from grader.functions.both_ways import ways_left
from grader.functions.cases import VALUES, Case
from grader.outcome.errors import GraderError
from grader.words.sentences import assignments as sentences
from reference import Cell, CellError, show_shape, symbols, write
from reference.language.effort import Budget, TooMuchWork, at_most
from reference.language.expression import Binary, Call
from reference.readings.forks import Way
from reference.records import replace

_MOST_WORK = 1_000_000  # places looked at for one function


def one_way(path: Path, assignment: Assignment) -> Iterator[Fault]:
    """A warning for each function with a comparison of which one way is never taken."""
    functions = Functions(assignment, None)
    source = read_assignment(path)
    for index, question in enumerate(assignment.questions):
        for answer in question.answers:
            if answer.kind != "function":
                continue
            with suppress(TooMuchWork, CellError, GraderError), at_most(Budget(_MOST_WORK)):
                calls = [case for case in functions.cases(answer.name) if case.check == VALUES]
                for way in ways_left(calls)[:1]:
                    said = _said(answer.name, way, calls[0])
                    place = ("questions", index, "answers", answer.name)
                    yield replace(source.fault(place, said), warning=True)


def _said(name: str, way: Way, case: Case) -> str:
    decides = way.fork.decides
    first, second = write(decides), "0"
    if isinstance(decides, Binary) and decides.operator == "-":
        first, second = write(decides.left), write(decides.right)
    side = (first, second) if way.above else (second, first)
    bounds = _bounds(way, case.layout.cell)
    return sentences.one_way_only(name, _written(way, first, second), *side, bounds)


def _written(way: Way, first: str, second: str) -> str:
    match way.fork.written:
        case Call("where", (_, *branches)):  # a comparison is kept as a difference
            return f"where({first} > {second}, {', '.join(map(write, branches))})"
        case other:
            return write(other)


def _bounds(way: Way, cell: Cell) -> str:
    """A line that bounds what decides, as it stands in a cell."""
    used = [s.name for s in symbols(way.fork.decides)]
    given = [*cell.parameters, *cell.inputs]
    name = next((n for n in (*used, *given) if n in given), "")
    shape = show_shape(cell.shapes[name]) if name in cell.shapes else ""
    return f"{name}: {shape} in (1, 10){' given' if name in cell.given else ''}" if shape else ""
