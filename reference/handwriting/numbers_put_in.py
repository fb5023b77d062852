"""A formula in letters, and the same once more with numbers in place of some of them: `w^T = 0.5^T`."""

from __future__ import annotations

from reference.handwriting.products import LOOSE
from reference.language.expression import Binary, Call, Expression, Negate, Number, Symbol, children

_PRODUCTS = ("*", "@", LOOSE)


def numbers_put_in(letters: Expression, numbers: Expression) -> dict[str, float] | None:
    """What each letter became, if the second formula is the first with numbers put in; else None.

    >>> from reference.language.parse import parse_expression
    >>> numbers_put_in(parse_expression("w**T"), parse_expression("0.5**T"))
    {'w': 0.5}
    >>> numbers_put_in(parse_expression("a*x + b"), parse_expression("2*x - 3"))
    {'a': 2.0, 'b': -3.0}
    >>> numbers_put_in(parse_expression("a*x + a"), parse_expression("2*x + 3")) is None
    True
    """
    became: dict[str, float] = {}
    return became if _fits(_plain(letters), _plain(numbers), became) and became else None


def _fits(letters: Expression, numbers: Expression, became: dict[str, float]) -> bool:
    value = _value(numbers)
    match letters, numbers:
        case Symbol(), _ if value is not None:
            return became.setdefault(str(letters), value) == value
        case Negate(Symbol() as letter), _ if value is not None:
            return became.setdefault(str(letter), -value) == -value
        case Symbol(), _:
            return letters == numbers and str(letters) not in became
        case _ if value is not None:
            return _value(letters) == value
        case Binary(sign, _, _), Binary(other_sign, _, _):
            same = sign == other_sign or (sign in _PRODUCTS and other_sign in _PRODUCTS)
        case Call(name), Call(other_name):
            same = name == other_name
        case Negate(), Negate():
            same = True
        case _:
            return False
    parts, others = children(letters), children(numbers)
    return (
        same
        and len(parts) == len(others)
        and all(_fits(one, other, became) for one, other in zip(parts, others, strict=True))
    )


def _value(node: Expression) -> float | None:
    match node:
        case Number(value):
            return float(value)
        case Negate(Number(value)):
            return -float(value)
        case _:
            return None


def _plain(node: Expression) -> Expression:
    """A formula whose minus signs stand at its numbers: `a - 2*x` is a + (-2)*x."""
    match node:
        case Binary("-", left, right):
            return Binary("+", _plain(left), _negative(_plain(right)))
        case Binary(sign, left, right):
            return Binary(sign, _plain(left), _plain(right))
        case Negate(operand):
            return _negative(_plain(operand))
        case Call(name, arguments):
            return Call(name, tuple(map(_plain, arguments)))
        case _:
            return node


def _negative(node: Expression) -> Expression:
    match node:
        case Negate(operand):
            return operand
        case Binary("*" | "@" | "/" as sign, left, right):
            return Binary(sign, _negative(left), right)
        case _:
            return Negate(node)
