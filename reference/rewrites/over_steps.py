"""The rewrite that resolves what an expression asks of every step: a sum, or all values one after another.

`sum_steps(l[t])` becomes l[1] + l[2] + ...; `all_steps(h[t])` becomes a vector of numbers, or a
matrix with the vector of a step in each row.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from reference.language.dimension import Shape
from reference.language.errors import CellError
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Now,
    Number,
    Symbol,
    rewrite,
    symbols,
)
from reference.language.shapes import shape_of
from reference.words import say

SUM, ALL = "sum_steps", "all_steps"


def over_steps(expression: Expression, steps: int, shapes: Mapping[str, Shape]) -> Expression:
    """The expression of an unrolled cell in which nothing stands for every step any more."""

    def change(node: Expression) -> Expression:
        if isinstance(node, Call) and node.function in (SUM, ALL):
            return _written_out(node, steps, shapes)
        return node

    return rewrite(expression, change)


def at_step(expression: Expression, t: int) -> Expression:
    """The expression with its steps counted from t: `h[t-1]` becomes `h[0]` at the first."""

    def change(node: Expression) -> Expression:
        if node in (Symbol("t"), Symbol("t", Now())):
            return Number(t)  # no cell has a symbol of that name
        return node.at(t) if isinstance(node, Symbol) else node

    return rewrite(expression, change)


def _written_out(node: Call, steps: int, shapes: Mapping[str, Shape]) -> Expression:
    (inner,) = node.arguments
    if not any(isinstance(symbol.step, Now) for symbol in symbols(inner)):
        raise CellError(say("nothing-has-a-step", function=node.function))
    each = [at_step(inner, t) for t in range(1, steps + 1)]
    if node.function == SUM:
        return reduce(lambda a, b: Binary("+", a, b), each)
    rank = len(shape_of(each[0], shapes))
    if rank > 1:
        raise CellError(say("takes-no-matrices", name=ALL))
    return Call("rows" if rank else "concat", tuple(each))
