"""A number where a cell has a vector, alone or beside a vector of one entry: one shape in every reading, or a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import pytest
from drawn import numbers, on_sheet, sampled

from reference import (
    CATALOGUE,
    SCALAR,
    Cell,
    CellError,
    NumbersError,
    Rounding,
    System,
    Workings,
    bind,
    cell,
    parse_cell,
)
from reference.readings.reach import places, work

STEPS = 2
MIXED = """
x: d
h: n
W: 2*n, n + d
p: n
a = W @ concat(x[t], h[t-1])
k = concat(part(a, 1, 2), x[t], 1)
h = tanh(part(a, 2, 2)) + p * sum(k)
"""


def letters_of(of: Cell) -> list[str]:
    return sorted({name for shape in of.shapes.values() for d in shape for name in d.names})


def ones(of: Cell, scalars: Mapping[str, int]) -> dict[str, np.ndarray]:
    sizes = {**dict.fromkeys(letters_of(of), 1), **scalars}
    return on_sheet(of, numbers(of, sizes=sizes, steps=STEPS, seed=3))


def forms(of: Cell) -> Iterator[dict[str, np.ndarray]]:
    """Everything of one entry, with no axes, or with some gone: of a size, or of one symbol."""
    letters = letters_of(of)
    for count in range(min(len(letters), 3) + 1):
        for gone in combinations(letters, count):
            yield ones(of, dict.fromkeys(gone, SCALAR))
    whole = ones(of, {})
    for name, array in whole.items():
        lead = int(name in of.inputs and of.recurrent)
        if array[0].size == 1 if lead else array.size == 1:
            yield {**whole, name: array.reshape(array.shape[:lead] + (1,) * (array.ndim == lead))}
    starts = {f"{state}0" for state in of.states}
    yield {name: a.reshape(()) if name in starts else a for name, a in whole.items()}


def check_shapes(system: System) -> None:
    values = system.solve()
    workings = Workings(system.cell, system.inputs, Rounding(3))
    exact = Rounding(3, at="every")
    for target in system.cell.by_target:
        here = places(system.cell, target, system.inputs, exact)
        worked = work(here, np.zeros((2, here.count), dtype=np.int8))
        assert (2, *np.shape(values[str(target)])) == worked.shape, target
        assert worked == pytest.approx(np.stack([values[str(target)]] * 2), abs=1e-9), target
        declared = tuple(d.size for d in system.cell.shape(target))
        assert declared == np.shape(values[str(target)]), target
        try:
            found = workings.accepted(target)
        except CellError:
            continue  # a function of which no interval is known
        assert declared == np.shape(found.low) == np.shape(found.high), target
        assert np.all(found.low <= values[str(target)] + 1e-9), target
        assert np.all(found.high >= values[str(target)] - 1e-9), target


def put_to(of: Cell, given: Mapping[str, np.ndarray]) -> System:
    return bind(of, given, steps=STEPS if of.recurrent else 1)


def fits(of: Cell, given: Mapping[str, np.ndarray]) -> bool:
    try:
        put_to(of, given)
    except NumbersError:
        return False
    return True


def check_forms(of: Cell) -> int:
    """How many forms fit; each refused one is told by its shape."""
    every = list(forms(of))
    fitting = [given for given in every if fits(of, given)]
    for given in fitting:
        check_shapes(put_to(of, given))
    for given in [one for one in every if not fits(of, one)]:
        with pytest.raises(NumbersError, match=r"shape|fit|entr"):
            put_to(of, given)
    return len(fitting)


@pytest.mark.parametrize("name", sampled(CATALOGUE))
def test_numbers_of_one_entry_have_one_shape_in_all_readings_or_are_refused(name):
    assert check_forms(cell(name)) > 0


def test_a_number_joined_to_a_vector_has_the_interval_of_its_entry():
    """`h0: 0.5` beside `x: [1]` for one step is a plain number, and x a vector of one."""
    given = {"x": [1], "h0": 0.5, "c0": 0.8, "b": [0, 1, 0, -0.5]}
    given["W"] = [[0.5, 1], [-0.5, 0.5], [1, -0.5], [1, 1.5]]
    system = bind(cell("lstm-stacked"), given)
    workings = Workings(system.cell, system.inputs, Rounding(3))
    shapes = {str(t): np.shape(workings.accepted(t).low) for t in system.cell.by_target}
    gates = dict.fromkeys(("i[1]", "f[1]", "o[1]", "g[1]", "c[1]", "h[1]"), ())
    assert {"a[1]": (4,), **gates} == shapes


def test_a_cell_of_ones_own_joins_numbers_and_vectors_in_any_order():
    assert check_forms(parse_cell(MIXED)) > 0
