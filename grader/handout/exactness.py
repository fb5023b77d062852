"""Which numbers of a question are asked for exactly, so that a word about decimals would mislead.

Whether it is said hangs on the equations and on all such answers of a question together, never on the
value of one alone: a 0 that a dead unit left must not be told from its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from grader.assignment import Answer, Question
from grader.assignment.kinds import NUMERIC
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.key.model import Key
from grader.key.target import Target
from grader.outcome.errors import Faulty
from reference import Cell, Expression, Symbol
from reference.language.expression import Binary, Call, Negate, Number
from reference.readings.prerequisites import waiting

# What gives entries, sums and comparisons of what it is given.
_EXACT = frozenset(
    [
        "relu", "identity", "abs", "sign", "step", "min", "max", "sum", "argmax", "concat", "rows", "part", "place",
        "piece", "transpose", "diagonal", "outer", "entry", "unit", "one_hot", "ones", "stop", "where", "largest",
        "smallest", "row_sums", "diagonal_matrix", "on_diagonal", "sum_steps", "all_steps", "parameters", "mod",
    ]
)  # fmt: skip


def told_exact(question: Question, expected: Expected) -> frozenset[str]:
    """The answers that are sums and products of given numbers, where each such has one right value."""
    reading = question.readings[0] if question.readings else None
    found = {}
    for answer in question.answers:
        if answer.kind in NUMERIC and answer.tolerance.is_worked_out:
            key = key_of(expected, answer, question, reading)
            if is_exact(key.target):
                found[answer.name] = _has_one_value(answer, key)
    return frozenset(found) if all(found.values()) else frozenset()


def is_exact(target: Target) -> bool:
    """Whether nothing on the way to a number has to be rounded: no quotient, no exponential."""
    system = target.system
    known = {**system.inputs, **system.pins}

    def found() -> bool:
        above = waiting(target.expression, system.cell, lambda symbol: str(symbol) in known)
        return all(map(_is_sum, [target.expression, *_values(system.cell, above)]))

    return system.cell.keep(("exact", target.expression, frozenset(known)), found)  # for a class


def _values(cell: Cell, quantities: Iterable[Symbol]) -> list[Expression]:
    return [cell.by_target[symbol] for symbol in quantities if symbol in cell.by_target]


def _is_sum(value: Expression) -> bool:
    match value:
        case Number() | Symbol():
            return True
        case Negate(inner):
            return _is_sum(inner)
        case Binary("**", base, Number(power)):
            return power >= 0 and power == int(power) and _is_sum(base)
        case Binary(sign, left, right):
            return sign not in ("/", "**") and _is_sum(left) and _is_sum(right)
        case Call(name, arguments):
            return name in _EXACT and all(map(_is_sum, arguments))
        case _:
            return False


def _has_one_value(answer: Answer, key: Key) -> bool:
    if answer.tolerance.cut or answer.precision_penalty:
        return False  # then what is asked for are its decimals
    try:
        accepted = key.own_interval(answer.tolerance)
    except Faulty:
        return False  # which is told where its key is asked for
    return bool(np.all(accepted.low == accepted.high))
