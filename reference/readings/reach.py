"""How far honest workings really reach, found by trying: the second truth of `rounding`.

Every place at which one may round is given a name of its own, so that a working is nothing but the
equations with one decision a place: leave the number, or round it to the stated decimals or
finer.  Decisions are the leading axis of one pass; a search changes one at a time and keeps what
moves the answer furthest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reference.language.cell import Cell, Equation
from reference.language.dimension import Shape
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Symbol,
    children,
    rebuild,
    symbols,
)
from reference.language.functions import FUNCTIONS, Array
from reference.language.interval import Interval
from reference.language.shapes import complete_shapes, shape_of
from reference.readings.evaluate import Values, compile_expression
from reference.readings.rounding import Rounding

Decisions = NDArray[np.int8]

_ROUNDS = 40  # changes that a search makes; what they bring dries up long before


@dataclass(frozen=True)
class Places:
    """A cell in which every place of rounding is a quantity, and how many numbers they hold."""

    cell: Cell
    targets: tuple[Symbol, ...]
    sizes: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many single numbers may be rounded."""
        return sum(self.sizes)


def places(cell: Cell, answer: Expression) -> Places:
    """An unrolled cell with a name for every argument and value of a function on the way."""
    equations: list[Equation] = []
    shapes: dict[str, Shape] = dict(cell.shapes)
    needed = cell.needed(symbols(answer))
    names = iter(range(10**9))

    def named(value: Expression) -> Symbol:
        symbol = Symbol(f"place{next(names)}")
        shapes[symbol.name] = shape_of(value, shapes)
        equations.append(Equation(symbol, value))
        return symbol

    def split(node: Expression) -> Expression:
        parts = tuple(split(part) for part in children(node))
        match node:
            case Call(function, (argument,)) if FUNCTIONS[function].is_rounded:
                given = isinstance(argument, Symbol) and argument in cell.free
                inner = parts[0] if given else named(parts[0])
                return named(Call(function, (inner,)))
            case Binary() | Negate() | Call():
                return rebuild(node, parts)
            case _:
                return node

    for equation in needed.equations:  # splitting one adds others before it
        value = split(equation.value)
        equations.append(Equation(equation.target, value))
    last = Symbol("the answer")
    equations.append(Equation(last, split(answer)))
    shapes[last.name] = shape_of(answer, cell.shapes)
    whole = replace(cell, shapes=shapes, equations=tuple(equations))
    whole = replace(whole, shapes=complete_shapes(whole))
    targets = tuple(equation.target for equation in equations)
    sizes = tuple(int(np.prod([d.size or 1 for d in whole.shape(t)], dtype=int)) for t in targets)
    return Places(whole, targets, sizes)


def options(rounding: Rounding) -> list[tuple[int | None, str]]:
    """What one may do with a number: nothing, round it here or finer, cut it off."""
    if rounding.decimals is None:
        return [(None, "")]
    found: list[tuple[int | None, str]] = [(None, "")]
    for decimals in range(rounding.decimals, rounding.decimals + 3):
        found += [(decimals, "up"), (decimals, "down")]
        if rounding.truncation:
            found.append((decimals, "cut"))
    return found


def work(
    here: Places, inputs: Values, decisions: Decisions, rounding: Rounding
) -> dict[str, Array]:
    """All workings at once: `decisions` has a row a working and a column a number."""
    known = dict(inputs)
    workings = decisions.shape[0]
    choices = options(rounding)
    start = 0
    for equation, size in zip(here.cell.equations, here.sizes, strict=True):
        value = np.asarray(compile_expression(equation.value, here.cell)(known))
        entries = tuple(d.size or 1 for d in here.cell.shape(equation.target))
        value = np.broadcast_to(value, (workings, *entries))
        chosen = decisions[:, start : start + size].reshape(workings, *entries)
        known[str(equation.target)] = _decided(value, chosen, choices)
        start += size
    return known


def _decided(value: Array, chosen: Decisions, choices: Sequence[tuple[int | None, str]]) -> Array:
    result = np.array(value)
    for index, (decimals, way) in enumerate(choices):
        if decimals is not None:
            result = np.where(chosen == index, rounded(value, decimals, way), result)
    return result


def rounded(value: Array, decimals: int, way: str) -> Array:
    """A number rounded (ties up or down) or cut off at so many decimals."""
    scaled = value * 10.0**decimals
    match way:
        case "up":
            whole = np.floor(scaled + 0.5 + 1e-9)
        case "down":
            whole = np.ceil(scaled - 0.5 - 1e-9)
        case _:
            whole = np.trunc(scaled + np.copysign(1e-9, scaled))
    return whole / 10.0**decimals


def reachable(
    cell: Cell, inputs: Values, answer: Expression, rounding: Rounding, *, seed: int = 0
) -> Interval:
    """The range of an answer over honest workings, as far as a search finds it."""
    here = places(cell, answer)
    ways = len(options(rounding))
    generator = np.random.default_rng(seed)
    tries = generator.integers(0, ways, size=(512, here.count), dtype=np.int8)
    tries[0] = 0
    size = here.sizes[-1]

    def answers(decisions: Decisions) -> Array:
        found = work(here, inputs, decisions, rounding)[str(here.targets[-1])]
        return found.reshape(decisions.shape[0], -1)

    found = answers(tries)
    low, high = found.min(axis=0), found.max(axis=0)
    for entry in range(size):
        for sign, bound in ((1.0, high), (-1.0, low)):

            def height(decisions: Decisions, entry: int = entry, sign: float = sign) -> Array:
                return sign * answers(decisions)[:, entry]

            best = tries[np.argmax(sign * found[:, entry])]
            bound[entry] = sign * _climbed(best, ways, height)
    shape = tuple(d.size or 1 for d in here.cell.shape(here.targets[-1]))
    return Interval(low.reshape(shape), high.reshape(shape))


def _climbed(best: Decisions, ways: int, height: Callable[[Decisions], Array]) -> float:
    """Change one decision after another while the answer moves on; how high it came."""
    count = best.shape[0]
    reached = -np.inf
    for _ in range(_ROUNDS):
        neighbours = np.repeat(best[np.newaxis], count * ways + 1, axis=0)
        rows = np.arange(count * ways)
        neighbours[rows, rows // ways] = rows % ways
        values = height(neighbours)
        top = int(np.argmax(values))
        if values[top] <= reached + 1e-12:
            break
        reached, best = float(values[top]), neighbours[top]
    return reached
