"""A gate taken the wrong way round, or multiplied onto more than it belongs to."""

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
    walk,
)
from reference.rewrites.misconceptions.change import changed, exchange, replace_in
from reference.rewrites.misconceptions.gates import gates_of
from reference.rewrites.misconceptions.misconception import Misconception
from reference.rewrites.misconceptions.wording import called
from reference.words import say


def gate_complemented(cell: Cell) -> Iterator[Misconception]:
    """1 - r for r wherever a gate is used that has no 1 - r beside it."""
    for name in gates_of(cell):
        using = [
            e
            for e in cell.equations
            if e.target.name not in cell.gradients and name in {s.name for s in e.symbols}
        ]
        if not any(_has_complement(name, e) for e in using):
            what = say("complement-for-gate", used=name, right=name)
            yield from changed(
                cell, partial(_complemented, name, using), "complement-exchanged", what
            )


def _has_complement(name: str, equation: Equation) -> bool:
    return any(
        isinstance(node, Binary)
        and node.operator == "-"
        and isinstance(node.left, Number)
        and isinstance(node.right, Symbol)
        and node.right.name == name
        for node in walk(equation.value)
    )


def _complemented(name: str, using: list[Equation], equation: Equation) -> Expression:
    if equation not in using:
        return equation.value

    def turned(node: Expression) -> Expression:
        is_gate = isinstance(node, Symbol) and node.name == name
        return Binary("-", Number(1), node) if is_gate else node

    return rewrite(equation.value, turned)


def reset_on_the_whole(cell: Cell) -> Iterator[Misconception]:
    """A gate that belongs to one term, multiplied onto all that the function gives."""
    gates = set(gates_of(cell))
    for equation in cell.equations:
        match equation.value:
            case Call(_, (_,)) if equation.target.name not in cell.gradients:
                pass
            case _:
                continue
        for node in dict.fromkeys(walk(equation.value)):
            match node:
                case Binary("*", Symbol(name) as gate, rest) if name in gates:
                    whole = Binary("*", gate, exchange(equation.value, node, rest))
                    what = say("gate-on-the-whole", gate=name, where=called(equation.target, cell))
                    change = partial(replace_in, equation, equation.value, whole)
                    yield from changed(cell, change, "reset-misplaced", what)
                case _:
                    pass
