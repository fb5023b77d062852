"""Numbers that stand in an expression for good: `-1/4` is one, whatever a system is given."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping

from reference.language.expression import Binary, Expression, Negate, Number

_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "@": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
}


def fixed_number(node: Expression) -> float | None:
    """The value of an expression of numbers alone; None where a symbol or a function enters it.

    >>> from reference.language.parse import parse_expression
    >>> fixed_number(parse_expression("-1/4")), fixed_number(parse_expression("1/n"))
    (-0.25, None)
    """
    match node:
        case Number(value):
            return float(value)
        case Negate(operand):
            inner = fixed_number(operand)
            return None if inner is None else -inner
        case Binary(sign, left, right):
            first, second = fixed_number(left), fixed_number(right)
            return None if first is None or second is None else _worked_out(sign, first, second)
        case _:
            return None


def _worked_out(sign: str, first: float, second: float) -> float | None:
    try:
        found: object = _ARITHMETIC[sign](first, second)  # complex for a root of a number below 0
    except (ZeroDivisionError, OverflowError):
        return None
    return found if isinstance(found, float) and math.isfinite(found) else None
