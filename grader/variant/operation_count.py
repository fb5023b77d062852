"""How much there is to work out: the operations that one cannot do at sight.

A product counts where neither factor is 0, 1 or -1, a sum where neither part is 0, a quotient
where it is not by 1 or of 0, an activation where its argument is not 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.variant.solution import SolvableSystem, VariantBatch
from reference import Cell, Expression, shape_of, symbols
from reference.language.expression import Binary, Call, walk
from reference.language.functions import FUNCTIONS, Array
from reference.readings.evaluate import Rule, compile_expression

Counts = NDArray[np.int64]
_Operation = tuple[str, tuple[int, ...], tuple[Rule, ...]]


class OperationCount:
    """The operations behind the answers of a system, ready to be counted."""

    def __init__(self, bench: SolvableSystem) -> None:
        # of several gradients, one: the forward equations would be counted again with each
        source = max(bench.sources, key=lambda one: len(one.system.cell.equations))
        self._source = bench.sources.index(source)
        cell = source.system.cell
        wanted = [
            symbol
            for one in bench.asked
            if one.target.of in (None, source.of)
            for symbol in symbols(one.target.expression)
        ]
        self._counting = tuple(
            part
            for equation in cell.needed(wanted).equations
            if str(equation.target) not in bench.system.pins
            for node in walk(equation.value)
            for part in _operation(node, cell)
        )

    def counted(self, lot: VariantBatch) -> Counts:
        """How many operations every variant has."""
        total = np.zeros(lot.rows, dtype=np.int64)
        known = lot.sources[self._source]
        with np.errstate(all="ignore"):
            for operator, ranks, rules in self._counting:
                values = [np.asarray(rule(known)) for rule in rules]
                total += _COUNT[operator](values, ranks).astype(np.int64)
        return total


def _operation(node: Expression, cell: Cell) -> Iterator[_Operation]:
    match node:
        case Binary(operator, left, right) if operator in _COUNT:
            name: str = operator
            parts: tuple[Expression, ...] = (left, right)
        case Call(function, arguments) if FUNCTIONS[function].is_rounded:
            name, parts = "call", arguments[:1]
        case _:
            return
    ranks = tuple(len(shape_of(part, cell.shapes)) for part in parts)
    yield name, ranks, tuple(compile_expression(part, cell) for part in parts)


def _hard(values: Array) -> Array:
    """1 where a factor makes work."""
    return np.where((values == 0) | (np.abs(values) == 1), 0.0, 1.0)


def _there(values: Array) -> Array:
    """1 where a part is there at all."""
    return np.where(values == 0, 0.0, 1.0)


def _summed(values: Array, rank: int) -> Array:
    return np.asarray(values.sum(axis=tuple(range(-rank, 0))) if rank else values)


def _pairs(marks: Sequence[Array], ranks: tuple[int, ...]) -> Array:
    """How many entries of two arrays are marked in both, where they meet entry by entry."""
    rank = max(ranks)
    first, second = (
        mark if own else mark.reshape(mark.shape + (1,) * rank)
        for mark, own in zip(marks, ranks, strict=True)
    )
    return _summed(first * second, rank)


def _meeting(marks: Sequence[Array], ranks: tuple[int, ...]) -> Array:
    """The same in a matrix product, for every entry of it."""
    first, second = marks
    first = first if ranks[0] == 2 else first[..., np.newaxis, :]
    second = second if ranks[1] == 2 else second[..., np.newaxis]
    return np.asarray(np.matmul(first, second))


def _products(values: Sequence[Array], ranks: tuple[int, ...]) -> Array:
    return _pairs([_hard(value) for value in values], ranks)


def _sums(values: Sequence[Array], ranks: tuple[int, ...]) -> Array:
    return _pairs([_there(value) for value in values], ranks)


def _matrix_products(values: Sequence[Array], ranks: tuple[int, ...]) -> Array:
    """Products of entries, and sums of those that are not 0."""
    if 0 in ranks:
        return _products(values, ranks)
    products = _meeting([_hard(value) for value in values], ranks)
    sums = np.maximum(_meeting([_there(value) for value in values], ranks) - 1, 0)
    return _summed(products + sums, 2)


def _calls(values: Sequence[Array], ranks: tuple[int, ...]) -> Array:
    return _summed(_there(values[0]), ranks[0])


_COUNT: dict[str, Callable[[Sequence[Array], tuple[int, ...]], Array]] = {
    "*": _products,
    "/": _products,
    "+": _sums,
    "-": _sums,
    "@": _matrix_products,
    "call": _calls,
}
