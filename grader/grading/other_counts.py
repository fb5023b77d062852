"""What a count would be if the parameters in it were counted otherwise: by another convention, or a slip."""

from __future__ import annotations

from grader.assignment.model import Plain
from grader.key.expected import Expected
from grader.key.model import Key
from grader.outcome.errors import Faulty
from reference import CellError, Expression, Symbol, count, parse_expression, write
from reference.language.expression import Binary, Call, Number, rewrite, walk


def other_counts(value: Plain, key: Key, expected: Expected) -> dict[str, int]:
    """By the name of every convention, what the whole answer is by it: `2*parameters(one)` is twice as much.

    Where several systems are counted, all of them that know a convention are counted by it.
    """
    expression = _parsed(value)
    systems = dict.fromkeys(_counted_in(expression)) if expression is not None else {}
    if expression is None or not systems:
        return _of_the_system(key, expected)
    conventions = {
        name: _counted_otherwise(name, expected)
        for name in systems
        if name in expected.assignment.systems
    }
    found: dict[str, int] = {}
    for other in dict.fromkeys(name for known in conventions.values() for name in known):
        swapped = {s: known[other] for s, known in conventions.items() if other in known}
        try:
            found[other] = expected.whole_number(write(_with(expression, swapped)), key.system)
        except (CellError, Faulty):  # a share of it may be no whole number
            continue
    once = rewrite(expression, _once)
    if once != expression:
        found["once"] = expected.whole_number(write(once), key.system)
    return found


def _of_the_system(key: Key, expected: Expected) -> dict[str, int]:
    """Those of a count that is written as products of sizes, and comes to its system's parameters."""
    if key.system is None:
        return {}
    counted = count(expected.model(key.system).written, {})
    return _counted_otherwise(key.system, expected) if counted.total == key.value else {}


def _counted_otherwise(name: str, expected: Expected) -> dict[str, int]:
    """What the parameters of a system are by other conventions, and counted more than once."""
    model = expected.model(name)
    counted = count(model.written, {})
    found = {"twice": 2 * counted.total}
    if model.file.steps > 2:  # at two steps it is the same number
        found["times-steps"] = model.file.steps * counted.total
    return {**counted.conventions, **found}


def _parsed(value: Plain) -> Expression | None:
    try:
        return parse_expression(value) if isinstance(value, str) else None
    except CellError:
        return None


def _once(node: Expression) -> Expression:
    """The parameters that stand twice, as for two directions, once."""
    match node:
        case Binary("*", Number(2), other) | Binary("*", other, Number(2)) if _counted_in(other):
            return other
        case _:
            return node


def _counted_in(expression: Expression) -> list[str]:
    return [name for node in walk(expression) if (name := _counted(node)) is not None]


def _counted(node: Expression) -> str | None:
    match node:
        case Call("parameters", (Symbol(name),)):
            return name
        case _:
            return None


def _with(expression: Expression, counts: dict[str, int]) -> Expression:
    def change(node: Expression) -> Expression:
        name = _counted(node)
        return Number(counts[name]) if name in counts else node

    return rewrite(expression, change)
