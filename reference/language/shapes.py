"""The reading of shapes: what shape every quantity and every expression has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reference.language.cell import Cell, Equation
from reference.language.dimension import Shape, bind_shape, show_shape
from reference.language.errors import ShapeError
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Symbol,
    assert_never,
    children,
    rebuild,
)
from reference.language.functions import FUNCTIONS
from reference.language.shape_rules import common_shape
from reference.language.write import write
from reference.records import replace
from reference.words import say


def shape_of(expression: Expression, shapes: Mapping[str, Shape]) -> Shape:
    """The shape of an expression; raise ShapeError where two sizes do not fit.

    >>> from reference import cell, parse_expression, shape_of, show_shape
    >>> show_shape(shape_of(parse_expression("W_x @ x[t]"), cell("tanh-rnn").shapes))
    'n'
    """
    shape = infer_shape(expression, shapes)
    if shape is None:
        raise ShapeError(say("no-shape-declared", expression=write(expression)))
    return shape


def infer_shape(expression: Expression, shapes: Mapping[str, Shape]) -> Shape | None:
    """The shape of an expression, or None while it rests on a symbol without a shape."""
    match expression:
        case Number():
            return ()
        case Symbol(name):
            return shapes.get(name)
        case _:
            parts = [infer_shape(part, shapes) for part in children(expression)]
            return combined_shape(expression, parts)


def combined_shape(expression: Expression, parts: Sequence[Shape | None]) -> Shape | None:
    """The shape of an operation whose parts have these shapes, in the order of `children`."""
    match expression:
        case Negate():
            return parts[0]
        case Binary("@", _, _):
            return _product(expression, *parts)
        case Binary():
            return _said(expression, lambda: common_shape(parts))
        case Call(name, arguments):
            row = FUNCTIONS[name]
            inner = [parts[k] for k in row.places(len(arguments))]
            return _said(expression, lambda: row.shape(inner, constants_of(expression)))
        case Number() | Symbol():
            raise AssertionError(f"{expression} has no parts")
        case _:
            assert_never(expression)


def _said(expression: Expression, rule: Callable[[], Shape | None]) -> Shape | None:
    """What a rule says of shapes; its fault with the expression in front."""
    try:
        return rule()
    except ShapeError as error:  # written only now: expressions may be long
        fault = say("in-expression", expression=write(expression), fault=error.said)
        raise ShapeError(fault) from None


def constants_of(call: Call) -> tuple[int, ...]:
    """The whole numbers written out as arguments of a call."""
    places = FUNCTIONS[call.function].constants
    written = (call.arguments[k] for k in places if k < len(call.arguments))
    return tuple(int(node.value) for node in written if isinstance(node, Number))


def complete_shapes(cell: Cell) -> Mapping[str, Shape]:
    r"""The shapes of all symbols: those declared, and those that follow from the equations.

    Raises ShapeError where an equation contradicts itself or its target, or where the shape of
    a state can only be told by declaring it.

    >>> from reference import complete_shapes, parse_cell, show_shape
    >>> found = complete_shapes(parse_cell("x: d\nW: n, d\nh = tanh(W @ x)\n"))
    >>> show_shape(found["h"])
    'n'
    """
    shapes = dict(cell.shapes)
    open_equations = list(cell.equations)
    while open_equations:
        waiting = []
        for equation in open_equations:
            found = _right_side(equation, shapes)
            if found is None:
                waiting.append(equation)
            else:
                shapes.setdefault(equation.target.name, found)
        if len(waiting) == len(open_equations):
            target = next(e.target for e in waiting if e.target.name not in shapes)
            raise ShapeError(
                say("shape-must-be-declared", name=target.name),
                str(target),
            )
        open_equations = waiting
    for equation in cell.equations:  # now that all shapes are known, late ones may contradict
        found, name = _right_side(equation, shapes), equation.target.name
        if found != shapes[name]:
            raise ShapeError(
                say(
                    "shapes-of-both-sides",
                    target=equation.target,
                    value=write(equation.value),
                    found=show_shape(found or ()),
                    name=name,
                    declared=show_shape(shapes[name]),
                ),
                str(equation.target),
            )
    return shapes


def _right_side(equation: Equation, shapes: Mapping[str, Shape]) -> Shape | None:
    try:
        return infer_shape(equation.value, shapes)
    except ShapeError as error:
        raise ShapeError(error.said, str(equation.target)) from None


def sized(cell: Cell, sizes: Mapping[str, int]) -> Cell:
    """The cell with sizes put in; an axis bound to `SCALAR` vanishes.

    What is cut out of a vector may become a plain number then: of four gates stacked in one
    vector, each is an entry.

    >>> from reference import cell, show_shape, sized
    >>> show_shape(sized(cell("tanh-rnn"), {"n": 2, "d": 3}).shapes["W_x"])
    '2, 3'
    """

    def cut(node: Expression) -> Expression:
        parts = tuple(cut(part) for part in children(node))
        match node:
            case Symbol(name) if name in cell.measures and name in sizes:
                return Number(max(sizes[name], 1))  # an axis that vanished has one entry
            case Call("part", (vector, k, _)) if is_number(node):
                return parts[0] if is_number(vector) else Call("entry", (parts[0], k))
            case Call("one_hot") if is_number(node):
                return Number(1)  # of one row only the first can be looked up
            case Call("entry", (array, *indices)):
                axes = zip(indices, shape_of(array, cell.shapes), strict=True)
                kept = [k for k, axis in axes if k != Number(1) or bind_shape((axis,), sizes)]
                return Call("entry", (parts[0], *kept)) if kept else parts[0]
            case _:
                return rebuild(node, parts)

    def is_number(node: Expression) -> bool:
        return not bind_shape(shape_of(node, cell.shapes), sizes)

    return replace(
        cell,
        shapes={name: bind_shape(shape, sizes) for name, shape in cell.shapes.items()},
        equations=tuple(replace(e, value=cut(e.value)) for e in cell.equations),
    )


def _product(expression: Binary, left: Shape | None, right: Shape | None) -> Shape | None:
    """The shape of a matrix product; with a scalar it is an ordinary product."""
    if left == () or right == ():
        return right if left == () else left
    if left is None or right is None:
        return None
    if len(left) > 2 or len(right) > 2:
        raise ShapeError(say("matrix-product-of-numbers", expression=write(expression)))
    if left[-1] != right[0]:
        raise ShapeError(
            say(
                "sizes-of-matrix-product",
                expression=write(expression),
                left=say("columns" if len(left) == 2 else "entries", size=left[-1]),
                right=say("rows" if len(right) == 2 else "entries", size=right[0]),
            )
        )
    return (*left[:-1], *right[1:])
