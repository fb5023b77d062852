"""The rewrites that make the usual mistakes.

Each kind of mistake is one generator: it goes over the equations of any cell, written or unrolled,
forward or backward, and yields the cell again with that mistake made in one place, or in the same
way everywhere.  So a new cell has its misconceptions for free, and a mistake composes with
unrolling, differentiation and pinned values like every other rewrite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations, permutations
from typing import TypeAlias

from reference.cells.cell import Cell, Equation
from reference.language.errors import CellError
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Now,
    Number,
    Step,
    Symbol,
    children,
    rebuild,
    rewrite,
    substitute,
    symbols,
    terms,
    total,
    walk,
)
from reference.readings.counts import biases
from reference.readings.shapes import shape_of
from reference.readings.typeset import TEXT, typeset
from reference.rewrites.idle import cancels, steady
from reference.rewrites.omit import without
from reference.rewrites.unroll import ordered


@dataclass(frozen=True)
class Misconception:
    """One usual mistake, made in a cell.

    `note` is stable and names the kind (`bias-forgotten`); `sentence` tells a student what it
    looks like, where it was made; `cell` has the mistake in its equations.
    """

    note: str
    sentence: str
    cell: Cell


Kind: TypeAlias = Callable[[Cell], Iterator[Misconception]]
Change: TypeAlias = Callable[[Equation], Expression | None]


def misconceptions(cell: Cell, *, everywhere: bool = False) -> Iterator[Misconception]:
    """Every usual mistake that can be made in the equations of a cell, each once.

    With `everywhere`, only those that an unrolled cell has at all its steps alike: a program makes
    the same mistake at every step.
    """
    seen: set[tuple[Equation, ...]] = {cell.equations}
    for kind in EVERYWHERE if everywhere else KINDS:
        for found in kind(cell):
            if found.cell.equations not in seen:
                seen.add(found.cell.equations)
                yield found


# -- the kinds ------------------------------------------------------------------------------


def _activation_exchanged(cell: Cell) -> Iterator[Misconception]:
    """One activation for another: tanh for sigmoid, and the reverse."""
    for call in _calls(cell, *_EXCHANGES):
        for other in _EXCHANGES[call.function]:
            if other == "softmax" and not shape_of(call, cell.shapes):
                continue
            yield from _replaced(
                cell,
                call,
                Call(other, call.arguments),
                "activation-exchanged",
                f"{_name(other)} in place of {_name(call.function)}",
            )


_EXCHANGES = {
    "sigmoid": ("tanh", "softmax", "relu"),
    "tanh": ("sigmoid", "relu"),
    "relu": ("tanh", "sigmoid"),
    "softmax": ("sigmoid",),
}


def _activation_forgotten(cell: Cell) -> Iterator[Misconception]:
    """The argument itself, where a function of it belongs."""
    for call in _calls(cell, *_EXCHANGES):
        (argument,) = call.arguments
        inner = isinstance(argument, Symbol) and not _activated(argument, cell)
        name = _spoken(argument)
        yield from _replaced(
            cell,
            call,
            argument,
            f"{call.function}-forgotten" if inner else "activation-forgotten",
            f"{name} in place of {_name(call.function)}({name})"
            if inner
            else f"the {_name(call.function)} left out",
        )


def _bias_forgotten(cell: Cell) -> Iterator[Misconception]:
    """A bias left out, or all of them."""
    names = biases(cell)
    for name in names:
        yield from _dropped(cell, {name}, "bias-forgotten", f"the bias {name} left out")
    if len(names) > 1:
        yield from _dropped(cell, set(names), "bias-forgotten", "the biases left out")


def _recurrent_forgotten(cell: Cell) -> Iterator[Misconception]:
    """The terms of the previous state left out."""
    for equation, looked_up in _lookups(cell):
        if _differentiated(equation.target, cell):
            continue  # gradients have a kind of their own
        change = partial(_drop_in, equation, {looked_up})
        yield from _changed(
            cell,
            change,
            "recurrent-term-forgotten",
            f"the term with {_spoken(looked_up)} left out of {_called(equation.target, cell)}",
        )
    every = {symbol for _, symbol in _lookups(cell)}
    yield from _changed(
        cell,
        lambda equation: without(equation.value, lambda s: s in every),
        "recurrent-term-forgotten",
        "the terms with the previous state left out",
    )


def _input_forgotten(cell: Cell) -> Iterator[Misconception]:
    """The terms of the input left out."""
    names = set(_inputs(cell))
    for equation in cell.equations:
        if _differentiated(equation.target, cell):
            continue
        read = {s.name: s for s in symbols(equation.value) if s.name in names}
        for name, symbol in sorted(read.items()):
            change = partial(_drop_in, equation, {name})
            what = f"the term with {_spoken(symbol)} left out of {_called(equation.target, cell)}"
            yield from _changed(cell, change, "input-term-forgotten", what)


def _sign_wrong(cell: Cell) -> Iterator[Misconception]:
    """One term added where it is subtracted, or the other way round."""
    for equation in cell.equations:
        for node in walk(equation.value):
            signed = terms(node)
            if len(signed) < 2:
                continue
            for place, (sign, term) in enumerate(signed):
                flipped = (*signed[:place], (-sign, term), *signed[place + 1 :])
                new = total(flipped)
                if new is None or not isinstance(node, (Binary, Negate)):
                    continue
                change = partial(_replace_in, equation, node, new)
                what = f"the wrong sign before {_quoted(term, cell)} in {_called(equation.target, cell)}"
                yield from _changed(cell, change, "sign-wrong", what)


def _matrix_transposed(cell: Cell) -> Iterator[Misconception]:
    """Rows for columns, where the matrix is square and so nobody notices."""
    for equation, node in _products(cell):
        for matrix in (node.left, node.right):
            shape = shape_of(matrix, cell.shapes)
            if len(shape) != 2 or shape[0] != shape[1]:
                continue
            if isinstance(matrix, Call) and matrix.function == "transpose":
                other, said = matrix.arguments[0], matrix.arguments[0]
                what = f"{_spoken(said)} used without transposing it"
            else:
                other, what = Call("transpose", (matrix,)), f"{_spoken(matrix)} transposed"
            sides = (other, node.right) if matrix is node.left else (node.left, other)
            change = partial(_replace_in, equation, node, Binary("@", *sides))
            yield from _changed(cell, change, "matrix-transposed", what)


def _elementwise(cell: Cell) -> Iterator[Misconception]:
    """Entries multiplied one by one, where a matrix product belongs."""
    for equation, node in _products(cell):
        shape = shape_of(node.left, cell.shapes)
        right = shape_of(node.right, cell.shapes)
        if len(shape) != 2 or shape[0] != shape[1] or len(right) != 1:
            continue
        diagonal = Call("diagonal", (node.left,))
        change = partial(_replace_in, equation, node, Binary("*", diagonal, node.right))
        what = f"only the diagonal of {_spoken(node.left)} multiplied in, entry by entry"
        yield from _changed(cell, change, "elementwise-for-matrix-product", what)


def _concatenation_reversed(cell: Cell) -> Iterator[Misconception]:
    """[x, h] for [h, x]."""

    def reverse(node: Expression) -> Expression:
        if isinstance(node, Call) and node.function == "concat":
            return Call("concat", tuple(reversed(node.arguments)))
        return node

    # backward equations cut the same concatenation, so there it must be left alone
    if not any(isinstance(n, Call) and n.function == "piece" for n in _nodes(cell)):
        yield from _changed(
            cell,
            lambda equation: rewrite(equation.value, reverse),
            "concatenation-reversed",
            "the two parts of the concatenation in the other order",
        )


def _gates_exchanged(cell: Cell) -> Iterator[Misconception]:
    """Two gates in each other's place, where they are used."""
    gates = _gates(cell)
    for first, second in combinations(gates, 2):
        if cell.shape(first) != cell.shape(second):
            continue
        names = {first: second, second: first}

        def swap(node: Expression, names: dict[str, str] = names) -> Expression:
            if isinstance(node, Symbol) and node.name in names:
                return Symbol(names[node.name], node.step)
            return node

        yield from _changed(
            cell,
            lambda equation, swap=swap: rewrite(equation.value, swap),  # type: ignore[misc]
            "gates-exchanged",
            f"{first} and {second} in each other's place",
        )


def _parts_reordered(cell: Cell) -> Iterator[Misconception]:
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
        if len(off) == 2 and {places[k] for k in off} <= set(_gates(cell)):
            continue  # two gates exchanged, which has a name of its own
        names = [places[next(k for k in usual if moved[k] == place)] for place in usual]
        yield from _changed(
            cell,
            lambda equation, reorder=reorder: rewrite(equation.value, reorder),  # type: ignore[misc]
            "gates-reordered",
            f"the stacked gates taken in the order {', '.join(names)}",
        )


_MOST_PARTS = 4  # 24 orders; nobody stacks more


def _complement(cell: Cell) -> Iterator[Misconception]:
    """The weights of old and new in each other's place: z for 1 - z, and the reverse."""
    for equation in cell.equations:
        for node in walk(equation.value):
            match node:
                case Binary("-", Number(1), Symbol() as gate):
                    change = partial(_swap_complement, equation, gate)
                    what = f"{gate.name} and 1 - {gate.name} in each other's place"
                    yield from _changed(cell, change, "complement-exchanged", what)
                case _:
                    pass


def _reset_placed(cell: Cell) -> Iterator[Misconception]:
    """The reset gate before the product instead of after it, or the other way round."""
    for equation in cell.equations:
        for node in walk(equation.value):
            match node:
                case Binary("@", matrix, Binary("*", Symbol() as gate, vector)):
                    new: Expression = Binary("*", gate, Binary("@", matrix, vector))
                    what = f"{gate.name} multiplied in after the matrix product"
                case Call(
                    "part", (Binary("@", matrix, Binary("*", Symbol() as gate, vector)), k, parts)
                ):
                    new = Binary("*", gate, Call("part", (Binary("@", matrix, vector), k, parts)))
                    what = f"{gate.name} multiplied in after the matrix product"
                case Binary("*", Symbol() as gate, product) if _has_recurrent_product(product):
                    new = rewrite(product, partial(_gate_inside, gate))
                    what = f"{gate.name} multiplied in before the matrix product"
                case _:
                    continue
            if not shape_of(gate, cell.shapes) or _differentiated(gate, cell):
                continue  # among numbers both are the same; a gradient is no gate
            change = partial(_replace_in, equation, node, new)
            yield from _changed(cell, change, "reset-misplaced", what)


def _step_confused(cell: Cell) -> Iterator[Misconception]:
    """A neighbouring step: t for t-1, and the reverse."""
    same = steady(cell)
    for equation in cell.equations:
        own = equation.target.step
        for symbol in symbols(equation.value):
            if symbol.name in same or cancels(symbol, equation, cell):
                continue  # the neighbouring step gives the same
            for step in _neighbours(symbol, own, cell):
                moved = Symbol(symbol.name, step)
                change = partial(_substituted, equation, {symbol: moved})
                what = f"{_called(moved, cell)} in place of {_called(symbol, cell)}"
                yield from _changed(cell, change, "step-confused", what)
        if own is None and _differentiated(equation.target, cell):
            yield from _steps_shifted(equation, cell)


def _steps_shifted(equation: Equation, cell: Cell) -> Iterator[Misconception]:
    """In a sum over time: a state of the same step where that of the step before belongs."""
    later_of: dict[str, dict[Symbol, Expression]] = {}
    for symbol in symbols(equation.value):
        if isinstance(symbol.step, int) and not _differentiated(symbol, cell):
            later_of.setdefault(symbol.name, {})[symbol] = Symbol(symbol.name, symbol.step + 1)
    for name, later in later_of.items():
        if all(symbol in cell.by_target for symbol in later.values()):
            what = f"{name} of its own step in place of the step before"
            change = partial(_substituted, equation, later)
            place = _called(equation.target, cell)
            yield from _changed(cell, change, "step-confused", f"{what} in {place}")


def _initial_state_ignored(cell: Cell) -> Iterator[Misconception]:
    """The state before the first step taken as 0."""
    first = {s for s in cell.free if s.step == 0}
    for symbol in sorted(first, key=str):
        yield from _changed(
            cell,
            lambda equation, symbol=symbol: substitute(  # type: ignore[misc]
                equation.value, {symbol: Binary("*", Number(0), symbol)}
            ),
            "initial-state-ignored",
            f"the initial state {_spoken(symbol)} taken as 0",
        )


def _slope_forgotten(cell: Cell) -> Iterator[Misconception]:
    """In a gradient: the slope of the activation left out."""
    for equation in cell.equations:
        if equation.target.name.startswith("dz"):
            match equation.value:
                case Binary("*", flow, _):
                    change = partial(_replace_in, equation, equation.value, flow)
                    what = f"the slope of the activation left out{_at(equation.target)}"
                    yield from _changed(cell, change, "slope-forgotten", what)
                case _:
                    pass


def _slope_forgotten_at_all(cell: Cell) -> Iterator[Misconception]:
    """In a gradient over time: the slope of one activation left out at every step."""
    targets = (e.target.name for e in cell.equations if e.target.name.startswith("dz"))
    for name in dict.fromkeys(targets):

        def forget(equation: Equation, name: str = name) -> Expression:
            match equation.value:
                case Binary("*", flow, _) if equation.target.name == name:
                    return flow
                case value:
                    return value

        what = "the slope of an activation left out of the chain rule"
        yield from _changed(cell, forget, "slope-forgotten", what)


def _slope_convention(cell: Cell) -> Iterator[Misconception]:
    """In a gradient: the other slope of relu at 0."""

    def turned(node: Expression) -> Expression:
        match node:
            case Call("step", (argument, Number(slope))):
                return Call("step", (argument, Number(1 - slope if slope in (0, 1) else 0)))
            case _:
                return node

    yield from _changed(
        cell,
        lambda equation: rewrite(equation.value, turned),
        "slope-convention",
        "the other slope of ReLU at 0",
    )


def _gradient_not_carried(cell: Cell) -> Iterator[Misconception]:
    """In a gradient: what flows back from another step left out of a sum."""
    for equation in cell.equations:
        name = equation.target.name
        if not name.startswith("d") or name[1:] not in cell.shapes:
            continue
        signed = terms(equation.value)
        if len(signed) < 2:
            continue
        is_sum_over_time = equation.target.step is None
        for place in range(len(signed)):
            rest = total((*signed[:place], *signed[place + 1 :]))
            change = partial(_replace_in, equation, equation.value, rest)
            note = "gradient-not-carried"
            what = f"one of the terms of {_called(equation.target, cell)} left out"
            yield from _changed(cell, change, note, what)
        if is_sum_over_time and len(signed) > 2:
            for place, which in ((0, "first"), (-1, "last")):
                only = total((signed[place],))
                change = partial(_replace_in, equation, equation.value, only)
                what = f"only the {which} step counted in {_called(equation.target, cell)}"
                yield from _changed(cell, change, "gradient-not-carried", what)
    yield from _not_carried_at_all(cell)


def _not_carried_at_all(cell: Cell) -> Iterator[Misconception]:
    """In a gradient over time: every step taken for itself, in all states or in one of them."""
    note = "gradient-not-carried"
    carried = [e.target.name for e in cell.equations if _flows_from_later(e, cell)]
    if carried:
        what = "nothing carried back from later steps"
        yield from _changed(cell, partial(_without_later, cell, set(carried)), note, what)
    if len(set(carried)) > 1:
        for name in dict.fromkeys(carried):
            what = f"the gradient of {name[1:]} not carried back from later steps"
            yield from _changed(cell, partial(_without_later, cell, {name}), note, what)


# the more usual ones first: where two do the same arithmetic, the first gives its name
KINDS: tuple[Kind, ...] = (
    _activation_forgotten,
    _bias_forgotten,
    _recurrent_forgotten,
    _input_forgotten,
    _activation_exchanged,
    _sign_wrong,
    _matrix_transposed,
    _elementwise,
    _concatenation_reversed,
    _gates_exchanged,
    _parts_reordered,
    _complement,
    _reset_placed,
    _step_confused,
    _initial_state_ignored,
    _slope_forgotten,
    _slope_convention,
    _gradient_not_carried,
)


EVERYWHERE: tuple[Kind, ...] = (
    _not_carried_at_all,
    _initial_state_ignored,
    _slope_forgotten_at_all,
    _slope_convention,
)


# -- looking for places ---------------------------------------------------------------------


def _nodes(cell: Cell) -> Iterator[Expression]:
    for equation in cell.equations:
        yield from walk(equation.value)


def _calls(cell: Cell, *names: str) -> list[Call]:
    """The different calls of some functions, each once."""
    found = (n for n in _nodes(cell) if isinstance(n, Call) and n.function in names)
    return list(dict.fromkeys(found))


def _products(cell: Cell) -> Iterator[tuple[Equation, Binary]]:
    for equation in cell.equations:
        for node in walk(equation.value):
            if isinstance(node, Binary) and node.operator == "@":
                yield equation, node


def _lookups(cell: Cell) -> Iterator[tuple[Equation, Symbol]]:
    """Every use of a state of another step."""
    for equation in cell.equations:
        for symbol in symbols(equation.value):
            if symbol.step is not None and _is_other_step(symbol, equation.target):
                yield equation, symbol


def _is_other_step(symbol: Symbol, target: Symbol) -> bool:
    if isinstance(symbol.step, Now):
        return symbol.step.offset != 0
    return symbol.step is not None and target.step is not None and symbol.step != target.step


def _inputs(cell: Cell) -> tuple[str, ...]:
    """Input names, also of an unrolled cell: initial states are not inputs."""
    return tuple(name for name in cell.inputs if not name.startswith("up_"))


def _gates(cell: Cell) -> tuple[str, ...]:
    """Quantities that squash to (0, 1), and so weigh others."""
    found = (
        e.target.name
        for e in cell.equations
        if isinstance(e.value, Call) and e.value.function == "sigmoid"
    )
    named = [name for name in dict.fromkeys(found) if name not in cell.states]
    given = [i for i in cell.inputs if i in ("f", "i", "o")]
    return tuple(named or given)


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


def _has_recurrent_product(node: Expression) -> bool:
    return any(
        isinstance(inner, Binary)
        and inner.operator == "@"
        and any(_is_memory(s) for s in symbols(inner.right))
        for inner in walk(node)
    )


def _is_memory(symbol: Symbol) -> bool:
    return isinstance(symbol.step, Now) and symbol.step.offset != 0


def _flows_from_later(equation: Equation, cell: Cell) -> bool:
    """Whether this is the gradient of a computed state to which a later step sends something."""
    target = equation.target
    return (
        isinstance(target.step, int)
        and Symbol(target.name[1:], target.step) in cell.by_target
        and any(_is_gradient_elsewhere(s, target, cell) for s in symbols(equation.value))
    )


def _is_gradient_elsewhere(symbol: Symbol, target: Symbol, cell: Cell) -> bool:
    is_gradient = symbol.name.startswith("dz") or (
        symbol.name.startswith("d") and symbol.name[1:] in cell.shapes
    )
    return is_gradient and _is_other_step(symbol, target)


# -- making the mistake ---------------------------------------------------------------------


def _changed(cell: Cell, change: Change, note: str, what: str) -> Iterator[Misconception]:
    """The cell with every equation changed, if that gives a cell at all."""
    equations = []
    for equation in cell.equations:
        value = change(equation)
        if value is None:
            return  # nothing is left of the equation
        same = value == equation.value
        equations.append(equation if same else Equation(equation.target, value))
    changed = [new for new, old in zip(equations, cell.equations, strict=True) if new is not old]
    if not changed:
        return
    try:
        if any(shape_of(e.value, cell.shapes) != cell.shape(e.target) for e in changed):
            return
        mistaken = cell.with_equations(ordered(equations))
    except CellError:
        return  # such a mistake could not be worked out at all
    yield Misconception(note, what, mistaken)


def _replaced(
    cell: Cell, old: Expression, new: Expression, note: str, what: str
) -> Iterator[Misconception]:
    """One node exchanged, wherever it stands."""
    where = [e.target for e in cell.equations if old in walk(e.value)]
    place = f" in {_called(where[0], cell)}" if where else ""

    def change(equation: Equation) -> Expression:
        return rewrite(equation.value, lambda node: new if node == old else node)

    yield from _changed(cell, change, note, what + place)


def _dropped(cell: Cell, names: set[str], note: str, what: str) -> Iterator[Misconception]:
    yield from _changed(
        cell, lambda equation: without(equation.value, lambda s: s.name in names), note, what
    )


def _drop_in(where: Equation, gone: set[object], equation: Equation) -> Expression | None:
    if equation is not where:
        return equation.value
    return without(equation.value, lambda s: s in gone or s.name in gone)


def _replace_in(
    where: Equation, old: Expression, new: Expression | None, equation: Equation
) -> Expression | None:
    if equation is not where:
        return equation.value
    return None if new is None else _exchange(equation.value, old, new)


def _exchange(expression: Expression, old: Expression, new: Expression) -> Expression:
    """The same node exchanged from the top, so that what is put in stays as it is."""
    if expression == old:
        return new
    parts = children(expression)
    if not parts:
        return expression
    return rebuild(expression, tuple(_exchange(part, old, new) for part in parts))


def _substituted(
    where: Equation, moved: Mapping[Symbol, Expression], equation: Equation
) -> Expression:
    return substitute(equation.value, moved) if equation is where else equation.value


def _swap_complement(where: Equation, gate: Symbol, equation: Equation) -> Expression:
    if equation is not where:
        return equation.value
    complement = Binary("-", Number(1), gate)
    marker = Symbol("complement")
    marked = _exchange(equation.value, complement, marker)
    return substitute(substitute(marked, {gate: complement}), {marker: gate})


def _gate_inside(gate: Symbol, node: Expression) -> Expression:
    match node:
        case Binary("@", matrix, vector) if any(_is_memory(s) for s in symbols(vector)):
            return Binary("@", matrix, Binary("*", gate, vector))
        case _:
            return node


def _without_later(cell: Cell, names: set[str], equation: Equation) -> Expression | None:
    if equation.target.name not in names or not _flows_from_later(equation, cell):
        return equation.value
    kept = tuple(
        (sign, term)
        for sign, term in terms(equation.value)
        if not any(_is_gradient_elsewhere(s, equation.target, cell) for s in symbols(term))
    )
    return total(kept) or Binary("*", Number(0), equation.value)


# -- words ----------------------------------------------------------------------------------

_LONGEST = 30  # characters of a term that is quoted


def _spoken(node: Expression) -> str:
    """A short name of a part of an equation for a sentence: h₂, W_h."""
    if isinstance(node, Symbol):
        return typeset(node, TEXT)
    found = symbols(node)
    return _spoken(found[0]) if found else node.__class__.__name__.lower()


def _name(function: str) -> str:
    return "ReLU" if function == "relu" else function


def _quoted(term: Expression, cell: Cell) -> str:
    text = typeset(term, TEXT)
    is_plain = not any(_differentiated(s, cell) for s in symbols(term))
    return text if is_plain and len(text) <= _LONGEST else "one term"


def _called(symbol: Symbol, cell: Cell) -> str:
    """A quantity as a student calls it: gradients and net inputs have no names on a sheet."""
    forward = _differentiated(symbol, cell)
    if forward is None:
        activated = _activated(symbol, cell)
        return f"the net input of {_spoken(activated)}" if activated else _spoken(symbol)
    if forward.name in cell.shapes and not _activated(forward, cell):
        return f"the gradient of {_spoken(forward)}"
    return f"the gradient{_at(symbol)}"


def _at(symbol: Symbol) -> str:
    return "" if symbol.step is None else f" at step {symbol.step}"


def _differentiated(symbol: Symbol, cell: Cell) -> Symbol | None:
    """The symbol whose gradient this one is."""
    name = symbol.name[1:]
    inner, _, of = name.partition("_")
    known = name in cell.shapes or (inner.rstrip("0123456789") == "z" and of in cell.shapes)
    return Symbol(name, symbol.step) if symbol.name.startswith("d") and known else None


def _activated(symbol: Symbol, cell: Cell) -> Symbol | None:
    """The quantity of which this one is only the net input."""
    users = [e for e in cell.equations if symbol in e.symbols and e.target.name[:1] != "d"]
    if len(users) != 1 or symbol not in cell.by_target:
        return None
    match users[0].value:
        case Call(function, (Symbol() as inner,)) if function in _EXCHANGES and inner == symbol:
            return users[0].target
        case _:
            return None
