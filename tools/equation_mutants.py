"""Functions whose numbers come from equations with one change, and what is said of them.

No program is run: the results of a function are what the changed equations give, so that what was changed is
known exactly.  A reason is false where it names another gate than the one whose equation was changed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from grader.assignment import load_assignment
from grader.assignment.function import PARAMETERS
from grader.functions import Functions, Judgement
from grader.functions.cases import Case
from grader.functions.compare import Comparison, compare
from grader.functions.failure import Failures
from grader.functions.reasons import Reasons
from grader.functions.source_rules import SourceRules
from grader.functions.source_view import Written
from grader.functions.trial_call import Reply, Tried
from grader.outcome.finding import Finding, Verdict
from grader.sandbox import Source
from reference import Cell, CellError
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Now,
    Number,
    Symbol,
    children,
    rebuild,
)

ROOT = Path(__file__).resolve().parent.parent
SHEETS = ("layers-rows", "layers-columns", "cells-in-code")
GATE = re.compile(r"only the part of gate (\w+(?:(?:, | and )\w+)*)")
SWAPPED = {"tanh": "sigmoid", "sigmoid": "tanh", "softmax": "sigmoid"}
RIGHT = Judgement(Finding(Verdict.RIGHT, "function.match"))


class NoWorker:
    """Where a worker would be: there is no program."""

    seconds_left = 0.0

    @staticmethod
    def signature(_: str) -> None:
        """No function has parameters here."""
        return


@dataclass(frozen=True)
class Equations:
    """Whoever calls a function whose numbers come from these equations."""

    cell: Cell
    functions: dict[str, object]
    worker: NoWorker

    def call(self, _: str, case: Case) -> Reply:
        """The results of one call."""
        return Reply(results=results(case, self.cell))


def results(case: Case, cell: Cell) -> dict[str, object]:
    """What comes of a call where these equations stand for those of the cell."""
    truth = case.truth
    found = truth.outputs(case.numbers, truth.over(_sized_like(truth.written, cell)))
    return dict(found)


def _sized_like(written: Cell, cell: Cell) -> Cell:
    """The right cell of a call with the changed equations, as far as it has them."""
    own = {e.target: e for e in cell.equations}
    return written.with_equations(own.get(e.target, e) for e in written.equations)


def changed(cell: Cell) -> Iterator[tuple[str, Cell]]:
    """Every cell with one change, and the target of the equation that was changed."""
    for equation in cell.equations:
        seen = {equation.value}
        for value in _changes(equation.value, cell):
            if value in seen:
                continue
            seen.add(value)
            other = [replace(e, value=value) if e is equation else e for e in cell.equations]
            with suppress(CellError, ValueError):
                yield equation.target.name, cell.with_equations(other)


def _changes(value: Expression, cell: Cell) -> Iterator[Expression]:
    """One place of an expression changed, in every way."""
    yield from _here(value, cell)
    parts = children(value)
    for k, part in enumerate(parts):
        for other in _changes(part, cell):
            yield rebuild(value, (*parts[:k], other, *parts[k + 1 :]))


def _here(  # a case a kind of slip
    value: Expression, cell: Cell
) -> Iterator[Expression]:
    match value:
        case Binary(operator, left, right) if operator in ("+", "-", "*"):
            yield from (left, right)
            for other in {"+": "-", "-": "+", "*": "+"}[operator]:
                yield Binary(other, left, right)  # type: ignore[arg-type]  # one of the three
            if operator == "-":
                yield Binary("-", right, left)
        case Call(name, (inner,)):
            yield inner
            if name in SWAPPED:
                yield Call(SWAPPED[name], (inner,))
        case Call("part", (whole, Number(k), Number(m))):
            others = (part for part in range(1, int(m) + 1) if part != k)
            yield from (Call("part", (whole, Number(part), Number(m))) for part in others)
        case Negate(inner):
            yield inner
        case Symbol(name, step):
            shape = cell.shapes.get(name)
            computed = {e.target.name for e in cell.equations} - {name}
            if name not in cell.parameters:
                alike = (t for t in cell.shapes if t in computed and cell.shapes[t] == shape)
                yield from (Symbol(twin, step) for twin in alike)
            if isinstance(step, Now) and name in cell.states:
                yield Symbol(name, Now(-1) if not step.offset else Now(0))
            yield Negate(value)
        case _:
            pass


def said_of(judged: Functions, name: str, cases: Sequence[Case], cell: Cell) -> tuple[bool, str]:
    """Whether a function with these equations is wrong, and the reasons that are told."""
    relative = judged.relative(name)
    tried = []
    for case in cases:
        got = results(case, cell)
        comparisons: dict[str, Comparison] = {
            key: compare(got.get(key), wanted, relative) for key, wanted in case.expected.items()
        }
        tried.append(Tried(case, Reply(results=got), comparisons))
    if all(one.passed for one in tried):
        return False, ""
    worker = NoWorker()
    functions = dict(judged.functions)
    caller = Equations(cell, functions, worker)  # type: ignore[arg-type]  # stands for one
    written = Written(Source("none.py", {"none.py": b""}))
    failures = Failures(worker, functions, {}, written, lambda _: RIGHT, SourceRules())  # type: ignore[arg-type]  # as above
    calls = judged._prepared(name)  # noqa: SLF001  # what it holds is the same for everybody
    why = Reasons(name, caller, failures, lambda _: RIGHT, calls, relative)  # type: ignore[arg-type]  # as above
    mistake = why._mistake(tried)  # noqa: SLF001  # nothing can be carried here
    return True, ". ".join(text for _, text in why.hints(tried, mistake))


def main(words: list[str]) -> None:
    """Try so many changes of the equations of every function, and print the figures."""
    most = int(words[0]) if words else 40
    wrong, told = 0, 0
    false: list[str] = []
    for sheet in SHEETS:
        judged = Functions(load_assignment(ROOT / "assignments" / sheet / "assignment.yaml"), None)
        for name, function in judged.functions.items():
            if any(place.symbol == PARAMETERS for place in function.outputs):
                continue  # a count has no equations of its own
            counts = _one(judged, name, most, false)
            wrong, told = wrong + counts[0], told + counts[1]
            print(f"{sheet} {name}: {counts[0]} wrong, {counts[1]} told", flush=True)
    share = 100 * told / max(wrong, 1)
    print(f"wrong: {wrong}, with a reason: {told} ({share:.1f} %), false: {len(false)}")
    print("\n".join(false))


def _one(judged: Functions, name: str, most: int, false: list[str]) -> tuple[int, int]:
    cases = [case for case in judged.cases(name) if case.check != "extremes"]
    every = list(changed(cases[0].layout.cell))
    some = every[:: max(1, -(-len(every) // most))]
    wrong = told = 0
    for target, cell in some:
        try:
            with np.errstate(all="ignore"):
                is_wrong, said = said_of(judged, name, cases, cell)
        except (CellError, KeyError, ValueError):
            continue  # what was changed has no value any more
        wrong += is_wrong
        told += bool(said)
        named = GATE.search(said)
        if named and named[1] != target and _is_gate(cases[0].layout.cell, target):
            false.append(f"{name}: {target} was changed, and this is said: {said}")
    return wrong, told


def _is_gate(cell: Cell, target: str) -> bool:
    return any(
        isinstance(e.value, Call) and e.value.function in ("sigmoid", "tanh")
        for e in cell.equations
        if e.target.name == target and "part" in str(e.value)
    )


if __name__ == "__main__":
    main(sys.argv[1:])
