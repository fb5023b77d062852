"""Mistakes about time: a neighbouring step, or no initial state."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reference.language.cell import Cell, Equation
from reference.language.expression import (
    Binary,
    Expression,
    Now,
    Number,
    Step,
    Symbol,
    substitute,
    symbols,
)
from reference.rewrites.idle import cancels, steady
from reference.rewrites.misconceptions.change import changed, substituted
from reference.rewrites.misconceptions.misconception import Misconception
from reference.rewrites.misconceptions.wording import called, spoken
from reference.words import say


def step_confused(cell: Cell) -> Iterator[Misconception]:
    """A neighbouring step: t for t-1, and the reverse."""
    same = steady(cell)
    for equation in cell.equations:
        own = equation.target.step
        for symbol in symbols(equation.value):
            if symbol.name in same or cancels(symbol, equation, cell):
                continue  # the neighbouring step gives the same
            for step in _neighbours(symbol, own, cell):
                moved = Symbol(symbol.name, step)
                change = partial(substituted, equation, {symbol: moved})
                what = say("used-for", used=called(moved, cell), right=called(symbol, cell))
                if symbol.name in cell.gradients and _is_later(moved, symbol):
                    what = say("step-left-out-on-the-way-back", step=symbol.step)
                yield from changed(cell, change, "step-confused", what)
        if own is None and equation.target.name in cell.gradients:
            yield from _steps_shifted(equation, cell)


def _is_later(one: Symbol, other: Symbol) -> bool:
    return isinstance(one.step, int) and isinstance(other.step, int) and one.step > other.step


def _steps_shifted(equation: Equation, cell: Cell) -> Iterator[Misconception]:
    """In a sum over time: a state of the same step where that of the step before belongs."""
    later_of: dict[str, dict[Symbol, Expression]] = {}
    for symbol in symbols(equation.value):
        if isinstance(symbol.step, int) and symbol.name not in cell.gradients:
            later_of.setdefault(symbol.name, {})[symbol] = Symbol(symbol.name, symbol.step + 1)
    for name, later in later_of.items():
        if all(symbol in cell.by_target for symbol in later.values()):
            what = say("own-step-for-step-before", name=name)
            change = partial(substituted, equation, later)
            place = called(equation.target, cell)
            yield from changed(
                cell, change, "step-confused", say("in-quantity", what=what, where=place)
            )


def initial_state_ignored(cell: Cell) -> Iterator[Misconception]:
    """The state before the first step taken as 0."""
    first = {s for s in cell.free if s.step == 0}
    for symbol in sorted(first, key=str):
        yield from changed(
            cell,
            lambda equation, symbol=symbol: substitute(  # type: ignore[misc]
                equation.value, {symbol: Binary("*", Number(0), symbol)}
            ),
            "initial-state-ignored",
            say("initial-state-as-zero", name=spoken(symbol)),
        )


def _neighbours(symbol: Symbol, own: Step, cell: Cell) -> Iterator[Step]:
    """The steps one may take by mistake for the step of a symbol."""
    if symbol.step is None or own is None:
        return
    if isinstance(symbol.step, Now):
        if symbol.name in cell.quantities and symbol.name in cell.states:
            yield Now(0) if symbol.step.offset else Now(cell.states[symbol.name])
        return
    if isinstance(own, int):
        for step in (symbol.step - 1, symbol.step + 1):
            other = Symbol(symbol.name, step)
            if other in cell.by_target or other in cell.free:
                yield step
