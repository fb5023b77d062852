"""Numbers drawn for many variants at once, one row a variant."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from grader.assignment.draws import Choice, Draw, Grid, Order, Same
from grader.variant.seed import Stream, Whole, below

Numbers = NDArray[np.float64]


def drawn(draw: Draw, stream: Stream) -> Numbers:
    """The numbers of a draw, one row a variant."""
    match draw:
        case Grid():
            places = below(stream, draw.count - len(draw.left_out), math.prod(draw.shape))
            for place in draw.left_out:
                places = places + (places >= place)
            values = _sparse(_on_grid(draw, places), draw.zeros, stream)
            return np.asarray(values.reshape(stream.rows, *draw.shape))
        case Choice():
            table = np.asarray(draw.values, dtype=np.float64)
            values = _sparse(table[chosen(draw, stream)], draw.zeros, stream)
            return values.reshape(stream.rows, *draw.shape, *table.shape[1:])
        case Order():
            table = np.asarray(draw.values, dtype=np.float64)
            return np.asarray(table[order(len(table), stream)])
        case Same():
            raise AssertionError("what is the same as elsewhere is drawn there")


def chosen(draw: Choice, stream: Stream) -> Whole:
    """Which of the values is taken, for every entry."""
    return below(stream, len(draw.values), math.prod(draw.shape))


def order(count: int, stream: Stream) -> Whole:
    """An order of so many things, by the shuffle of Fisher and Yates."""
    bounds = [place + 1 for place in range(count - 1, 0, -1)]
    swaps = below(stream, bounds, len(bounds))
    places = np.tile(np.arange(count), (stream.rows, 1))
    rows = np.arange(stream.rows)
    for column, place in enumerate(range(count - 1, 0, -1)):
        other = swaps[:, column]
        taken = places[rows, other]
        places[rows, other] = places[:, place]
        places[:, place] = taken
    return places


def _on_grid(draw: Grid, places: Whole) -> Numbers:
    """The numbers at places of the grid: one division, so each is the float nearest to it."""
    below_ = math.lcm(draw.low.denominator, draw.step.denominator)
    low, step = int(draw.low * below_), int(draw.step * below_)
    return np.asarray((low + step * places) / below_, dtype=np.float64)


def _sparse(values: Numbers, zeros: int, stream: Stream) -> Numbers:
    """The numbers with so many of them, anywhere, set to 0."""
    if not zeros:
        return values
    where = Stream(stream.keys, stream.attempts, f"{stream.draw} zeros")
    gone = order(values.shape[1], where)[:, :zeros]
    sparse = values.copy()
    sparse[np.arange(len(sparse))[:, np.newaxis], gone] = 0.0
    return np.asarray(sparse)
