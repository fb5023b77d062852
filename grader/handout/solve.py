"""The solution of an assignment: every answer from the equations, and the way there."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from grader.assignment import Answer, Assignment, Question, find_assignment, load_assignment
from grader.assignment.kinds import CODE, NUMERIC
from grader.checkers.whole import unexplained
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.key.model import Key
from grader.key.right_values import right_places, right_text, right_value
from grader.key.unsolved import refusal
from grader.outcome.errors import Faulty
from grader.outcome.typed import Typed
from grader.reading import read_expression
from grader.reading.expressions import Expression as WorkedOut
from grader.variant.selection import select
from grader.words.sentences import handouts as sentences
from grader.words.text import visible
from reference import CellError, count
from reference.language.numerals import given_numeral
from reference.records import dataclass, replace


@dataclass(frozen=True)
class Solution:
    """The answers of an assignment as a submission would give them, and the worked text."""

    assignment: str
    student: str | None
    answers: Mapping[str, object]
    text: str


def solve(
    name: str, *, student: str | None = None, secret: str | None = None, manifest: str | None = None
) -> Solution:
    """The worked solution; raise InputError where the assignment cannot be solved.

    >>> import grader
    >>> grader.solve("exam-relu-9").answers["c_h3"]
    3.0
    """
    path = find_assignment(name)
    chosen = select(load_assignment(path), student, secret=secret, manifest=manifest)
    assignment = chosen.assignment
    try:
        expected = Expected(assignment)
        answers = dict(key_answers(expected))
        return Solution(
            assignment.id,
            student,
            answers,
            "\n".join(visible(line, longest=_LONGEST_LINE) for line in _document(expected)) + "\n",
        )
    except Faulty as fault:
        raise refusal(fault, path, assignment) from None


def key_answers(expected: Expected) -> Iterator[tuple[str, object]]:
    """Every answer that has a key, by name, as plain data that a submission may hold."""
    for question in expected.assignment.questions:
        for answer in question.answers:
            if answer.kind in ("text", *CODE):
                continue
            reading = question.readings[0] if question.readings else None
            key = key_of(expected, answer, question, reading)
            if key.kind in NUMERIC and answer.tolerance.cut:
                accepted = key.accepted(answer.tolerance)
                yield answer.name, right_value(key.target.value, accepted, answer.tolerance)
            else:
                yield answer.name, plain_value(expected, key, expected.value_text(answer, reading))


def plain_value(expected: Expected, key: Key, written: object = None) -> object:
    """The value of a key as one would type it; `written` is how the file gives it."""
    match key.kind:
        case "expression":
            return _sum(expected, key, written) or _any_sum(key)
        case "shape":
            return list(key.value) if isinstance(key.value, tuple) else key.value
        case "range":
            low, high = key.value if isinstance(key.value, tuple) else (0.0, 0.0)
            return [_end(low), _end(high)]
        case _:
            return key.value


def _end(value: float) -> object:
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return int(value) if value == int(value) else value


def _is_working(written: object, key: Key) -> bool:
    """Whether a student who wrote this sum would have it right."""
    found = read_expression(Typed(str(written)))
    return (
        isinstance(found, WorkedOut)
        and found.value == key.value
        and not found.names_its_result
        and not unexplained(found, key)
    )


def key_value(expected: Expected, key: Key, written: object) -> object:
    """The value of a key as staff should read it: where any sum is right, what it comes to."""
    any_sum = is_any_sum(expected, key, written)
    return str(key.value) if any_sum else plain_value(expected, key, written)


def is_any_sum(expected: Expected, key: Key, written: object) -> bool:
    """Whether a sum is asked for, and the file gives its value alone: then no sum is the key."""
    return key.kind == "expression" and _sum(expected, key, written) is None


_PARAMETERS = re.compile(r"parameters\(\s*(\w+)\s*\)")


def _sum(expected: Expected, key: Key, written: object) -> object:
    """The file's own sum, or with parameters part by part, or all it adds up; None where none is right."""
    parts = [f"parameters({key.system})"] if key.system else []
    if _PARAMETERS.search(str(written)):
        parts.insert(0, str(written))
    told = [_PARAMETERS.sub(lambda m: _part_by_part(expected, m), part) for part in parts]
    sums = (written, *told, " + ".join(map(str, key.addends)))
    return next((one for one in sums if _is_working(one, key)), None)


def _part_by_part(expected: Expected, counted: re.Match[str]) -> str:
    """The parameters of a system as a sum, in brackets beside others; as they stand where none can be told."""
    try:
        model = expected.model(counted[1])
        formula = count(model.cell, model.sizes).formula
    except (CellError, Faulty):
        return counted[0]
    spelled = re.sub(r"[A-Za-z_]\w*", lambda m: str(model.sizes.get(m[0], m[0])), formula)
    return spelled if counted[0] == counted.string.strip() else f"({spelled})"


def _any_sum(key: Key) -> str:
    """Some sum that comes to a value, so that what is typed is one."""
    value = key.value if isinstance(key.value, Fraction) else Fraction(0)
    if value > 1 and value.denominator == 1:
        return f"{value - 1} + 1"
    half = float(value / 2)
    return f"{half} + {half}"  # no part of it is as large as the whole


_LONGEST_LINE = 1_000_000  # characters: a matrix of a whole layer is one line


# -- the document ---------------------------------------------------------------------------


def _document(expected: Expected) -> Iterator[str]:
    assignment = expected.assignment
    yield assignment.title
    yield "=" * len(assignment.title)
    told: set[object] = set()  # steps that stand above already, with these numbers
    for question in assignment.questions:
        yield ""
        yield f"{question.id}  {question.title}".rstrip()
        yield "-" * len(f"{question.id}  {question.title}".rstrip())
        for answer in question.answers:
            yield from _solved(expected, question, answer, told)


def _solved(
    expected: Expected, question: Question, answer: Answer, told: set[object]
) -> Iterator[str]:
    # only a document needs these
    from grader.handout.worked_count import worked_count
    from reference.readings.worked import worked  # as above

    if answer.kind == "text":
        if not answer.items:
            yield f"{answer.name}: {' '.join(answer.rubric.split())}"
            return
        yield f"{answer.name}:"
        yield from (f"    {line}" for line in answer.rubric.splitlines())
        return
    if answer.kind in CODE:
        yield sentences.code_answer(answer.name, is_function=answer.kind == "function")
        return
    for reading in question.readings or (None,):
        key = key_of(expected, answer, question, reading)
        label = f" ({reading.why or reading.id})" if reading else ""
        if key.kind not in NUMERIC:
            written = expected.value_text(answer, reading)
            value = plain_value(expected, key, written)
            yield f"{answer.name}{label} = {_shown(value)}"
            if is_any_sum(expected, key, written):
                yield f"    {sentences.key_any_sum(str(key.value))}"
            way = worked_count(expected, key, written)
            yield from (f"    {line}" for line in way.text().splitlines()) if way else ()
            continue
        accepted = key.accepted(answer.tolerance)
        right = right_text(key.target.value, accepted, answer.tolerance)
        yield f"{answer.name}{label} = {right}"
        if key.target.system.cell.equations:
            steps = worked(
                key.target.system.cell,
                key.target.system.inputs,
                given=key.target.system.pins,
                targets=[key.target.expression],
                called=answer.name,
                decimals=right_places(key.target.value, accepted, answer.tolerance),
            )
            new = [s for s in steps.steps if steps.known_by(s) not in told]
            told.update(map(steps.known_by, new))
            text = replace(steps, steps=tuple(new)).text()
            yield from (f"    {line}" for line in text.splitlines())


def _shown(value: object) -> str:
    if isinstance(value, float):
        return given_numeral(value)
    if isinstance(value, list):
        return "[" + ", ".join(_shown(entry) for entry in value) + "]"
    return str(value)


def solved(assignment: Assignment) -> Mapping[str, object]:
    """The key answers of an assignment that is loaded already."""
    return dict(key_answers(Expected(assignment)))
