"""Something left out: a gate, a weight, a factor, the clipping."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reference.language.cell import Cell
from reference.language.expression import Binary, Call, Expression, Number, Symbol, walk
from reference.language.shapes import shape_of
from reference.rewrites.misconceptions.change import changed, replace_in
from reference.rewrites.misconceptions.gates import gates_of
from reference.rewrites.misconceptions.misconception import Misconception
from reference.rewrites.misconceptions.wording import called, spoken
from reference.words import say


def gate_forgotten(cell: Cell) -> Iterator[Misconception]:
    """A gate left out of a product: c = c + i g, h = tanh(c)."""
    gates = set(gates_of(cell))
    for equation in cell.equations:
        if equation.target.name in cell.gradients:
            continue
        for node in walk(equation.value):
            match node:
                case Binary("*", left, right):
                    pass
                case _:
                    continue
            for gate, rest in ((left, right), (right, left)):
                name = _gate_name(gate, gates)
                if name:
                    what = say("left-out-of", what=name, where=called(equation.target, cell))
                    change = partial(replace_in, equation, node, rest)
                    yield from changed(cell, change, "gate-forgotten", what)


def _gate_name(node: Expression, gates: set[str]) -> str:
    match node:
        case Symbol(name) if name in gates:
            return name
        case Binary("-", Number(1), Symbol(name)) if name in gates:
            return f"1 - {name}"
        case _:
            return ""


def weight_forgotten(cell: Cell) -> Iterator[Misconception]:
    """What is weighed taken without its weight, where the shapes do not tell."""
    for equation in cell.equations:
        if equation.target.name in cell.gradients:
            continue
        for node in walk(equation.value):
            match node:
                case Binary("@", Symbol(name) as weight, right) if name in cell.parameters:
                    if shape_of(right, cell.shapes) == shape_of(node, cell.shapes):
                        what = say(
                            "left-out-of", what=spoken(weight), where=called(equation.target, cell)
                        )
                        change = partial(replace_in, equation, node, right)
                        yield from changed(cell, change, "weight-forgotten", what)
                case _:
                    pass


def factor_forgotten(cell: Cell) -> Iterator[Misconception]:
    """A number that multiplies or divides left out: the 1/2 of a loss, the root of a size."""
    for equation in cell.equations:
        for node in walk(equation.value):
            match node:
                case Binary("*", Number(), rest) | Binary("/", rest, Number()):
                    pass
                case Binary("/", rest, Call("sqrt", _)):
                    pass
                case _:
                    continue
            what = say("factor-left-out-of", where=called(equation.target, cell))
            change = partial(replace_in, equation, node, rest)
            yield from changed(cell, change, "factor-forgotten", what)


def clipping_mistaken(cell: Cell) -> Iterator[Misconception]:
    """A vector clipped entry by entry, or not at all, where its norm is."""
    for equation in cell.equations:
        match equation.value:
            case Binary("*", vector, Call("min", (Number(1), Binary("/", limit, Call("norm", _))))):
                low = Binary("-", Binary("*", Number(0), limit), limit)
                by_entry = Call("max", (low, Call("min", (limit, vector))))
                for what, new in (
                    (say("every-entry-clipped"), by_entry),
                    (say("nothing-clipped"), vector),
                ):
                    change = partial(replace_in, equation, equation.value, new)
                    yield from changed(cell, change, "clipping-mistaken", what)
            case _:
                pass
