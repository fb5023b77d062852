"""What a change of equations moves, and what it leaves as it was, where the same numbers stand."""

from __future__ import annotations

from collections.abc import Collection

from reference.language.cell import Cell, Equation
from reference.language.expression import Expression, Symbol, symbols


def unmoved(asked: Expression, cell: Cell, before: Cell, known: Collection[str]) -> list[Symbol]:
    r"""The nearest quantities behind an expression that two cells work out alike.

    `known` are the names of those that have their numbers already.

    >>> from reference import parse_cell, parse_expression
    >>> right = parse_cell("x: d\nW: n, d\na = W @ x\nh = tanh(a)\ny = h * h")
    >>> wrong = parse_cell("x: d\nW: n, d\na = W @ x\nh = sigmoid(a)\ny = h * h")
    >>> [str(symbol) for symbol in unmoved(parse_expression("y"), wrong, right, ("x", "W"))]
    ['a']
    """
    old = before.by_target
    moved = {equation.target for equation in moved_equations(cell, before, known)}
    found: dict[Symbol, None] = {}
    passed: set[Symbol] = set()
    open_ = [*symbols(asked)]
    while open_:
        symbol = open_.pop()
        if symbol in passed:
            continue
        passed.add(symbol)
        if symbol in moved:
            open_.extend(symbols(cell.by_target[symbol]))
        elif symbol in old or str(symbol) in known:
            found[symbol] = None
    return list(found)


def moved_equations(cell: Cell, before: Cell, known: Collection[str]) -> list[Equation]:
    """The equations that differ from those of another cell, and those that follow from them, in order."""
    old, moved = before.by_target, set[Symbol]()
    found = []
    for equation in cell.equations:
        target = equation.target
        if str(target) in known:
            continue
        same = cell.shapes.get(target.name) == before.shapes.get(target.name)
        same = same and old.get(target) == equation.value
        if not same or not moved.isdisjoint(equation.symbols):
            moved.add(target)
            found.append(equation)
    return found
