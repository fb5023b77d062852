"""Which usual mistakes the checks of a function let pass: tried on the equations, without anybody's code.

A mistake counts where it changes what ordinary calls give, and every call that the checks make gives the right
results all the same: sizes that are all 1, numbers that are all near 0, a tolerance that takes anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import numpy as np

from grader.assignment import Assignment, read_assignment
from grader.assignment.faults import Fault
from grader.assignment.function import GRADIENTS, PARAMETERS, Function
from grader.functions import Functions
from grader.functions.calls import cases
from grader.functions.cases import VALUES, Case
from grader.functions.compare import compare
from grader.outcome.errors import GraderError
from grader.words.sentences import assignments as sentences
from reference import Cell, CellError, misconceptions
from reference.language.effort import Budget, TooMuchWork, at_most
from reference.records import replace

_MOST_WORK = 1_000_000  # places looked at for one function
_USUAL = (-1.0, 1.0)


def unseen_mistakes(path: Path, assignment: Assignment) -> Iterator[Fault]:
    """A warning for each function whose checks let usual mistakes pass."""
    functions = Functions(assignment, None)
    source = read_assignment(path)
    for index, question in enumerate(assignment.questions):
        for answer in question.answers:
            if answer.kind != "function" or not _is_forward(functions.functions[answer.name]):
                continue
            with suppress(TooMuchWork, CellError, GraderError), at_most(Budget(_MOST_WORK)):
                found = unseen(functions, answer.name)
                if found:
                    place = ("questions", index, "answers", answer.name)
                    said = sentences.checks_let_pass(answer.name, found)
                    yield replace(source.fault(place, said), warning=True)


def unseen(functions: Functions, name: str) -> list[str]:
    """The usual mistakes that all calls of a function let pass, and an ordinary call would not."""
    relative = functions.relative(name)
    tried = [case for case in functions.cases(name) if case.check != GRADIENTS]
    left: list[str] | None = None
    for case in tried:
        mistaken = _mistakes(case)
        some = [said for said in (mistaken if left is None else left) if said in mistaken]
        left = [said for said in some if _passes(case, mistaken[said], relative)]
    usual = _usual(functions, name) if left else None
    if usual is None or not left:
        return []
    mistaken = _mistakes(usual)
    return [s for s in left if s in mistaken and not _passes(usual, mistaken[s], relative)]


def _is_forward(function: Function) -> bool:
    """Whether a function works out quantities of the cell, and no gradients of another's."""
    outputs = function.outputs
    return not function.forward and not any(p.fill or p.symbol == PARAMETERS for p in outputs)


def _mistakes(case: Case) -> Mapping[str, Cell]:
    return {mistake.sentence: mistake.cell for mistake in misconceptions(case.truth.written)}


def _usual(functions: Functions, name: str) -> Case | None:
    """A call with the sizes and numbers that nobody has bounded."""
    function = functions.functions[name]
    plain = replace(function, sizes={}, values=_USUAL, cases=1, checks={VALUES: Fraction(1)})
    cells = {case.cell_name: case.layout.read_cell for case in functions.cases(name)}
    found: list[Case] = []
    with suppress(GraderError, ValueError):
        found = list(cases(plain, cells, None, f"usual/{name}"))
    return found[0] if found else None


def _passes(case: Case, cell: Cell, relative: float) -> bool:
    """Whether a mistake gives the right results of a call."""
    with suppress(CellError, KeyError, ValueError), np.errstate(all="ignore"):
        given = case.truth.outputs(case.numbers, case.truth.over(cell))
        return all(
            compare(given.get(n), right, relative).right for n, right in case.expected.items()
        )
    return False
