"""The given numbers of a system, in the order and the rows in which a sheet tells them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.handout.sheet import LAST_ROW, Quantity
from grader.key.expected import Model
from reference import parse_expression


def quantities_of(model: Model, chosen: frozenset[str]) -> Iterator[Quantity]:
    """The given numbers of a system, without the chosen ones, under the names of its unrolled cell."""
    system = model.system
    known = {**system.inputs, **system.pins}
    is_large = any(np.ndim(value) > 1 for value in known.values())
    rows = _rows_of(model)
    for symbol in [name for name in model.file.given if name not in chosen]:
        state = symbol.removesuffix("0").removesuffix("_")
        over_steps = [f"{symbol}[{t}]" for t in range(1, system.steps + 1)]
        ends = [f"{state}[0]", f"{state}[{system.steps + 1}]"]
        for name in [symbol] if symbol in known else over_steps if over_steps[0] in known else ends:
            if name in known:
                place = rows.get(symbol, LAST_ROW)
                beside = symbol if symbol not in known and "[" in name else str(place)
                yield Quantity(
                    parse_expression(name), known[name], place if is_large else 0, beside
                )


def _rows_of(model: Model) -> dict[str, int]:
    """The equation that every weight goes into first, in the order in which these are written."""
    rows: dict[str, int] = {}
    for place, equation in enumerate(model.written.equations):
        for symbol in equation.symbols:
            if symbol.step is None:
                rows.setdefault(symbol.name, place)
    return rows
