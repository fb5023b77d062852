"""Random numbers for any cell: all sizes different, all axes there, all states given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from reference import SCALAR, Cell, Shape, System, parse_cell
from reference.language.dimension import bind_shape
from reference.language.domain import Domain

SIZES = {"d": 2, "n": 3, "m": 4, "k": 5, "p": 6, "v": 7, "l": 8}
STEPS = 3

# A law over cells runs over these: together they hold every function and operator of the catalogue,
# matrix states, given symbols, bounds, and a state that runs backwards (tests/reference/test_cells.py
# holds that).  Over all cells it runs among the long proofs (`make slow`, `make cells`).
FEW = (
    "tanh-rnn", "irnn", "bidirectional", "lstm", "lstm-stacked", "gru", "minlstm-log", "rg-lru",
    "mlstm", "attention-additive", "self-attention", "decoder-greedy", "cross-entropy", "clipping",
    "jacobian", "hopfield", "hebb", "ssm-zoh", "linear-attention-elu",
)  # fmt: skip


def sampled(names: Iterable[str]) -> list[Any]:
    """Rows for a law over cells: the few, and the other cells for whoever has the time."""
    return [n if n in FEW else pytest.param(n, marks=pytest.mark.slow) for n in names]


def extent(shape: Shape, sizes: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(dimension.size or 0 for dimension in bind_shape(shape, sizes))


def numbers(
    of: Cell,
    *,
    sizes: Mapping[str, int] = SIZES,
    steps: int = STEPS,
    seed: int = 0,
    variants: int = 0,
    apart: int = 1,
) -> dict[str, NDArray[np.float64]]:
    """What `bind` takes: parameters, inputs over the steps, initial states.

    With `variants`, every symbol in `apart` gets an axis of them (1: all, 2: every other).
    """
    random = np.random.default_rng(seed)
    axes: dict[str, tuple[int, ...]] = {}
    for name in (*of.parameters, *of.inputs, *of.states):
        shape = extent(of.shape(name), sizes)
        over_steps = name in of.inputs and of.recurrent
        axes[f"{name}0" if name in of.states else name] = (steps, *shape) if over_steps else shape
    found = {}
    for place, (name, shape) in enumerate(axes.items()):
        lead = (variants,) if variants and place % apart == 0 else ()
        values = random.normal(size=(*lead, *shape))
        found[name] = domain(of, name).folded(values)
    return found


def domain(of: Cell, name: str) -> Domain:
    """Between which bounds the numbers lie that a cell is given under a name (`h0`, `W`)."""
    symbol = name.removesuffix("0")
    return of.domains.get(symbol if symbol in of.states else name, Domain())


def on_sheet(of: Cell, found: Mapping[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """Numbers of one decimal, as sheets have them."""
    return {name: domain(of, name).on_grid(array, 1) for name, array in found.items()}


def alone(
    given: Mapping[str, NDArray[np.float64]], v: int, lone: Mapping[str, NDArray[np.float64]]
):
    """The numbers of one variant; `lone` shows what they look like without the axis."""
    return {name: a[v] if a.ndim > lone[name].ndim else a for name, a in given.items()}


def scalars(of: Cell, given: Mapping[str, NDArray[np.float64]], letters: tuple[str, ...]):
    """The same numbers as plain ones where an axis of these sizes has only one entry."""
    gone = dict.fromkeys(letters, SCALAR)
    found = {}
    for name, array in given.items():
        initial = name.endswith("0") and name[:-1] in of.states
        symbol = name[:-1] if initial else name
        shape = of.shape(symbol)
        start = array.ndim - len(shape)
        axes = [start + k for k, d in enumerate(shape) if d.bound(gone) is None]
        found[name] = np.squeeze(array, tuple(axes))
    return found


def expression_cell(expression: str) -> Cell:
    """A cell without steps around one expression."""
    return parse_cell(
        f"""
        s, r: scalar
        u, v: 3
        w: 2
        M: 3, 2
        N: 2, 3
        P: 3, 3
        y = {expression}
        """,
        name=expression,
    )


def upstreams(system: System, targets, seed: int = 9) -> dict[str, NDArray[np.float64]]:
    """An arriving gradient for every target."""
    random = np.random.default_rng(seed)
    values = system.solve()
    return {f"up_{target}": random.normal(size=values[str(target)].shape) for target in targets}
