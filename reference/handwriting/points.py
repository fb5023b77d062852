"""Random points of a cell: numbers for its free symbols, and all quantities that follow.

Points are the same every time.  They are not so large that sigmoid and tanh saturate, and not so
small that a forgotten term hides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from reference.language.cell import Cell, Equation
from reference.language.errors import NumbersError
from reference.language.expression import Binary, Call, Expression, Number, Symbol, rewrite, walk
from reference.language.functions import Array
from reference.language.shapes import shape_of
from reference.readings.evaluate import Program, Values, compile_all
from reference.records import dataclass
from reference.words import say

POINTS = 48
_ENTRIES = 2_000_000  # numbers drawn at once: large cells take fewer points
_FEWEST = 8
_SEED = 20_250_303  # any constant: the same two equations always get the same verdict
_CLOSENESS = (0.5, 0.2, 0.05, 0.01)  # how far points may lie from given numbers
_SLOPES = ("step", "sign")


@dataclass(frozen=True)
class Field:
    """What points are drawn of: an unrolled cell with sizes, and the symbols to draw."""

    cell: Cell
    free: tuple[Symbol, ...]

    def spread(self, also: Expression) -> Iterator[Values]:
        """Points all over the place; then, for logarithms and roots, positive ones.

        A power whose exponent is a letter is one of positive numbers: elsewhere w^T has a value for
        some T alone, and `(w s)^T` another than `w^T s^T`.
        """
        powers = _has_letters_in_exponents(self.cell, also)
        program = Program(self.cell)
        shapes = self.shapes
        entries = sum(math.prod(shape) for shape in shapes.values())
        count = max(_FEWEST, min(POINTS, _ENTRIES // max(entries, 1)))
        for positive in (True,) if powers else (False, True):
            rng = np.random.default_rng(_SEED)
            drawn = {name: _draw(rng, count, shape, positive) for name, shape in shapes.items()}
            yield _solved(program, drawn)

    def near(self, numbers: Values, also: Expression) -> Iterator[Values]:
        """Points around given numbers where every unit is as active or dead as it is there.

        `also` is one more expression whose units count.  Where a single unit stands exactly at 0,
        the slope there is the agreed one, on both sides.
        """
        rng = np.random.default_rng(_SEED)
        given = self.given(numbers, rng)
        pinned = {name: value for name, value in numbers.items() if self.is_pinned(name)}
        start = _solved(Program(self.cell), given, pinned)
        cell = _with_slopes_at_zero(self.cell, start)
        program, units = Program(cell), _Units(cell, also)
        pattern = units.signs(start)
        for closeness in _CLOSENESS:
            moved = {k: _moved(rng, v, closeness) for k, v in given.items()}
            pins = {k: _moved(rng, np.asarray(v)[np.newaxis], closeness) for k, v in pinned.items()}
            signs = units.signs(_solved(program, moved, pins))
            kept = np.all((signs == pattern) | (pattern == 0), axis=1)
            if np.count_nonzero(kept) >= POINTS // 2:
                moved = {k: v[kept][:POINTS] for k, v in moved.items()}
                pins = {k: v[kept][:POINTS] for k, v in pins.items()}
                yield _solved(program, moved, pins)
                return

    @property
    def shapes(self) -> Mapping[str, tuple[int, ...]]:
        """The shape of every symbol to draw, in numbers."""
        return {str(symbol): sizes_of(self.cell, symbol) for symbol in self.free}

    def given(self, numbers: Values, rng: np.random.Generator) -> dict[str, Array]:
        """One point: the given numbers, and drawn ones where none is given.

        Raises NumbersError for numbers of another shape, such as those of many variants at once.
        """
        point = {}
        for name, shape in self.shapes.items():
            number = numbers.get(name)
            if number is None:
                point[name] = _draw(rng, 1, shape, positive=False)
            elif np.shape(number) == shape:
                point[name] = np.asarray(number, dtype=np.float64)[np.newaxis]
            else:
                raise NumbersError(
                    say(
                        "numbers-of-another-shape",
                        name=name,
                        shape=str(shape),
                        got=str(np.shape(number)),
                    )
                )
        return point

    def is_pinned(self, name: str) -> bool:
        """Whether a number is given for a quantity, instead of its equation."""
        return any(str(target) == name for target in self.cell.by_target)


def _has_letters_in_exponents(cell: Cell, also: Expression) -> bool:
    nodes = (n for e in (also, *(eq.value for eq in cell.equations)) for n in walk(e))
    return any(
        isinstance(node, Binary)
        and node.operator == "**"
        and any(isinstance(part, Symbol) for part in walk(node.right))
        for node in nodes
    )


def has_slopes(cell: Cell) -> bool:
    """Whether some equation is a step function: the gradient of ReLU, or of the absolute value."""
    nodes = (node for equation in cell.equations for node in walk(equation.value))
    return any(isinstance(node, Call) and node.function in _SLOPES for node in nodes)


def sizes_of(cell: Cell, symbol: Symbol) -> tuple[int, ...]:
    """The shape of a symbol of a cell with sizes."""
    return tuple(dimension.size or 1 for dimension in cell.shape(symbol))


def _draw(rng: np.random.Generator, count: int, shape: tuple[int, ...], positive: bool) -> Array:
    size = rng.uniform(0.2, 1.5, (count, *shape))
    if len(shape) == 2:
        size /= math.sqrt(shape[1])  # so that a product with a vector stays of that size
    return size if positive else size * rng.choice((-1.0, 1.0), size.shape)


def _moved(rng: np.random.Generator, value: Array, closeness: float) -> Array:
    """Many points around one; a number that is 0 moves too."""
    reach = closeness * np.maximum(np.abs(value), 0.5)
    return value + reach * rng.uniform(-1.0, 1.0, (8 * POINTS, *value.shape[1:]))


def _solved(program: Program, inputs: Values, pinned: Values | None = None) -> Values:
    with np.errstate(all="ignore"):  # what has no value is NaN, and the caller says so
        return program(inputs, given=pinned)


class _Units:
    """The places where an equation has a corner: the arguments of relu and its like."""

    def __init__(self, cell: Cell, also: Expression) -> None:
        expressions = [*(equation.value for equation in cell.equations), also]
        corners = dict.fromkeys(
            corner for e in expressions for node in walk(e) for corner in _corners(node)
        )
        self.rules = compile_all(corners, cell)

    def signs(self, values: Values) -> Array:
        """One row a point: the sign at every corner."""
        count = max(len(np.atleast_1d(value)) for value in values.values())
        with np.errstate(all="ignore"):
            found = [np.sign(np.asarray(rule(values))) for rule in self.rules]
        rows = [np.broadcast_to(s, (count, *s.shape[1:])).reshape(count, -1) for s in found]
        return np.concatenate([np.zeros((count, 1)), *rows], axis=1)


def _corners(node: Expression) -> tuple[Expression, ...]:
    match node:
        case Call("relu" | "abs" | "sign" | "step", (z, *_)):
            return (z,)
        case Call("max" | "min", (a, b)):
            return (Binary("-", a, b),)
        case _:
            return ()


def _with_slopes_at_zero(cell: Cell, start: Values) -> Cell:
    """The cell with the agreed slope written in where a single unit stands exactly at 0."""

    def pin(node: Expression) -> Expression:
        match node:
            case Call("step", (z, Number() as slope)) if shape_of(z, cell.shapes) == ():
                (rule,) = compile_all([z], cell)
                return slope if np.all(np.asarray(rule(start)) == 0) else node
            case _:
                return node

    return cell.with_equations(
        Equation(equation.target, rewrite(equation.value, pin)) for equation in cell.equations
    )
