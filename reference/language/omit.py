"""The rewrite that leaves symbols out: a bias, a recurrent term, an output layer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from reference.language.cell import Cell, Equation
from reference.language.errors import CellError
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Symbol,
    assert_never,
    symbols,
)
from reference.records import replace
from reference.words import say


def omit(cell: Cell, names: Iterable[str]) -> Cell:
    """The cell without some symbols: the terms that hold them vanish.

    So do equations of which nothing is left, and then what holds their targets.  Raises CellError for names that are not in the cell, or when nothing remains.

    >>> from reference import cell, omit, write
    >>> write(omit(cell("tanh-rnn"), ["b_h"]).equations[0].value)
    'tanh(W_x @ x[t] + W_h @ h[t-1])'
    """
    gone = set(names)
    unknown = gone - set(cell.shapes)
    if unknown:
        raise CellError(
            say("no-symbol-to-leave-out", cell=cell.name, names=", ".join(sorted(unknown)))
        )
    equations = cell.equations
    while True:
        kept = []
        for equation in equations:
            value = None
            if equation.target.name not in gone:
                value = without(equation.value, lambda symbol: symbol.name in gone)
            if value is None:
                gone.add(equation.target.name)
            else:
                kept.append(Equation(equation.target, value))
        if len(kept) == len(equations):
            break
        equations = tuple(kept)
    if not kept:
        raise CellError(say("nothing-left-without", cell=cell.name, names=", ".join(sorted(gone))))
    left = {s.name for e in kept for s in (e.target, *symbols(e.value))}
    return replace(
        cell,
        equations=tuple(kept),
        shapes={name: shape for name, shape in cell.shapes.items() if name in left},
        optional=cell.optional & left,
    )


def omit_unsized(cell: Cell, sizes: Collection[str]) -> Cell:
    """The cell without the optional symbols that have a size which is not among these.

    >>> from reference import cell, omit_unsized
    >>> [str(e.target) for e in omit_unsized(cell("tanh-rnn"), ["n", "d"]).equations]
    ['h[t]']
    """
    absent = [
        name
        for name in sorted(cell.optional)
        if any(size not in sizes for dimension in cell.shape(name) for size in dimension.names)
    ]
    return omit(cell, absent) if absent else cell


def without(expression: Expression, is_gone: Callable[[Symbol], bool]) -> Expression | None:
    """The expression without the terms that hold a symbol; None where nothing is left."""
    match expression:
        case Number():
            return expression
        case Symbol():
            return None if is_gone(expression) else expression
        case Negate(operand):
            inner = without(operand, is_gone)
            return None if inner is None else Negate(inner)
        case Binary("+" | "-" as operator, left, right):
            first, second = without(left, is_gone), without(right, is_gone)
            if first is None or second is None:
                if second is None:
                    return first
                return second if operator == "+" else Negate(second)
            return Binary(operator, first, second)
        case Binary(operator, left, right):
            first, second = without(left, is_gone), without(right, is_gone)
            return None if first is None or second is None else Binary(operator, first, second)
        case Call(function, arguments):
            kept = [without(argument, is_gone) for argument in arguments]
            if function == "concat":
                kept = [argument for argument in kept if argument is not None]
            rest = tuple(argument for argument in kept if argument is not None)
            return Call(function, rest) if rest and len(rest) == len(kept) else None
        case _:
            assert_never(expression)
