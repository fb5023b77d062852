"""The rewrite over time: one copy of the equations a step, in an order that can be computed."""

from __future__ import annotations

from reference.language.cell import Cell, Equation
from reference.language.effort import spend
from reference.language.errors import CellError, OrderError
from reference.language.expression import STEP, Expression, Number, Symbol, substitute
from reference.words import say


def unroll(cell: Cell, steps: int) -> Cell:
    """The cell laid out over steps 1 to `steps`; initial states become `h[0]`.

    A state that runs backwards starts at `steps + 1`.  A cell without steps comes back as it
    is, its equations in order.  Raises OrderError when a quantity depends on itself within
    one step.

    >>> from reference import cell, unroll
    >>> [str(equation.target) for equation in unroll(cell("relu-rnn"), 3).equations]
    ['z[1]', 'h[1]', 'y[1]', 'z[2]', 'h[2]', 'y[2]', 'z[3]', 'h[3]', 'y[3]']
    """
    if steps < 1:
        raise CellError(say("at-least-one-step", steps=steps))
    if not cell.recurrent:
        return cell.with_equations(ordered(cell.equations))
    spend(10 * steps * len(cell.equations))
    copies = [
        Equation(
            equation.target.at(t),
            substitute(equation.value, {s: _at(s, t, cell) for s in equation.symbols}),
        )
        for t in range(1, steps + 1)
        for equation in cell.equations
    ]
    return cell.with_equations(ordered(copies))


def _at(symbol: Symbol, t: int, cell: Cell) -> Expression:
    """A symbol at a step; the step itself is a number."""
    return Number(t) if symbol == STEP and STEP.name in cell.measures else symbol.at(t)


def ordered(equations: list[Equation] | tuple[Equation, ...]) -> tuple[Equation, ...]:
    """Equations so that each stands after those it needs, else as they were written."""
    spend(len(equations))
    by_target = {equation.target: equation for equation in equations}
    done: dict[Symbol, Equation] = {}
    for first in equations:
        open_targets: dict[Symbol, None] = {}
        stack = [first.target]
        while stack:  # depth first without recursion: sequences may be long
            target = stack[-1]
            if target in done:
                stack.pop()
                continue
            open_targets[target] = None
            needed = by_target[target].symbols
            missing = [s for s in needed if s in by_target and s not in done]
            if not missing:
                done[target] = by_target[target]
                open_targets.pop(target)
                stack.pop()
            elif any(s in open_targets for s in missing):
                name = next(s for s in missing if s in open_targets).name
                message = say("depends-on-itself", name=name)
                raise OrderError(message, name)
            else:
                stack.extend(reversed(missing))
    return tuple(done.values())
