"""Expressions as plain values: every part once, so that equal parts of many are one again.

A part is a row that points at earlier rows, which JSON and other formats of plain values keep as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias, cast

from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Now,
    Number,
    Operator,
    Step,
    Symbol,
    assert_never,
    children,
)

Row: TypeAlias = list[Any]
_NUMBER, _SYMBOL, _NEGATE, _CALL = "number", "symbol", "negate", "call"


class ExpressionTable:
    """Rows for expressions, and the row of each.

    >>> from reference import parse_expression, write
    >>> table = ExpressionTable()
    >>> table.add(parse_expression("W @ x[t-1] + W"))
    3
    >>> table.rows
    [['symbol', 'W', None], ['symbol', 'x', [-1]], ['@', 0, 1], ['+', 2, 0]]
    >>> write(expressions(table.rows)[3])
    'W @ x[t-1] + W'
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._places: dict[Expression, int] = {}

    def add(self, expression: Expression) -> int:
        """The place of an expression, which is added with its parts if it is new."""
        if expression not in self._places:
            self.rows.append(_row(expression, [self.add(part) for part in children(expression)]))
            self._places[expression] = len(self.rows) - 1
        return self._places[expression]


def _row(expression: Expression, parts: list[int]) -> Row:
    match expression:
        case Number(value):
            return [_NUMBER, value]
        case Symbol(name, step):
            return [_SYMBOL, name, [step.offset] if isinstance(step, Now) else step]
        case Negate():
            return [_NEGATE, *parts]
        case Binary(operator):
            return [operator, *parts]
        case Call(function):
            return [_CALL, function, *parts]
        case _:
            assert_never(expression)


def expressions(rows: Iterable[Row]) -> list[Expression]:
    """The expressions of all rows, in their order."""
    found: list[Expression] = []
    for kind, *rest in rows:
        found.append(_expression(kind, rest, found))
    return found


def _expression(kind: str, rest: list[Any], found: Sequence[Expression]) -> Expression:
    match kind:
        case "number":
            return Number(rest[0])
        case "symbol":
            name, step = rest
            return Symbol(name, Now(*step) if isinstance(step, list) else cast("Step", step))
        case "negate":
            return Negate(found[rest[0]])
        case "call":
            return Call(rest[0], tuple(found[place] for place in rest[1:]))
        case _:
            return Binary(cast("Operator", kind), found[rest[0]], found[rest[1]])
