"""The key: what is right for every answer, worked out from the equations and never typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from grader.assignment.model import Alternative, Answer, Plain, Question, Reading, Tolerance
from grader.expected import Expected, Faulty, Target, constant
from reference import (
    Cell,
    CellError,
    Equation,
    Expression,
    Interval,
    Now,
    Pins,
    Symbol,
    parse_expression,
    shape_of,
    symbols,
    write,
)
from reference.evaluate import Values
from reference.expression import Binary, Call, rewrite, walk
from reference.functions import Array
from reference.simplify import in_terms_of

NUMERIC = ("number", "vector", "matrix")


@dataclass(frozen=True)
class EquationKey:
    """The equation that is asked for: that of `quantity` in a cell, near the given numbers."""

    cell: Cell
    quantity: Symbol
    numbers: Values


@dataclass(frozen=True)
class Key:
    """What is right for one answer under one reading.

    `value` is plain data, as a submission would give it.  `targets` are the expressions that the
    value comes from: one for numbers, one a step for a sequence, none for typed words.
    """

    kind: str
    value: object
    targets: tuple[Target, ...] = ()
    alternatives: tuple[tuple[Alternative, Key], ...] = ()
    system: str | None = None
    equation: EquationKey | None = None

    @property
    def target(self) -> Target:
        """The one expression behind a numeric value."""
        return self.targets[0]

    def accepted(self, tolerance: Tolerance, given: Pins | None = None) -> Interval:
        """The numbers that count as right."""
        return self.target.accepted(tolerance, given)

    def labels_given(self, labels: tuple[str, ...], given: dict[str, Array]) -> list[str]:
        """The words that follow when some quantities are taken as given."""
        return [_label(target.value_given(given), labels) for target in self.targets]


def key_of(
    expected: Expected, answer: Answer, question: Question, reading: Reading | None = None
) -> Key:
    """The key of an answer; raise Faulty where the file does not give one."""
    value = expected.value_text(answer, reading)
    try:
        found = _key(expected, answer, question, reading, value)
        others = tuple(
            (other, _other_key(expected, answer, question, reading, other.value))
            for other in answer.alternatives
        )
    except Faulty as fault:
        raise Faulty(f'answer "{answer.name}": {fault}') from None
    except CellError as fault:
        raise Faulty(f'answer "{answer.name}": {fault}') from None
    return replace(found, alternatives=others)


def _key(
    expected: Expected, answer: Answer, question: Question, reading: Reading | None, value: Plain
) -> Key:
    def system() -> str:
        return expected.system_of(answer, question, reading)

    def system_if_any() -> str | None:
        named = answer.system or (reading.system if reading else None) or question.system
        return named or (system() if len(expected.assignment.systems) == 1 else None)

    match answer.kind:
        case "number" | "vector" | "matrix":
            return _numeric(expected, value, system_if_any())
        case "count":
            whole = expected.whole_number(value, system_if_any())
            return Key("count", whole, system=system_if_any())
        case "expression":
            amount = _exact(expected, value, system_if_any())
            return Key("expression", amount, system=system_if_any())
        case "shape":
            sizes = tuple(value) if isinstance(value, list) else expected.shape(value, system())
            return Key("shape", sizes)
        case "range":
            if isinstance(value, list):
                low, high = (float(str(end)) for end in value)
                return Key("range", (low, high))
            return Key("range", expected.range(value, system()))
        case "sequence" if not isinstance(value, list):
            targets = _over_steps(expected, value, system())
            words = [_label(target.value, answer.labels) for target in targets]
            return Key("sequence", words, targets)
        case "choice" if str(value) not in {*answer.options, *answer.labels}:
            target = expected.target(value, system())
            return Key("choice", _label(target.value, _words(answer)), (target,))
        case "equation":
            return _equation(expected, str(value), system())
        case kind:
            return Key(kind, value)


def _other_key(
    expected: Expected, answer: Answer, question: Question, reading: Reading | None, value: Plain
) -> Key:
    """The key of an alternative, which may be typed: a misprint is honoured as it stands."""
    if answer.kind in NUMERIC and isinstance(value, (list, int, float)):
        target = constant(np.asarray(value, dtype=np.float64))
        return Key(NUMERIC[len(target.shape)], target.value.tolist(), (target,))
    return _key(expected, answer, question, reading, value)


def _words(answer: Answer) -> tuple[str, ...]:
    return answer.labels or tuple(answer.options)


def _numeric(expected: Expected, value: Plain, system: str | None) -> Key:
    if isinstance(value, (list, int, float)):
        raise Faulty("a number must come from the equations; write an expression over a system")
    target = expected.target(value, system)
    rank = len(target.shape)
    if rank >= len(NUMERIC):
        raise Faulty("the value has more than two axes")
    if not np.all(np.isfinite(target.value)):
        raise Faulty(f'"{value}" is not finite: {target.value}')
    return Key(NUMERIC[rank], target.value.tolist(), (target,), system=system)


def _exact(expected: Expected, value: Plain, system: str | None) -> Fraction:
    try:
        return Fraction(expected.whole_number(value, system))
    except Faulty:
        found = expected.target(value, system).value
        return Fraction(str(float(found)))


def _over_steps(expected: Expected, value: Plain, system: str) -> tuple[Target, ...]:
    """`argmax(y[t])` at every step; an expression without t stands for one entry."""
    expression = parse_expression(str(value))
    if not any(isinstance(s.step, Now) for s in symbols(expression)):
        return (expected.target(value, system),)
    steps = range(1, expected.model(system).file.steps + 1)
    texts = [write(_at(expression, t)) for t in steps]
    return tuple(expected.target(text, system) for text in texts)


def _at(expression: Expression, t: int) -> Expression:
    return rewrite(expression, lambda n: n.at(t) if isinstance(n, Symbol) else n)


def _label(value: Array, labels: tuple[str, ...]) -> str:
    """The word that an index from 1 stands for."""
    index = round(float(value))
    if not labels:
        return str(index)
    if value.shape or not 1 <= index <= len(labels):
        raise Faulty(f"the value {value} is no index into {len(labels)} labels; use argmax(...)")
    return labels[index - 1]


def _equation(expected: Expected, value: str, system: str) -> Key:
    """`h[t]` asks for the cell's own equation; any other expression stands for itself."""
    expression = parse_expression(value)
    model = expected.model(system)
    if any(isinstance(node, Call) and node.function == "grad" for node in walk(expression)):
        target = expected.target(value, system)
        cell, numbers, quantity = target.system.cell, target.system.inputs, target.expression
    elif any(isinstance(s.step, Now) for s in symbols(expression)) or not model.cell.recurrent:
        cell, numbers, quantity = model.written, {}, expression
    else:
        cell, numbers, quantity = model.system.cell, model.system.inputs, expression
    if not isinstance(quantity, Symbol):
        cell, quantity = _with_answer(cell, quantity)
    if quantity not in cell.by_target:
        raise Faulty(f'system "{system}" has no equation for {quantity}')
    forward = model.system.cell if numbers else model.written
    kept = {e.target for e in forward.equations} - _net_inputs(forward)
    shown = in_terms_of(cell, quantity, kept, numbers)
    shown = _by_hand(shown, cell)
    return Key(
        "equation", write(shown), system=system, equation=EquationKey(cell, quantity, numbers)
    )


def _by_hand(expression: Expression, cell: Cell) -> Expression:
    """The expression as one writes it down: a product with a scalar is no matrix product."""

    def change(node: Expression) -> Expression:
        if isinstance(node, Binary) and node.operator == "@":
            sides = (shape_of(node.left, cell.shapes), shape_of(node.right, cell.shapes))
            return Binary("*", node.left, node.right) if () in sides else node
        return node

    return rewrite(expression, change)


def _net_inputs(cell: Cell) -> set[Symbol]:
    """Quantities that only stand for the argument of one activation: nobody asks for them."""
    arguments = [
        argument
        for equation in cell.equations
        if isinstance(equation.value, Call)
        for argument in equation.value.arguments
        if isinstance(argument, Symbol) and argument in cell.by_target
    ]
    uses = [s for equation in cell.equations for s in symbols(equation.value)]
    return {s for s in arguments if uses.count(s) == 1 and s.name not in cell.states}


def _with_answer(cell: Cell, value: Expression) -> tuple[Cell, Symbol]:
    """The cell with the expression as one more quantity."""
    step = Now() if cell.recurrent else None
    quantity = Symbol("answer", step)
    wider = replace(
        cell,
        shapes={**cell.shapes, quantity.name: shape_of(value, cell.shapes)},
        equations=(*cell.equations, Equation(quantity, value)),
    )
    return wider, quantity
