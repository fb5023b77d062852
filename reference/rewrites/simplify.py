"""The rewrite that makes an equation short enough to show: backward symbols put in, ones left out.

A gradient is worked out through quantities that nobody was asked for.  In terms of the forward
quantities, near given numbers (so that every ReLU is on or off), it is what a textbook writes.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from reference.language.cell import Cell
from reference.language.errors import CellError
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Symbol,
    number,
    rewrite,
    substitute,
)
from reference.language.shapes import shape_of
from reference.readings.evaluate import Values, evaluate, evaluate_expression
from reference.words import say

_ZERO = Number(0)


def in_terms_of(
    cell: Cell, quantity: Symbol, kept: Collection[Symbol], numbers: Values
) -> Expression:
    """The equation of a quantity with all others than the kept ones put in, and simplified.

    With `numbers`, slopes of ReLU take the value that they have there.
    """
    known: dict[Symbol, Expression] = {}
    for equation in cell.equations:
        value = substitute(equation.value, known)
        if equation.target == quantity:
            return simplified(_with_slopes(value, cell, numbers) if numbers else value)
        if equation.target not in kept:
            known[equation.target] = value
    raise CellError(say("no-equation-for", cell=cell.name, name=quantity))


def _with_slopes(expression: Expression, cell: Cell, numbers: Values) -> Expression:
    values = evaluate(cell, numbers)

    def change(node: Expression) -> Expression:
        if isinstance(node, Call) and node.function == "step" and not shape_of(node, cell.shapes):
            return number(float(np.asarray(evaluate_expression(node, cell, values))))
        return node

    return rewrite(expression, change)


def simplified(expression: Expression) -> Expression:
    """The expression without factors of 1, terms of 0, and double signs."""
    return rewrite(expression, _shorter)


def _shorter(node: Expression) -> Expression:
    match node:
        case Binary("*" | "@", left, right) if _is(left, 1):
            return right
        case Binary("*" | "@", left, right) if _is(right, 1):
            return left
        case Binary("*", left, right) if _is(left, 0) or _is(right, 0):
            return _ZERO
        case Binary("+", left, right) if _is(left, 0):
            return right
        case Binary("+" | "-", left, right) if _is(right, 0):
            return left
        case Binary("-", left, right) if _is(left, 0):
            return Negate(right)
        case Negate(Negate(inner)):
            return inner
        case Negate(inner) if _is(inner, 0):
            return _ZERO
        case _:
            return node


def _is(node: Expression, value: int) -> bool:
    return isinstance(node, Number) and node.value == value
