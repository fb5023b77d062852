"""What the usual tolerances of other tools do to these exercises, and what intervals do.

Two-unit cells over two steps with weights of -1, -0.5, 0.5 or 1 and inputs of -1, 0, 1 or 2; both
entries of the last state must pass.  Right work rounds every quantity to so many decimals; mistakes
are made at every step, without any rounding.  `python -m bench.peers` prints the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reference import (
    Cell,
    Rounding,
    Symbol,
    System,
    Workings,
    bind,
    cell,
    misconceptions,
    sized,
    unroll,
)
from reference.language.functions import Array
from reference.readings.reach import options, places, work

VARIANTS, STEPS = 1000, 2
WEIGHTS, INPUTS = (-1.0, -0.5, 0.5, 1.0), (-1.0, 0.0, 1.0, 2.0)
LAST = Symbol("h", STEPS)

Flags = NDArray[np.bool_]
Criterion = Callable[[Array, Array], Flags]


def _within(absolute: float = 0.0, relative: float = 0.0) -> Criterion:
    return lambda typed, key: np.abs(typed - key) <= absolute + relative * np.abs(key)


# As the tools have them when an author says nothing more.
CRITERIA: Mapping[str, Criterion] = {
    "PrairieLearn rtol 1e-2": _within(1e-8, 1e-2),
    "PrairieLearn 2 decimals": _within(0.51e-2),
    "STACK NumRelative 0.05": _within(0.0, 0.05),
    "STACK NumAbsolute 0.05": _within(0.05),
    "WeBWorK 0.1 %": _within(0.0, 1e-3),
    "R/exams num_to_tol": lambda typed, key: (
        np.abs(typed - key) <= np.maximum(0.01, np.round(0.0002 * np.abs(key), 2))
    ),
    "nbgrader round(x, 2)": lambda typed, key: np.round(typed, 2) == np.round(key, 2),
    "numpy allclose": _within(1e-8, 1e-5),
    "atol 5e-4": _within(5e-4),
}


@dataclass(frozen=True)
class Trial:
    """One cell with many variants of numbers, and its mistake of interest."""

    system: System
    key: Array

    def rounded(self, decimals: int) -> Array:
        """The last state of somebody who rounds every quantity."""
        rounding = Rounding(decimals)
        nearest = options(rounding).index((0, "up"))
        found = []
        for row in range(VARIANTS):
            inputs = {name: array[row] for name, array in self.system.inputs.items()}
            here = places(self.system.cell, LAST, inputs, rounding)
            decisions = np.full((1, here.count), nearest, dtype=np.int8)
            found.append(work(here, decisions)[0])
        return np.asarray(found)

    def mistaken(self, words: str) -> Array:
        """The last state under the mistake that a sentence speaks of."""
        wrong = next(m for m in misconceptions(self.system.written) if words in m.sentence)
        other = self.system.rewritten(unroll(wrong.cell, STEPS))
        return np.asarray(other.solve()[str(LAST)])

    def accepts(self, typed: Array, decimals: int) -> Flags:
        """Which values our interval for so many decimals accepts."""
        rounding = Rounding(decimals)
        interval = Workings(self.system.cell, self.system.inputs, rounding).accepted(LAST)
        return np.asarray(interval.holds(typed))


def trial(name: str, generator: np.random.Generator) -> Trial:
    """A cell of two units and two inputs with drawn numbers."""
    written = cell(name)
    shapes = sized(written, {"d": 2, "n": 2})

    def drawn(symbol: str, choices: tuple[float, ...], *lead: int) -> Array:
        sizes = tuple(dimension.size or 1 for dimension in shapes.shape(symbol))
        return generator.choice(choices, size=(VARIANTS, *lead, *sizes))

    needed = [p for p in written.parameters if not {"m"} & _letters(shapes, p)]
    given: dict[str, object] = {p: drawn(p, WEIGHTS) for p in needed}
    given |= {i: drawn(i, INPUTS, STEPS) for i in written.inputs}
    given |= {f"{state}0": np.zeros((VARIANTS, 2)) for state in written.states}
    system = bind(written, given, steps=STEPS, variants=True)
    return Trial(system, np.asarray(system.solve()[str(LAST)]))


def _letters(shapes: Cell, symbol: str) -> set[str]:
    return {name for d in shapes.shape(symbol) for name in d.names}


def share(passed: Flags) -> str:
    """How often both entries pass."""
    return f"{np.mean(np.all(passed, axis=-1)):.1%}"


def rows() -> Iterator[tuple[str, ...]]:
    """The table: a criterion, three times right work, three mistakes."""
    generator = np.random.default_rng(2026)
    gru, lstm = trial("gru", generator), trial("lstm", generator)
    works = [(gru, gru.rounded(3), 3), (lstm, lstm.rounded(3), 3), (lstm, lstm.rounded(2), 2)]
    wrong = [
        (gru, gru.mistaken("after the matrix product"), 3),
        (lstm, lstm.mistaken("in place of tanh(c"), 3),
        (lstm, lstm.mistaken("f and i in each other"), 3),
    ]
    columns = [*works, *wrong]
    for name, accepts in CRITERIA.items():
        yield name, *(share(accepts(typed, one.key)) for one, typed, _ in columns)
    yield (
        "derived intervals, at the decimals asked for",
        *(share(one.accepts(typed, decimals)) for one, typed, decimals in columns),
    )


HEAD = (
    "criterion", "GRU, right, 3 decimals", "LSTM, right, 3 decimals", "LSTM, right, 2 decimals",
    "GRU, other reset order", "LSTM, tanh(c) forgotten", "LSTM, i and f exchanged",
)  # fmt: skip


def table() -> str:
    """The table in Markdown."""
    lines = [HEAD, tuple("---" for _ in HEAD), *rows()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


if __name__ == "__main__":
    print(table(), end="")
