"""Whether a student's equation says the same as the cell's.

Two right-hand sides are the same when they have the same value at random points.  The points are
runs of the cell itself: parameters, inputs and states before the first step are drawn, every
other quantity follows from its equation.  So `relu(z[t])` and `relu(V·h[t-1] + W·x[t])` are the
same, whichever of them the cell says.  The quantity itself, and what is computed from it, may not
be used.

A gradient through ReLU is a step function of its arguments.  Where an exercise gives numbers, an
answer to such a question is right if it is right at these numbers; then the points stay near
them, with every unit as active or dead as it is there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from reference.handwriting.points import Field, has_slopes
from reference.language.cell import Cell
from reference.language.dimension import Shape, show_shape
from reference.language.errors import CellError, ShapeError
from reference.language.expression import (
    Binary,
    Expression,
    Now,
    Symbol,
    children,
    rewrite,
    symbols,
    walk,
)
from reference.language.functions import Array
from reference.language.shapes import infer_shape, shape_of, sized
from reference.language.write import write
from reference.readings.evaluate import Values, compile_expression
from reference.records import dataclass, replace
from reference.rewrites.unroll import unroll
from reference.words import Message, Said, every, say

_SAME = 1e-9  # honest rearrangements differ by 1e-13, the smallest slip by far more than this
_LARGEST = 10_000  # entries of a part of an equation, unless the cell itself has more
_COMPARABLE = 4  # at least one point in so many must have a value


@dataclass(frozen=True)
class Agreement:
    """Whether two equations agree; if not, a stable note and a sentence for the student.

    A plain `equation.differs` has no sentence: how much to give away is for the caller to say.

    Notes: `equation.match`, `equation.differs`, `equation.itself` (uses the quantity itself),
    `equation.later` (uses what is computed from it), `equation.shape`, `equation.symbols` (uses
    what the cell does not have), `equation.undefined` (has no value where the right one has).
    """

    agrees: bool
    note: str
    said: Message | None = None

    @property
    def message(self) -> str:
        """The sentence, in English; empty where there is none."""
        return "" if self.said is None else str(self.said)


def agree(
    student: Expression, target: Symbol, cell: Cell, *, numbers: Values | None = None
) -> Agreement:
    """Compare a student's right-hand side with the cell's equation for `target`.

    The cell is as written (`a[t]`) or unrolled (`h[2]`, or `du` of a differentiated cell), with
    sizes or without.  `numbers` are those of the exercise, by symbol (`u`, `x[1]`, `h[0]`).
    Raises CellError for a target that has no equation, NumbersError for numbers of another shape
    than their symbol has.
    """
    if target not in cell.by_target:
        raise CellError(say("no-equation-for", cell=cell.name, name=target))
    claim = _claim(student, target, cell)
    unfit = _misuse(claim) or _misfit(claim)
    if unfit:
        return unfit
    claim = _sized(claim)  # now an entry may turn out to lie outside of its vector
    return _misfit(claim) or _oversize(claim) or _comparison(claim, numbers or {})


@dataclass(frozen=True)
class _Claim:
    """What a student says about one quantity, laid out in an unrolled cell.

    `written` holds the symbols of the unrolled cell as the question writes them.
    """

    cell: Cell
    target: Symbol
    value: Expression
    written: Mapping[Symbol, Symbol]

    def show(self, symbols: Iterable[Symbol]) -> Said:
        """Symbols as the question writes them: `a[t]`, `b and x[t]`."""
        return every([str(self.written.get(symbol, symbol)) for symbol in symbols])


def _claim(student: Expression, target: Symbol, cell: Cell) -> _Claim:
    """The student's equation over enough steps that nothing it looks up lies outside."""
    if not cell.recurrent:
        return _Claim(cell, target, student, {})
    everything = (*cell.used, *symbols(student))
    offsets = [0, *(s.step.offset for s in everything if isinstance(s.step, Now))]
    here = 2 - min(offsets)  # so that the step before is not yet the initial state
    unrolled = unroll(cell, here + max(offsets) + 1)

    def lay_out(node: Expression) -> Expression:
        return node.at(here) if isinstance(node, Symbol) else node

    written = {symbol.at(here): symbol for symbol in (target, *symbols(student))}
    return _Claim(unrolled, target.at(here), rewrite(student, lay_out), written)


# -- what may stand there -------------------------------------------------------------------


def _misuse(claim: _Claim) -> Agreement | None:
    """The quantity itself, later ones, and symbols that the cell does not have."""
    used = symbols(claim.value)
    target = claim.show([claim.target])
    if claim.target in used:
        message = say("on-both-sides", target=target)
        return Agreement(False, "equation.itself", message)
    after = claim.cell.dependents([claim.target])
    later = [symbol for symbol in used if symbol in after]
    if later:
        message = say("computed-later", later=claim.show(later), target=target)
        return Agreement(False, "equation.later", message)
    there = {*claim.cell.by_target, *claim.cell.free}
    absent = [symbol for symbol in used if symbol not in there]
    if absent:
        message = say("not-in-the-network", absent=claim.show(absent), target=target)
        return Agreement(False, "equation.symbols", message)
    return None


def _misfit(claim: _Claim) -> Agreement | None:
    """Sizes that do not fit, in the student's equation or with the quantity."""
    shown = rewrite(claim.value, lambda n: claim.written.get(n, n) if isinstance(n, Symbol) else n)
    shapes = claim.cell.shapes
    try:
        found = shape_of(shown, shapes)
    except ShapeError as error:
        return Agreement(False, "equation.shape", _first_misfit(shown, shapes) or error.said)
    expected = claim.cell.shape(claim.target)
    if _entries(found) == _entries(expected):
        return None
    target = claim.show([claim.target])
    message = say("right-side-shape", found=_shown(found), target=target, expected=_shown(expected))
    return Agreement(False, "equation.shape", message)


def _first_misfit(node: Expression, shapes: Mapping[str, Shape]) -> Message | None:
    """The innermost operation whose two sides do not fit, with both shapes."""
    for part in children(node):
        inner = _first_misfit(part, shapes)
        if inner:
            return inner
    try:
        infer_shape(node, shapes)
    except ShapeError as error:
        if not isinstance(node, Binary):
            return error.said
        left, right = shape_of(node.left, shapes), shape_of(node.right, shapes)
        return say(
            "operands-do-not-fit",
            whole=write(node),
            left=write(node.left),
            left_shape=_shown(left),
            right=write(node.right),
            right_shape=_shown(right),
        )
    return None


def _oversize(claim: _Claim) -> Agreement | None:
    """A part far larger than anything in the cell, such as an outer product of long vectors."""
    shapes = claim.cell.shapes
    limit = max(_LARGEST, *(_count(shape) for shape in shapes.values()))
    for node in walk(claim.value):
        if _count(shape_of(node, shapes)) > limit:
            return Agreement(False, "equation.shape", say("too-many-entries", part=write(node)))
    return None


def _count(shape: Shape) -> int:
    return math.prod(dimension.size or 1 for dimension in shape)


_KINDS = ("a-number", "a-vector", "a-matrix", "an-array")  # by how many axes there are


def _shown(shape: Shape) -> Message:
    return say(_KINDS[min(len(shape), 3)], shape=show_shape(shape))


def _entries(shape: Shape) -> Shape:
    """The shape without axes of one entry: a vector of one entry is as good as a number."""
    return tuple(dimension for dimension in shape if dimension.size != 1)


# -- comparing ------------------------------------------------------------------------------


def _sized(claim: _Claim) -> _Claim:
    """The claim with another size for every dimension that has none yet."""
    shapes = claim.cell.shapes.values()
    names = dict.fromkeys(name for shape in shapes for d in shape for name in d.names)
    sizes = {name: 3 + k * (k + 1) // 2 for k, name in enumerate(names)}  # 3, 4, 6, 9, ...
    return replace(claim, cell=sized(claim.cell, sizes))


def _comparison(claim: _Claim, numbers: Values) -> Agreement:
    needed = claim.cell.needed([claim.target, *symbols(claim.value)])
    drawn = (s for s in symbols(claim.value) if s not in needed.by_target)
    field = Field(needed, tuple(dict.fromkeys([*needed.free, *drawn])))
    for values in _points(field, claim, numbers):
        found = _at(values, claim)
        if found:
            return found
    return Agreement(False, "equation.undefined", say("too-few-points"))


def _points(field: Field, claim: _Claim, numbers: Values) -> Iterator[Values]:
    if numbers and has_slopes(field.cell):
        yield from field.near(numbers, claim.value)
    yield from field.spread(claim.value)


def _at(values: Values, claim: _Claim) -> Agreement | None:
    """The verdict of one set of points; None where too few of them can be compared."""
    expected = values[str(claim.target)]
    count = max((len(value) for value in values.values() if np.ndim(value)), default=1)
    with np.errstate(all="ignore"):
        got = compile_expression(claim.value, claim.cell)(values)
    expected = _rows(expected, count, shape_of(claim.target, claim.cell.shapes))
    got = _rows(got, count, shape_of(claim.value, claim.cell.shapes))
    usable = np.isfinite(expected).all(axis=1)
    if np.count_nonzero(usable) * _COMPARABLE < count:
        return None
    expected, got = expected[usable], got[usable]
    if not np.isfinite(got).all():
        message = say("no-value-for-some-numbers")
        return Agreement(False, "equation.undefined", message)
    if (np.abs(expected - got) <= _SAME * _scale(expected, got)).all():
        return Agreement(True, "equation.match")
    return Agreement(False, "equation.differs")


def _scale(expected: Array, got: Array) -> Array:
    """How large each pair of values is; a chance 0 counts as a small part of the usual size."""
    usual = np.mean(np.minimum(np.abs(expected), 1.0)) or 1.0  # gradients may all be tiny
    larger: Array = np.maximum(np.abs(expected), np.abs(got))
    return np.maximum(larger, usual / 1000)


def _rows(value: Array, count: int, shape: Shape) -> Array:
    """One row a point, also of what is the same at every point."""
    sizes = tuple(dimension.size or 1 for dimension in shape)
    return np.broadcast_to(value, (count, *sizes)).reshape(count, -1)
