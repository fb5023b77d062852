"""The order of work: which quantities come before another one, where recursion would go too deep."""

from __future__ import annotations

from collections.abc import Callable

from reference.language.cell import Cell
from reference.language.expression import Expression, Symbol, symbols


def waiting(value: Expression, cell: Cell, is_there: Callable[[Symbol], bool]) -> list[Symbol]:
    """The quantities that must be worked out before an expression, in their order."""
    found: dict[Symbol, None] = {}

    def is_open(symbol: Symbol) -> bool:
        return symbol not in found and not is_there(symbol)

    stack = [symbol for symbol in symbols(value) if is_open(symbol)]
    while stack:
        symbol = stack[-1]
        equation = cell.by_target.get(symbol)
        missing = [s for s in symbols(equation) if is_open(s)] if equation is not None else []
        if missing:
            stack.extend(missing)
        else:
            found[symbol] = None
            stack.pop()
    return list(found)
