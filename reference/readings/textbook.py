"""What gradients look like in a working: their equations, written as textbooks do.

Differentiation goes back through one function after another.  By hand nobody multiplies by a vector
of ones, or by the gradient 1 of a loss, and the gradient of a cross-entropy at its scores is p - y,
the Jacobian of the softmax long worked out.  What stands in an equation changes, its value does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np

from reference.language.cell import Cell, Equation
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Symbol,
    rewrite,
    substitute,
    walk,
)
from reference.language.shapes import infer_shape
from reference.readings.evaluate import Values, evaluate_expression
from reference.records import replace

_ONE = Number(1)
_LAST_BITS = 1e-12  # what the computer's own rounding may have moved
_CLEAN = 1000  # a factor that is no whole number of such parts is shown as a fraction


def as_in_textbooks(
    equations: Sequence[Equation], cell: Cell, values: Values, kept: Collection[Symbol]
) -> tuple[Equation, ...]:
    """The equations with those of gradients in the form of books; the `kept` ones stay steps."""
    if not cell.gradients:
        return tuple(equations)
    ones: dict[Symbol, Expression] = {}
    found = []
    backward = {e.target: e.value for e in equations if e.target.name in cell.gradients}
    for equation in equations:
        if equation.target not in backward:
            found.append(equation)
            continue
        value = rewrite(equation.value, lambda node: _residual(node, backward, cell, values))
        if value == equation.value:  # else it is a book's already, with a factor of its own
            value = rewrite(substitute(value, ones), lambda node: _in_short(node, cell))
        if value == _ONE and equation.target not in kept and _is_loss(equation.target, cell):
            ones[equation.target] = _ONE
        found.append(replace(equation, value=value))
    return _used(found, cell, kept)


def _used(
    equations: Sequence[Equation], cell: Cell, kept: Collection[Symbol]
) -> tuple[Equation, ...]:
    """Without the steps that only led to a form that no longer needs them."""
    open_symbols = {*kept}
    found = []
    for equation in reversed(equations):
        if equation.target in open_symbols or equation.target.name not in cell.gradients:
            found.append(equation)
            open_symbols.update(equation.symbols)
    return tuple(reversed(found))


def _is_loss(gradient: Symbol, cell: Cell) -> bool:
    """Whether a quantity goes into none of its own kind at a later step: then it is no state."""
    name = cell.gradients[gradient.name].of
    of_name = [e.target for e in cell.equations if e.target.name == name]
    return all(
        other == symbol or other.name != name
        for symbol in of_name
        for other in cell.dependents([symbol])
    )


# -- the gradient of a cross-entropy at its scores ------------------------------------------------


def _residual(
    node: Expression, backward: Mapping[Symbol, Expression], cell: Cell, values: Values
) -> Expression:
    """`p - y` for `p * (d - sum(d * p))` where d is the gradient of a cross-entropy with y."""
    match node:
        case Binary("*", p, Binary("-", Symbol() as d, Call("sum", (Binary("*", e, q),)))) if (
            d == e and p == q and d in backward
        ):
            pass
        case _:
            return node

    def number(expression: Expression) -> np.ndarray:
        return np.asarray(evaluate_expression(expression, cell, values))

    flow = number(d) * number(p)  # of a cross-entropy: -g y, whatever p is
    share = -float(flow.sum())
    for target in _distributions(backward, d, infer_shape(d, cell.shapes), cell):
        wanted = number(target)
        if abs(wanted.sum() - 1) > _LAST_BITS or not np.allclose(
            flow, -share * wanted, rtol=0, atol=_LAST_BITS * max(1, abs(share))
        ):
            continue
        difference = Binary("-", p, target)
        if abs(share - 1) <= _LAST_BITS:
            return difference
        for factor in _scalars(backward, d, cell):
            if abs(share - float(number(factor))) <= _LAST_BITS * abs(share):
                return Binary("*", factor, difference)
    return node


def _way(backward: Mapping[Symbol, Expression], start: Symbol) -> Iterator[Expression]:
    """The equations that a gradient comes from, back to that of the loss."""
    seen, waiting = set(), [start]
    while waiting:
        symbol = waiting.pop()
        if symbol in backward and symbol not in seen:
            seen.add(symbol)
            yield backward[symbol]
            waiting += [node for node in walk(backward[symbol]) if isinstance(node, Symbol)]


def _distributions(
    backward: Mapping[Symbol, Expression], of: Symbol, shape: object, cell: Cell
) -> Iterator[Expression]:
    """What may be the right distribution: what is given, or one-hot, and as long as p."""
    free = {*cell.free}
    for node in chain.from_iterable(map(walk, _way(backward, of))):
        is_given = isinstance(node, Symbol) and node in free
        is_one_hot = isinstance(node, Call) and node.function in ("unit", "one_hot")
        if (is_given or is_one_hot) and infer_shape(node, cell.shapes) == shape:
            yield node


def _scalars(backward: Mapping[Symbol, Expression], of: Symbol, cell: Cell) -> Iterator[Expression]:
    """Gradients of one number that this one comes from."""
    for node in chain.from_iterable(map(walk, _way(backward, of))):
        if isinstance(node, Symbol) and node in backward and not cell.shape(node):
            yield node


# -- products -------------------------------------------------------------------------------------


def _in_short(node: Expression, cell: Cell) -> Expression:
    """A sum without double signs, a product without ones, its numbers in one, its reciprocals below."""
    match node:
        case Binary("+", left, Negate(right)):
            return Binary("-", left, right)
        case Binary("-", left, Negate(right)):
            return Binary("+", left, right)
        case Negate(Negate(inner)):
            return inner
        case Binary("*") | Negate(Binary("*")):
            return _product(node, cell)
        case _:
            return node


def _product(node: Expression, cell: Cell) -> Expression:
    sign, factors = _factors(node)
    shapes = [infer_shape(factor, cell.shapes) for factor in factors]

    def others_have(place: int) -> bool:
        return any(k != place and shapes[k] == shapes[place] for k in range(len(shapes)))

    is_ones = [isinstance(f, Call) and f.function == "ones" for f in factors]
    kept = [f for k, f in enumerate(factors) if not (is_ones[k] and others_have(k))]
    numbers = [value for value in map(_constant, kept) if value is not None]
    below = [
        f.right for f in kept if isinstance(f, Binary) and f.operator == "/" and f.left == _ONE
    ]
    below = [f for f in below if infer_shape(f, cell.shapes)]
    if len(numbers) > 1:
        kept = [_one_number(numbers), *(f for f in kept if _constant(f) is None)]
    elif len(kept) == len(factors) and not below and _ONE not in kept:
        return node
    kept = [f for f in kept if f != _ONE] or [_ONE]
    if len(below) == 1:
        rest = [f for f in kept if f != Binary("/", _ONE, below[0])]
        return _signed(sign, Binary("/", _times(rest), below[0])) if rest else node
    return _signed(sign, _times(kept))


def _factors(node: Expression) -> tuple[int, list[Expression]]:
    """The sign of a product and what is multiplied, from left to right."""
    match node:
        case Negate(inner):
            sign, factors = _factors(inner)
            return -sign, factors
        case Binary("*", left, right):
            (first, before), (second, after) = _factors(left), _factors(right)
            return first * second, before + after
        case _:
            return 1, [node]


def _constant(node: Expression) -> tuple[float, float] | None:
    """What stands above and below where a factor is a number."""
    match node:
        case Number(value):
            return value, 1
        case Binary("/", Number(above), Number(below)) if below:
            return above, below
        case _:
            return None


def _one_number(numbers: Iterable[tuple[float, float]]) -> Expression:
    """The product of numbers, as a fraction where no short decimal says it."""
    above, below = np.prod(list(numbers), axis=0).tolist()
    whole = above / below
    is_short = abs(whole * _CLEAN - round(whole * _CLEAN)) < _LAST_BITS
    return Number(whole) if is_short else Binary("/", Number(above), Number(below))


def _times(factors: Iterable[Expression]) -> Expression:
    first, *others = factors
    for factor in others:
        first = Binary("*", first, factor)
    return first


def _signed(sign: int, node: Expression) -> Expression:
    return node if sign > 0 else Negate(node)
