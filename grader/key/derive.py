"""From an assignment to its key: what each answer asks of the solved systems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction

import numpy as np

from grader.assignment.kinds import NUMERIC
from grader.assignment.model import Alternative, Answer, Plain, Question, Reading
from grader.key.addends import addends_of, sizes_of
from grader.key.expected import Expected
from grader.key.model import TRUTH, EquationKey, Key, Origin, label_of, made_key
from grader.key.target import Target, constant
from grader.outcome.errors import Faulty
from grader.words.sentences import keys as sentences
from reference import (
    Cell,
    CellError,
    Equation,
    Expression,
    Now,
    Symbol,
    parse_condition,
    parse_expression,
    shape_of,
    symbols,
    write,
)
from reference.language.expression import Binary, Call, Number, rewrite, walk
from reference.language.parse import suggestion
from reference.records import replace
from reference.rewrites.over_steps import at_step
from reference.rewrites.simplify import in_terms_of


def key_of(
    expected: Expected, answer: Answer, question: Question, reading: Reading | None = None
) -> Key:
    """The key of an answer; raise Faulty where the file does not give one."""
    if not any(answer is own for own in question.answers):  # it was changed on the way
        return _key_of(expected, answer, question, reading)
    place = id(answer), id(question), id(reading)
    if place not in expected.keys:  # what is asked stays beside it, and with it these numbers
        key = _key_of(expected, answer, question, reading)
        expected.keys[place] = answer, question, reading, key
    found: Key = expected.keys[place][-1]
    return found


def _key_of(expected: Expected, answer: Answer, question: Question, reading: Reading | None) -> Key:
    value = expected.value_text(answer, reading)
    with _faults_of(answer):
        found = _key(expected, answer, question, reading, value)
        others = tuple(
            (other, _other_key(expected, answer, question, reading, other.value))
            for other in answer.alternatives
        )
    return replace(found, alternatives=others)


@contextmanager
def _faults_of(answer: Answer) -> Iterator[None]:
    """Whatever is wrong with a value is told of its answer."""
    try:
        yield
    except Faulty as fault:
        if fault.system:
            raise
        raise Faulty(fault.said, answer=answer.name, remedy=fault.remedy) from None
    except CellError as fault:
        raise Faulty(str(fault), answer=answer.name) from None


def partly_of(
    expected: Expected, answer: Answer, question: Question, reading: Reading | None
) -> Iterator[tuple[Alternative, Answer, Key]]:
    """Every value that earns a share of the points: the answer as if that were asked, and its key."""
    for other in answer.partly:
        tolerance = other.tolerance or answer.tolerance
        asked = replace(answer, value=other.value, alternatives=(), partly=(), tolerance=tolerance)
        with _faults_of(answer):
            key = _other_key(expected, asked, question, reading, other.value)
        yield other, asked, key


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
            whole, system_name = expected.whole_number(value, system_if_any()), system_if_any()
            behind = expected.behind_count(value, system_name)
            return made_key("count", whole, behind, _counted_system(value) or system_name)
        case "expression":
            amount = _exact(expected, value, system_if_any())
            parts = addends_of(expected, value, system_if_any())
            sizes = sizes_of(expected, value, system_if_any()) if parts else ()
            counted = _counted_system(value) or system_if_any()
            return Key("expression", amount, system=counted, addends=parts, sizes=sizes)
        case "shape":
            sizes = tuple(value) if isinstance(value, list) else expected.shape(value, system())
            return Key("shape", sizes)
        case "range":
            return Key("range", _range(expected, value, system))
        case "sequence" if not isinstance(value, list):
            targets = _over_steps(expected, value, system())
            words = [label_of(target.value, answer.labels) for target in targets]
            return made_key("sequence", words, targets)
        case "choice" if str(value) not in {*answer.options, *answer.labels}:
            target = expected.target(value, system())
            return made_key("choice", label_of(target.value, _words(answer)), (target,))
        case "boolean":
            return _boolean(expected, value, system_if_any())
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
        return made_key(NUMERIC[len(target.shape)], target.value.tolist(), (target,))
    return _key(expected, answer, question, reading, value)


def _words(answer: Answer) -> tuple[str, ...]:
    return answer.labels or tuple(answer.options)


def _spelled(value: Plain) -> str:
    """Numbers as an expression has them: those of a vector in concat, its rows in rows.

    >>> _spelled([[1, 2], [3, 0.5]])
    'rows(concat(1, 2), concat(3, 0.5))'
    """
    if not isinstance(value, list):
        return str(value)
    together = "rows" if value and isinstance(value[0], list) else "concat"
    return f"{together}({', '.join(map(_spelled, value))})"


def _numeric(expected: Expected, value: Plain, system: str | None) -> Key:
    if isinstance(value, (list, int, float)):
        said, remedy = sentences.must_come_from_equations(f'"{_spelled(value)}"')
        raise Faulty(said, remedy=remedy)
    target = expected.target(value, system)
    rank = len(target.shape)
    if rank >= len(NUMERIC):
        raise Faulty(sentences.more_than_two_axes())
    if not np.all(np.isfinite(target.value)):
        said = sentences.not_finite(value, target.value)
        raise Faulty(said, remedy=sentences.stay_in_domain())
    return made_key(NUMERIC[rank], target.value.tolist(), (target,), system)


def _exact(expected: Expected, value: Plain, system: str | None) -> Fraction:
    try:
        return Fraction(expected.whole_number(value, system))
    except Faulty:
        found = expected.target(value, system).value
        return Fraction(str(float(found)))


def _counted_system(value: Plain) -> str | None:
    """The system whose parameters are asked for, by name: its mistakes are those that count."""
    match parse_expression(value) if isinstance(value, str) else None:
        case Call("parameters", (Symbol(name),)):
            return name
        case _:
            return None


def _range(expected: Expected, value: Plain, system: Callable[[], str]) -> tuple[float, float]:
    if isinstance(value, list):
        low, high = (float(str(end)) for end in value)
        return low, high
    return expected.range(value, system())


def _boolean(expected: Expected, value: Plain, system: str | None) -> Key:
    """A claim that the file calls true or false, or that a comparison of values decides."""
    if not isinstance(value, str):
        return Key("boolean", value)
    target = _truth(expected, value, system)
    return made_key("boolean", label_of(target.value, TRUTH) == TRUTH[1], (target,))


def _truth(expected: Expected, value: str, system: str | None) -> Target:
    """A comparison as a number that can be followed: 1 where it is false, 2 where it is true."""
    condition = parse_condition(value)
    first, second = condition.left, condition.right
    if condition.relation not in ("<", "<=", ">", ">="):
        raise Faulty(sentences.numbers_are_ordered(value))
    if condition.relation in ("<", ">="):
        first, second = second, first
    above = Call("where", (Binary("-", first, second), Number(1), Number(0)))
    # >= and <= are true unless the other side is larger
    either = "=" in condition.relation
    found = Binary("-", Number(2), above) if either else Binary("+", Number(1), above)
    target = expected.target(write(found), system)
    if target.shape:
        raise Faulty(sentences.compares_several(value))
    return target


def _over_steps(expected: Expected, value: Plain, system: str) -> tuple[Target, ...]:
    """`argmax(y[t])` at every step, every entry of a vector; any other expression stands for one entry."""
    expression = parse_expression(str(value))
    if not any(isinstance(s.step, Now) for s in symbols(expression)):
        whole = expected.target(value, system)
        if len(whole.shape) != 1:
            return (whole,)
        each = [Call("entry", (expression, Number(k + 1))) for k in range(whole.shape[0])]
        return tuple(expected.target(write(entry), system) for entry in each)
    steps = range(1, expected.model(system).file.steps + 1)
    texts = [write(at_step(expression, t)) for t in steps]
    return tuple(expected.target(text, system) for text in texts)


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
    if cell is model.written and cell.recurrent and not isinstance(expression, Symbol):
        quantity = _at_this_step(expression, cell)
    unknown = next((s for s in symbols(quantity) if s.name not in cell.shapes), None)
    if unknown is not None:
        known = [*cell.shapes]
        near = suggestion(unknown.name, known)
        fault = f'system "{system}" has no symbol {unknown}'
        if near:
            raise Faulty(f"{fault}{near}")
        remedy = sentences.declare_letter(unknown.name)
        raise Faulty(f"{fault}; it has {', '.join(known)}", remedy=remedy)
    unnamed = not isinstance(quantity, Symbol)
    if not isinstance(quantity, Symbol):
        cell, quantity = _with_answer(cell, quantity)
    if quantity not in cell.by_target:
        raise Faulty(sentences.no_equation(system, quantity))
    forward = model.system.cell if numbers else model.written
    kept = {e.target for e in forward.equations} - net_inputs(forward)
    shown = in_terms_of(cell, quantity, kept, numbers)
    shown = _by_hand(shown, cell)
    origin = Origin(equation=EquationKey(cell, quantity, numbers, unnamed))
    return Key("equation", write(shown), system=system, origin_of=lambda: origin)


def _at_this_step(expression: Expression, cell: Cell) -> Expression:
    """A name without a step means the current one, as in the text of a cell."""
    stepped = {*cell.quantities, *cell.inputs}

    def change(node: Expression) -> Expression:
        bare = isinstance(node, Symbol) and node.step is None and node.name in stepped
        return Symbol(node.name, Now()) if isinstance(node, Symbol) and bare else node

    return rewrite(expression, change)


def _by_hand(expression: Expression, cell: Cell) -> Expression:
    """The expression as one writes it down: a product with a scalar is no matrix product."""

    def change(node: Expression) -> Expression:
        if isinstance(node, Binary) and node.operator == "@":
            sides = (shape_of(node.left, cell.shapes), shape_of(node.right, cell.shapes))
            return Binary("*", node.left, node.right) if () in sides else node
        return node

    return rewrite(expression, change)


def net_inputs(cell: Cell) -> set[Symbol]:
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
