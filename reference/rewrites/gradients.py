"""The rewrite that resolves `grad(h[3], V)` in an expression about an unrolled cell.

The cell gets the backward equations of the quantity that is differentiated, and the call becomes
the symbol of its gradient, so that everything that can be read of a cell can be read of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from reference.language.cell import Cell, Equation
from reference.language.errors import CellError
from reference.language.expression import Call, Expression, Symbol, rewrite, symbols, walk
from reference.language.shapes import shape_of
from reference.rewrites.differentiate import differentiate, gradient_symbol

LOSS = "L"


@dataclass(frozen=True)
class Resolved:
    """A cell and an expression over it in which no gradient is left to work out.

    `of` is what was differentiated; None where the expression asked for no gradient.
    """

    cell: Cell
    expression: Expression
    of: Expression | None = None


def resolve(cell: Cell, expression: Expression, *, slope_at_zero: Fraction | float = 0) -> Resolved:
    """Write out the gradients that an expression asks for.

    All of them must be of the same quantity.  A quantity that is no symbol (`sum(h[3])`) gets the
    name L.  Raises CellError or ShapeError for what cannot be differentiated.
    """
    calls = [n for n in walk(expression) if isinstance(n, Call) and n.function == "grad"]
    if not calls:
        return Resolved(cell, expression)
    of = calls[0].arguments[0]
    if any(call.arguments[0] != of for call in calls):
        raise CellError("an expression can ask for gradients of one quantity only")
    shape_of(calls[0], cell.shapes)
    cell, source = _named(cell, of)
    by = []
    for call in calls:
        target = call.arguments[1]
        if not isinstance(target, Symbol):
            raise CellError("a gradient is taken by a symbol, as in grad(h[3], V)")
        by.append(target)
    backward = differentiate(cell, source, by, slope_at_zero=slope_at_zero)
    forward = {e.target for e in backward.equations}
    missing = [e for e in cell.equations if e.target not in forward]
    whole = backward.with_equations((*missing, *backward.equations)) if missing else backward
    whole = whole.with_equations(_in_order(cell, whole))
    return Resolved(whole, _symbols_for_calls(expression), of)


def _named(cell: Cell, of: Expression) -> tuple[Cell, Symbol]:
    if isinstance(of, Symbol):
        return cell, of
    if LOSS in cell.shapes:
        raise CellError(f"{cell.name} already has a symbol {LOSS}; rename it to differentiate")
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
