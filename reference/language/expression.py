"""Expressions of the language: numbers, symbols, signs, products and functions.

Five kinds of node say everything.  A symbol may carry a step: `h[t-1]` counts from the current
step, `h[2]` is a step of an unrolled cell, `W` has none.  Nodes are plain values: two
expressions are equal when they are written the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NoReturn, TypeAlias

from reference.records import dataclass

Operator: TypeAlias = Literal["+", "-", "*", "/", "@", "**"]


@dataclass(frozen=True)
class Now:
    """A step counted from the current one: `Now(-1)` is t-1.

    >>> from reference import Now
    >>> str(Now(-1)), str(Now())
    ('t-1', 't')
    """

    offset: int = 0

    def __str__(self) -> str:
        return "t" if not self.offset else f"t{self.offset:+d}"


Step: TypeAlias = Now | int | None


@dataclass(frozen=True)
class Number:
    """A number as it was written; the minus sign is a node of its own."""

    value: int | float

    def __post_init__(self) -> None:
        if not self.value >= 0:
            raise ValueError(f"a Number is never negative (got {self.value}); use Negate")


@dataclass(frozen=True)
class Symbol:
    """A name, with its step where it has one.

    >>> from reference import Now, Symbol
    >>> str(Symbol("h", Now(-1))), str(Symbol("h", 2)), str(Symbol("W"))
    ('h[t-1]', 'h[2]', 'W')
    """

    name: str
    step: Step = None

    def __str__(self) -> str:
        return self.name if self.step is None else f"{self.name}[{self.step}]"

    def at(self, t: int) -> Symbol:
        """The symbol with its relative step counted from step t."""
        return Symbol(self.name, t + self.step.offset) if isinstance(self.step, Now) else self


@dataclass(frozen=True)
class Negate:
    """The minus sign in front of a part."""

    operand: Expression


@dataclass(frozen=True)
class Binary:
    """Two parts with an operator between."""

    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Call:
    """A function of the table with its arguments."""

    function: str
    arguments: tuple[Expression, ...]


Expression: TypeAlias = Number | Symbol | Negate | Binary | Call

STEP = Symbol("t", Now())  # the number of the step itself, where a cell reckons with it


def number(value: float) -> Expression:
    """An expression for any finite number, negative ones included."""
    return Number(value) if value >= 0 else Negate(Number(-value))


def children(expression: Expression) -> tuple[Expression, ...]:
    """The parts of a node, left to right."""
    match expression:
        case Negate(operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def rebuild(expression: Expression, parts: tuple[Expression, ...]) -> Expression:
    """The node with other parts."""
    match expression:
        case Negate():
            return Negate(parts[0])
        case Binary(operator, _, _):
            return Binary(operator, *parts)
        case Call(function, _):
            return Call(function, parts)
        case _:
            return expression


def walk(expression: Expression) -> Iterator[Expression]:
    """Every node, a parent before its parts."""
    waiting = [expression]
    while waiting:  # without recursion: the gradient of a long sequence is a long sum
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def symbols(expression: Expression) -> tuple[Symbol, ...]:
    """The symbols of an expression, each once, in the order of reading.

    >>> from reference import parse_expression, symbols
    >>> [str(symbol) for symbol in symbols(parse_expression("W @ x[t] + W @ h[t-1]"))]
    ['W', 'x[t]', 'h[t-1]']
    """
    return tuple(dict.fromkeys(node for node in walk(expression) if isinstance(node, Symbol)))


def rewrite(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """The expression with every node changed, parts before their parent."""
    parts = children(expression)
    if parts:
        new = tuple(rewrite(part, change) for part in parts)
        if new != parts:
            expression = rebuild(expression, new)
    return change(expression)


def substitute(expression: Expression, values: Mapping[Symbol, Expression]) -> Expression:
    """The expression with symbols replaced."""
    return rewrite(
        expression,
        lambda node: values.get(node, node) if isinstance(node, Symbol) else node,
    )


def terms(expression: Expression) -> tuple[tuple[int, Expression], ...]:
    """The signed terms of a sum: `a - (b - c)` is +a, -b, +c."""
    match expression:
        case Binary("+", left, right):
            return (*terms(left), *terms(right))
        case Binary("-", left, right):
            return (*terms(left), *((-sign, term) for sign, term in terms(right)))
        case Negate(operand):
            return tuple((-sign, term) for sign, term in terms(operand))
        case _:
            return ((1, expression),)


def total(signed: tuple[tuple[int, Expression], ...]) -> Expression | None:
    """The sum of signed terms; None when there are none."""
    result: Expression | None = None
    for sign, term in signed:
        if result is None:
            result = term if sign > 0 else Negate(term)
        else:
            result = Binary("+" if sign > 0 else "-", result, term)
    return result


def factors(expression: Expression) -> tuple[Expression, ...]:
    """The factors of an element-wise product, left to right."""
    match expression:
        case Binary("*", left, right):
            return (*factors(left), *factors(right))
        case _:
            return (expression,)


def assert_never(node: NoReturn) -> NoReturn:
    """Close a `match` over all kinds of node (typing has this only from Python 3.11 on)."""
    raise AssertionError(f"an unknown kind of node: {node!r}")
