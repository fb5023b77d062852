"""Where equations go one of two ways, at a relu, a max or a where, and which way given numbers take.

A fork is known by what decides it: an expression that is above 0 on the one way and below 0 on the
other.  Steps are left out of that, so that one fork of a cell is the same at every step, and a slope
that a gradient asks for belongs to the fork of its function.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from reference.language.cell import Cell
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Number,
    Symbol,
    rewrite,
    walk,
)
from reference.language.functions import Array
from reference.readings.evaluate import Program, Values, compile_all
from reference.readings.ranges import EVERYTHING, Range, range_of, ranges
from reference.records import dataclass

_BY_SIGN = ("relu", "abs", "sign", "step", "elu")
_BETWEEN = {"hard_sigmoid": (-3, 3)}  # where it starts and stops to rise
_GUARD = 1e-3  # what lies so near to 0 guards a division: max(norm(x), 0.000001)


@dataclass(frozen=True)
class Fork:
    """A place of a cell with two ways: as it is written, and what is above 0 on one of them."""

    written: Expression
    decides: Expression


class Way(NamedTuple):
    """One way of a fork: where what decides is above 0, or where it is not."""

    fork: Fork
    above: bool


def ways(cell: Cell) -> tuple[Way, ...]:
    r"""All ways that numbers within the bounds of a cell may take.

    >>> from reference import parse_cell
    >>> from reference.readings.forks import ways
    >>> found = ways(parse_cell("x: n\nh = relu(x) + abs(exp(x))\n"))
    >>> [way.above for way in found]  # exp(x) is never below 0
    [True, False, True]
    """
    starts = {
        name: Range(cell.domains[name].low, cell.domains[name].high)
        if name in cell.domains
        else EVERYTHING
        for name in cell.states
    }
    known = {**dict.fromkeys(cell.shapes, EVERYTHING), **starts}
    known |= {name: Range(domain.low, domain.high) for name, domain in cell.domains.items()}
    known |= ranges(cell, starts)
    found: dict[Way, None] = {}
    for equation in cell.equations:
        for fork, decides in _forks(equation.value):
            reach = range_of(decides, known)
            possible = {True: reach.high > _GUARD, False: reach.low < -_GUARD}
            found |= {Way(fork, above): None for above in possible if possible[above]}
    return tuple(found)


class Taken:
    """Which ways of a cell numbers take; `equations` are what is worked out of it, unrolled."""

    def __init__(self, among: Sequence[Way], equations: Cell) -> None:
        by_decision = {way.fork.decides: way.fork for way in among}
        met = [
            (by_decision[fork.decides], decides, _at_0(fork.written))
            for equation in equations.equations
            for fork, decides in _forks(equation.value)
            if fork.decides in by_decision
        ]
        self._among = frozenset(among)
        self._program = Program(equations)
        rules = compile_all([decides for _, decides, _ in met], equations)
        self._met = [(fork, rule, at_0) for (fork, _, at_0), rule in zip(met, rules, strict=True)]

    def of(self, inputs: Values, given: Mapping[str, Array]) -> frozenset[Way]:
        """The ways that are taken anywhere: in some entry, at some step."""
        values = self._program(inputs, given=given)
        found: set[Way] = set()
        for fork, rule, at_0 in self._met:
            with np.errstate(all="ignore"):
                decides = np.asarray(rule(values))
            below = decides <= 0 if at_0 else decides < 0
            found |= {Way(fork, True)} if np.any(decides > 0) else set()
            found |= {Way(fork, False)} if np.any(below) else set()
        return frozenset(found) & self._among


def _forks(value: Expression) -> Iterator[tuple[Fork, Expression]]:
    for node in walk(value):
        for decides in _decides(node):
            yield Fork(rewrite(node, _without_step), rewrite(decides, _without_step)), decides


def _decides(node: Expression) -> Iterator[Expression]:
    """What lies above 0 on one way of a node, and below 0 on the other."""
    match node:
        case Call(name, (first, *_)) if name in _BY_SIGN or name == "where":
            yield first
        case Call("min" | "max", (first, second)):
            yield first if second == Number(0) else Binary("-", first, second)
        case Call(name, (first,)) if name in _BETWEEN:
            for end in _BETWEEN[name]:
                yield Binary("-" if end > 0 else "+", first, Number(abs(end)))
        case _:
            pass


def _at_0(written: Expression) -> bool:
    """Whether 0 itself belongs to the other way: a choice has none in between."""
    return isinstance(written, Call) and written.function == "where"


def _without_step(node: Expression) -> Expression:
    return Symbol(node.name) if isinstance(node, Symbol) else node
