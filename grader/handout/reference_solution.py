"""What stands in a key for an answer that is code: a right program, or its equations, and its checks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache

from grader.assignment import Answer, Assignment
from grader.assignment.dataclass_json import from_plain
from grader.assignment.function import PARAMETERS, Function
from grader.functions.draw import draw_sizes
from grader.functions.layout import Layout
from grader.functions.truth import Truth
from grader.words.sentences import handouts as sentences
from grader.words.text import points
from reference import Cell, CellError, parse_cell
from reference import cell as of_catalogue


def equations_of(answer: Answer, assignment: Assignment) -> Cell | None:
    """The equations of a function over one step, in the order of working; None where it has none."""
    if answer.kind != "function":
        return None
    function = from_plain(Function, answer.value)
    counts = any(place.symbol == PARAMETERS for place in function.outputs)
    if not function.cell or counts or not any(place.is_array for place in function.outputs):
        return None
    forward = _functions(assignment).get(function.forward)
    first = forward.given if forward is not None and function.takes_kept else ()
    own = tuple(place for place in function.given if place.name not in {p.name for p in first})
    letters = tuple(
        dict.fromkeys((*(forward.letters if first and forward else ()), *function.letters))
    )
    sizes = draw_sizes(function, letters, "key")
    if function.steps:
        sizes[function.steps] = 1
    text = assignment.cells.get(function.cell)
    cell = of_catalogue(function.cell) if text is None else parse_cell(text, name=function.cell)
    try:
        return Truth(
            function, Layout(function, lambda: cell, sizes, False), (*first, *own)
        ).equations
    except CellError:
        return None  # it goes by sizes that only a call has


def right_programs(assignment: Assignment) -> Mapping[str, tuple[str, ...]]:
    """The lines of a right program for every function that has equations; those of a class stand with its first."""
    functions = {a.name: a.value for a in assignment.answers if a.kind == "function"}
    return _programs(json.dumps(functions), json.dumps(dict(assignment.cells))) if functions else {}


@lru_cache(maxsize=16)  # a class has the same functions
def _programs(functions: str, cells: str) -> Mapping[str, tuple[str, ...]]:
    from grader.handout.programs.document import programs_of  # few sheets ask for code

    read = {name: from_plain(Function, value) for name, value in json.loads(functions).items()}
    return programs_of(read, json.loads(cells))


def checks_of(answer: Answer) -> Iterator[str]:
    """What is checked of a function, and what each check is worth."""
    if answer.kind == "function":
        function = from_plain(Function, answer.value)
        whole = sum(function.checks.values())
        worth = {
            check: points(answer.points * weight / whole)
            for check, weight in function.checks.items()
        }
        yield sentences.key_checks(worth)
    elif isinstance(answer.value, dict):
        yield sentences.key_tests(str(answer.value.get("file", "")))


def _functions(assignment: Assignment) -> Mapping[str, Function]:
    return {
        answer.name: from_plain(Function, answer.value)
        for answer in assignment.answers
        if answer.kind == "function"
    }
