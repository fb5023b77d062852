"""Expressions as text of the language: what is written here reads back as the same tree."""

from __future__ import annotations

from reference.language.expression import STEP, Binary, Call, Expression, Negate, Number, Symbol

# how tightly each operator binds; a number or a name needs no parentheses at all
BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "@": 2, "**": 4}
NEGATION = 3
ATOM = 5


def binding(expression: Expression) -> int:
    """How tightly the outermost operation of an expression binds."""
    match expression:
        case Binary(operator, _, _):
            return BINDING[operator]
        case Negate():
            return NEGATION
        case _:
            return ATOM


def write(expression: Expression) -> str:
    """The expression as a text that parses back to it.

    >>> from reference import parse_expression, write
    >>> write(parse_expression("(a+b)*c"))
    '(a + b) * c'
    """
    match expression:
        case Number(value):
            return repr(value)
        case Symbol():
            return STEP.name if expression == STEP else str(expression)
        case Negate(operand):
            return f"-{_within(operand, NEGATION)}"
        case Binary("**", base, exponent):
            # -1 needs none on the right of **, and a power on the right binds first
            return f"{_within(base, ATOM)}**{_within(exponent, NEGATION)}"
        case Binary(operator, left, right):
            level = BINDING[operator]
            return f"{_within(left, level)} {operator} {_within(right, level + 1)}"
        case Call(function, arguments):
            return f"{function}({', '.join(map(write, arguments))})"


def _within(expression: Expression, level: int) -> str:
    text = write(expression)
    return text if binding(expression) >= level else f"({text})"
