"""Equations as people read them: text for terminals, LaTeX, Typst and MathML.

There is one walk over an expression and one notation a format.  A notation says how each piece is
written; where parentheses go, and which product is which, is decided in the walk.  Names are split
at the underscore: `W_h` is W with the subscript h.  Gradients are written as `differentiate` names
them (`dh` at step 2).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.language.cell import Cell, Equation
from reference.language.dimension import Shape
from reference.language.errors import CellError
from reference.language.expression import (
    STEP,
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Symbol,
    assert_never,
)
from reference.language.functions import FUNCTIONS, Array
from reference.language.numerals import USUAL, given_numeral, numeral
from reference.language.shapes import infer_shape
from reference.language.write import ATOM, BINDING, NEGATION, binding, write
from reference.readings.notations.latex import LATEX
from reference.readings.notations.letters import letter_of, split_name
from reference.readings.notations.mathml import MATHML
from reference.readings.notations.notation import Notation
from reference.readings.notations.text import TEXT
from reference.readings.notations.typst import TYPST

Shapes = Mapping[str, Shape]
Shown = Callable[[Expression], "Array | None"]


def typeset(
    expression: Expression,
    notation: Notation,
    *,
    shapes: Shapes | None = None,
    shown: Shown | None = None,
    decimals: int = USUAL,
    given: Collection[Expression] = (),
) -> str:
    r"""An expression in a notation.

    With `shapes`, an element-wise product of vectors gets its own sign.  `shown` may answer the
    value of a node, which then stands in its place: as it is for a `given` node, else to `decimals`.

    >>> from reference import LATEX, TEXT, parse_expression, typeset
    >>> typeset(parse_expression("tanh(W_x @ x[t])"), TEXT)
    'tanh(W_x·xₜ)'
    >>> typeset(parse_expression("a / b"), LATEX)
    '\\frac{a}{b}'
    """
    setter = _Setter(notation, shapes or {}, shown or (lambda _: None), decimals, given)
    return setter.whole(expression)


def typeset_equation(
    equation: Equation, notation: Notation, *, shapes: Shapes | None = None
) -> str:
    """`target = value` in a notation."""
    left = typeset(equation.target, notation, shapes=shapes)
    return f"{left}{notation.equals}{typeset(equation.value, notation, shapes=shapes)}"


def typeset_cell(cell: Cell, notation: Notation) -> tuple[str, ...]:
    """The equations of a cell in a notation, one after another.

    >>> from reference import TEXT, cell, typeset_cell
    >>> typeset_cell(cell("relu-rnn"), TEXT)[0]
    'zₜ = V·hₜ₋₁ + W·xₜ + b'
    """
    return tuple(typeset_equation(e, notation, shapes=cell.shapes) for e in cell.equations)


def typeset_array(values: Array, notation: Notation, *, decimals: int | None = USUAL) -> str:
    """A number, vector or matrix in a notation; with decimals None as it was given."""
    array = np.asarray(values)
    texts = [
        given_numeral(float(v)) if decimals is None else numeral(float(v), decimals)
        for v in array.flat
    ]
    return typeset_texts(np.asarray(texts, dtype=object).reshape(array.shape), notation)


def typeset_texts(texts: NDArray[Any], notation: Notation) -> str:
    """Numbers that are chosen already, as texts in a number, vector or matrix."""

    def written(text: str) -> str:
        digits, power, exponent = text.partition("e")
        if not power:
            return notation.number(text)
        ten = notation.power(notation.number("10"), notation.number(exponent))
        return notation.number(digits) + notation.infix["*"] + ten

    if not texts.shape:
        return written(str(texts.item()))
    if texts.ndim == 1:
        return notation.vector([written(text) for text in texts])
    return notation.matrix([[written(text) for text in row] for row in texts])


class _Setter:
    """One walk: what a node looks like, and how tightly it binds."""

    def __init__(
        self,
        notation: Notation,
        shapes: Shapes,
        shown: Shown,
        decimals: int,
        given: Collection[Expression],
    ) -> None:
        self.given = given
        self.notation = notation
        self.shapes = shapes
        self.shown = shown
        self.decimals = decimals

    def whole(self, node: Expression, *, leads: bool = True) -> str:
        """A node as it stands; `leads` unless something with a sign stands before it."""
        value = self.shown(node)
        if value is not None:
            decimals = None if node in self.given else self.decimals
            text = typeset_array(value, self.notation, decimals=decimals)
            return text if leads or not self.has_sign(value) else self.notation.group(text)
        match node:
            case Number(value=math.pi):
                return self.notation.symbol(*split_name("pi", None))
            case Number(value=number):
                return self.notation.number(f"{number:g}" if number < 1e6 else repr(number))
            case Symbol(name, step):
                step = None if node == STEP else step
                return self.notation.symbol(*split_name(letter_of(name, self.shapes), step))
            case Negate(operand):
                text = self.notation.negative + self.within(operand, NEGATION)
                return text if leads else self.notation.group(text)
            case Binary("/", left, right) if self.notation.fraction:
                return self.notation.fraction(self.whole(left), self.whole(right))
            case Binary("**", base, exponent):
                return self.notation.power(self.within(base, ATOM), self.whole(exponent))
            case Binary("@", left, right):
                return self.product(left, right, BINDING["@"], leads=leads)
            case Binary(operator, left, right):
                level = BINDING[operator]
                sign = self.notation.infix[self.sign(operator, left, right)]
                return self.within(left, level, leads=leads) + sign + self.within(right, level + 1)
            case Call():
                return self.call(node)
            case _:
                assert_never(node)

    def within(self, node: Expression, level: int, *, leads: bool = False) -> str:
        """A node as part of another; a number of its own keeps its sign only where it `leads`."""
        if self.shown(node) is None and binding(node) < level:
            return self.notation.group(self.whole(node))
        return self.whole(node, leads=leads)

    def has_sign(self, value: Array) -> bool:
        """Whether a number is shown with a minus; one that rounds to 0 is not."""
        single = not np.asarray(value).shape
        return single and numeral(float(value), self.decimals).startswith("-")

    def product(self, left: Expression, right: Expression, level: int, *, leads: bool) -> str:
        """The product of matrices; of two columns, the first of which lies on its side."""
        # people multiply matrices first: f ⊙ h·U would be f ⊙ (h·U)
        first = self.within(left, ATOM if self.is_by_entries(left) else level, leads=leads)
        if self.are_columns(left, right):
            first = self.notation.transpose(self.within(self.upright(left), ATOM))
        return (
            first + self.notation.infix[self.sign("@", left, right)] + self.within(right, level + 1)
        )

    def is_by_entries(self, node: Expression) -> bool:
        """Whether something is multiplied or divided entry by entry."""
        match node:
            case Binary("*" | "/" as operator, left, right):
                divides = operator == "/" and not self.notation.fraction
                return divides or self.sign(operator, left, right) == "⊙"
            case _:
                return False

    def upright(self, node: Expression) -> Expression:
        """A column is its own transpose where sizes of 1 have made one of a matrix."""
        match node:
            case Call("transpose", (inner,)) if self.shapes:
                return inner if self.are_columns(inner, inner) else node
            case _:
                return node

    def are_columns(self, left: Expression, right: Expression) -> bool:
        """Whether both are columns: a scalar product is printed as a row times a column."""
        if not self.shapes:
            return False
        try:
            shapes = [infer_shape(side, self.shapes) for side in (left, right)]
        except CellError:
            return False  # a piece of an expression whose other names are not known here
        return all(shape is not None and len(shape) == 1 for shape in shapes)

    def sign(self, operator: str, left: Expression, right: Expression) -> str:
        """Which product is meant: of matrices, entry by entry, or of numbers."""
        if operator == "@" and (self.puts_number(left) or self.puts_number(right)):
            return "*"  # 3 and 0 side by side would read as 30
        if operator != "*" or not self.shapes:
            return operator
        first, second = (infer_shape(side, self.shapes) for side in (left, right))
        return "⊙" if first and second else "*"

    def puts_number(self, node: Expression) -> bool:
        value = self.shown(node)
        return value is not None and not np.asarray(value).shape

    def has_indices(self, node: Expression) -> bool:
        """Whether letters stand here that can have several indices; in a terminal these run together."""
        return self.shown(node) is None and self.notation is not TEXT

    def number_of(self, arguments: Sequence[Expression]) -> Array | None:
        """The number that an entry is, where its array stands as numbers; None for anything else."""
        whole, *places = arguments
        value = self.shown(whole)
        if value is None or not all(isinstance(place, Number) for place in places):
            return None
        index = tuple(int(place.value) - 1 for place in places if isinstance(place, Number))
        found: Array = np.asarray(np.asarray(value)[index])
        return found

    def entry(self, symbol: Symbol, places: Sequence[Expression]) -> str:
        """An entry as books have it, below the letter and behind its step: entry 2 of p at t is p with t and 2."""
        base, below = split_name(letter_of(symbol.name, self.shapes), symbol.step)
        return self.notation.symbol(base, [*below, *map(write, places)])

    def call(self, node: Call) -> str:
        arguments = node.arguments
        match node.function:
            case "concat":
                return self.notation.stack([self.whole(a) for a in arguments])
            case "transpose":
                return self.notation.transpose(self.within(arguments[0], ATOM))
            case "outer":
                column, row = (self.within(a, BINDING["@"] + 1) for a in arguments)
                return column + self.notation.infix["@"] + self.notation.transpose(row)
            case "rows" if self.are_columns(arguments[0], arguments[0]):
                rows = [self.notation.transpose(self.within(a, ATOM)) for a in arguments]
                return self.notation.stack(rows)
            case "unit":
                letter = "unit" if "e" in self.shapes else "e"
                # what stands below a letter is plain text, which each notation marks up itself
                return self.notation.symbol(letter, [write(a) for a in arguments[1:]])
            case "entry" if isinstance(arguments[0], Symbol) and self.has_indices(arguments[0]):
                return self.entry(arguments[0], arguments[1:])
            case "entry" if (number := self.number_of(arguments)) is not None:
                decimals = None if arguments[0] in self.given else self.decimals
                return typeset_array(number, self.notation, decimals=decimals)
            case "norm":
                return self.notation.norm(self.whole(arguments[0]))
            case "piece":
                return self.notation.call(FUNCTIONS["part"], [self.whole(a) for a in arguments[:2]])
            case name:
                return self.notation.call(FUNCTIONS[name], [self.whole(a) for a in arguments])


NOTATIONS: Mapping[str, Notation] = {n.name: n for n in (TEXT, LATEX, TYPST, MATHML)}
