"""Mistakes about products: transposed, by entry, or the parts in the other order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from reference.language.cell import Cell, Equation
from reference.language.expression import Binary, Call, Expression, Symbol, rewrite, symbols
from reference.language.shapes import shape_of
from reference.rewrites.misconceptions.change import changed, exchange, replace_in
from reference.rewrites.misconceptions.misconception import Misconception
from reference.rewrites.misconceptions.places import matrix_products, nodes
from reference.rewrites.misconceptions.wording import called, spoken
from reference.words import Said, say


def matrix_transposed(cell: Cell) -> Iterator[Misconception]:
    """Rows for columns, where the matrix is square and so nobody notices."""
    for equation, node, matrix in _square(cell):
        if _is_transposed(matrix):
            what = say("not-transposed", name=_named(_turned(matrix), cell))
        else:
            what = say("transposed", name=_named(matrix, cell))
        change = partial(replace_in, equation, node, _with_turned(node, matrix))
        yield from changed(cell, change, "matrix-transposed", what)


def matrices_transposed(cell: Cell) -> Iterator[Misconception]:
    """Every matrix of an equation for its transpose: `x @ W + h @ U` for `W @ x + U @ h`."""
    for where, found in groupby(_square(cell), key=lambda one: one[0]):
        pairs = [(node, _with_turned(node, matrix)) for _, node, matrix in found]
        if len(pairs) > 1:
            what = say("every-matrix-transposed", where=called(where.target, cell))
            change = partial(_all_turned, where, pairs)
            yield from changed(cell, change, "matrices-transposed", what)


def _all_turned(
    where: Equation, pairs: Sequence[tuple[Expression, Expression]], equation: Equation
) -> Expression:
    value = equation.value
    for node, turned in pairs if equation is where else ():
        value = exchange(value, node, turned)
    return value


def _square(cell: Cell) -> Iterator[tuple[Equation, Binary, Expression]]:
    """The matrix products with each of their sides that is a square matrix, by equation."""
    for equation, node in matrix_products(cell):
        for matrix in (node.left, node.right):
            shape = shape_of(matrix, cell.shapes)
            if len(shape) == 2 and shape[0] == shape[1] and not _is_diagonal(matrix):
                yield equation, node, matrix


def _with_turned(node: Binary, matrix: Expression) -> Expression:
    sides = (_turned(matrix), node.right) if matrix is node.left else (node.left, _turned(matrix))
    return Binary("@", *sides)


def _turned(matrix: Expression) -> Expression:
    if isinstance(matrix, Call) and _is_transposed(matrix):
        return matrix.arguments[0]
    return Call("transpose", (matrix,))


def _named(matrix: Expression, cell: Cell) -> Said:
    """A matrix by the name that stands on a sheet; gradients at inner places have none there."""
    first = symbols(matrix)[:1]
    is_gradient = bool(first) and first[0].name in cell.gradients
    return called(first[0], cell) if is_gradient else spoken(matrix)


def _is_transposed(matrix: Expression) -> bool:
    return isinstance(matrix, Call) and matrix.function == "transpose"


def _is_diagonal(matrix: Expression) -> bool:
    """Whether a matrix is its own transpose by construction."""
    return isinstance(matrix, Call) and matrix.function == "diagonal_matrix"


def elementwise(cell: Cell) -> Iterator[Misconception]:
    """Entries multiplied one by one, where a matrix product belongs."""
    for equation, node in matrix_products(cell):
        shape = shape_of(node.left, cell.shapes)
        right = shape_of(node.right, cell.shapes)
        if len(shape) != 2 or shape[0] != shape[1] or len(right) != 1:
            continue
        diagonal = Call("diagonal", (node.left,))
        change = partial(replace_in, equation, node, Binary("*", diagonal, node.right))
        what = say("only-the-diagonal", name=_named(node.left, cell))
        yield from changed(cell, change, "elementwise-for-matrix-product", what)


def _is_over_steps(listed: Call) -> bool:
    """Whether a list has the same thing at several steps: nothing was put together there."""

    def without_step(node: Expression) -> Expression:
        return Symbol(node.name) if isinstance(node, Symbol) else node

    return len({rewrite(argument, without_step) for argument in listed.arguments}) == 1


def concatenation_reversed(cell: Cell) -> Iterator[Misconception]:
    """[x, h] for [h, x]."""

    def reverse(node: Expression) -> Expression:
        if isinstance(node, Call) and node.function == "concat" and not _is_over_steps(node):
            return Call("concat", tuple(reversed(node.arguments)))
        return node

    # backward equations cut the same concatenation, so there it must be left alone
    if not any(isinstance(n, Call) and n.function == "piece" for n in nodes(cell)):
        yield from changed(
            cell,
            lambda equation: rewrite(equation.value, reverse),
            "concatenation-reversed",
            say("concatenation-reversed"),
        )
