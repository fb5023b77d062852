"""What a cell looks like when it is unrolled: rows of boxes, and what runs between them.

Nothing here is known of any assignment.  What is carried from step to step, what comes in and what
goes out follow from how the equations use their symbols.  Quantities that need each other over time
share a box; boxes that read one another are layers, and two that run in opposite directions over
the same inputs are both drawn.  Any other cell that runs in one direction is one box a step, which is
right for all of them.  Where even that would not be, there is no network.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, lru_cache, reduce
from operator import or_

from reference import FUNCTIONS, Cell, Equation, Expression, Now, Symbol, symbols
from reference.language.expression import STEP, Binary, Call, children, walk
from reference.records import dataclass, replace

_MOST_INSIDE = 5  # names that fit into a box


@dataclass(frozen=True)
class Edge:
    """A quantity on its way, and the one weight that it is multiplied by there, if there is one."""

    name: str
    weight: Symbol | None = None


@dataclass(frozen=True)
class Row:
    """A box at every step: what it carries and which way, and what reaches it from below.

    `function` is its activation, where one says it all; else `inside` names what is worked out.
    """

    states: tuple[Edge, ...]
    forward: bool
    from_below: Symbol | None = None
    function: str = ""
    inside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Network:
    """An unrolled cell: rows from the bottom up, inputs below and outputs above.

    Where it is `two_way`, both rows read the inputs and both are read by the outputs.
    """

    rows: tuple[Row, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    from_top: Symbol | None = None
    two_way: bool = False

    @property
    def weights(self) -> tuple[Symbol, ...]:
        """All weights on its edges, each once."""
        found = [w for row in self.rows for w in (row.from_below, *(e.weight for e in row.states))]
        return tuple(dict.fromkeys(w for w in (*found, self.from_top) if w is not None))


def network_of(cell: Cell, *, given: Collection[str] = ()) -> Network | None:
    """The network of a cell with relative steps; None where there is none, or none that is sure.

    `given` are quantities that have their numbers at every step, like inputs.
    """
    live = tuple(e for e in cell.equations if e.target.name not in given)
    return _network(live, tuple((name, cell.rank(name)) for name in cell.shapes))


@lru_cache(maxsize=256)  # a class shares its cells; only their numbers differ
def _network(equations: tuple[Equation, ...], ranks: tuple[tuple[str, int], ...]) -> Network | None:
    reader = _Reader(equations, dict(ranks))
    if not reader.is_plain or not reader.states:
        return None
    return reader.layered() or reader.two_way() or reader.one_box()


class _Reader:
    """The equations of one cell, and who reads whom."""

    def __init__(self, equations: tuple[Equation, ...], ranks: Mapping[str, int]) -> None:
        self.equations = equations
        self.ranks = ranks
        self.quantities = tuple(dict.fromkeys(e.target.name for e in equations))

    @cached_property
    def is_plain(self) -> bool:
        """Whether all looks go one step back or ahead, and each state is looked up one way only."""
        for equation in self.equations:
            if equation.target.step != Now():
                return False
            for symbol in equation.symbols:
                if isinstance(symbol.step, int):
                    return False
                own = symbol.name in self.quantities
                if own and not isinstance(symbol.step, Now):
                    return False
                if isinstance(symbol.step, Now) and abs(symbol.step.offset) > own:
                    return False
        one_way = all(len(set(offsets)) == 1 for offsets in self.looks.values())
        return one_way and len(self.quantities) == len(self.equations)

    @cached_property
    def looks(self) -> Mapping[str, list[int]]:
        """For every state, where it is looked up: before (-1) or after (1) the step."""
        found: dict[str, list[int]] = {}
        for equation in self.equations:
            for symbol in equation.symbols:
                if isinstance(symbol.step, Now) and symbol.step.offset:
                    found.setdefault(symbol.name, []).append(symbol.step.offset)
        return found

    @cached_property
    def states(self) -> tuple[str, ...]:
        return tuple(self.looks)

    @cached_property
    def reads(self) -> Mapping[str, frozenset[str]]:
        """The quantities that each quantity reads, at whatever step."""
        return {
            e.target.name: frozenset(s.name for s in e.symbols if s.name in self.quantities)
            for e in self.equations
        }

    @cached_property
    def reach(self) -> Mapping[str, frozenset[str]]:
        """The quantities that go into each quantity in the end."""
        mark = {name: 1 << place for place, name in enumerate(self.quantities)}
        # Sets as whole numbers: a cell of hundreds of lines would have millions of unions of them.
        found = {name: sum(mark[other] for other in near) for name, near in self.reads.items()}
        before: dict[str, int] = {}
        while found != before:  # each round goes twice as far
            before = found
            found = {
                name: reduce(or_, (before[other] for other in mark if near & mark[other]), near)
                for name, near in before.items()
            }
        return {
            name: frozenset(other for other in mark if near & mark[other])
            for name, near in found.items()
        }

    @cached_property
    def loops(self) -> tuple[frozenset[str], ...]:
        """Quantities that need each other over time, what is read before what reads it."""
        found = {
            frozenset(o for o in self.reach[name] if name in self.reach[o])
            for name in self.quantities
            if name in self.reach[name]
        }
        return tuple(sorted(found, key=lambda loop: min(len(self.reach[name]) for name in loop)))

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        """What nothing else reads."""
        read = frozenset[str]().union(*self.reads.values())
        return tuple(name for name in self.quantities if name not in read)

    def layered(self) -> Network | None:
        """Loops above each other, each reading the one below; the lowest reads the inputs."""
        if len(self.loops) < 2:
            return None
        groups = self.grouped()
        if groups is None:
            return None
        *layers, top = groups
        for place, layer in enumerate(layers):
            below = layers[place - 1] if place else ()
            if self.sources(layer) - set(layer) != set(self.now(layer, below)):
                return None
            if bool(below) != bool(self.now(layer, below)) or bool(below) == bool(
                self.inputs_of(layer)
            ):
                return None
        if self.inputs_of(top) or self.sources(top) - set(top) != set(self.now(top, layers[-1])):
            return None
        rows = [
            self.row(layer, self.now(layer, layers[place - 1]) if place else self.inputs_of(layer))
            for place, layer in enumerate(layers)
        ]
        return Network(
            tuple(rows),
            self.inputs_of(layers[0]),
            self.outputs,
            self.only_weight(top, self.now(top, layers[-1]), 0),
        )

    def two_way(self) -> Network | None:
        """Two loops that run in opposite directions over the same inputs."""
        groups = self.grouped()
        if groups is None or len(self.loops) != 2:
            return None
        first, second, top = groups
        if self.sources(first) - set(first) or self.sources(second) - set(second):
            return None
        inputs = self.inputs_of(first)
        if not inputs or inputs != self.inputs_of(second) or self.inputs_of(top):
            return None
        both = {*self.now(top, first), *self.now(top, second)}
        if self.sources(top) - set(top) != both or (top and len(both) < 2):
            return None
        rows = sorted((self.row(g, inputs) for g in (first, second)), key=lambda r: not r.forward)
        if [row.forward for row in rows] != [True, False]:
            return None
        return Network(tuple(rows), inputs, self.outputs, two_way=True)

    def one_box(self) -> Network | None:
        """All of a step in one box, which is right wherever all states run the same way."""
        if len({offset for offsets in self.looks.values() for offset in offsets}) != 1:
            return None
        above = self.above() if len(self.loops) == 1 else ()
        above = above if not self.inputs_of(above) else ()  # the box alone has the inputs
        inside = tuple(name for name in self.quantities if name not in above)
        inputs = self.inputs_of(self.quantities)
        row = self.row(inside, inputs)
        read = self.now(above, inside)
        weight = None
        if len(self.outputs) == 1 and read:
            weight = self.only_weight(above, read, 0)
        outputs = tuple(name for name in self.outputs if name not in self.states)
        network = Network((row,), inputs, outputs, weight)
        return replace(network, inputs=self.shown_as_inputs(network))

    def shown_as_inputs(self, network: Network) -> tuple[str, ...]:
        """What comes from outside at every step and is drawn as no weight."""
        outside = (s for e in self.equations for s in e.symbols if self.is_from_outside(s))
        return tuple(dict.fromkeys(s.name for s in outside if s not in network.weights))

    def above(self) -> tuple[str, ...]:
        """What is worked out of the only loop, and read by nothing in it."""
        (loop,) = self.loops
        return tuple(
            name
            for name in self.quantities
            if name not in loop and loop & self.reach[name] and name not in self.states
        )

    def grouped(self) -> tuple[tuple[str, ...], ...] | None:
        """Every loop with what only it reads, and what is read by none; None if that is unsure."""
        groups: list[list[str]] = [[] for _ in self.loops]
        rest: list[str] = []
        for name in self.quantities:
            users = [i for i, loop in enumerate(self.loops) if name in loop]
            if not users:
                if name in self.states:
                    return None
                users = [
                    i
                    for i, loop in enumerate(self.loops)
                    if any(self.reaches_alone(name, member) for member in loop)
                ]
            if len(users) > 1:
                return None
            (groups[users[0]] if users else rest).append(name)
        return (*map(tuple, groups), tuple(rest))

    def reaches_alone(self, name: str, member: str) -> bool:
        """Whether a quantity goes into a member of a loop without passing through another loop."""
        looped = frozenset[str]().union(*self.loops)
        waiting, seen = [member], {member}
        while waiting:
            for other in self.reads[waiting.pop()] - seen:
                seen.add(other)
                if other == name:
                    return True
                if other not in looped:
                    waiting.append(other)
        return False

    def of(self, names: Collection[str]) -> Iterator[Equation]:
        return (e for e in self.equations if e.target.name in names)

    def sources(self, names: Collection[str]) -> set[str]:
        """The quantities that some quantities read directly."""
        return {other for name in names for other in self.reads[name]}

    def now(self, names: Collection[str], among: Collection[str]) -> tuple[str, ...]:
        """What some quantities read of others, if they read it at the same step only."""
        used = [s for e in self.of(names) for s in e.symbols if s.name in among]
        if any(symbol.step != Now() for symbol in used):
            return ()
        return tuple(dict.fromkeys(symbol.name for symbol in used))

    def inputs_of(self, names: Collection[str]) -> tuple[str, ...]:
        """What comes from outside at every step, apart from weights that change with the step."""
        used = [s for e in self.of(names) for s in e.symbols if self.is_from_outside(s)]
        weights = {
            weight
            for other in {s.name for e in self.of(names) for s in e.symbols}
            for offset in (-1, 0, 1)
            if (weight := self.only_weight(names, (other,), offset)) is not None
        }
        return tuple(dict.fromkeys(s.name for s in used if s not in weights))

    def is_from_outside(self, symbol: Symbol) -> bool:
        is_input = isinstance(symbol.step, Now) and symbol.name not in self.quantities
        return is_input and symbol != STEP

    def row(self, names: Collection[str], from_below: tuple[str, ...]) -> Row:
        states = [name for name in self.states if name in names]
        offset = self.looks[states[0]][0]
        row = Row(
            tuple(Edge(n, self.only_weight(self.quantities, (n,), offset)) for n in states),
            offset < 0,
            self.only_weight(names, from_below, 0),
        )
        return replace(row, **self.inner(names))

    def inner(self, names: Collection[str]) -> dict[str, tuple[str, ...]] | dict[str, str]:
        """What stands in the box of a row."""
        function = self.function(names)
        if function:
            return {"function": function}
        outside = (*self.states, *self.outputs)
        inside = tuple(name for name in names if name not in outside)
        return {"inside": inside if len(inside) <= _MOST_INSIDE else ()}

    def function(self, names: Collection[str]) -> str:
        """The activation of a simple cell: its only function, which all of its state goes through."""
        states = [name for name in self.states if name in names]
        equations = list(self.of(names))
        lookups = [
            use
            for name in states
            for e in equations
            for use in _uses(Symbol(name, Now(self.looks[name][0])), e.value)
        ]
        calls = [(e, n) for e in equations for n in walk(e.value) if isinstance(n, Call)]
        if len(states) != 1 or len(lookups) != 1 or len(calls) != 1:
            return ""
        equation, call = calls[0]
        read = {s.name for s in symbols(call)}
        # the state may come in through a net input, z = V h + W x and h = relu(z)
        read |= {s for name in read if name not in states for s in self.reads.get(name, ())}
        row = FUNCTIONS[call.function]
        return (row.text or row.name) if equation.value == call and states[0] in read else ""

    def only_weight(
        self, names: Collection[str], read: tuple[str, ...], offset: int
    ) -> Symbol | None:
        """The weight of the only quantity that comes this way, if it is used but once, in a sum."""
        if len(read) != 1:
            return None
        symbol = Symbol(read[0], Now(offset))
        reading = [e for e in self.of(names) if symbol in e.symbols]
        uses = [use for e in reading for use in _uses(symbol, e.value)]
        if len(uses) != 1:
            return None
        *sums, last = uses[0] or (symbol,)
        if not all(
            isinstance(n, Call) or (isinstance(n, Binary) and n.operator == "+") for n in sums
        ):
            return None
        if any(isinstance(n, Call) and len(n.arguments) > 1 for n in sums):
            return None
        if not isinstance(last, Binary) or last.operator not in ("@", "*"):
            return None
        other = last.right if last.left == symbol else last.left
        return other if isinstance(other, Symbol) and self.weighs(other, symbol, last) else None

    def weighs(self, weight: Symbol, symbol: Symbol, product: Binary) -> bool:
        """Whether one factor is the weight of the other: a parameter, or a matrix of the step."""
        if weight.step is None:
            return weight.name not in self.quantities
        if not self.is_from_outside(weight) or weight.step != Now():
            return False
        uses = sum(1 for e in self.equations for _ in _uses(weight, e.value))
        if uses != 1:
            return False
        if product.operator == "@":
            return product.left == weight
        return self.ranks.get(weight.name, 0) > self.ranks.get(symbol.name, 0)


def _uses(symbol: Symbol, expression: Expression) -> Iterator[tuple[Expression, ...]]:
    """Every place of a symbol in an expression, as the nodes that it stands in."""
    if expression == symbol:
        yield ()
    for part in children(expression):
        yield from ((expression, *inner) for inner in _uses(symbol, part))
