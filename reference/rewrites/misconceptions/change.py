"""Making a mistake: the equations of a cell changed, if that gives a cell at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reference.language.cell import Cell, Equation
from reference.language.effort import spend
from reference.language.errors import CellError
from reference.language.expression import (
    Expression,
    Symbol,
    children,
    rebuild,
    rewrite,
    substitute,
    walk,
)
from reference.language.omit import without
from reference.language.shapes import shape_of
from reference.rewrites.misconceptions.misconception import Change, Misconception
from reference.rewrites.misconceptions.wording import called
from reference.rewrites.unroll import ordered
from reference.words import Message, say


def changed(cell: Cell, change: Change, note: str, what: Message) -> Iterator[Misconception]:
    """The cell with every equation changed, if that gives a cell at all."""
    spend(len(cell.equations))
    equations = []
    for equation in cell.equations:
        value = change(equation)
        if value is None:
            return  # nothing is left of the equation
        same = value == equation.value
        equations.append(equation if same else Equation(equation.target, value))
    pairs = [
        (new, old) for new, old in zip(equations, cell.equations, strict=True) if new is not old
    ]
    if not pairs:
        return
    changed = [new for new, _ in pairs]
    # those that need nothing new stand where they stood
    needs_more = any(not set(new.symbols) <= set(old.symbols) for new, old in pairs)
    try:
        if any(shape_of(e.value, cell.shapes) != cell.shape(e.target) for e in changed):
            return
        mistaken = cell.with_equations(ordered(equations) if needs_more else equations)
    except CellError:
        return  # such a mistake could not be worked out at all
    yield Misconception(note, what, mistaken)


def replaced(
    cell: Cell, old: Expression, new: Expression, note: str, what: Message
) -> Iterator[Misconception]:
    """One node exchanged, wherever it stands."""
    where = [e.target for e in cell.equations if old in walk(e.value)]
    here = say("in-quantity", what=what, where=called(where[0], cell)) if where else what

    def change(equation: Equation) -> Expression:
        if equation.target not in where:
            return equation.value
        return rewrite(equation.value, lambda node: new if node == old else node)

    yield from changed(cell, change, note, here)


def dropped(cell: Cell, names: set[str], note: str, what: Message) -> Iterator[Misconception]:
    """The terms with any of these names left out, wherever they stand."""
    yield from changed(
        cell, lambda equation: without(equation.value, lambda s: s.name in names), note, what
    )


def drop_in(where: Equation, gone: set[object], equation: Equation) -> Expression | None:
    """One equation without the terms of these symbols or names; None if nothing is left."""
    if equation is not where:
        return equation.value
    return without(equation.value, lambda s: s in gone or s.name in gone)


def replace_in(
    where: Equation, old: Expression, new: Expression | None, equation: Equation
) -> Expression | None:
    """One equation with a node exchanged; None if nothing is to stand there."""
    if equation is not where:
        return equation.value
    return None if new is None else exchange(equation.value, old, new)


def exchange(expression: Expression, old: Expression, new: Expression) -> Expression:
    """The same node exchanged from the top, so that what is put in stays as it is."""
    if expression == old:
        return new
    parts = children(expression)
    if not parts:
        return expression
    return rebuild(expression, tuple(exchange(part, old, new) for part in parts))


def substituted(
    where: Equation, moved: Mapping[Symbol, Expression], equation: Equation
) -> Expression:
    """One equation with symbols exchanged."""
    return substitute(equation.value, moved) if equation is where else equation.value
