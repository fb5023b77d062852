"""The reading of counts: how many numbers training would change, and who counts otherwise.

One bias a gate is counted, and every parameter of every equation that is not given (a fixed
reservoir, a step size).  Courses differ in good faith,
so the other conventions are computed too and have names.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from reference.language.cell import Cell
from reference.language.dimension import Dimension, Shape, bind_shape
from reference.language.errors import NumbersError
from reference.language.expression import (
    Binary,
    Expression,
    Symbol,
    children,
    symbols,
    terms,
)
from reference.language.omit import omit_unsized
from reference.readings import count_conventions
from reference.records import dataclass
from reference.words import say


@dataclass(frozen=True)
class Count:
    """A number of parameters: the total, the formula, and the part of every parameter.

    `conventions` holds what other conventions give (`without-bias`), where it differs.

    >>> from reference import cell, count
    >>> found = count(cell("tanh-rnn"), {"d": 3, "n": 2})
    >>> found.total, str(found.formula)
    (12, 'n*d + n*n + n')
    >>> dict(found.parts)
    {'W_x': 6, 'W_h': 4, 'b_h': 2}
    """

    total: int
    formula: str
    parts: Mapping[str, int]
    conventions: Mapping[str, int]


def count(cell: Cell, sizes: Mapping[str, int]) -> Count:
    """The parameters of a cell with these sizes; raise NumbersError for a size that is missing.

    Optional parts whose sizes are not given (an output layer) are not counted.

    >>> from reference import cell, count
    >>> count(cell("lstm"), {"d": 3, "n": 2}).total
    48
    """
    return cell.keep(("count", *sizes.items()), lambda: _counted(cell, sizes))


def _counted(cell: Cell, sizes: Mapping[str, int]) -> Count:
    cell = omit_unsized(cell, sizes)
    needed = dict.fromkeys(name for p in cell.learnt for d in cell.shape(p) for name in d.names)
    missing = [name for name in needed if name not in sizes]
    if missing:
        raise NumbersError(say("no-size-given", cell=cell.name, names=", ".join(missing)))
    parts = {name: entries(cell.shape(name), sizes) for name in cell.learnt}
    total = sum(parts.values())
    others = count_conventions.conventions(
        cell, parts, biases(cell), lambda name: entries(cell.shape(name), sizes)
    )
    return Count(total, formula(cell), parts, others)


def entries(shape: Shape, sizes: Mapping[str, int]) -> int:
    """How many numbers an array of this shape holds."""
    return math.prod(dimension.size or 1 for dimension in bind_shape(shape, sizes))


def formula(cell: Cell) -> str:
    """The count with sizes as letters, equal terms gathered: `4*n*d + 4*n*n + 4*n`."""
    gathered: dict[tuple[Dimension, ...], int] = {}
    for name in cell.learnt:
        shape = cell.shape(name)
        gathered[shape] = gathered.get(shape, 0) + 1
    written = []
    for shape, times in gathered.items():
        factors = [str(times)] if times > 1 or not shape else []
        for dimension in shape:
            text = str(dimension)
            factors.append(f"({text})" if " + " in text and (len(shape) > 1 or factors) else text)
        written.append("*".join(factors))
    return " + ".join(written) or "0"


def biases(cell: Cell) -> tuple[str, ...]:
    """Parameters that only ever stand alone in a sum, beside what is worked out.

    Whatever the sum is multiplied by: r * (U @ h[t-1] + c) has the bias c.  A single number that is
    given and not learnt, such as what keeps a divisor from 0, is none, and neither is a matrix.
    """
    able = [p for p in cell.parameters if p in cell.learnt or cell.shape(p)]
    able = [p for p in able if len(cell.shape(p)) < 2]
    uses = [use for e in cell.equations for use in _uses(e.value, set(cell.parameters))]
    return tuple(p for p in able if {bare for name, bare in uses if name == p} == {True})


def _uses(node: Expression, parameters: set[str]) -> Iterator[tuple[str, bool]]:
    """The parameters in an expression, each with whether it stands there as a bias does."""
    if isinstance(node, Symbol):
        yield node.name, False
        return
    parts = [term for _, term in terms(node)] if _is_sum(node) else list(children(node))
    worked_out = any(s.name not in parameters for part in parts for s in symbols(part))
    for part in parts:
        if isinstance(part, Symbol) and _is_sum(node):
            yield part.name, worked_out
        else:
            yield from _uses(part, parameters)


def _is_sum(node: Expression) -> bool:
    return isinstance(node, Binary) and node.operator in ("+", "-")
