"""How a number of parameters comes about, as a line of a key: sizes in letters, then in numbers."""

from __future__ import annotations

import numpy as np

from grader.key.expected import Expected
from grader.key.model import Key
from grader.outcome.errors import Faulty
from reference import (
    Cell,
    CellError,
    Equation,
    Expression,
    Symbol,
    count,
    parse_expression,
    symbols,
)
from reference.language.expression import Binary, Call, Number, rewrite, walk
from reference.language.functions import Array
from reference.readings.worked import Worked, worked

_TOTAL = "N"


def worked_count(expected: Expected, key: Key, value: object) -> Worked | None:
    """The working of a count; None where there is none, as for a number that the file gives."""
    if key.kind != "count" or not isinstance(key.value, int):
        return None
    text = f"parameters({key.system})" if value is None else str(value)
    try:
        asked = parse_expression(text)
        named = _systems(asked)
        system = named[0] if len(named) == 1 else None if named else key.system
        sizes = dict(expected.model(system).sizes) if system is not None else {}
        written = _spelled_out(asked, expected, in_letters=len(named) == 1)
    except (CellError, Faulty, KeyError):
        return None
    letters = [str(symbol) for symbol in symbols(written)]
    if isinstance(written, Number) or not any(map(_is_worked_out, walk(written))):
        return None  # nothing is worked out
    if any(letter not in sizes for letter in letters):
        return None
    return _in_one_line(written, {name: sizes[name] for name in letters}, key.value)


def _is_worked_out(node: Expression) -> bool:
    return isinstance(node, Binary | Call)


def _systems(asked: Expression) -> list[str]:
    """The systems whose parameters are counted."""
    named = (
        str(node.arguments[0])
        for node in walk(asked)
        if isinstance(node, Call) and node.function == "parameters"
    )
    return list(dict.fromkeys(named))


def _spelled_out(asked: Expression, expected: Expected, *, in_letters: bool) -> Expression:
    """The parameters of a system as a sum over sizes, or as their number where several are added."""

    def change(node: Expression) -> Expression:
        match node:
            case Call("parameters", (Symbol(name),)):
                model = expected.model(name)
                found = count(model.cell, model.sizes)
                if found.total != expected.parameters(name):
                    raise KeyError(name)
                return parse_expression(found.formula) if in_letters else Number(found.total)
            case _:
                return node

    return rewrite(asked, change)


def _in_one_line(written: Expression, sizes: dict[str, int], total: int) -> Worked | None:
    target = Symbol(_TOTAL if _TOTAL not in sizes else f"{_TOTAL}_all")
    shapes = dict.fromkeys((*sizes, target.name), ())
    cell = Cell("count", "", shapes, (Equation(target, written),))
    numbers: dict[str, Array] = {name: np.asarray(float(size)) for name, size in sizes.items()}
    found = worked(cell, numbers, targets=[target], decimals=0)
    is_right = all(round(float(step.value)) == total for step in found.steps)
    return found if found.steps and is_right else None
