"""The reading of shapes: what shape every quantity and every expression has."""

from __future__ import annotations

from collections.abc import Mapping

from reference.cell import Cell
from reference.dimension import Shape, show_shape
from reference.errors import ShapeError
from reference.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Symbol,
    assert_never,
)
from reference.functions import FUNCTIONS, common_shape
from reference.write import write


def shape_of(expression: Expression, shapes: Mapping[str, Shape]) -> Shape:
    """The shape of an expression; raise ShapeError where two sizes do not fit."""
    shape = infer_shape(expression, shapes)
    if shape is None:
        raise ShapeError(f"{write(expression)}: no shape is declared for its symbols")
    return shape


def infer_shape(expression: Expression, shapes: Mapping[str, Shape]) -> Shape | None:
    """The shape of an expression, or None while it rests on a symbol without a shape."""
    match expression:
        case Number():
            return ()
        case Symbol(name):
            return shapes.get(name)
        case Negate(operand):
            return infer_shape(operand, shapes)
        case Binary("@", left, right):
            return _product(expression, infer_shape(left, shapes), infer_shape(right, shapes))
        case Binary(_, left, right):
            both = (infer_shape(left, shapes), infer_shape(right, shapes))
            return common_shape(both, write(expression))
        case Call(name, arguments):
            row = FUNCTIONS[name]
            inner = [infer_shape(arguments[k], shapes) for k in row.places(len(arguments))]
            try:
                return row.shape(inner, constants_of(expression))
            except ShapeError as error:
                if write(expression) in str(error):
                    raise
                raise ShapeError(f"{write(expression)}: {error}") from None
        case _:
            assert_never(expression)


def constants_of(call: Call) -> tuple[int, ...]:
    """The whole numbers written out as arguments of a call."""
    places = FUNCTIONS[call.function].constants
    written = (call.arguments[k] for k in places if k < len(call.arguments))
    return tuple(int(node.value) for node in written if isinstance(node, Number))


def complete_shapes(cell: Cell) -> Mapping[str, Shape]:
    """The shapes of all symbols: those declared, and those that follow from the equations.

    Raises ShapeError where an equation contradicts itself or its target, or where the shape of
    a state can only be told by declaring it.
    """
    shapes = dict(cell.shapes)
    open_equations = list(cell.equations)
    while open_equations:
        waiting = []
        for equation in open_equations:
            found = infer_shape(equation.value, shapes)
            name = equation.target.name
            declared = shapes.get(name)
            if found is None and declared is None:
                waiting.append(equation)
            elif declared is None and found is not None:
                shapes[name] = found
            elif found is not None and declared is not None and found not in (declared, ()):
                raise ShapeError(
                    f"{equation.target} = {write(equation.value)}: "
                    f"the right side has shape {show_shape(found)}, "
                    f"but {name} is declared as {show_shape(declared)}"
                )
        if len(waiting) == len(open_equations):
            name = waiting[0].target.name
            raise ShapeError(f"the shape of {name} must be declared, as in `{name}: n`")
        open_equations = waiting
    for equation in cell.equations:  # states inferred late may still contradict
        infer_shape(equation.value, shapes)
    return shapes


def _product(expression: Binary, left: Shape | None, right: Shape | None) -> Shape | None:
    """The shape of a matrix product; with a scalar it is an ordinary product."""
    if left == () or right == ():
        return right if left == () else left
    if left is None or right is None:
        return None
    if len(left) > 2 or len(right) > 2:
        raise ShapeError(f"{write(expression)}: @ multiplies matrices and vectors")
    if left[-1] != right[0]:
        raise ShapeError(
            f"{write(expression)}: the left side has {_columns(left)} {left[-1]}, "
            f"but the right side has {_rows(right)} {right[0]}"
        )
    return (*left[:-1], *right[1:])


def _columns(shape: Shape) -> str:
    return "columns:" if len(shape) == 2 else "entries:"


def _rows(shape: Shape) -> str:
    return "rows:" if len(shape) == 2 else "entries:"
