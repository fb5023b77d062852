"""What a count adds up, each number as small as people write it: 48 and 144 of 4*12 + 12*12.

A sum of plain numbers is a working where these are such numbers, or some of them together: 48 + 144,
and 45 + 90 where three gates have 45 each.  44 + 1 is none: 45 was known before it was written.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from grader.assignment.model import Plain
from grader.key.expected import Expected
from grader.outcome.errors import Faulty
from reference import CellError, Expression, Symbol, omit_unsized, parse_expression, write
from reference.language.dimension import Dimension
from reference.language.expression import Binary, Call, Number, walk

_MOST = 64  # copies of a part, as of gates and layers; a larger factor is no number of parts


def addends_of(expected: Expected, value: Plain, system: str | None) -> tuple[int, ...]:
    """The numbers that a count adds up; none where that cannot be told, or the file gives it alone."""
    text = f"parameters({system})" if value is None else str(value)
    try:
        asked = parse_expression(text)
        found = tuple(_Parts(expected, system).of(asked))
        whole = expected.whole_number(value, system)
    except (CellError, Faulty, _NoSum):
        return ()
    return found if sum(found) == whole and not isinstance(asked, Number) else ()


def sizes_of(expected: Expected, value: Plain, system: str | None) -> tuple[int, ...]:
    """The sizes that may stand in a product: those of the systems, and the numbers in the file."""
    asked = parse_expression(f"parameters({system})" if value is None else str(value))
    found = [system] if system else []
    numbers = set()
    for node in walk(asked):
        match node:
            case Number(number) if number == int(number):
                numbers.add(int(number))
            case Call("parameters", (Symbol(name),)):
                found.append(name)
    for name in found:
        numbers.update(expected.model(name).sizes.values())
    return tuple(sorted(numbers - {0}))


class _NoSum(Exception):
    """What is no sum of products."""


class _Parts:
    """The addends of a count over the systems of an assignment."""

    def __init__(self, expected: Expected, system: str | None) -> None:
        self.expected = expected
        self.system = system

    def of(self, node: Expression) -> Iterator[int]:
        match node:
            case Binary("+", left, right):
                yield from self.of(left)
                yield from self.of(right)
            case Binary("*"):
                yield from self.product([list(self.of(factor)) for factor in _factors(node)])
            case Call("parameters", (Symbol(name),)):
                model = self.expected.model(name)
                cell = omit_unsized(model.cell, model.sizes)
                for parameter in cell.learnt:
                    shape = [_added(size, model.sizes) for size in cell.shape(parameter)]
                    yield from map(math.prod, product(*shape))
            case Binary("-"):
                raise _NoSum
            case _:
                yield self.expected.whole_number(write(node), self.system)

    def product(self, factors: Sequence[Sequence[int]]) -> Iterator[int]:
        """What a product adds up: 3*(4 + 1) is 4 and 1 three times, 3*4*5 is 4*5 so often, 4*5 is one part."""
        times, rest = factors[0], factors[1:]
        is_number_of_parts = len(times) == 1 and times[0] <= _MOST
        if is_number_of_parts and (len(rest) > 1 or len(rest[0]) > 1):
            yield from times[0] * [math.prod(each) for each in product(*rest)]
        else:
            yield from map(math.prod, product(*factors))


def _factors(node: Expression) -> list[Expression]:
    if isinstance(node, Binary) and node.operator == "*":
        return [*_factors(node.left), *_factors(node.right)]
    return [node]


def _added(dimension: Dimension, sizes: Mapping[str, int]) -> list[int]:
    """A size as a sum: an array over n + d columns has n of them, and d."""
    if any(name not in sizes for name in dimension.names):
        raise _NoSum
    named = [max(sizes[name], 1) for name, times in dimension.terms for _ in range(times)]
    return [*named, dimension.constant] if dimension.constant else named
