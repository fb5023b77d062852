"""What counts as right of every quantity of a cell with its numbers, in one call."""

from __future__ import annotations

from reference.language.cell import Cell
from reference.language.interval import Interval
from reference.readings.evaluate import Values
from reference.readings.room import Level, Rounding
from reference.readings.rounding import Pins, Workings


def accepted(
    cell: Cell,
    inputs: Values,
    *,
    decimals: int | None,
    truncation: bool = False,
    at: Level = "written",
    given: Pins | None = None,
) -> dict[str, Interval]:
    """The accepted interval of every quantity of an unrolled cell, by name.

    >>> from reference import accepted, bind, cell
    >>> system = bind(cell("tanh-rnn"), {"W_x": 0.5, "W_h": 0.8, "x": [1]})
    >>> interval = accepted(system.cell, system.inputs, decimals=2)["h[1]"]
    >>> round(float(interval.low), 4), round(float(interval.high), 4)
    (0.4599, 0.4624)
    """
    workings = Workings(cell, inputs, Rounding(decimals, truncation, at), given=given)
    return {str(e.target): workings.accepted(e.target) for e in cell.equations}
