"""An assignment without what only staff may know: what a student's kit holds of it.

A kit's file is an assignment like any other, in which values may be absent.  Of a private answer
stays only what the sheet shows anyhow: that `c_h2` is the number h[2] of a system whose numbers
are printed.  That much is needed to see whether one step follows from another.  What says more
than the sheet goes: words, counts, shapes, ranges, sums, equations, alternatives, rubrics, and the
systems and cells that nothing else needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from grader.assignment import Answer, Assignment, Kit, Plain, Question, Reading, System, Tolerance
from grader.assignment.chosen_numbers import chosen_symbols
from grader.assignment.dataclass_json import from_plain, to_plain
from grader.assignment.function import Function
from grader.assignment.kinds import NUMERIC
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.variant.drawings import DRAWING
from reference import Symbol, parse_expression, symbols
from reference.language.expression import Call, walk
from reference.records import dataclass, replace

_UNJUDGED = Function(checks={"values": Fraction(1)})  # as it is where a file says nothing


def stripped(assignment: Assignment, student: str | None) -> Assignment:
    """What a student may have of an assignment whose draws are filled in.

    Raises Faulty where the assignment has no key.
    """
    whole = _Whole(assignment, Expected(assignment))
    needed = whole.systems()
    systems = {name: _bare(s) for name, s in assignment.systems.items() if name in needed}
    questions = tuple(_question(q, whole, systems) for q in assignment.questions)
    cells = {system.cell for system in systems.values()} | set(whole.cells_of_functions())
    return Assignment(
        id=assignment.id,
        title=assignment.title,
        points=assignment.points,
        questions=questions,
        systems=systems,
        cells={n: _without_comments(t) for n, t in assignment.cells.items() if n in cells},
        helpers=assignment.helpers,
        forbid=assignment.forbid,
        only=assignment.only,
        kit=Kit(assignment=assignment.id, student=student, drawing=DRAWING),
    )


@dataclass(frozen=True)
class _Whole:
    """The assignment with its key, and what of it may be told."""

    assignment: Assignment
    expected: Expected

    def is_public(self, answer: Answer) -> bool:
        """Whether right and wrong are told; of a function, only with those it is judged by."""
        if not answer.public or answer.visibility != "visible" or self.is_chosen(answer):
            return False
        if answer.kind != "function":
            return answer.kind not in ("text", "tests")
        function = from_plain(Function, answer.value)
        others = {a.name: a for a in self.assignment.answers if a.kind == "function"}
        needed = [others.get(name) for name in (function.forward, function.step) if name]
        return bool(_shown_checks(function)) and all(o is not None and o.public for o in needed)

    def is_chosen(self, answer: Answer) -> bool:
        """Whether a system is behind it whose numbers students choose: those of the file stay here."""
        question = next(q for q in self.assignment.questions if answer in q.answers)
        system = answer.system or question.system
        return system is not None and bool(chosen_symbols(self.assignment, system))

    def value(self, answer: Answer, question: Question, reading: Reading | None) -> Plain:
        """The value of a private answer as far as the sheet shows it; None where it does not."""
        if answer.kind == "matching":
            sides = answer.value if isinstance(answer.value, dict) else {}
            return dict.fromkeys(sides)
        if self.is_chosen(answer):
            return None
        value = self.expected.value_text(answer, reading)
        targets = key_of(self.expected, answer, question, reading).targets
        derived = bool(targets) and all(symbols(target.expression) for target in targets)
        return value if derived else None

    def systems(self) -> set[str]:
        """The systems that the values which may be told come from."""
        return {
            name
            for question in self.assignment.questions
            for answer in question.answers
            for reading in question.readings or (None,)
            for name in self._systems_of(answer, question, reading)
        }

    def _systems_of(
        self, answer: Answer, question: Question, reading: Reading | None
    ) -> Iterator[str]:
        if self.is_public(answer):
            named = answer.system or (reading.system if reading else None) or question.system
            values = (self.expected.value_text(answer, reading), *_others(answer))
            yield from (name for v in values for name in _counted(v, answer.kind))
            if named is not None and answer.kind != "function":
                yield named
        elif answer.kind != "matching" and self.value(answer, question, reading) is not None:
            yield self.expected.system_of(answer, question, reading)

    def cells_of_functions(self) -> Iterator[str]:
        """The cells that public functions work out."""
        for answer in self.assignment.answers:
            if answer.kind == "function" and self.is_public(answer):
                function = from_plain(Function, answer.value)
                yield function.cell
                yield from (str(other.value) for other in answer.alternatives)
                yield from (cell for p in function.given for cell in p.cells.values())


def _others(answer: Answer) -> tuple[Plain, ...]:
    return tuple(alternative.value for alternative in answer.alternatives)


def _counted(value: Plain, kind: str) -> Iterator[str]:
    """The systems that a count names: `parameters(lstm)`."""
    if kind not in ("count", "expression") or not isinstance(value, str):
        return
    for node in walk(parse_expression(value)):
        if isinstance(node, Call) and node.function == "parameters":
            yield from (part.name for part in node.arguments if isinstance(part, Symbol))


def _question(question: Question, whole: _Whole, systems: dict[str, System]) -> Question:
    only = next(iter(systems)) if len(systems) == 1 else None
    answers = tuple(_answer(answer, question, whole, systems) for answer in question.answers)
    readings = tuple(_reading(reading, question, whole, systems) for reading in question.readings)
    told = [r for k, r in enumerate(readings) if not k or r.system is not None or r.values]
    return Question(
        id=question.id,
        prompt="",
        title=question.title,
        answers=answers,
        system=question.system if question.system in systems else only,
        follow_through=question.follow_through * (not question.result_only),
        readings=tuple(told) if len(told) > 1 else (),
        cap=question.cap,
    )


def _answer(
    answer: Answer, question: Question, whole: _Whole, systems: dict[str, System]
) -> Answer:
    system = answer.system if answer.system in systems else None
    if whole.is_public(answer):
        value = _without_hidden(answer.value) if answer.kind == "function" else answer.value
        return replace(answer, value=value, system=system, rubric="", items=(), prompt="")
    first = question.readings[0] if question.readings and answer.value is None else None
    value = whole.value(answer, question, first)
    if answer.kind == "equation" and _is_over(answer, question, systems):
        value = answer.value
    if answer.kind == "function":
        asked = from_plain(Function, answer.value)
        value = to_plain(replace(_UNJUDGED, arguments=asked.arguments, call=asked.call,
                                 framework=asked.framework))  # fmt: skip
    labels = answer.labels
    if answer.kind == "matching" and isinstance(answer.value, dict):
        labels = tuple(sorted({*map(str, answer.value.values()), *labels}))
    return Answer(
        name=answer.name,
        kind=answer.kind,
        points=answer.points,
        value=value,
        system=system,
        tolerance=answer.tolerance if answer.kind in NUMERIC else Tolerance(exact=True),
        per_entry=answer.per_entry,
        quoted=answer.quoted,
        labels=labels,
        options=answer.options,
        explanation=answer.explanation,
    )


def _is_over(answer: Answer, question: Question, systems: dict[str, System]) -> bool:
    """Whether a kit has the equations anyhow, because numbers are worked out by them."""
    named = answer.system or (question.readings or (question,))[0].system or question.system
    return named in systems


def _reading(
    reading: Reading, question: Question, whole: _Whole, systems: dict[str, System]
) -> Reading:
    system = reading.system if reading.system in systems else None
    values: dict[str, Plain] = {}
    for answer in question.answers:
        value = reading.values.get(answer.name)
        if answer.kind == "equation" and not _is_over(answer, question, systems):
            value = None
        elif answer.kind != "equation" and value is not None and not whole.is_public(answer):
            value = whole.value(answer, question, reading)
        if value is not None:
            values[answer.name] = value
        elif answer.kind == "count" and system is not None and answer.system is None:
            values[answer.name] = None  # of its own accord the number of parameters
    return Reading(id=reading.id, system=system, values=values)


def _bare(system: System) -> System:
    return System(
        cell=system.cell,
        steps=system.steps,
        given=system.given,
        sizes=system.sizes,
        without=system.without,
        rename=system.rename,
        slope_at_zero=system.slope_at_zero,
        rounded=system.rounded,
    )


def _shown_checks(function: Function) -> dict[str, Fraction]:
    return {name: w for name, w in function.checks.items() if name not in function.hidden}


def _without_hidden(value: Plain) -> Plain:
    function = from_plain(Function, value)
    return to_plain(replace(function, checks=_shown_checks(function), hidden=()))


def _without_comments(cell: str) -> str:
    """The equations of a cell; what staff noted beside them stays with staff."""
    lines = [line.partition("#")[0].rstrip() for line in cell.splitlines()]
    return "".join(f"{line}\n" for line in lines if line)
