"""What kind of product a student means, by the shapes of what is multiplied.

`*`, `·` and names side by side are the matrix product where a matrix is involved, else entry by entry, and a dot
product where only that gives the shape of the quantity.
"""

from __future__ import annotations

from collections.abc import Mapping

from reference.language.dimension import Shape
from reference.language.errors import ShapeError
from reference.language.expression import Binary, Call, Expression, Negate
from reference.language.functions import FUNCTIONS
from reference.language.shapes import infer_shape

LOOSE = "·"  # a product whose kind follows from the shapes; never leaves this module


class Products:
    """Products without a kind become matrix, dot or element-wise products, by their shapes.

    `wanted` is the shape that the place asks for, where that is known: the shape of the quantity
    goes down through sums, signs and functions that act on every entry.
    """

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self.shapes = shapes
        self.done: dict[tuple[int, bool], Expression] = {}

    def settle(self, node: Expression, wanted: Shape | None) -> Expression:
        """The tree without loose products."""
        key = (id(node), wanted is None)  # only one shape is ever wanted
        if key not in self.done:
            self.done[key] = self._settle(node, wanted)
        return self.done[key]

    def _settle(self, node: Expression, wanted: Shape | None) -> Expression:
        match node:
            case Call("·", (left, right)):
                return self.product(left, right, wanted)
            case Negate(operand):
                return Negate(self.settle(operand, wanted))
            case Binary(operator, left, right):
                return Binary(operator, *self.sides(operator, left, right, wanted))
            case Call(name, arguments):
                inner = wanted if FUNCTIONS[name].elementwise else None
                return Call(name, tuple(self.settle(argument, inner) for argument in arguments))
            case _:
                return node

    def sides(
        self, operator: str, left: Expression, right: Expression, wanted: Shape | None
    ) -> tuple[Expression, Expression]:
        """Both sides of an operator that says what it is."""
        if operator in "+-":
            return self.settle(left, wanted), self.settle(right, wanted)
        first, second = self.settle(left, None), self.settle(right, None)
        if operator != "@" and self.shape(second) == ():
            first = self.settle(left, wanted)
        if operator == "*" and self.shape(first) == ():
            second = self.settle(right, wanted)
        return first, second

    def shape(self, expression: Expression) -> Shape | None:
        """The shape, or None where the parts do not fit: saying so is not our task."""
        try:
            return infer_shape(expression, self.shapes)
        except ShapeError:
            return None

    def product(self, left: Expression, right: Expression, wanted: Shape | None) -> Expression:
        """The product of two factors, matrix, dot or by entry."""
        first, second = self.settle(left, None), self.settle(right, None)
        a, b = self.shape(first), self.shape(second)
        if a == () or b == ():
            if a == ():
                second = self.settle(right, wanted)
            if b == ():
                first = self.settle(left, wanted)
            return Binary("*", first, second)
        if a is None or b is None:
            return Binary("*", first, second)
        if len(a) == 1 and len(b) == 1:
            return self.of_vectors(first, second, (a, b), wanted)
        return Binary("@", first, second)

    @staticmethod
    def of_vectors(
        left: Expression, right: Expression, shapes: tuple[Shape, Shape], wanted: Shape | None
    ) -> Expression:
        """The product of two vectors: a number or a matrix where one is transposed, else by entry or dot."""
        if isinstance(left, Call) and left.function == "transpose":
            return Binary("@", left.arguments[0], right)  # aᵀb is a number
        if isinstance(right, Call) and right.function == "transpose":
            return Call("outer", (left, right.arguments[0]))  # abᵀ is a matrix
        a, b = shapes
        fits_by_entry = a == b and wanted in (None, a)
        return Binary("*" if fits_by_entry or a != b else "@", left, right)
