"""The figures of the manual, drawn from worked numbers: what is accepted, and what follows from a slip."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np

from reference import Rounding, Symbol, System, Workings, bind, cell
from reference.language.functions import Array
from reference.readings.search import reachable

HOME = Path(__file__).resolve().parents[2]
DECIMALS = 2
_INK, _FAINT, _GOOD, _BAD = "#444", "#999", "#2a7f62", "#b3423a"


@dataclass(frozen=True)
class Bar:
    """One quantity: its value, what is accepted, and what honest workings were found to reach."""

    name: str
    value: float
    accepted: tuple[float, float]
    reached: tuple[float, float]


def lstm() -> System:
    """A scalar LSTM over two steps."""
    numbers = {"W_f": 0.5, "U_f": -0.4, "b_f": 0.3, "W_i": 0.8, "U_i": 0.3, "b_i": -0.2,
               "W_o": -0.6, "U_o": 0.5, "b_o": 0.1, "W_c": 1.2, "U_c": 0.7, "b_c": 0.4,
               "x": [0.9, -0.7], "h0": 0.3, "c0": -0.5}  # fmt: skip
    return bind(cell("lstm"), numbers, steps=2)


def bars() -> list[Bar]:
    """What counts as right for some quantities of the cell."""
    system, rounding = lstm(), Rounding(DECIMALS)
    values = system.solve()
    found = []
    for name, step in (("f", 1), ("g", 1), ("c", 1), ("h", 1), ("c", 2), ("h", 2)):
        symbol = Symbol(name, step)
        ours = Workings(system.cell, system.inputs, rounding).accepted(symbol)
        true = reachable(system.cell, system.inputs, symbol, rounding)
        found.append(
            Bar(
                f"{name}[{step}]",
                float(values[str(symbol)]),
                (float(ours.low), float(ours.high)),
                (float(true.low), float(true.high)),
            )
        )
    return found


def intervals() -> str:
    """The figure of the intervals: each row is centred at the exact value."""
    rows = bars()
    reach = max(0.012, *(abs(end - row.value) for row in rows for end in row.accepted)) * 1.1
    return _svg(560, 34 * len(rows) + 46, "".join(_rows(rows, reach)))


def _rows(rows: list[Bar], reach: float) -> Iterator[str]:
    def across(distance: float) -> float:
        return 330 + 210 * distance / reach

    for place, row in enumerate(rows):
        y = 24 + 34 * place
        low, high = (across(end - row.value) for end in row.accepted)
        yield _text(12, y + 5, f"{row.name} = {row.value:.4f}", _INK)
        yield f'<rect x="{low:.1f}" y="{y - 10}" width="{high - low:.1f}" height="20" fill="none" stroke="{_GOOD}"/>'
        low, high = (across(end - row.value) for end in row.reached)
        yield f'<rect x="{low:.1f}" y="{y - 6}" width="{high - low:.1f}" height="12" fill="{_GOOD}"/>'
        for tolerance in (0.01, 0.01 * abs(row.value)):
            for side in (-1, 1):
                x = across(side * tolerance)
                dash = "4 2" if tolerance == 0.01 else "1 3"
                yield f'<path d="M{x:.1f} {y - 14}v28" stroke="{_BAD}" stroke-dasharray="{dash}"/>'
    yield _text(
        12,
        34 * len(rows) + 34,
        "filled: reached by honest work; frame: accepted; dashes: 0.01; dots: 1 %",
        _FAINT,
    )


def follow_through() -> str:
    """A ReLU cell over three steps, with a slip of reckoning in the second."""
    system = bind(cell("relu-rnn"), {"V": 0.5, "W": 1, "h0": 0, "x": [2, 3, 1]}, steps=3)
    key = [float(system.solve()[f"h[{t}]"]) for t in (1, 2, 3)]
    slip = 5.0  # in place of 0.5*2 + 3
    given = system.solve({"h[2]": _array(slip)})
    typed = [key[0], slip, float(given["h[3]"])]
    said = ["right", "wrong", "carried: it follows from h₂"]
    return _svg(560, 150, "".join(_boxes(key, typed, said)))


def _array(value: float) -> Array:
    return np.asarray(value)


def _boxes(key: list[float], typed: list[float], said: list[str]) -> Iterator[str]:
    colours = (_GOOD, _BAD, _GOOD)
    for place, (right, wrote, word, colour) in enumerate(
        zip(key, typed, said, colours, strict=True)
    ):
        x = 20 + 180 * place
        yield f'<rect x="{x}" y="20" width="150" height="70" rx="6" fill="none" stroke="{colour}"/>'
        yield _text(x + 12, 46, f"h{'₁₂₃'[place]}: the key is {right:g}", _FAINT)
        yield _text(x + 12, 72, f"you wrote {wrote:g}", colour)
        yield _text(x, 114, word, colour)
        if place < 2:
            yield f'<path d="M{x + 150} 55h26m-6-4l6 4l-6 4" fill="none" stroke="{_INK}"/>'


def _text(x: float, y: float, words: str, colour: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}">{escape(words)}</text>'


def _svg(width: int, height: int, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-family="sans-serif" font-size="13">'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{inside}</svg>\n'
    )


FIGURES = {"intervals.svg": intervals, "follow-through.svg": follow_through}

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HOME / "docs"
    for name, draw in FIGURES.items():
        (folder / name).write_text(draw(), encoding="utf-8")
