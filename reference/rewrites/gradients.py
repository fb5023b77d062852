"""The rewrite that resolves `grad(h[3], V)` in an expression about an unrolled cell.

The cell gets the backward equations of the quantity that is differentiated, and the call becomes
the symbol of its gradient, so that everything that can be read of a cell can be read of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial

from reference.language.cell import Cell, Equation
from reference.language.errors import CellError
from reference.language.expression import Call, Expression, Number, Symbol, rewrite, symbols, walk
from reference.language.shapes import shape_of
from reference.language.write import write
from reference.records import dataclass, replace
from reference.rewrites.differentiate import differentiate, gradient_symbol
from reference.words import Message, say

LOSS = "L"


@dataclass(frozen=True)
class Resolved:
    """A cell and an expression over it in which no gradient is left to work out.

    `of` is what was differentiated; None where the expression asked for no gradient.

    >>> from reference import cell, parse_expression, resolve, unroll, write
    >>> found = resolve(unroll(cell("relu-rnn"), 2), parse_expression("grad(sum(h[2]), V)"))
    >>> str(found.expression), write(found.of)
    ('dV', 'sum(h[2])')
    """

    cell: Cell
    expression: Expression
    of: Expression | None = None


def _of_what_is_given(cell: Cell, of: Symbol, by: Expression) -> Message:
    """Why there is no such gradient; the other way round is meant where that is one."""
    if isinstance(by, Symbol) and by.name in cell.quantities:
        return say("gradient-the-other-way", name=str(of), by=write(by))
    return say("gradient-of-what-is-given", name=str(of))


def resolve(cell: Cell, expression: Expression, *, slope_at_zero: Fraction | float = 0) -> Resolved:
    """Write out the gradients that an expression asks for.

    All of them must be of the same quantity.  A quantity that is no symbol (`sum(h[3])`) gets the
    name L.  Raises CellError or ShapeError for what cannot be differentiated.

    >>> from reference import cell, parse_expression, resolve, unroll, write
    >>> write(
    ...     resolve(unroll(cell("relu-rnn"), 2), parse_expression("grad(sum(h[2]), V)")).expression
    ... )
    'dV'
    """
    calls = [n for n in walk(expression) if isinstance(n, Call) and n.function == "grad"]
    if not calls:
        return Resolved(cell, expression)
    of = calls[0].arguments[0]
    if isinstance(of, Symbol) and of.name not in cell.quantities:
        raise CellError(_of_what_is_given(cell, of, calls[0].arguments[1]))
    if any(call.arguments[0] != of for call in calls):
        raise CellError(say("gradients-of-one-quantity"))
    for call in calls:
        shape_of(call, cell.shapes)
    by = []
    for call in calls:
        target = call.arguments[1]
        if not isinstance(target, Symbol):
            raise CellError(say("gradient-by-a-symbol"))
        by.append(target)
    if shape_of(of, cell.shapes):
        return _jacobian(cell, expression, of, by, slope_at_zero)
    cell, source = _named(cell, of)
    backward = differentiate(cell, source, by, slope_at_zero=slope_at_zero)
    forward = {e.target for e in backward.equations}
    missing = [e for e in cell.equations if e.target not in forward]
    whole = backward.with_equations((*missing, *backward.equations)) if missing else backward
    whole = whole.with_equations(_in_order(cell, whole))
    return Resolved(whole, _symbols_for_calls(expression), of)


def _jacobian(
    cell: Cell,
    expression: Expression,
    of: Expression,
    by: Sequence[Symbol],
    slope_at_zero: Fraction | float,
) -> Resolved:
    """The gradients of every entry of a vector, each a row: the gradients of row k end in `_k`."""
    (size,) = shape_of(of, cell.shapes)
    if size.size is None:
        raise CellError(say("jacobians-need-sizes"))

    def backward_from(wider: Cell, source: Symbol) -> Cell:
        return differentiate(wider, source, by, slope_at_zero=slope_at_zero)

    whole = cell
    for k in range(1, size.size + 1):
        whole = _with_row(whole, cell, k, of, backward_from)
    return Resolved(whole, rewrite(expression, partial(_rows_of, whole, size.size)), of)


def _with_row(
    whole: Cell, cell: Cell, k: int, of: Expression, backward_from: Callable[[Cell, Symbol], Cell]
) -> Cell:
    """`whole`, and beside it the backward pass of a cell from entry `k` of a vector."""
    source = Symbol(f"row_{k}")
    entry = Equation(source, Call("entry", (of, Number(k))))
    wider = replace(
        cell, shapes={**cell.shapes, source.name: ()}, equations=(*cell.equations, entry)
    )
    backward = backward_from(wider, source)
    new = set(backward.shapes) - set(wider.shapes)
    letters = {name: f"{name}_{k}" for name in new}
    known = {equation.target for equation in cell.equations}
    added = [_in_letters(e, letters) for e in backward.equations if e.target not in known]
    return replace(
        whole,
        shapes={
            **whole.shapes,
            source.name: (),
            **{letters[name]: backward.shapes[name] for name in new},
        },
        equations=(*whole.equations, *(e for e in added if e not in whole.equations)),
        gradients={
            **whole.gradients,
            **{letters[n]: g for n, g in backward.gradients.items() if n in new},
        },
    )


def _rows_of(whole: Cell, size: int, node: Expression) -> Expression:
    """A gradient that an answer names, as the rows that there are of it."""
    if not (isinstance(node, Call) and node.function == "grad"):
        return node
    (target,) = symbols(node.arguments[1])
    gradient = gradient_symbol(target)
    each = [Symbol(f"{gradient.name}_{k + 1}", gradient.step) for k in range(size)]
    return Call("rows" if whole.shape(each[0]) else "concat", tuple(each))


def _in_letters(equation: Equation, letters: Mapping[str, str]) -> Equation:
    def change(node: Expression) -> Expression:
        if isinstance(node, Symbol):
            return replace(node, name=letters.get(node.name, node.name))
        return node

    target = change(equation.target)
    assert isinstance(target, Symbol)  # noqa: S101 - a symbol in another letter
    return replace(equation, target=target, value=rewrite(equation.value, change))


def _named(cell: Cell, of: Expression) -> tuple[Cell, Symbol]:
    if isinstance(of, Symbol):
        return cell, of
    if LOSS in cell.shapes:
        raise CellError(say("rename-to-differentiate", cell=cell.name, name=LOSS))
    equation = Equation(Symbol(LOSS), of)
    shapes = {**cell.shapes, LOSS: shape_of(of, cell.shapes)}
    return replace(cell, shapes=shapes, equations=(*cell.equations, equation)), Symbol(LOSS)


def _in_order(cell: Cell, whole: Cell) -> tuple[Equation, ...]:
    """Forward equations in their old order, then the backward ones in theirs."""
    place = {equation.target: k for k, equation in enumerate(cell.equations)}
    return tuple(sorted(whole.equations, key=lambda e: place.get(e.target, len(place))))


def _symbols_for_calls(expression: Expression) -> Expression:
    def change(node: Expression) -> Expression:
        if isinstance(node, Call) and node.function == "grad":
            (by,) = symbols(node.arguments[1])
            return gradient_symbol(by)
        return node

    return rewrite(expression, change)
