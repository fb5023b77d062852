"""Answers that stand in others: what one asks for is a quantity where another goes on from it.

A sheet asks for `spectral_radius(W)`, and later whether `spectral_radius(W) > 1`.  Whoever wrote 1.2
for the first goes on from 1.2, rounded as it was written.  So that expression gets a name, that of
its answer, and an equation in the system; follow-through, rounding and diagnosis then see a quantity
like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from grader.assignment.kinds import NUMERIC
from grader.assignment.model import Answer, Assignment, Plain, Question
from reference import (
    Cell,
    CellError,
    Equation,
    Expression,
    Now,
    Symbol,
    parse_condition,
    parse_expression,
    shape_of,
    symbols,
)
from reference.language.expression import Call, Number, rewrite, substitute, walk
from reference.records import replace

_NO_QUANTITY = ("grad", "parameters")  # these have ways of their own to be gone on from

Asked = Mapping[Expression, Symbol]


def asked_before(
    assignment: Assignment, system: str, spelled: Callable[[Expression], Expression]
) -> dict[Expression, Symbol]:
    """What answers about a system ask for and others go on from, smallest first, each with its name.

    An expression over all steps is looked at as it is `spelled`, step by step.
    """
    values = {
        answer.name: tuple(map(spelled, _parts(answer.value)))
        for question in assignment.questions
        for answer in question.answers
        if _about(assignment, answer, question.system) == system
    }
    found: dict[Expression, Symbol] = {}
    for question in assignment.questions:
        for answer in question.answers:
            if answer.kind not in (*NUMERIC, "count") or len(values.get(answer.name, ())) != 1:
                continue
            (value,) = values[answer.name]
            others = (
                part for name, parts in values.items() for part in parts if name != answer.name
            )
            if _is_read_otherwise(value, answer, question, spelled):
                continue
            if _is_worked_out(value) and any(_stands_in(value, other) for other in others):
                found.setdefault(value, Symbol(answer.name))
    return dict(sorted(found.items(), key=lambda one: sum(1 for _ in walk(one[0]))))


def _is_read_otherwise(
    value: Expression,
    answer: Answer,
    question: Question,
    spelled: Callable[[Expression], Expression],
) -> bool:
    """Whether a reading makes more of a value and calls that the answer: L/2 is then no half of the answer."""
    told = (_parts(reading.values.get(answer.name)) for reading in question.readings)
    return any(_stands_in(value, spelled(part)) for parts in told for part in parts)


def _about(assignment: Assignment, answer: Answer, of_question: str | None) -> str | None:
    only = next(iter(assignment.systems)) if len(assignment.systems) == 1 else None
    return answer.system or of_question or only


def _parts(value: Plain) -> tuple[Expression, ...]:
    """The expression of a value, or the two sides of a condition."""
    if not isinstance(value, str):
        return ()
    try:
        return (parse_expression(value),)
    except CellError:
        pass
    try:
        condition = parse_condition(value)
    except CellError:
        return ()
    return condition.left, condition.right


def _is_worked_out(value: Expression) -> bool:
    """Whether something is worked out from quantities, at one step, and is no gradient itself."""
    if isinstance(value, (Symbol, Number)) or not symbols(value) or _is_list(value):
        return False
    is_another = any(isinstance(n, Call) and n.function in _NO_QUANTITY for n in walk(value))
    return not is_another and not any(isinstance(s.step, Now) for s in symbols(value))


def _is_list(value: Expression) -> bool:
    """Whether quantities are listed one after another: each of them is gone on from by itself."""
    match value:
        case Call("concat" | "rows", parts):
            return all(isinstance(part, Symbol) for part in parts)
        case _:
            return False


def _stands_in(value: Expression, other: Expression) -> bool:
    return value != other and any(node == value for node in walk(other))


def with_names(
    cell: Cell, expression: Expression, asked: Asked
) -> tuple[Cell, Expression, tuple[Equation, ...]]:
    """The cell with an equation for every asked part of an expression, and the expression by these."""
    equations: list[Equation] = []
    for value, name in asked.items():
        if name.name in cell.shapes or all(node != value for node in walk(expression)):
            continue
        equations.append(Equation(name, _by_name(value, equations)))
    if not equations:
        return cell, expression, ()
    return with_equations(cell, equations), _by_name(expression, equations), tuple(equations)


def with_equations(cell: Cell, equations: Iterable[Equation]) -> Cell:
    """The cell with more quantities, after all others."""
    for equation in equations:
        shapes = {**cell.shapes, equation.target.name: shape_of(equation.value, cell.shapes)}
        cell = replace(cell, shapes=shapes, equations=(*cell.equations, equation))
    return cell


def spelled_out(expression: Expression, named: Iterable[Equation]) -> Expression:
    """The expression without these names: all is worked out from the cell's own quantities."""
    values: dict[Symbol, Expression] = {}
    for equation in named:
        values[equation.target] = substitute(equation.value, values)
    return substitute(expression, values)


def _by_name(expression: Expression, equations: Iterable[Equation]) -> Expression:
    written = {equation.value: equation.target for equation in equations}
    return rewrite(expression, lambda node: written.get(node, node))
