"""Mistakes about gates: one for another, or in the wrong place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations, permutations

from reference.language.cell import Cell, Equation
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Number,
    Symbol,
    factors,
    rewrite,
    substitute,
    symbols,
    terms,
    walk,
)
from reference.language.shapes import shape_of
from reference.rewrites.misconceptions.change import changed, exchange, replace_in
from reference.rewrites.misconceptions.misconception import Misconception
from reference.rewrites.misconceptions.places import is_other_step
from reference.words import say


def gates_exchanged(cell: Cell) -> Iterator[Misconception]:
    """Two gates in each other's place, where they are used."""
    gates = gates_of(cell)
    for first, second in combinations(gates, 2):
        if cell.shape(first) != cell.shape(second):
            continue
        names = {first: second, second: first}

        def swap(node: Expression, names: dict[str, str] = names) -> Expression:
            if isinstance(node, Symbol) and node.name in names:
                return Symbol(names[node.name], node.step)
            return node

        yield from changed(
            cell,
            lambda equation, swap=swap: rewrite(equation.value, swap),  # type: ignore[misc]
            "gates-exchanged",
            say("exchanged", first=first, second=second),
        )


def parts_reordered(cell: Cell) -> Iterator[Misconception]:
    """Gates that are stacked in one array, taken from it in another order."""
    places: dict[int, str] = {}
    for equation in cell.equations:
        for node in walk(equation.value):
            match node:
                case Call("part", (_, Number(k), Number())):
                    places.setdefault(int(k), equation.target.name)
                case _:
                    pass
    if not 1 < len(places) <= _MOST_PARTS:
        return
    usual = sorted(places)
    for order in permutations(usual):
        moved = dict(zip(usual, order, strict=True))

        def reorder(node: Expression, moved: dict[int, int] = moved) -> Expression:
            match node:
                case Call("part", (vector, Number(which), parts)):
                    return Call("part", (vector, Number(moved[int(which)]), parts))
                case _:
                    return node

        off = [k for k in usual if moved[k] != k]
        if len(off) == 2 and {places[k] for k in off} <= set(gates_of(cell)):
            continue  # two gates exchanged, which has a name of its own
        names = [places[next(k for k in usual if moved[k] == place)] for place in usual]
        yield from changed(
            cell,
            lambda equation, reorder=reorder: rewrite(equation.value, reorder),  # type: ignore[misc]
            "gates-reordered",
            say("gates-in-another-order", names=", ".join(names)),
        )


_MOST_PARTS = 4  # 24 orders; nobody stacks more


def complement(cell: Cell) -> Iterator[Misconception]:
    """The weights of old and new in each other's place: z for 1 - z, and the reverse."""
    for equation in cell.equations:
        for node in walk(equation.value):
            match node:
                case Binary("-", Number(1), Symbol() as gate) if not _is_slope(gate, equation):
                    change = partial(_swap_complement, equation, gate)
                    what = say("complement-exchanged", gate=gate.name)
                    yield from changed(cell, change, "complement-exchanged", what)
                case _:
                    pass


def reset_placed(cell: Cell) -> Iterator[Misconception]:
    """The reset gate before the product instead of after it, or the other way round."""
    for equation in cell.equations:
        for node in walk(equation.value):
            has_bias = False
            match node, _gate_outside(node):
                case _, (Symbol() as gate, product):
                    new: Expression = Binary("*", gate, product)
                    what = say("gate-after-product", gate=gate.name)
                case Binary("*", Symbol() as gate, product), None if _has_memory(product, equation):
                    new = rewrite(product, partial(_gate_inside, gate, equation))
                    what = say("gate-before-product", gate=gate.name)
                    has_bias = len(terms(product)) > 1
                case _:
                    continue
            # among numbers both are the same, but for a bias that r multiplies; a gradient is no gate
            if not (shape_of(gate, cell.shapes) or has_bias) or gate.name in cell.gradients:
                continue
            change = partial(replace_in, equation, node, new)
            yield from changed(cell, change, "reset-misplaced", what)


def gates_of(cell: Cell) -> tuple[str, ...]:
    """Quantities that squash to (0, 1), and so weigh others."""
    found = (
        e.target.name
        for e in cell.equations
        if isinstance(e.value, Call) and e.value.function == "sigmoid"
    )
    named = [name for name in dict.fromkeys(found) if name not in cell.states]
    given = [i for i in cell.inputs if i in ("f", "i", "o")]
    return tuple(named or given)


def _has_memory(node: Expression, where: Equation) -> bool:
    """Whether a state of another step is multiplied by a matrix in it."""
    return any(
        isinstance(inner, Binary) and inner.operator == "@" and _of_other_step(inner, where)
        for inner in walk(node)
    )


def _is_slope(gate: Symbol, equation: Equation) -> bool:
    """Whether a gate and what it leaves stand in one product alone: σ' = f (1 - f) is the same either way."""
    nodes = list(walk(equation.value))
    pair = {gate, Binary("-", Number(1), gate)}
    together = any(pair <= set(factors(node)) for node in nodes)
    return together and nodes.count(gate) == 2  # alone, and in the other


def _swap_complement(where: Equation, gate: Symbol, equation: Equation) -> Expression:
    if equation is not where:
        return equation.value
    complement = Binary("-", Number(1), gate)
    marker = Symbol("complement")
    marked = exchange(equation.value, complement, marker)
    return substitute(substitute(marked, {gate: complement}), {marker: gate})


def _gate_outside(node: Expression) -> tuple[Symbol, Expression] | None:
    """A gate that multiplies the vector of a matrix product, to the right or left, and the bare product."""
    match node:
        case Binary("@", matrix, Binary("*", Symbol() as gate, vector)):
            return gate, Binary("@", matrix, vector)
        case Binary("@", Binary("*", Symbol() as gate, vector), matrix):
            return gate, Binary("@", vector, matrix)
        case Call("part", (Binary() as product, k, parts)):
            found = _gate_outside(product)
            return found and (found[0], Call("part", (found[1], k, parts)))
        case _:
            return None


def _gate_inside(gate: Symbol, where: Equation, node: Expression) -> Expression:
    match node:
        case Binary("@", left, right) if _of_other_step(right, where):
            return Binary("@", left, Binary("*", gate, right))
        case Binary("@", left, right) if _of_other_step(left, where):
            return Binary("@", Binary("*", gate, left), right)
        case _:
            return node


def _of_other_step(node: Expression, where: Equation) -> bool:
    return any(is_other_step(s, where.target) for s in symbols(node))
