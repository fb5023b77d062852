"""The shapes of results: one rule a function, or a kind of function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from reference.language.dimension import Dimension, Shape, show_shape, size
from reference.language.errors import ShapeError
from reference.words import say

Unknown: TypeAlias = None  # the shape of a symbol that nothing declares yet
ShapeRule: TypeAlias = Callable[[Sequence[Shape | Unknown], Sequence[int]], Shape | Unknown]
MANY = 64  # arguments of concat, parts of a vector; no cell has more than a handful


def common_shape(shapes: Sequence[Shape | Unknown]) -> Shape | Unknown:
    """The shape of an element-wise result: all the same, scalars aside."""
    known = [shape for shape in shapes if shape is not None]
    larger = [shape for shape in known if shape]
    for shape in larger[1:]:
        if shape != larger[0]:
            raise ShapeError(
                say("same-shape-needed", left=show_shape(larger[0]), right=show_shape(shape))
            )
    if larger:
        return larger[0]
    return None if len(known) < len(shapes) else ()


def same_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """All arguments and the result alike."""
    return common_shape(shapes)


def scalar_shape(_shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape:
    """A single number."""
    return ()


def shape_of_first(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """The shape of the first argument."""
    return shapes[0]


def vector_sizes(shapes: Sequence[Shape | Unknown]) -> list[Dimension] | Unknown:
    """The sizes of arguments that are vectors or numbers; raise ShapeError for a matrix."""
    sizes: list[Dimension] = []
    for shape in shapes:
        if shape is None:
            return None
        if len(shape) > 1:
            raise ShapeError(say("expected-vectors-and-numbers", shape=show_shape(shape)))
        sizes.append(shape[0] if shape else size(1))
    return sizes


def vector_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """A vector of the same size."""
    vector_sizes(shapes)
    return shapes[0]


def vector_to_scalar(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape:
    """A number from a vector."""
    vector_sizes(shapes)
    return ()


def concat_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """All entries after each other."""
    sizes = vector_sizes(shapes)
    return None if sizes is None else (sum(sizes, Dimension()),)


def stacked_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """As many rows as there are vectors, all of one size."""
    first = shapes[0]
    if any(shape is None for shape in shapes) or first is None:
        return None
    if len(first) != 1 or any(shape != first for shape in shapes):
        raise ShapeError(say("rows-differ", shapes=", ".join(show_shape(s or ()) for s in shapes)))
    return (Dimension((), len(shapes)), *first)


def check_part(k: int, parts: int) -> None:
    """Raise ShapeError for a part that is not there."""
    if not 1 <= k <= parts <= MANY:
        raise ShapeError(say("part-out-of-range", most=MANY, k=k, parts=parts))


def part_shape(shapes: Sequence[Shape | Unknown], constants: Sequence[int]) -> Shape | Unknown:
    """An equal share of a vector."""
    (shape,), (k, parts) = shapes, constants
    check_part(k, parts)
    if shape is None:
        return None
    if len(shape) != 1:
        raise ShapeError(say("part-cuts-a-vector", shape=show_shape(shape)))
    share = shape[0].divided(parts)
    if share is None:
        raise ShapeError(say("not-cut-into-equal-parts", entries=shape[0], parts=parts))
    return (share,)


def place_shape(shapes: Sequence[Shape | Unknown], constants: Sequence[int]) -> Shape | Unknown:
    """A vector of which the argument is an equal share."""
    (k, parts) = constants
    check_part(k, parts)
    sizes = vector_sizes(shapes)
    return None if sizes is None else (sum(sizes * parts, Dimension()),)


def piece_shape(shapes: Sequence[Shape | Unknown], constants: Sequence[int]) -> Shape | Unknown:
    """The shape of the argument that is cut out again."""
    (k,) = constants
    if not 1 <= k < len(shapes):
        raise ShapeError(say("no-such-piece", k=k, pieces=len(shapes) - 1))
    return shapes[k]


def transpose_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """Axes the other way round."""
    shape = shapes[0]
    return None if shape is None else tuple(reversed(shape))


def diagonal_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """The diagonal of a square matrix."""
    shape = shapes[0]
    if shape is None or len(shape) < 2:
        return shape
    if shape[0] != shape[1]:
        raise ShapeError(say("no-diagonal", shape=show_shape(shape)))
    return shape[:1]


def outer_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """Rows of the first, columns of the second."""
    first, second = shapes
    if first is None or second is None:
        return None
    for shape in (first, second):
        if len(shape) > 1:
            raise ShapeError(say("outer-takes-two-vectors", shape=show_shape(shape)))
    return (*first, *second)


def grad_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """The shape of what is differentiated by; for a vector the Jacobian, a row an entry."""
    of, by = shapes
    if not of or by is None:
        return by
    if len(of) > 1 or len(by) > 1:
        if all(size.size == 1 for size in of):
            alone = say("gradient-of-a-list-of-one", of=show_shape(of), by=show_shape(by))
            raise ShapeError(alone)
        raise ShapeError(say("gradient-of-another-shape", of=show_shape(of), by=show_shape(by)))
    return (*of, *by)


def one_hot_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """As many entries as the second argument has rows."""
    index, table = shapes
    if index:
        raise ShapeError(say("one-hot-number-first", shape=show_shape(index)))
    if table is None:
        return None
    if not table:
        raise ShapeError(say("one-hot-rows-second"))
    return table[:1]


def entry_shape(shapes: Sequence[Shape | Unknown], constants: Sequence[int]) -> Shape | Unknown:
    """A single number, if it is there."""
    shape = shapes[0]
    if shape is None:
        return ()
    if len(shape) != len(constants):
        raise ShapeError(say("one-index-an-axis", got=len(constants), shape=show_shape(shape)))
    for index, dimension in zip(constants, shape, strict=True):
        if index < 1 or (dimension.size is not None and index > dimension.size):
            raise ShapeError(say("entry-outside", entry=index, entries=dimension))
    return ()


def matrix_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """A matrix of the same size."""
    shape = shapes[0]
    if shape is not None and len(shape) == 1:
        raise ShapeError(say("expected-matrix", shape=show_shape(shape)))
    return shape


def square_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """A square matrix of the same size."""
    shape = matrix_shape(shapes, ())
    if shape and shape[0] != shape[1]:
        raise ShapeError(say("expected-square-matrix", shape=show_shape(shape)))
    return shape


def square_to_scalar(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """A number for a square matrix."""
    return None if square_shape(shapes, ()) is None else ()


def rows_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """A number for every row of a matrix."""
    shape = shapes[0]
    return None if shape is None else shape[:-1] if len(shape) > 1 else ()


def spread_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """The shape of the second argument, whose rows the first has a number for."""
    first, second = shapes
    if first is None or second is None:
        return None
    if first != (second[:-1] if len(second) > 1 else ()):
        raise ShapeError(
            say("one-number-a-row", numbers=show_shape(first), shape=show_shape(second))
        )
    return second


def diagonal_matrix_shape(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """A square matrix around a diagonal."""
    sizes = vector_sizes(shapes)
    if sizes is None:
        return None
    return (*shapes[0], *shapes[0]) if shapes[0] else ()


def shape_of_second(shapes: Sequence[Shape | Unknown], _: Sequence[int]) -> Shape | Unknown:
    """The shape of the second argument."""
    return shapes[1]
