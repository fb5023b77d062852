"""A cell: named equations, and the shape of every symbol in them.

What a symbol is follows from how it is used.  A name with an equation is a *quantity*; one that
is also looked up at another step is a *state*, with an initial value outside of the sequence.  A
name without an equation is an *input* when it carries a step, else a *parameter*.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

from reference.language.dimension import Shape
from reference.language.domain import Domain
from reference.language.effort import metered, spend
from reference.language.errors import CellError, OrderError
from reference.language.expression import Expression, Now, Symbol, rewrite, symbols
from reference.language.kin import Kin
from reference.records import dataclass, field, replace
from reference.words import say

V = TypeVar("V")
_MOST_KEPT = 512  # of one cell: every equation of it in every notation
_OWN = ("_hash", "_kept")  # what belongs to one process


@dataclass(frozen=True)
class Equation:
    """`target = value`.

    >>> from reference import Equation, Symbol, parse_expression, write
    >>> equation = Equation(Symbol("h"), parse_expression("tanh(W @ x)"))
    >>> str(equation.target), write(equation.value)
    ('h', 'tanh(W @ x)')
    """

    target: Symbol
    value: Expression

    @cached_property
    def symbols(self) -> tuple[Symbol, ...]:
        """The symbols of the right side, each once; looked up again and again."""
        return symbols(self.value)


class Gradient(NamedTuple):
    """That a name is a gradient: of a quantity, of an inner place of its equation, or from outside.

    `at` is "quantity" for dh, "inside" for the argument of a function in the equation of h, and
    "arriving" for what comes to h from after the cell.  The role is set where a cell is
    differentiated; the letters of a name say nothing.
    """

    of: str
    at: Literal["quantity", "inside", "arriving"]


@dataclass(frozen=True)
class Cell:
    """Named equations with the shapes of their symbols.

    A cell as written has relative steps (`h[t-1]`); an unrolled one has numbers (`h[1]`) and
    its equations stand in an order in which they can be computed.  `remarks` say what symbols
    are (`forget gate`); `optional` symbols may be left out (a bias, an output layer); `source` is
    the paper that the equations come from, `kin` what stands beside it elsewhere.  Training does not change symbols that are `given` (a
    reservoir, a step size).  The numbers of a symbol lie in its domain, those of a state before the
    first step.  `measures` are no symbols but numbers: `t`, the step, and letters of sizes.  `gradients` are the names that differentiation added.

    >>> from reference import cell, write
    >>> found = cell("relu-rnn")
    >>> found.inputs, list(found.states), found.parameters
    (('x',), ['h'], ('V', 'W', 'b', 'W_y', 'b_y'))
    >>> for equation in found.equations:
    ...     print(equation.target, "=", write(equation.value))
    z[t] = V @ h[t-1] + W @ x[t] + b
    h[t] = relu(z[t])
    y[t] = W_y @ h[t] + b_y
    """

    name: str
    title: str
    shapes: Mapping[str, Shape]
    equations: tuple[Equation, ...]
    remarks: Mapping[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    source: str = ""
    given: frozenset[str] = frozenset()
    domains: Mapping[str, Domain] = field(default_factory=dict)
    measures: frozenset[str] = frozenset()
    gradients: Mapping[str, Gradient] = field(default_factory=dict)
    kin: Kin = field(default_factory=Kin)

    @cached_property
    def _kept(self) -> dict[Hashable, tuple[Any, int]]:
        return {}

    def keep(self, what: Hashable, make: Callable[[], V]) -> V:
        """What was once worked out of these equations, without numbers; the oldest of many goes.

        A class has the same cells with other numbers.  What is kept stays in this process.
        """
        kept = self._kept
        if what in kept:
            found: V
            found, places = kept[what]
            spend(places)  # or a text would be refused by what was asked before
            return found
        if len(kept) >= _MOST_KEPT:
            del kept[next(iter(kept))]
        with metered() as meter:
            found = make()
        kept[what] = found, meter.spent
        return found

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name not in _OWN}

    @cached_property
    def by_target(self) -> Mapping[Symbol, Expression]:
        """The right-hand side of every equation."""
        return {equation.target: equation.value for equation in self.equations}

    @cached_property
    def quantities(self) -> tuple[str, ...]:
        """The names that equations define, each once."""
        return tuple(dict.fromkeys(equation.target.name for equation in self.equations))

    @cached_property
    def used(self) -> tuple[Symbol, ...]:
        """The symbols of all right-hand sides, each once."""
        seen: dict[Symbol, None] = {}
        for equation in self.equations:
            seen.update(dict.fromkeys(equation.symbols))
        return tuple(seen)

    @cached_property
    def free(self) -> tuple[Symbol, ...]:
        """The symbols of an unrolled cell that need a number: no equation defines them."""
        return tuple(symbol for symbol in self.used if symbol not in self.by_target)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """Names without an equation and without a step."""
        return self._undefined(stepped=False)

    @cached_property
    def learnt(self) -> tuple[str, ...]:
        """The parameters that training would change: those that are not given."""
        return tuple(name for name in self.parameters if name not in self.given)

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """Names without an equation that have a value at every step."""
        return self._undefined(stepped=True)

    def _undefined(self, *, stepped: bool) -> tuple[str, ...]:
        known = {*self.quantities, *self.measures}
        used = (s for s in self.used if s.name not in known)
        used = (s for s in used if (s.step is not None) == stepped)
        found = dict.fromkeys(symbol.name for symbol in used)
        order = {name: place for place, name in enumerate(self.shapes)}
        return tuple(sorted(found, key=lambda name: order.get(name, len(order))))

    @cached_property
    def states(self) -> Mapping[str, int]:
        """Quantities that are looked up at another step, with the direction to look (-1 or 1)."""
        found: dict[str, int] = {}
        for symbol in self.used:
            if isinstance(symbol.step, Now) and symbol.step.offset:
                if symbol.name not in self.quantities:
                    continue
                direction = -1 if symbol.step.offset < 0 else 1
                if found.setdefault(symbol.name, direction) != direction:
                    raise OrderError(
                        say("looked-up-both-ways", name=symbol.name),
                        symbol.name,
                    )
        return found

    @cached_property
    def looked_back(self) -> Mapping[str, int]:
        """Inputs that are looked up at another step, with the direction to look (-1 or 1)."""
        found: dict[str, int] = {}
        for symbol in self.used:
            if isinstance(symbol.step, Now) and symbol.step.offset and symbol.name in self.inputs:
                found[symbol.name] = -1 if symbol.step.offset < 0 else 1
        return found

    @property
    def recurrent(self) -> bool:
        """Whether the cell is written with relative steps."""
        return any(isinstance(equation.target.step, Now) for equation in self.equations)

    def shape(self, symbol: Symbol | str) -> Shape:
        """The declared or inferred shape of a symbol, whatever its step."""
        return self.shapes[symbol.name if isinstance(symbol, Symbol) else symbol]

    def rank(self, symbol: Symbol | str) -> int:
        """How many axes a symbol has: 0 for a scalar."""
        return len(self.shape(symbol))

    def with_equations(self, equations: Iterable[Equation]) -> Cell:
        """The same symbols under other equations."""
        return replace(self, equations=tuple(equations))

    def needed(self, targets: Iterable[Symbol]) -> Cell:
        """An unrolled cell cut down to the equations that the targets depend on."""
        wanted: set[Symbol] = set(targets)
        kept: list[Equation] = []
        for equation in reversed(self.equations):
            if equation.target in wanted:
                kept.append(equation)
                wanted.update(equation.symbols)
        return self.with_equations(reversed(kept))

    def dependents(self, of: Iterable[Symbol]) -> frozenset[Symbol]:
        """The quantities of an unrolled cell that change when these symbols do."""
        moved = set(of)
        for equation in self.equations:
            if moved.intersection(equation.symbols):
                moved.add(equation.target)
        return frozenset(moved)


def rename(cell: Cell, names: Mapping[str, str]) -> Cell:
    """The cell in other letters; raise CellError for a name that is not there or is taken.

    >>> from reference import cell, rename, write
    >>> write(rename(cell("relu-rnn"), {"h": "s"}).equations[0].value)
    'V @ s[t-1] + W @ x[t] + b'
    """
    for old, new in names.items():
        if old not in cell.shapes:
            from reference.language.parse import suggestion  # only faults need it

            raise CellError(
                say(
                    "no-symbol-to-rename",
                    cell=cell.name,
                    name=old,
                    hint=suggestion(old, cell.shapes),
                )
            )
        if new in cell.shapes and new not in names:
            raise CellError(say("symbol-already", cell=cell.name, name=new))
    if len(set(names.values())) < len(names):
        raise CellError(say("same-name-twice", cell=cell.name))

    def renamed(symbol: Symbol) -> Symbol:
        return Symbol(names.get(symbol.name, symbol.name), symbol.step)

    def change(node: Expression) -> Expression:
        return renamed(node) if isinstance(node, Symbol) else node

    return replace(
        cell,
        shapes={names.get(name, name): shape for name, shape in cell.shapes.items()},
        remarks={names.get(name, name): remark for name, remark in cell.remarks.items()},
        optional=frozenset(names.get(name, name) for name in cell.optional),
        given=frozenset(names.get(name, name) for name in cell.given),
        domains={names.get(name, name): domain for name, domain in cell.domains.items()},
        gradients={
            names.get(name, name): gradient._replace(of=names.get(gradient.of, gradient.of))
            for name, gradient in cell.gradients.items()
        },
        equations=tuple(
            Equation(renamed(e.target), rewrite(e.value, change)) for e in cell.equations
        ),
    )
