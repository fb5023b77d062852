"""The reading of values: numbers put into the equations.

Expressions are compiled once into nested functions over a mapping from symbol to array.  Arrays
hold the entries of a symbol in their last axes; any axes before them are variants, so that one
pass solves a whole class.  Which axes are entries is known from the shapes, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from reference.language.cell import Cell, Equation
from reference.language.dimension import Shape
from reference.language.effort import spend
from reference.language.errors import NumbersError
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Symbol,
    assert_never,
    children,
)
from reference.language.functions import FUNCTIONS, Array
from reference.language.shapes import combined_shape, constants_of, shape_of
from reference.records import dataclass
from reference.words import say

Values: TypeAlias = Mapping[str, Array]
Rule: TypeAlias = Callable[[Values], Array]


class Program:
    """A compiled unrolled cell: call it with numbers for its free symbols.

    Calling answers every quantity under its name (`h[2]`, `dW`).  `given` pins quantities: their
    equations are skipped, and everything later follows from the pinned value.

    `like` is the program of a cell that shares equations and shapes with this one, such as the
    right one of a mistaken one: what it has compiled is taken over.

    >>> from reference import Program, bind, cell
    >>> system = bind(cell("relu-rnn"), {"V": -2, "W": 1, "h0": 2, "x": [2, 1.5, 4]}, steps=3)
    >>> program = Program(system.cell)
    >>> float(program(system.inputs)["h[2]"])
    1.5
    """

    def __init__(self, cell: Cell, *, like: Program | None = None) -> None:
        self.cell = cell
        known = like.rules if like is not None else {}
        spend(len(cell.equations))
        self.rules: dict[Equation, Rule] = {
            equation: known.get(equation) or compile_expression(equation.value, cell)
            for equation in cell.equations
        }
        self._rules = tuple((str(e.target), rule) for e, rule in self.rules.items())
        self._free = tuple(map(str, cell.free))
        self._same = dict(_same_as_before(cell))

    def __call__(self, inputs: Values, *, given: Values | None = None) -> dict[str, Array]:
        """The values of all quantities and inputs by name; raise NumbersError for missing ones."""
        pinned = given or {}
        known: dict[str, Array] = {**inputs, **pinned}
        spend(len(self._rules))
        missing = [name for name in self._free if name not in known]
        if missing:
            raise NumbersError(
                say("no-number-given", cell=self.cell.name, names=", ".join(missing))
            )
        with np.errstate(all="ignore"):  # what is not finite stands in the values
            for name, rule in self._rules:
                if name not in pinned:
                    first = self._same.get(name, "")
                    known[name] = known[first] if first and first not in pinned else rule(known)
        return known


def _same_as_before(cell: Cell) -> Iterator[tuple[str, str]]:
    """Quantities that no step enters, with the first one that is worked out alike."""
    first: dict[Expression, str] = {}
    for equation in cell.equations:
        if all(symbol.step is None for symbol in equation.symbols) and children(equation.value):
            name = str(equation.target)
            earlier = first.setdefault(equation.value, name)
            if earlier != name:
                yield name, earlier


def evaluate(cell: Cell, inputs: Values, *, given: Values | None = None) -> dict[str, Array]:
    """The values of all quantities of an unrolled cell, and of its inputs, by name.

    `inputs` maps every free symbol (`x[1]`, `h[0]`, `W`) to an array of its shape, with any
    number of leading axes for variants.  Raises NumbersError for missing numbers.

    >>> from reference import bind, cell, evaluate
    >>> system = bind(cell("relu-rnn"), {"V": -2, "W": 1, "h0": 2, "x": [2, 1.5, 4]}, steps=3)
    >>> float(evaluate(system.cell, system.inputs)["h[2]"])
    1.5
    """
    return cell.keep("program", lambda: Program(cell))(inputs, given=given)


def evaluate_expression(expression: Expression, cell: Cell, values: Values) -> Array:
    """The value of one more expression over the symbols of a cell that is solved already.

    >>> from reference import bind, cell, evaluate_expression, parse_expression
    >>> system = bind(cell("relu-rnn"), {"V": -2, "W": 1, "h0": 2, "x": [2, 1.5, 4]}, steps=3)
    >>> values = system.solve()
    >>> float(evaluate_expression(parse_expression("h[3] - h[1]"), system.cell, values))
    1.0
    """
    rule = cell.keep(("rule", expression), lambda: compile_expression(expression, cell))
    with np.errstate(all="ignore"):
        return rule(values)


def compile_expression(expression: Expression, cell: Cell) -> Rule:
    """The expression as a function from known values to its own."""
    return _compile(expression, cell).rule


def compile_all(expressions: Iterable[Expression], cell: Cell) -> list[Rule]:
    """Several expressions over the same symbols."""
    return [compile_expression(expression, cell) for expression in expressions]


@dataclass(frozen=True)
class _Compiled:
    """An expression ready to run, and its shape, which the operation around it needs.

    What is `fresh` is an array that nobody else holds: the operation around it may write into it.
    """

    rule: Rule
    shape: Shape
    fresh: bool = False

    @property
    def rank(self) -> int:
        return len(self.shape)


def _compile(expression: Expression, cell: Cell) -> _Compiled:
    match expression:
        case Number(value):
            constant: Any = np.float64(value)  # a 0-d array in all but name
            return _Compiled(lambda _: constant, ())
        case Symbol():
            key = str(expression)
            return _Compiled(lambda known: known[key], shape_of(expression, cell.shapes))
        case _:
            parts = [_compile(part, cell) for part in children(expression)]
            shape = combined_shape(expression, [part.shape for part in parts])
            fresh = isinstance(expression, (Binary, Negate))
            return _Compiled(_operation(expression, parts), shape or (), fresh)


def _operation(node: Expression, parts: Sequence[_Compiled]) -> Rule:
    match node:
        case Negate():
            inner = parts[0].rule
            return lambda known: -inner(known)
        case Binary("@", _, _):
            return _product(*parts)
        case Binary(operator, _, _):
            return _binary(_OPERATIONS[operator], *parts)
        case Call():
            return _call(node, parts)
        case Number() | Symbol():
            raise AssertionError(f"{node} is no operation")
        case _:
            assert_never(node)


_OPERATIONS: Mapping[str, Callable[[Array, Array], Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
}


def _binary(operation: Callable[[Array, Array], Array], left: _Compiled, right: _Compiled) -> Rule:
    """An entry-by-entry operation; what has fewer axes gets more, so that variants stay in front."""
    first, second = left.rule, right.rule
    gap = left.rank - right.rank
    axes: Any = (..., *(np.newaxis,) * abs(gap))
    if gap > 0:
        return lambda known: operation(first(known), np.asarray(second(known))[axes])
    if gap < 0:
        return lambda known: operation(np.asarray(first(known))[axes], second(known))
    if left.fresh or right.fresh:
        return _into(operation, left, right)
    return lambda known: operation(first(known), second(known))


def _into(operation: Callable[..., Array], left: _Compiled, right: _Compiled) -> Rule:
    """An operation whose result takes the place of an operand that nobody else holds."""

    def rule(known: Values) -> Array:
        first, second = left.rule(known), right.rule(known)
        if left.fresh and _fits(first, second):
            return operation(first, second, out=first)
        if right.fresh and _fits(second, first):
            return operation(first, second, out=second)
        return operation(first, second)

    return rule


def _fits(into: Array, other: Array) -> bool:
    """Whether a result is as large as the array that it is to be written into."""
    return type(into) is np.ndarray and into.ndim > 0 and other.shape in (into.shape, ())


def _times(matrix: Array, vector: Array) -> Array:
    """A matrix times a vector; NumPy's own product of many small ones is slow."""
    product: Array
    if matrix.ndim == 2:  # one matrix for all variants
        product = vector @ matrix.T
    else:
        product = np.einsum("...ij,...j->...i", matrix, vector)
    return product


def _product(left: _Compiled, right: _Compiled) -> Rule:
    first, second = left.rule, right.rule
    match left.rank, right.rank:
        case (0, _) | (_, 0):
            return _binary(np.multiply, left, right)
        case (1, 1):
            return lambda known: np.sum(first(known) * second(known), axis=-1)
        case (2, 1):
            return lambda known: _times(first(known), second(known))
        case (1, 2):
            return lambda known: np.matmul(first(known)[..., np.newaxis, :], second(known))[
                ..., 0, :
            ]
        case _:
            return lambda known: np.matmul(first(known), second(known))


def _call(node: Call, parts: Sequence[_Compiled]) -> Rule:
    row = FUNCTIONS[node.function]
    arrays = [parts[k] for k in row.places(len(parts))]
    rules, ranks = [a.rule for a in arrays], [a.rank for a in arrays]
    constants, value = constants_of(node), row.value
    if row.elementwise and len(rules) == 1:
        only, ones = rules[0], (0,)
        return lambda known: value((only(known),), ones, ())
    return lambda known: value([np.asarray(rule(known)) for rule in rules], ranks, constants)
