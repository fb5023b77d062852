"""Write docs/cells.md: every cell of the catalogue with its facts, all of them derived.

`python tools/cells_page.py` writes the page anew; a test holds that it is what this prints.
"""

from __future__ import annotations

import importlib
import math
import sys
from functools import cache
from pathlib import Path

import numpy as np

HOME = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOME), str(HOME / "tests"), str(HOME / "tests" / "grading")]

from reference import (  # noqa: E402 - its house first
    CATALOGUE,
    bind,
    cell,
    count,
    differentiate,
    omit,
    parse_cell,
    ranges,
)

MEASURED = importlib.import_module("measured").MEASURED
BY_HAND = importlib.import_module("test_values").BY_HAND  # the documents' cells, as loops
drawn = importlib.import_module("drawn")
PAGE = HOME / "docs" / "cells.md"
SIZES = {"d": 3, "n": 5, "m": 2, "k": 4, "p": 2, "v": 6, "l": 4}
_SHOWN = {
    "without-bias": "no bias",
    "two-biases": "two biases",
    "one-bias-number": "one bias number",
}
_DECIMALS = 6  # to which the numbers were measured

HEAD = """\
# The catalogue of cells

Every cell is a text of a few lines; `grader cells NAME` shows it with its mistakes, `grader cells NAME --source` prints the text to be
pasted under `cells:` in an assignment. All of this page is derived from these texts by `make cells`.

Parameters are those for d = 3 inputs and n = 5 units (m = 2, k = 4, p = 2, v = 6, l = 4 where a cell has them), one bias a gate where the
cell has one; then what other conventions give, and what frameworks count. Ranges are those of the states from a start of 0.

Every cell has a second truth: a package, or a paper's equation worked by hand, whose numbers the cell gives, or a loop written by hand;
beside it stands to how many decimals they agree (six are written down, and nine asked of the loops). "Random weights": `make cells` installs the package and
holds the cell against it with random weights, step by step. Slopes are the derivative along a random direction in all weights, inputs
and starts, against a central difference.

What an equation may reckon with: `t`, the step from 1 on; the letter of a size; `pi`; an input of the step before, `x[t-1]`, which is 0 or `x0`
before the first step; a state further back, `h[t-2]`, which starts from `h[-1]`; what a division leaves, `mod(t, 3)`; a choice, `where(a < b, u, v)`. `W: n, n given` is not trained and not counted, `a: n in (-inf, 0)` has bounds. Complex numbers, the k largest
entries inside a cell and loops inside a step are not part of the language: write a complex state as two real ones, a beam as its paths, and
the turns of a loop one after another. A beam of two is `decoder-beam`.

A remark behind a line of a cell of your own (`h = tanh(z)  # hidden state`) stands on every sheet that shows the letter: "h_t: hidden state",
under the equations. So write there what students may read.

What stays out: ConvLSTM (states of four axes, and convolution: where a kernel is 1 wide it is the LSTM of each pixel), memories that are
addressed softly by shift and sharpening (NTM, DNC: too many conventions), neural differential equations whose answer depends on the solver
(one step of Euler or Runge and Kutta is an ordinary cell), heads and blocks of matrices (a head is a cell), and BLEU.

| cell | what it is | source | parameters | other counts | ranges of the states | second truth | slopes |
|---|---|---|---|---|---|---|---|
"""

BESIDE = """
## Relatives, and what is done otherwise elsewhere

| cell | what differs in its relatives, and what packages and papers do otherwise |
|---|---|
"""


def page() -> str:
    """The whole page."""
    rows = "".join(f"| {' | '.join(_row(name))} |\n" for name in CATALOGUE)
    return HEAD + rows + BESIDE + "".join(_beside(name) for name in CATALOGUE)


def _beside(name: str) -> str:
    """What differs in the relatives of a cell, and what packages do otherwise."""
    kin = cell(name).kin
    said = [f"`{other}`: {differs}" for other, differs in kin.relatives.items()]
    said += [f"{who}: {does}" for who, does in kin.elsewhere.items()]
    return f"| `{name}` | {'; '.join(said)} |\n" if said else ""


def frameworks(formula: str) -> int:
    """What a framework counts for these sizes."""
    letters = [letter for letter in SIZES if letter in formula]
    written = parse_cell(f"{', '.join(letters)}: scalar given\ncount = {formula}")
    return round(float(bind(written, {k: SIZES[k] for k in letters}).solve()["count"]))


def _row(name: str) -> list[str]:
    found = cell(name)
    counted = count(found, SIZES)
    others = (
        f"{words} {counted.conventions[key]}"
        for key, words in _SHOWN.items()
        if key in counted.conventions
    )
    named = (f"{who} {frameworks(formula)}" for who, formula in found.kin.counted.items())
    reach = ranges(found)
    states = (f"{state} {reach[state]}" for state in found.states)
    return [
        f"`{name}`",
        found.title,
        found.source or "-",
        str(counted.total),
        ", ".join([*others, *named]) or "-",
        ", ".join(states) or "-",
        _truth(name),
        f"{_slopes(name)} decimals",
    ]


def _truth(name: str) -> str:
    said = [
        f"{source}: {_decimals(name, given, expected)} decimals"
        for measured, source, given, expected in MEASURED
        if measured == name
    ]
    if name in BY_HAND:
        given = drawn.numbers(cell(name))
        found = bind(cell(name), given, steps=drawn.STEPS).solve()
        off = max(float(np.max(np.abs(found[k] - v))) for k, v in BY_HAND[name](given).items())
        said.append(f"a loop by hand: {_agreed(off, 9)} decimals")
    if f'"{name}"' in _pinned():
        said.append("random weights")
    return "; ".join(said)


@cache
def _pinned() -> str:
    """What is held against installed packages."""
    return "".join(
        file.read_text(encoding="utf-8")
        for file in sorted((HOME / "tests/pinned").glob("test_*.py"))
    )


def _slopes(name: str) -> int:
    """To how many decimals the gradients say what a small step along a random direction does."""
    written = cell(name)
    sizes = dict.fromkeys(drawn.SIZES, 2)
    steps = 2 if written.recurrent else 1
    system = bind(written, drawn.numbers(written, sizes=sizes, steps=steps, seed=3), steps=steps)
    of = [e.target for e in system.cell.equations]
    backward = differentiate(system.cell, of, system.cell.free)
    up = drawn.upstreams(system, of)
    if len(of) == 1 and not system.cell.shape(of[0]):
        up = {f"up_{of[0]}": np.asarray(1.0)}
    values = system.rewritten(backward).program({**system.inputs, **up})
    random = np.random.default_rng(5)
    way = {k: random.normal(size=a.shape) for k, a in system.inputs.items()}
    along = sum(
        float(np.sum(values[f"d{symbol}"] * way[str(symbol)])) for symbol in system.cell.free
    )
    ends = []
    for sign in (1, -1):
        moved = system.program({k: a + sign * 1e-5 * way[k] for k, a in system.inputs.items()})
        ends.append(sum(float(np.sum(up[f"up_{t}"] * moved[str(t)])) for t in of))
    return _agreed(abs((ends[0] - ends[1]) / 2e-5 - along) / max(1.0, abs(along)), 6)


def _agreed(off: float, most: int) -> int:
    """To how many decimals two numbers agree, up to what is asked."""
    return most if off < 10.0**-most else math.floor(-math.log10(off))


def _decimals(name: str, given: dict[str, object], expected: dict[str, list[object]]) -> int:
    """To how many decimals the cell gives the numbers that were measured; 6 have been written down."""
    written = cell(name)
    steps = max(map(len, expected.values()))
    made = omit(written, written.optional - set(given))
    found = bind(made, given, steps=steps).solve()
    worst = 0.0
    for quantity, values in expected.items():
        for step, value in enumerate(values, 1):
            if value is not None:
                ours = found[f"{quantity}[{step}]" if written.recurrent else quantity]
                worst = max(worst, float(np.max(np.abs(np.asarray(value) - ours))))
    # half a unit of the last place is what writing down costs
    return min(_DECIMALS, math.floor(-math.log10(max(worst, 1e-9) * 0.999)) if worst > 1e-6 else 6)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
