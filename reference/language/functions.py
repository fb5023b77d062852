"""The functions of the language, one row each.

A row holds what all rewrites and readings need to know of a function: its value on arrays, the
shape of its result, its derivative as a text of the language itself, its range, and how it is
typeset.  To add a function is to add a row.

Arrays carry their entries in the last axes; axes before them are variants.  A row therefore
gets the rank (number of entry axes) of every argument beside the arrays.  Derivatives are
written as the gradient that flows back to an argument: `d` is the gradient at the result, `y`
the result, `z` the (first) argument, `a`, `b`, ... the arguments in order, `s` the agreed slope
of relu at 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reference.language import scalars, spectra
from reference.language.errors import CellError
from reference.language.matrices import (
    exponential,
    exponential_slope,
    inverse,
    on_diagonal,
    row_sums,
    spread,
)
from reference.language.roundings import TIES, rounded
from reference.language.shape_rules import (
    MANY,
    ShapeRule,
    concat_shape,
    diagonal_matrix_shape,
    diagonal_shape,
    entry_shape,
    grad_shape,
    matrix_shape,
    one_hot_shape,
    outer_shape,
    part_shape,
    piece_shape,
    place_shape,
    rows_shape,
    same_shape,
    scalar_shape,
    shape_of_first,
    shape_of_second,
    spread_shape,
    square_shape,
    square_to_scalar,
    stacked_shape,
    transpose_shape,
    vector_shape,
    vector_to_scalar,
)
from reference.records import dataclass
from reference.words import say

Array: TypeAlias = NDArray[np.float64]
ValueRule: TypeAlias = Callable[[Sequence[Array], Sequence[int], Sequence[int]], Array]


@dataclass(frozen=True)
class Function:
    r"""One row: everything the language knows of a function.

    `constants` are the places of arguments that must be whole numbers written out; the rules
    get them apart from the others.  `back` is the gradient for each other argument (the last
    one repeats); empty where there is none.
    `bend(low, high)` bounds the second derivative, for accepted intervals; None says that the
    function has no slope worth following.  `hull(low, high)` bounds the value of a function that does
    not only rise or fall.  `written` says that people write its value down, though it has no bend.

    >>> FUNCTIONS["tanh"].arity, FUNCTIONS["tanh"].latex
    ((1, 1), '\\tanh')
    """

    name: str
    arity: tuple[int, int]
    value: ValueRule
    shape: ShapeRule
    back: tuple[str, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    latex: str = ""
    text: str = ""
    typst: str = ""
    constants: tuple[int, ...] = ()
    elementwise: bool = False
    activation: bool = False
    bend: Callable[[Array, Array], Array] | None = None
    hull: Callable[[Array, Array], tuple[Array, Array]] | None = None
    written: bool = False

    def __repr__(self) -> str:
        return f"<Function {self.name}>"

    @property
    def is_rounded(self) -> bool:
        """Whether people work out its value and write it down: not so for sums or cuts."""
        return self.written or (self.bend is not None and self.name not in ("identity", "abs"))

    def places(self, count: int) -> tuple[int, ...]:
        """The places of the array arguments in a call with so many arguments."""
        return tuple(place for place in range(count) if place not in self.constants)


# -- values ---------------------------------------------------------------------------------


def _elementwise(function: Callable[..., Any]) -> ValueRule:
    def value(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
        return function(*lift(arrays, ranks))  # type: ignore[no-any-return]  # a ufunc's Any

    return value


def _widened(axes: int) -> Any:
    return (..., *(np.newaxis,) * axes)


def lift(arrays: Sequence[Array], ranks: Sequence[int]) -> list[Array]:
    """Arrays with entry axes added to those of lower rank, so that variants stay in front."""
    top = max(ranks)
    return [
        array if rank == top else array[_widened(top - rank)]
        for array, rank in zip(arrays, ranks, strict=True)
    ]


def _largest(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    return arrays[0].max(axis=-1) if ranks[0] else arrays[0]


def _smallest(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    return arrays[0].min(axis=-1) if ranks[0] else arrays[0]


def _entries(rank: int) -> tuple[int, ...]:
    return tuple(range(-rank, 0))


def _softmax(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    z = arrays[0]
    if ranks[0] == 0:
        return np.ones_like(z)
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)  # type: ignore[no-any-return]


def _sum(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    return np.sum(arrays[0], axis=_entries(ranks[0]))  # type: ignore[no-any-return]


def _mean(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    return np.mean(arrays[0], axis=_entries(ranks[0]))  # type: ignore[no-any-return]


def _norm(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    return np.sqrt(np.sum(arrays[0] ** 2, axis=_entries(ranks[0])))  # type: ignore[no-any-return]


def _argmax(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    if ranks[0] == 0:
        return np.ones_like(arrays[0])
    return np.argmax(arrays[0], axis=-1) + 1.0  # type: ignore[no-any-return]


def _concat(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    vectors = [a if rank else a[..., np.newaxis] for a, rank in zip(arrays, ranks, strict=True)]
    variants = np.broadcast_shapes(*(v.shape[:-1] for v in vectors))
    return np.concatenate([np.broadcast_to(v, (*variants, v.shape[-1])) for v in vectors], axis=-1)


def _rows(arrays: Sequence[Array], _ranks: Sequence[int], _: Sequence[int]) -> Array:
    return np.stack(np.broadcast_arrays(*arrays), axis=-2)


def _part(arrays: Sequence[Array], _ranks: Sequence[int], constants: Sequence[int]) -> Array:
    k, parts = constants
    share = arrays[0].shape[-1] // parts
    return arrays[0][..., (k - 1) * share : k * share]


def _place(arrays: Sequence[Array], ranks: Sequence[int], constants: Sequence[int]) -> Array:
    k, parts = constants
    vector = arrays[0] if ranks[0] else arrays[0][..., np.newaxis]
    share = vector.shape[-1]
    result = np.zeros((*vector.shape[:-1], share * parts))
    result[..., (k - 1) * share : k * share] = vector
    return result


def _piece(arrays: Sequence[Array], ranks: Sequence[int], constants: Sequence[int]) -> Array:
    k = constants[0]
    sizes = [a.shape[-1] if rank else 1 for a, rank in zip(arrays[1:], ranks[1:], strict=True)]
    start = sum(sizes[: k - 1])
    if ranks[k] == 0:
        return arrays[0][..., start]
    return arrays[0][..., start : start + sizes[k - 1]]


def _transpose(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    return np.swapaxes(arrays[0], -1, -2) if ranks[0] == 2 else arrays[0]


def _diagonal(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    return np.diagonal(arrays[0], axis1=-2, axis2=-1) if ranks[0] == 2 else arrays[0]


def _outer(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    a, b = arrays
    if ranks[1]:
        a = a[..., np.newaxis]
    if ranks[0]:
        b = b[..., np.newaxis, :] if ranks[1] else b[..., np.newaxis]
    return a * b


def _at(indices: Sequence[int]) -> Any:
    """The place in an array of an entry that people count from 1."""
    return (..., *(index - 1 for index in indices))


def _entry(arrays: Sequence[Array], _ranks: Sequence[int], constants: Sequence[int]) -> Array:
    result: Array = arrays[0][_at(constants)]
    return result


def _unit(arrays: Sequence[Array], _ranks: Sequence[int], constants: Sequence[int]) -> Array:
    result = np.zeros_like(arrays[0])
    result[_at(constants)] = 1.0
    return result


def _one_hot(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    index, table = arrays
    rows = table.shape[-ranks[1]]
    return np.where(np.arange(1, rows + 1) == index[..., np.newaxis], 1.0, 0.0)


def _ones(arrays: Sequence[Array], _ranks: Sequence[int], _: Sequence[int]) -> Array:
    return np.ones_like(arrays[0])


def _unresolved(_arrays: Sequence[Array], _ranks: Sequence[int], _: Sequence[int]) -> Array:
    raise CellError(say("stands-for-other-equations"))


def _share(arrays: Sequence[Array], ranks: Sequence[int], _: Sequence[int]) -> Array:
    entries = arrays[0].shape[arrays[0].ndim - ranks[0] :]
    return np.full_like(arrays[0], 1.0 / math.prod(entries))


# -- the table ------------------------------------------------------------------------------


def _map(
    name: str, function: Callable[..., Any], slope: str, *, arity: int = 1, **rest: Any
) -> Function:
    """A row for a function that acts on every entry alone."""
    back = (f"d * ({slope})",) if slope else ()
    return Function(
        name, (arity, arity), _elementwise(function), same_shape, back, elementwise=True, **rest
    )


def _flat(value: float) -> Callable[[Array, Array], Array]:
    return lambda low, _high: np.full_like(low, value)


def _rounding(ties: str) -> Function:
    """A row for rounding to decimals: its slope is 0, but where it jumps."""

    def value(arrays: Sequence[Array], _: Sequence[int], constants: Sequence[int]) -> Array:
        return rounded(arrays, constants, ties)

    return Function(
        f"round_{ties}", (2, 2), value, shape_of_first, constants=(1,), text=f"round_{ties}",
        latex=rf"\operatorname{{round}}_{{\text{{{ties}}}}}", typst=f'op("round")_"{ties}"',
    )  # fmt: skip


TABLE: tuple[Function, ...] = (
    _map("sigmoid", scalars.sigmoid, "y * (1 - y)", low=0.0, high=1.0, activation=True,
         latex=r"\sigma", text="σ", typst="sigma", bend=_flat(0.0963)),
    _map("tanh", np.tanh, "1 - y**2", low=-1.0, high=1.0, activation=True,
         latex=r"\tanh", typst="tanh", bend=_flat(0.7699)),
    _map("relu", lambda z: np.maximum(z, 0.0), "step(z, s)", low=0.0, activation=True,
         latex=r"\operatorname{ReLU}", text="ReLU", typst='op("ReLU")',
         bend=lambda low, high: np.where((low < 0) & (high > 0), np.inf, 0.0)),
    _map("softplus", lambda z: np.logaddexp(0.0, z), "sigmoid(z)", low=0.0, activation=True,
         latex=r"\operatorname{softplus}", typst='op("softplus")', bend=_flat(0.25)),
    _map("identity", lambda z: z, "1", activation=True,
         latex=r"\operatorname{id}", typst='op("id")', bend=_flat(0.0)),
    _map("exp", np.exp, "y", low=0.0, latex=r"\exp", typst="exp",
         bend=lambda _low, high: np.exp(high)),
    _map("log", np.log, "1 / z", latex=r"\ln", text="ln", typst="ln",
         bend=lambda low, _high: np.where(low > 0, 1 / np.maximum(low, 1e-300) ** 2, np.inf)),
    _map("sqrt", np.sqrt, "1 / (2 * y)", low=0.0, latex=r"\sqrt", text="√", typst="sqrt",
         bend=lambda low, _high: np.where(low > 0, np.maximum(low, 1e-200) ** -1.5 / 4, np.inf)),
    _map("abs", np.abs, "sign(z)", low=0.0, latex=r"\operatorname{abs}", typst="abs",
         bend=lambda low, high: np.where((low < 0) & (high > 0), np.inf, 0.0), hull=scalars.hull_of_abs),
    _map("sign", np.sign, "0 * z", low=-1.0, high=1.0, latex=r"\operatorname{sign}",
         typst='op("sign")'),
    _map("ceil", scalars.ceil, "0 * z", latex=r"\operatorname{ceil}", typst='op("ceil")'),
    _map("floor", scalars.floor, "0 * z", latex=r"\operatorname{floor}", typst='op("floor")'),
    _map("step", scalars.step, "0 * z", arity=2, low=0.0, high=1.0, latex=r"\operatorname{step}",
         typst='op("step")'),
    Function("min", (2, 2), _elementwise(np.minimum), same_shape,
             ("d * step(b - a, 1)", "d * step(a - b, 0)"), elementwise=True,
             latex=r"\min", typst="min"),
    Function("max", (2, 2), _elementwise(np.maximum), same_shape,
             ("d * step(a - b, 1)", "d * step(b - a, 0)"), elementwise=True,
             latex=r"\max", typst="max"),
    Function("softmax", (1, 1), _softmax, vector_shape, ("y * (d - sum(d * y))",),
             low=0.0, high=1.0, latex=r"\operatorname{softmax}", typst='op("softmax")',
             activation=True, written=True),
    Function("sum", (1, 1), _sum, scalar_shape, ("d * ones(z)",), latex=r"\operatorname{sum}",
             typst='op("sum")'),
    Function("mean", (1, 1), _mean, scalar_shape, ("d * share(z)",), latex=r"\operatorname{mean}",
             typst='op("mean")'),
    Function("norm", (1, 1), _norm, scalar_shape, ("d / y * z",), low=0.0, written=True,
             latex=r"\operatorname{norm}", typst="norm"),
    Function("argmax", (1, 1), _argmax, vector_to_scalar, ("0 * z",), low=1.0,
             latex=r"\operatorname{argmax}", typst='op("argmax")'),
    Function("concat", (1, MANY), _concat, concat_shape, ("piece(d, k, ...)",),
             latex=r"\operatorname{concat}", typst='op("concat")'),
    Function("rows", (1, MANY), _rows, stacked_shape, ("one_hot(which, d) @ d",),
             latex=r"\operatorname{rows}", typst='op("rows")'),
    Function("part", (3, 3), _part, part_shape, ("place(d, k, m)",), constants=(1, 2),
             latex=r"\operatorname{part}", typst='op("part")'),
    Function("place", (3, 3), _place, place_shape, ("part(d, k, m)",), constants=(1, 2),
             latex=r"\operatorname{place}", typst='op("place")'),
    Function("piece", (3, MANY + 2), _piece, piece_shape, constants=(1,),
             latex=r"\operatorname{piece}", typst='op("piece")'),
    Function("transpose", (1, 1), _transpose, transpose_shape, ("transpose(d)",),
             latex=r"\operatorname{transpose}", typst='op("transpose")'),
    Function("diagonal", (1, 1), _diagonal, diagonal_shape, ("on_diagonal(d, z)",),
             latex=r"\operatorname{diag}", typst='op("diag")'),
    Function("outer", (2, 2), _outer, outer_shape, ("d @ b", "transpose(d) @ a"),
             latex=r"\operatorname{outer}", typst='op("outer")'),
    Function("entry", (2, 3), _entry, entry_shape, ("d * unit(z, ...)",), constants=(1, 2),
             latex=r"\operatorname{entry}", typst='op("entry")'),
    Function("unit", (2, 3), _unit, shape_of_first, constants=(1, 2),
             latex=r"\operatorname{unit}", typst='op("unit")'),
    Function("one_hot", (2, 2), _one_hot, one_hot_shape, ("0 * a", "0 * b"), low=0.0, high=1.0,
             latex=r"\operatorname{onehot}", typst='op("onehot")'),
    Function("ones", (1, 1), _ones, shape_of_first, ("0 * z",), latex=r"\mathbf{1}", typst='bold("1")',
             low=1.0, high=1.0),
    _map("sin", np.sin, "cos(z)", low=-1.0, high=1.0, latex=r"\sin", typst="sin",
         bend=_flat(1.0), hull=scalars.hull_of_wave(0.0)),
    _map("cos", np.cos, "-sin(z)", low=-1.0, high=1.0, latex=r"\cos", typst="cos",
         bend=_flat(1.0), hull=scalars.hull_of_wave(0.5 * math.pi)),
    _map("elu", scalars.elu, "step(z, 1) + step(-z, 0) * (y + 1)", low=-1.0, activation=True,
         latex=r"\operatorname{ELU}", text="ELU", typst='op("ELU")',
         bend=lambda low, high: np.where(low < 0, np.exp(np.minimum(high, 0.0)), 0.0)),
    _map("silu", scalars.silu, "sigmoid(z) * (1 + z * (1 - sigmoid(z)))", low=scalars.LEAST_SILU,
         activation=True, latex=r"\operatorname{SiLU}", text="SiLU", typst='op("SiLU")',
         bend=_flat(0.5), hull=scalars.hull_of_silu),
    _map("gelu", scalars.gelu, "0.5 * (1 + erf(z / sqrt(2))) + z * exp(-z**2 / 2) / sqrt(2 * 3.141592653589793)",
         low=scalars.LEAST_GELU, activation=True, latex=r"\operatorname{GELU}", text="GELU",
         typst='op("GELU")', bend=_flat(0.8), hull=scalars.hull_of_gelu),
    _map("hard_sigmoid", scalars.hard_sigmoid, "(step(z + 3, 0) - step(z - 3, 1)) / 6", low=0.0,
         high=1.0, activation=True, latex=r"\operatorname{hardsigmoid}", text="hardsigmoid",
         typst='op("hardsigmoid")', bend=scalars.bend_of_hard_sigmoid),
    _map("erf", scalars.erf, "1.1283791670955126 * exp(-z**2)", low=-1.0, high=1.0,
         latex=r"\operatorname{erf}", typst='op("erf")', bend=_flat(0.9679)),
    Function("mod", (2, 2), _elementwise(scalars.mod), same_shape, ("d", "-(d * ((a - y) / b))"),
             elementwise=True, latex=r"\operatorname{mod}", typst='op("mod")'),
    _map("stop", lambda z: z, "0 * z", latex=r"\operatorname{stop}", typst='op("stop")'),
    Function("where", (3, 3), _elementwise(lambda c, a, b: np.where(c > 0, a, b)), same_shape,
             ("0 * _0", "d * step(_0, 0)", "d * (1 - step(_0, 0))"), elementwise=True,
             latex=r"\operatorname{where}", typst='op("where")'),
    Function("largest", (1, 1), _largest, vector_to_scalar, ("d * one_hot(argmax(z), z)",),
             latex=r"\max", text="max", typst="max"),
    Function("smallest", (1, 1), _smallest, vector_to_scalar, ("d * one_hot(argmax(-z), z)",),
             latex=r"\min", text="min", typst="min"),
    Function("softmax_rows", (1, 1), _softmax, matrix_shape,
             ("y * (d - spread(row_sums(d * y), d))",), low=0.0, high=1.0, written=True,
             latex=r"\operatorname{softmax}_{\text{rows}}", typst='op("softmax")_"rows"'),
    Function("row_sums", (1, 1), row_sums, rows_shape, ("spread(d, z)",),
             latex=r"\operatorname{rowsums}", typst='op("rowsums")'),
    Function("spread", (2, 2), spread, spread_shape, ("row_sums(d)", "0 * b"),
             latex=r"\operatorname{spread}", typst='op("spread")'),
    Function("diagonal_matrix", (1, 1), on_diagonal, diagonal_matrix_shape, ("diagonal(d)",),
             latex=r"\operatorname{diag}", text="diag", typst='op("diag")'),
    Function("on_diagonal", (2, 2), on_diagonal, shape_of_second, ("diagonal(d)", "0 * b"),
             latex=r"\operatorname{diag}", typst='op("diag")'),
    Function("expm", (1, 1), exponential, square_shape, ("expm_slope(transpose(z), d)",),
             written=True, latex=r"\exp", text="exp", typst="exp"),
    Function("expm_slope", (2, 2), exponential_slope, shape_of_first,
             latex=r"\operatorname{d\,exp}", typst='op("d exp")'),
    Function("inverse", (1, 1), inverse, square_shape, ("-(transpose(y) @ d @ transpose(y))",),
             written=True, latex=r"\operatorname{inverse}", typst='op("inverse")'),
    Function("spectral_norm", (1, 1), spectra.norm, square_to_scalar, ("d * spectral_norm_slope(z)",),
             low=0.0, written=True, latex=r"\sigma_{\max}", text="σmax", typst="sigma_max"),
    Function("spectral_norm_slope", (1, 1), spectra.norm_slope, shape_of_first,
             latex=r"\operatorname{d\,\sigma_{\max}}", typst='op("d sigma_max")'),
    Function("spectral_radius", (1, 1), spectra.radius, square_to_scalar,
             ("d * spectral_radius_slope(z)",), low=0.0, written=True, latex=r"\rho", text="ρ",
             typst="rho"),
    Function("spectral_radius_slope", (1, 1), spectra.radius_slope, shape_of_first,
             latex=r"\operatorname{d\,\rho}", typst='op("d rho")'),
    Function("grad", (2, 2), _unresolved, grad_shape, latex=r"\nabla", typst="nabla"),
    Function("sum_steps", (1, 1), _unresolved, shape_of_first, latex=r"\sum_t", typst="sum_t"),
    Function("all_steps", (1, 1), _unresolved, shape_of_first,
             latex=r"\operatorname{all}_t", typst='op("all")_t'),
    Function("parameters", (1, 1), _unresolved, scalar_shape, low=0.0,
             latex=r"\operatorname{parameters}", typst='op("parameters")'),
    Function("share", (1, 1), _share, shape_of_first, low=0.0, high=1.0,
             latex=r"\operatorname{share}", typst='op("share")'),
    *map(_rounding, TIES),
)  # fmt: skip

FUNCTIONS: dict[str, Function] = {row.name: row for row in TABLE}
ACTIVATIONS: tuple[str, ...] = tuple(row.name for row in TABLE if row.activation)
