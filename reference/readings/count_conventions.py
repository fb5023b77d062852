"""The other conventions of counting parameters, and the usual slips: each a number with a name.

They follow from what an equation reads.  An equation with weights of its own is a gate.  Gates that
read the same memory belong together; another memory is another layer, or, read from the other end,
another direction.  The output layer is what nothing of the same step reads and what remembers
nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from reference.language.cell import Cell, Equation
from reference.language.expression import Binary, Call, Expression, Now, Symbol, symbols, walk
from reference.language.omit import without


def output_parameters(cell: Cell) -> tuple[str, ...]:
    """The parameters of the output layer.

    They are those of the last quantity, if no equation of the same step reads it, it reads no other
    step, there are others besides, and it is not one of several states that are made smaller.
    """
    last = cell.equations[-1]
    read_now = {
        s.name
        for e in cell.equations
        for s in symbols(e.value)
        if s.step == e.target.step and e is not last
    }
    if last.target.name in read_now or _memories(last):
        return ()
    smaller = _projections(cell)
    if last in smaller and len(smaller) > 1:
        return ()
    mine = {s.name for s in symbols(last.value)}
    others = {s.name for e in cell.equations[:-1] for s in symbols(e.value)}
    own = tuple(p for p in cell.learnt if p in mine and p not in others)
    return own if len(own) < len(cell.learnt) else ()


def gates(cell: Cell) -> tuple[tuple[str, ...], ...]:
    """The parameters of every hidden equation that has weights of its own, an equation a group."""
    return tuple(group for _, group in _gates(cell))


def _gates(cell: Cell) -> list[tuple[Equation, tuple[str, ...]]]:
    output = set(output_parameters(cell))
    found = []
    for equation in cell.equations:
        mine = {s.name for s in symbols(equation.value)}
        group = tuple(p for p in cell.learnt if p in mine and p not in output)
        if group:
            found.append((equation, group))
    return found


def layers(cell: Cell) -> list[list[tuple[str, ...]]]:
    """The gates that read the same memory, in the order of the equations."""
    found: list[tuple[set[tuple[str, int]], list[tuple[str, ...]]]] = []
    for equation, group in _gates(cell):
        memory = _memories(equation)
        alike = [one for one in found if one[0] & memory or not one[0]]
        if not memory:
            alike = found[-1:]  # what remembers nothing belongs to its neighbours
        joined = (memory.union(*(one[0] for one in alike)), [g for one in alike for g in one[1]])
        found = [one for one in found if one not in alike]
        found.append((joined[0], [*joined[1], group]))
    return [groups for _, groups in found]


def conventions(
    cell: Cell, parts: Mapping[str, int], added: tuple[str, ...], width: Callable[[str], int]
) -> dict[str, int]:
    """What other conventions count, by name, where it differs.

    `added` are the biases; `width` says how many numbers a quantity has.
    """
    total = sum(parts.values())
    added = tuple(name for name in added if name in parts)
    output = output_parameters(cell)
    hidden = tuple(name for name in added if name not in output)

    def rest(gone: Iterable[str]) -> int:
        left_out = set(gone)
        return sum(size for name, size in parts.items() if name not in left_out)

    found = {
        "without-bias": rest(added),
        "without-output": rest(output),
        "without-bias-and-output": rest({*added, *output}),
        "without-output-bias": rest(name for name in added if name in output),
        "without-hidden-bias": rest(hidden),
        "one-bias-number": rest(added) + len(added),
        "without-recurrent": rest(_lost(cell, _is_memory)),
        "without-input": rest(_lost(cell, lambda symbol: symbol.name in cell.inputs)),
        "without-peepholes": rest(_peepholes(cell)),
        "without-projection": rest({*_projections(cell).values()} - {*output}),
        "with-peepholes": total + sum(times * width(name) for name, times in _unseen_states(cell)),
    }
    found |= _half_of_the_input(cell, total, total - found["without-input"], width)
    found |= _biases_otherwise(cell, parts, hidden)
    found |= _parts_otherwise(cell, parts, output)
    return {name: number for name, number in found.items() if number != total}


def _half_of_the_input(
    cell: Cell, total: int, read: int, width: Callable[[str], int]
) -> dict[str, int]:
    """A layer over one of two directions: its input is twice as wide as its state."""
    twice = any(width(x) == 2 * width(h) for x in cell.inputs for h in cell.states)
    return {"half-input": total - read // 2} if twice and not read % 2 else {}


def _biases_otherwise(
    cell: Cell, parts: Mapping[str, int], hidden: tuple[str, ...]
) -> dict[str, int]:
    """Two biases a gate where one is counted, one where two are, and one more in the candidate."""
    each = [[name for name in group if name in hidden] for group in gates(cell)]
    if not each or not all(each):
        return {}
    one_each = sum(parts.values()) - sum(parts[name] for names in each for name in names[1:])
    found = {
        "two-biases": one_each + sum(parts[names[0]] for names in each),
        "one-bias": one_each,
    }
    candidate = _candidate(cell)
    mine = [name for name in hidden if name in (candidate or ())]
    if mine:
        found["candidate-bias"] = one_each + parts[mine[0]]
    return found


def _parts_otherwise(
    cell: Cell, parts: Mapping[str, int], output: tuple[str, ...]
) -> dict[str, int]:
    """Other numbers of gates; one layer or one direction only."""
    shared = sum(parts[name] for name in output)

    def size(groups: Iterable[tuple[str, ...]]) -> int:
        return sum(parts[name] for name in {name for group in groups for name in group})

    stacked = layers(cell)
    if len(stacked) > 1:
        signs = {sign for equation in cell.equations for _, sign in _memories(equation)}
        kind = "one-direction" if len(signs) > 1 else "one-layer"
        return {kind: size(stacked[0]) + shared}
    groups = gates(cell)
    found = {}
    if len(groups) > 1:
        for kept in {1, 2, 3, 4} - {len(groups)}:
            found[_WORDS[kept]] = kept * size(groups[:1]) + shared
    return found


def _memories(equation: Equation) -> set[tuple[str, int]]:
    """What an equation reads of other steps, each with the direction it lies in."""
    return {
        (symbol.name, 1 if symbol.step.offset > 0 else -1)
        for symbol in symbols(equation.value)
        if isinstance(symbol.step, Now) and symbol.step.offset
    }


def _is_memory(symbol: Symbol) -> bool:
    return isinstance(symbol.step, Now) and symbol.step.offset != 0


def _candidate(cell: Cell) -> tuple[str, ...] | None:
    """The parameters of the gate in which another gate weighs the memory, as in a GRU."""
    others = {equation.target for equation, _ in _gates(cell)}
    for equation, group in _gates(cell):
        for node in walk(equation.value):
            match node:
                case Binary("*", Symbol() as first, second) if first in others - {equation.target}:
                    if any(map(_is_memory, symbols(second))):
                        return group
                case _:
                    pass
    return None


def _peepholes(cell: Cell) -> Iterator[str]:
    """Weights that let a gate see a state entry by entry, beside weights over all of a state."""
    for equation, group in _gates(cell):
        nodes = list(walk(equation.value))
        if not any(_reads_state(node, cell) for node in nodes):
            continue
        for node in nodes:
            match node:
                case Binary("*", Symbol(name), Symbol(state)) if state in cell.states:
                    if name in group:
                        yield name
                case _:
                    pass


def _reads_state(node: Expression, cell: Cell) -> bool:
    """Whether weights stand here before a whole state."""
    match node:
        case Binary("@", _, right):
            return any(s.name in cell.states for s in symbols(right))
        case _:
            return False


def _projections(cell: Cell) -> dict[Equation, str]:
    """The equations that make a state smaller before it is fed back, each with its weights."""
    found = {}
    for equation in cell.equations:
        match equation.value:
            case Binary("@", Symbol(name), _) if name in cell.learnt:
                if equation.target.name in cell.states and not _memories(equation):
                    found[equation] = name
            case _:
                pass
    return found


def _unseen_states(cell: Cell) -> Iterator[tuple[str, int]]:
    """States that no gate sees, and how many gates could: an LSTM without peepholes."""
    seen = {s.name for equation, _ in _gates(cell) for s in symbols(equation.value)}
    times = sum(
        isinstance(equation.value, Call) and equation.value.function == "sigmoid"
        for equation, _ in _gates(cell)
    )
    for state in cell.states:
        if state not in seen and times and any(other in seen for other in cell.states):
            yield state, times


_WORDS = {1: "one-gate", 2: "two-gates", 3: "three-gates", 4: "four-gates"}


def _lost(cell: Cell, is_gone: Callable[[Symbol], bool]) -> tuple[str, ...]:
    """The parameters that leave the cell together with the terms of some symbols."""
    kept: set[str] = set()
    for equation in cell.equations:
        value = without(equation.value, is_gone)
        if value is not None:
            kept.update(symbol.name for symbol in symbols(value))
    return tuple(p for p in cell.learnt if p not in kept)
