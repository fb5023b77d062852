"""One thing used for another: weights, states, gates, slopes, norms and bases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import combinations, permutations
from math import log

from reference.language.cell import Cell, Equation
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Now,
    Number,
    Symbol,
    rewrite,
    symbols,
    walk,
)
from reference.rewrites.misconceptions.change import changed, exchange, replace_in, substituted
from reference.rewrites.misconceptions.gates import gates_of
from reference.rewrites.misconceptions.misconception import Misconception
from reference.rewrites.misconceptions.places import (
    is_before_slope,
    is_other_step,
    nodes,
    other_steps,
)
from reference.rewrites.misconceptions.wording import called, spoken
from reference.words import say

_LN_2 = Number(log(2))


def weights_exchanged(cell: Cell) -> Iterator[Misconception]:
    """The weights of the input where those of the state belong, in one equation or in all."""
    pairs: dict[Symbol, tuple[Symbol, Symbol]] = {}
    for equation in cell.equations:
        if equation.target.name in cell.gradients:
            continue
        for first, second in combinations(list(_weights(equation.value, cell)), 2):
            if first == second or cell.shape(first) != cell.shape(second):
                continue
            pairs[equation.target] = (first, second)
            names = {first.name: second.name, second.name: first.name}
            what = say("exchanged", first=first.name, second=second.name)
            change = partial(_renamed_in, equation, names)
            yield from changed(cell, change, "weights-exchanged", what)
    every = {a.name: b.name for pair in pairs.values() for a, b in (pair, pair[::-1])}
    if len(every) > 2:
        what = say("weights-exchanged")
        yield from changed(cell, partial(_renamed, every), "weights-exchanged", what)


def _weights(value: Expression, cell: Cell) -> Iterator[Symbol]:
    """The parameters that multiply something in the terms below an equation."""
    for node in walk(value):
        match node:
            case Binary("@" | "*", Symbol() as weight, _) if weight.name in cell.parameters:
                yield weight
            case _:
                pass


def gate_weights_exchanged(cell: Cell) -> Iterator[Misconception]:
    """All weights of one equation where those of another belong: two gates, two directions."""
    found: dict[str, tuple[str, ...]] = {}
    for equation in cell.equations:
        own = tuple(
            dict.fromkeys(s.name for s in symbols(equation.value) if s.name in cell.parameters)
        )
        if own and equation.target.name not in cell.gradients:
            found.setdefault(equation.target.name, own)
    for (first, mine), (second, others) in combinations(found.items(), 2):
        by_stem = {name.partition("_")[0]: name for name in others}
        names: dict[str, str] = {}
        for name in mine:
            other = by_stem.get(name.partition("_")[0])
            if other is None or other == name or cell.shape(name) != cell.shape(other):
                break
            names |= {name: other, other: name}
        else:
            if len(names) == 2 * len(others):
                what = say("weights-of-two-exchanged", first=first, second=second)
                yield from changed(cell, partial(_renamed, names), "gate-weights-exchanged", what)


def state_confused(cell: Cell) -> Iterator[Misconception]:
    """One state for another: c for h where a gate looks back."""
    looked_up = (s.name for e, s in other_steps(cell) if e.target.name not in cell.gradients)
    others = list(dict.fromkeys(looked_up))
    for equation in cell.equations:
        if equation.target.name in cell.gradients:
            continue
        for symbol in symbols(equation.value):
            if symbol.name not in others or not is_other_step(symbol, equation.target):
                continue
            for name in others:
                if name != symbol.name and cell.shape(name) == cell.shape(symbol):
                    other = Symbol(name, symbol.step)
                    what = say(
                        "used-for-in",
                        used=spoken(other),
                        right=spoken(symbol),
                        where=called(equation.target, cell),
                    )
                    change = partial(substituted, equation, {symbol: other})
                    yield from changed(cell, change, "state-confused", what)
    yield from _confused_in_all_gates(cell, others)


def _confused_in_all_gates(cell: Cell, states: list[str]) -> Iterator[Misconception]:
    """The same in every equation with weights, as who takes c for the output of the cell."""
    for name in states:
        for other in states:
            if name == other or cell.shape(name) != cell.shape(other):
                continue

            def change(equation: Equation, name: str = name, other: str = other) -> Expression:
                weighed = any(s.name in cell.parameters for s in symbols(equation.value))
                if not weighed or equation.target.name in cell.gradients:
                    return equation.value
                moved = {
                    s: Symbol(other, s.step)
                    for s in symbols(equation.value)
                    if s.name == name and is_other_step(s, equation.target)
                }
                return substituted(equation, dict(moved), equation)

            what = say("state-for-state-before", used=other, right=name)
            yield from changed(cell, change, "state-confused", what)


def argument_negated(cell: Cell) -> Iterator[Misconception]:
    """The sigmoid of -z for that of z."""
    for equation in cell.equations:
        for node in walk(equation.value):
            match node:
                case Call("sigmoid", (argument,)):
                    new = Call("sigmoid", (Negate(argument),))
                    what = say("sign-in-exponential", where=called(equation.target, cell))
                    change = partial(replace_in, equation, node, new)
                    yield from changed(cell, change, "argument-negated", what)
                case _:
                    pass


def gate_inside(cell: Cell) -> Iterator[Misconception]:
    """A gate multiplied in before the activation: tanh(o c) for o tanh(c)."""
    for equation in cell.equations:
        for node in walk(equation.value):
            match node:
                case Binary("*", Symbol() as gate, Call("tanh" as f, (Symbol() as inner,))):
                    new = Call(f, (Binary("*", gate, inner),))
                    what = say("gate-before-tanh", gate=spoken(gate))
                    change = partial(replace_in, equation, node, new)
                    yield from changed(cell, change, "gate-inside", what)
                case _:
                    pass


def gates_coupled(cell: Cell) -> Iterator[Misconception]:
    """One gate taken as what another one leaves, f = 1 - i: as its value, or only where it is used."""
    gates = [e for e in cell.equations if e.target.name in gates_of(cell)]
    for one, other in permutations(gates, 2):
        together = [e for e in cell.equations if {one.target, other.target} <= set(e.symbols)]
        alike = one.target.step == other.target.step
        if not alike or cell.shape(one.target) != cell.shape(other.target):
            continue
        new = Binary("-", Number(1), other.target)
        what = say("complement-for-gate", used=other.target.name, right=one.target.name)
        for where, old in ((one, one.value), *((e, one.target) for e in together)):
            if together:
                yield from changed(
                    cell, partial(replace_in, where, old, new), "gates-coupled", what
                )


def slope_wrong(cell: Cell) -> Iterator[Misconception]:
    """In a gradient: the slope of another activation, or 1 - h or (1 - h)² for 1 - h², at one step or at every one."""
    slopes = _slopes(cell)
    for of in range(len(_other_slopes(Symbol("h")))):
        for target, (_, state) in slopes.items():
            what = say("wrong-slope", slope=_other_slopes(state)[of][0])
            change = partial(_with_slope, {target: slopes[target]}, of)
            yield from changed(cell, change, "slope-wrong", what)
        yield from _wrong_at_all(cell, slopes, of)


def slope_wrong_at_all(cell: Cell) -> Iterator[Misconception]:
    """The same at every step."""
    slopes = _slopes(cell)
    for of in range(len(_other_slopes(Symbol("h")))):
        yield from _wrong_at_all(cell, slopes, of)


def _slopes(cell: Cell) -> dict[Symbol, tuple[Expression, Symbol]]:
    """What flows back through every activation, and what its slope is told by."""
    return {e.target: found for e in cell.equations if (found := _flow_and_state(e, cell))}


def _wrong_at_all(
    cell: Cell, slopes: Mapping[Symbol, tuple[Expression, Symbol]], of: int
) -> Iterator[Misconception]:
    for name in dict.fromkeys(target.name for target in slopes):
        alike = {target: found for target, found in slopes.items() if target.name == name}
        (_, state), *more = alike.values()
        if more:
            spoken_of = Symbol(state.name, Now(0))
            what = say("wrong-slope", slope=_other_slopes(spoken_of)[of][0])
            yield from changed(cell, partial(_with_slope, alike, of), "slope-wrong", what)


def _flow_and_state(equation: Equation, cell: Cell) -> tuple[Expression, Symbol] | None:
    """What flows back through an activation, and the one quantity that its slope is told by."""
    match equation.value:
        case Binary("*", flow, slope) if is_before_slope(equation.target, cell):
            read = [s for s in symbols(slope) if s.name not in cell.gradients]
            return (flow, read[0]) if len(read) == 1 else None
    return None


def _other_slopes(y: Symbol) -> tuple[tuple[str, Expression], ...]:
    rest = Binary("-", Number(1), y)
    return (
        (f"1 - {spoken(y)}", rest),
        (f"{spoken(y)} (1 - {spoken(y)})", Binary("*", y, rest)),
        (f"1 - {spoken(y)}²", Binary("-", Number(1), Binary("*", y, y))),
        (f"(1 - {spoken(y)})²", Binary("*", rest, rest)),
    )


def _with_slope(
    slopes: Mapping[Symbol, tuple[Expression, Symbol]], of: int, equation: Equation
) -> Expression:
    if equation.target not in slopes:
        return equation.value
    flow, state = slopes[equation.target]
    return Binary("*", flow, _other_slopes(state)[of][1])


def slope_halved(cell: Cell) -> Iterator[Misconception]:
    """In a gradient: a half for the slope of ReLU at 0."""

    def halved(node: Expression) -> Expression:
        match node:
            case Call("step", (argument, Number())):
                return Call("step", (argument, Number(0.5)))
            case _:
                return node

    what = say("half-slope-of-relu")
    yield from changed(cell, lambda e: rewrite(e.value, halved), "slope-convention", what)


def norm_exchanged(cell: Cell) -> Iterator[Misconception]:
    """Another kind of norm for the usual one: the sum of sizes, the square without its root.

    And for the largest size of an eigenvalue the largest stretch, or the other way round.
    """
    for node in dict.fromkeys(
        n for n in nodes(cell) if isinstance(n, Call) and n.function == "norm"
    ):
        (vector,) = node.arguments
        for what, new in (
            (say("sizes-for-norm"), Call("sum", (Call("abs", (vector,)),))),
            (say("norm-without-root"), Call("sum", (Binary("*", vector, vector),))),
        ):
            change = partial(_exchanged, node, new)
            yield from changed(cell, change, "norm-exchanged", what)
    for node in dict.fromkeys(n for n in nodes(cell) if isinstance(n, Call)):
        if node.function == "spectral_radius":
            change = partial(_exchanged, node, Call("spectral_norm", node.arguments))
            yield from changed(cell, change, "norm-exchanged", say("norm-for-radius"))
        elif node.function == "spectral_norm":
            change = partial(_exchanged, node, Call("spectral_radius", node.arguments))
            yield from changed(cell, change, "norm-exchanged", say("radius-for-norm"))


def base_exchanged(cell: Cell) -> Iterator[Misconception]:
    """2 or 10 to the power where e belongs, and the logarithm by base 2 or 10."""
    for node in dict.fromkeys(n for n in nodes(cell) if isinstance(n, Call)):
        match node:
            case Call("exp", (argument,)):
                for base in (2, 10):
                    new: Expression = Call("exp", (Binary("*", Number(log(base)), argument),))
                    change = partial(_exchanged, node, new)
                    yield from changed(cell, change, "base-exchanged", say("base-for-e", base=base))
            case Call("log", (argument,)):
                new = Binary("/", node, _LN_2)
                change = partial(_exchanged, node, new)
                yield from changed(cell, change, "base-exchanged", say("logarithm-by-two"))
            case _:
                pass


def mean_for_sum(cell: Cell) -> Iterator[Misconception]:
    """The mean for the sum, and the reverse."""
    other = {"mean": "sum", "sum": "mean"}
    for node in dict.fromkeys(
        n for n in nodes(cell) if isinstance(n, Call) and n.function in other
    ):
        new = Call(other[node.function], node.arguments)
        change = partial(_exchanged, node, new)
        what = say("one-function-for-another", used=new.function, right=node.function)
        yield from changed(cell, change, "mean-for-sum", what)


def _exchanged(old: Expression, new: Expression, equation: Equation) -> Expression:
    return exchange(equation.value, old, new)


def _renamed(names: Mapping[str, str], equation: Equation) -> Expression:
    def rename(node: Expression) -> Expression:
        if isinstance(node, Symbol) and node.name in names:
            return Symbol(names[node.name], node.step)
        return node

    return rewrite(equation.value, rename)


def _renamed_in(where: Equation, names: Mapping[str, str], equation: Equation) -> Expression:
    return _renamed(names, equation) if equation is where else equation.value
