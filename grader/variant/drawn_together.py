"""What is drawn together: systems that share numbers stand or fall as one."""

from __future__ import annotations

from collections.abc import Mapping

from grader.assignment.draws import Draw, Undrawable, is_draw, read_draw
from grader.assignment.model import Assignment
from grader.outcome.errors import Faulty
from grader.variant.student_numbers import drawn_symbols, source_of
from reference.records import dataclass


@dataclass(frozen=True)
class SystemGroup:
    """Some systems of a sheet, with all that is drawn for them.

    `draws` has every draw under its name (`forward.V`), `taken` the symbols of each system with
    the name of the draw (or of the number) they take.  `cells` maps a system to the one that
    draws its cell.
    """

    systems: tuple[str, ...]
    draws: Mapping[str, Draw]
    taken: Mapping[str, Mapping[str, str]]
    fixed: Mapping[str, object]
    cells: Mapping[str, str]

    @property
    def name(self) -> str:
        """The systems, as a message names them."""
        return ", ".join(self.systems)


def parts_of(assignment: Assignment) -> tuple[SystemGroup, ...]:
    """The systems that draw anything, in groups that share; raise Faulty for draws in vain."""
    joined = {name: {name} for name in assignment.systems}
    sources: dict[str, dict[str, tuple[str, str]]] = {}
    for name, symbol, _ in drawn_symbols(assignment):
        found = source_of(assignment, name, symbol)
        sources.setdefault(name, {})[symbol] = found
        if is_draw(assignment.systems[found[0]].given[found[1]]):
            _join(joined, name, found[0])
    choosers = {
        name: system.cells_by or name for name, system in assignment.systems.items() if system.cells
    }
    for name, chooser in choosers.items():
        _join(joined, name, chooser)
    drawing = {*sources, *choosers}
    groups = {id(group): group for name, group in joined.items() if group & drawing}
    order = list(assignment.systems)
    return tuple(
        _part(assignment, tuple(sorted(group, key=order.index)), sources, choosers)
        for group in groups.values()
    )


def _join(joined: dict[str, set[str]], one: str, other: str) -> None:
    together = joined[one] | joined[other]
    for name in together:
        joined[name] = together


def _part(
    assignment: Assignment,
    systems: tuple[str, ...],
    sources: Mapping[str, Mapping[str, tuple[str, str]]],
    choosers: Mapping[str, str],
) -> SystemGroup:
    draws: dict[str, Draw] = {}
    fixed: dict[str, object] = {}
    taken: dict[str, dict[str, str]] = {}
    for name in systems:
        for symbol, (system, origin) in sources.get(name, {}).items():
            value = assignment.systems[system].given[origin]
            draw = f"{system}.{origin}"
            taken.setdefault(name, {})[symbol] = draw
            if not isinstance(value, dict):
                fixed[draw] = value
                continue
            try:
                draws[draw] = read_draw(value)
            except Undrawable as fault:
                raise Faulty(f'system "{system}", {origin}: {fault}') from None
    own = {name: choosers[name] for name in systems if name in choosers}
    return SystemGroup(systems, draws, taken, fixed, own)
