"""Which questions need the numbers of a system: there they stand, with its figure and its equations."""

from __future__ import annotations

from grader.assignment import Answer, Question, Reading
from grader.assignment.kinds import NUMERIC
from grader.key.expected import Expected
from grader.outcome.errors import Faulty
from reference import CellError, parse_condition, parse_expression, symbols

_WORKED_OUT = (*NUMERIC, "sequence", "choice", "boolean")  # kinds that numbers may lead to


def needs_numbers(question: Question) -> bool:
    """Whether an answer is worked out of a system; one that the file itself gives is not."""
    return any(_is_worked_out(answer, question) for answer in question.answers)


def systems_needed(question: Question, expected: Expected) -> frozenset[str]:
    """The systems that such answers are worked out of; one that only equations are asked of needs no numbers."""
    worked_out = [answer for answer in question.answers if _is_worked_out(answer, question)]
    readings = (None, *question.readings)
    found = (_system(one, question, each, expected) for one in worked_out for each in readings)
    return frozenset(name for name in found if name is not None)


def _system(
    answer: Answer, question: Question, reading: Reading | None, expected: Expected
) -> str | None:
    try:
        return expected.system_of(answer, question, reading)
    except Faulty:
        return None  # a constant, which is about no system


def _is_worked_out(answer: Answer, question: Question) -> bool:
    if answer.kind not in _WORKED_OUT:
        return False
    values = [answer.value, *(reading.values.get(answer.name) for reading in question.readings)]
    typed = {*answer.options, *answer.labels}
    return any(isinstance(v, str) and v not in typed and _has_symbols(v) for v in values)


def _has_symbols(value: str) -> bool:
    try:
        return bool(symbols(parse_expression(value)))
    except CellError:
        pass
    try:
        condition = parse_condition(value)
    except CellError:
        return False
    return bool(symbols(condition.left) or symbols(condition.right))
