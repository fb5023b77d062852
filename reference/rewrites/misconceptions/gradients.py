"""Mistakes in a gradient: a slope left out, or what flows back from another step."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reference.language.cell import Cell, Equation
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Number,
    Symbol,
    rewrite,
    symbols,
    terms,
    total,
)
from reference.rewrites.misconceptions.change import changed, replace_in
from reference.rewrites.misconceptions.misconception import Misconception
from reference.rewrites.misconceptions.places import is_before_slope, is_other_step
from reference.rewrites.misconceptions.wording import at_step, called
from reference.words import say


def slope_forgotten(cell: Cell) -> Iterator[Misconception]:
    """In a gradient: the slope of the activation left out."""
    for equation in cell.equations:
        if is_before_slope(equation.target, cell):
            match equation.value:
                case Binary("*", flow, _):
                    change = partial(replace_in, equation, equation.value, flow)
                    what = say("slope-left-out", where=at_step(equation.target))
                    yield from changed(cell, change, "slope-forgotten", what)
                case _:
                    pass


def slope_forgotten_at_all(cell: Cell) -> Iterator[Misconception]:
    """In a gradient over time: the slope of one activation left out at every step."""
    targets = (e.target.name for e in cell.equations if is_before_slope(e.target, cell))
    for name in dict.fromkeys(targets):

        def forget(equation: Equation, name: str = name) -> Expression:
            match equation.value:
                case Binary("*", flow, _) if equation.target.name == name:
                    return flow
                case value:
                    return value

        what = say("slope-left-out-of-chain-rule")
        yield from changed(cell, forget, "slope-forgotten", what)


def slope_convention(cell: Cell) -> Iterator[Misconception]:
    """In a gradient: the other slope of relu at 0."""

    def turned(node: Expression) -> Expression:
        match node:
            case Call("step", (argument, Number(slope))):
                return Call("step", (argument, Number(1 - slope if slope in (0, 1) else 0)))
            case _:
                return node

    yield from changed(
        cell,
        lambda equation: rewrite(equation.value, turned),
        "slope-convention",
        say("other-slope-of-relu"),
    )


def gradient_not_carried(cell: Cell) -> Iterator[Misconception]:
    """In a gradient: what flows back from another step left out of a sum."""
    for equation in cell.equations:
        if not _is_of_quantity(equation.target, cell):
            continue
        signed = terms(equation.value)
        if len(signed) < 2:
            continue
        is_sum_over_time = equation.target.step is None
        for place in range(len(signed)):
            rest = total((*signed[:place], *signed[place + 1 :]))
            change = partial(replace_in, equation, equation.value, rest)
            note = "gradient-not-carried"
            what = say("term-left-out-of", where=called(equation.target, cell))
            yield from changed(cell, change, note, what)
        if is_sum_over_time and len(signed) > 2:
            for place, code in ((0, "only-first-step-in"), (-1, "only-last-step-in")):
                only = total((signed[place],))
                change = partial(replace_in, equation, equation.value, only)
                what = say(code, where=called(equation.target, cell))
                yield from changed(cell, change, "gradient-not-carried", what)
    yield from not_carried_at_all(cell)


def not_carried_at_all(cell: Cell) -> Iterator[Misconception]:
    """In a gradient over time: every step taken for itself, in all states or in one of them."""
    note = "gradient-not-carried"
    carried = [e.target.name for e in cell.equations if _flows_from_later(e, cell)]
    if carried:
        what = say("nothing-carried-back")
        yield from changed(cell, partial(_without_later, cell, set(carried)), note, what)
    if len(set(carried)) > 1:
        for name in dict.fromkeys(carried):
            what = say("not-carried-back", name=cell.gradients[name].of)
            yield from changed(cell, partial(_without_later, cell, {name}), note, what)


def _flows_from_later(equation: Equation, cell: Cell) -> bool:
    """Whether this is the gradient of a computed state to which a later step sends something."""
    target = equation.target
    return (
        isinstance(target.step, int)
        and _is_of_quantity(target, cell)
        and Symbol(cell.gradients[target.name].of, target.step) in cell.by_target
        and any(_is_gradient_elsewhere(s, target, cell) for s in symbols(equation.value))
    )


def _is_gradient_elsewhere(symbol: Symbol, target: Symbol, cell: Cell) -> bool:
    gradient = cell.gradients.get(symbol.name)
    return gradient is not None and gradient.at != "arriving" and is_other_step(symbol, target)


def _is_of_quantity(symbol: Symbol, cell: Cell) -> bool:
    gradient = cell.gradients.get(symbol.name)
    return gradient is not None and gradient.at == "quantity"


def _without_later(cell: Cell, names: set[str], equation: Equation) -> Expression | None:
    if equation.target.name not in names or not _flows_from_later(equation, cell):
        return equation.value
    kept = tuple(
        (sign, term)
        for sign, term in terms(equation.value)
        if not any(_is_gradient_elsewhere(s, equation.target, cell) for s in symbols(term))
    )
    return total(kept) or Binary("*", Number(0), equation.value)
