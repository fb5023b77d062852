"""Whole conventions of other libraries and books, each as one mistake."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from reference.language.cell import Cell, Equation
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Number,
    Symbol,
    rewrite,
    symbols,
    walk,
)
from reference.rewrites.misconceptions.change import changed, replace_in
from reference.rewrites.misconceptions.gates import (
    complement,
    gates_of,
    parts_reordered,
    reset_placed,
)
from reference.rewrites.misconceptions.misconception import Misconception
from reference.rewrites.misconceptions.places import is_other_step
from reference.rewrites.misconceptions.wording import called
from reference.words import say

# What some runtimes compute for a sigmoid, as slope and middle.
_HARD = ((0.2, 0.5, "0.2 z + 0.5"), (1 / 6, 0.5, "z/6 + 0.5"))


def gru_of_another(cell: Cell) -> Iterator[Misconception]:
    """The GRU with both of its choices made the other way, and the stacks that go with it."""
    for placed in reset_placed(cell):
        after = placed.what.code == "gate-after-product"
        whose = say("gru-of-pytorch") if after else say("gru-of-cho")
        for found in complement(placed.cell):
            yield Misconception("convention", whose, found.cell)
    for reordered in parts_reordered(cell):
        for found in chain(complement(reordered.cell)):
            what = say("one-and-another", first=reordered.what, second=found.what)
            yield Misconception("convention", what, found.cell)


def hard_sigmoid(cell: Cell) -> Iterator[Misconception]:
    """Straight lines for the sigmoid, in one gate or in all."""
    for slope, middle, line in _HARD:
        straight = partial(_straight, slope, middle)
        hard = say("hard-sigmoid", line=line)
        used = [
            e for e in cell.equations if any(straight(node) is not node for node in walk(e.value))
        ]
        if len(used) > 1:
            what = say("in-all-gates", what=hard)
            yield from changed(cell, partial(_straight_all, straight), "hard-sigmoid", what)
        for equation in used:
            change = partial(_straight_in, equation, straight)
            what = say("in-quantity", what=hard, where=called(equation.target, cell))
            yield from changed(cell, change, "hard-sigmoid", what)


def _straight(slope: float, middle: float, node: Expression) -> Expression:
    match node:
        case Call("sigmoid", (argument,)):
            line = Binary("+", Binary("*", Number(slope), argument), Number(middle))
            return Call("max", (Number(0), Call("min", (Number(1), line))))
        case _:
            return node


def _straight_all(straight: partial[Expression], equation: Equation) -> Expression:
    return rewrite(equation.value, straight)


def _straight_in(where: Equation, straight: partial[Expression], equation: Equation) -> Expression:
    return rewrite(equation.value, straight) if equation is where else equation.value


def forget_bias(cell: Cell) -> Iterator[Misconception]:
    """1 added inside the gate that keeps the old state, as some libraries do."""
    for equation in cell.equations:
        match equation.value:
            case Call("sigmoid", (argument,)) if _keeps(equation.target, cell):
                new = Call("sigmoid", (Binary("+", argument, Number(1)),))
                what = say("one-added-inside", where=called(equation.target, cell))
                yield from changed(
                    cell, partial(replace_in, equation, equation.value, new), "forget-bias", what
                )
            case _:
                pass


def _keeps(gate: Symbol, cell: Cell) -> bool:
    """Whether a gate itself multiplies a state of another step, and not below a matrix."""
    if gate.name not in gates_of(cell):
        return False
    for equation in cell.equations:
        if equation.target.name in cell.gradients:
            continue
        if any(s.name in cell.parameters for s in symbols(equation.value)):
            continue
        for node in walk(equation.value):
            match node:
                case Binary("*", left, Symbol() as right) if left == gate:
                    if is_other_step(right, equation.target):
                        return True
                case _:
                    pass
    return False
