"""Symbols whose step does not matter: who takes another one makes no mistake that shows.

A discretised weight is the same at every step.  A running maximum that is taken off above and
below the line cancels: the quotient is the same whatever it is.
"""

from __future__ import annotations

import math

import numpy as np

from reference.language.cell import Cell, Equation
from reference.language.dimension import bind_shape
from reference.language.expression import Binary, Symbol, walk
from reference.language.functions import Array
from reference.readings.evaluate import compile_expression

_SIZE = 2  # of every axis that has no number yet
_CLOSE = 1e-9


def steady(cell: Cell) -> frozenset[str]:
    """The quantities that are the same at every step: nothing in them changes with it."""
    found: set[str] = set()
    while True:
        more = {
            name
            for name in cell.quantities
            if name not in found
            and all(
                symbol.name in found or (symbol.step is None and symbol.name not in cell.quantities)
                for equation in cell.equations
                if equation.target.name == name
                for symbol in equation.symbols
            )
        }
        if not more:
            return frozenset(found)
        found |= more


def cancels(symbol: Symbol, equation: Equation, cell: Cell) -> bool:
    """Whether a quotient is the same whatever one of its symbols is, tried at random numbers."""
    if not any(_both_sides(node, symbol) for node in walk(equation.value)):
        return False
    random = np.random.default_rng(0)
    letters = {name for s in cell.shapes.values() for d in s for name in d.names}
    sizes = dict.fromkeys(letters, _SIZE)

    def numbers(of: Symbol) -> Array:
        shape = [dimension.size or 1 for dimension in bind_shape(cell.shape(of), sizes)]
        return random.uniform(0.1, 0.9, size=shape)

    known = {str(s): numbers(s) for s in equation.symbols}
    rule = compile_expression(equation.value, cell)
    with np.errstate(all="ignore"):
        first = rule(known)
        other = rule({**known, str(symbol): numbers(symbol)})
    return bool(np.allclose(first, other, rtol=_CLOSE, atol=0.0)) and math.isfinite(np.sum(first))


def _both_sides(node: object, symbol: Symbol) -> bool:
    return (
        isinstance(node, Binary)
        and node.operator == "/"
        and symbol in walk(node.left)
        and symbol in walk(node.right)
    )
