"""A sheet composed of an assignment: its tasks, given numbers, prompts, and solutions for the key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from grader.assignment import Answer, Assignment, Question, Reading, Tolerance
from grader.assignment.chosen_numbers import chosen_answers, chosen_symbols
from grader.assignment.kinds import CODE, NUMERIC
from grader.grading.credits import credits_of
from grader.grading.follow import Carried
from grader.handout.code_template import class_of
from grader.handout.conditions import as_mathematics
from grader.handout.demand import (
    demand_of,
    derivative_asked,
    rounded_rules,
    rule_sentence,
    usual_rule,
)
from grader.handout.exactness import told_exact
from grader.handout.legends import legends, sentence
from grader.handout.numbers_needed import needs_numbers, systems_needed
from grader.handout.point_rules import rules_of
from grader.handout.prose import Paragraph, paragraphs
from grader.handout.quantities import quantities_of
from grader.handout.reference_solution import checks_of, equations_of, right_programs
from grader.handout.sheet import (
    Credit,
    Formula,
    Given,
    Quantity,
    Sheet,
    Slot,
    Solution,
    Task,
)
from grader.handout.shown_equations import ShownEquations
from grader.handout.solve import is_any_sum, key_value
from grader.handout.template import hint_of, lines_of, matched_of
from grader.handout.what_counts import what_counts
from grader.handout.worked_count import worked_count
from grader.key.derive import key_of, partly_of
from grader.key.expected import Expected, Model
from grader.key.model import Key
from grader.key.right_values import right_places, right_value
from grader.outcome.errors import Faulty
from grader.words.sentences import handouts as sentences
from grader.words.sentences import working
from reference import Cell, CellError, Symbol, parse_expression
from reference.language.expression import Number
from reference.readings.worked import Worked, worked
from reference.records import replace

_HAS_FORMULA = re.compile(r"\w_\{?[a-z]\S*\s*=")

_INTRODUCING = (*NUMERIC, "equation")  # kinds whose prompts say which cell it is


def sheet_of(
    assignment: Assignment,
    *,
    student: str | None = None,
    name: str = "",
    solved: bool = False,
    expected: Expected | None = None,
    alone: bool = False,
) -> Sheet:
    """The sheet of an assignment whose draws are filled in; with `solved`, the key for staff.

    `expected` saves solving the systems again.  With `alone`, every task says all that it needs,
    as one that is read without the others.  Raises Faulty where the assignment has no key.
    """
    writer = _Writer(expected or Expected(assignment), solved=solved, alone=alone)
    return writer.sheet(student, name)


class _Writer:
    """One walk over an assignment, that remembers what was shown already."""

    def __init__(self, expected: Expected, *, solved: bool, alone: bool = False) -> None:
        self.assignment = expected.assignment
        self.solved = solved
        self.alone = alone
        self.expected = expected
        self.beside = ShownEquations(self.assignment, expected)
        self.names = {answer.name for answer in self.assignment.answers}
        self.usual = usual_rule(self.assignment)
        self.shown: set[str] = set()  # systems whose numbers stand above
        self.told: set[object] = set()  # steps that stand above, each with its numbers
        self.stands: dict[object, str] = {}  # equations and numbers, and on which question
        self.exactly: dict[str, frozenset[str]] = {}  # by question
        self.first: dict[str, tuple[str, tuple[Paragraph, ...]]] = {}  # what introduced a system

    def sheet(self, student: str | None, name: str) -> Sheet:
        sheet = self.assignment
        rules = [] if self.usual is None else [rule_sentence(self.usual)]
        return Sheet(
            title=sheet.title,
            assignment=sheet.id,
            points=sheet.points,
            tasks=tuple(self.task(question) for question in sheet.questions),
            introduction=self.prose(sheet.introduction),
            rules=(*rules, *rounded_rules(sheet), sentences.sheet_names()),
            student=student,
            name=name,
            is_key=self.solved,
        )

    def prose(self, text: str, letters: frozenset[str] = frozenset()) -> tuple[Paragraph, ...]:
        return paragraphs(text, letters=letters, names=self.names)

    def option(self, text: str) -> Paragraph:
        """What there is to choose, with the mathematics that is marked in it."""
        return tuple(piece for paragraph in self.prose(text) for piece in paragraph) or (text,)

    def task(self, question: Question) -> Task:
        if self.alone:
            self.shown, self.told, self.stands = set(), set(), {}
        models = [self.expected.model(name) for name in self.systems(question)]
        given = [
            model
            for model in models
            if model.file.given and model.name not in self.shown and self.tells(question, model)
        ]
        self.shown.update(model.name for model in given)
        letters = self.letters(models)
        if _HAS_FORMULA.search(question.prompt):  # then a letter of any system is meant as one
            letters |= self.all_letters
        prompt = self.prose(question.prompt, letters)
        if question.works:
            conditions = [as_mathematics(text) for text in question.works]
            prompt = (*prompt, *self.prose(working.asked_to_work(conditions), letters))
        return Task(
            question.id,
            question.title,
            prompt,
            tuple(self.given(question.id, given)),
            tuple(self.slot(question, answer) for answer in question.answers),
            tuple(rules_of(question)),
            self.before(question, models, prompt),
            tuple(piece for part in self.prose(question.title, letters) for piece in part),
        )

    def tells(self, question: Question, model: Model) -> bool:
        """Whether numbers stand here: where one works with them, else where one looks at them."""
        looked_at = bool(model.file.show) and model.name not in self.worked_with
        return looked_at or needs_numbers(question)

    @cached_property
    def worked_with(self) -> frozenset[str]:
        """The systems whose numbers some question needs."""
        needed = (systems_needed(each, self.expected) for each in self.assignment.questions)
        return frozenset().union(*needed)

    def letters(self, models: Iterable[Model]) -> frozenset[str]:
        """The names of all quantities of some systems."""
        return frozenset(
            symbol.name
            for model in models
            for symbol in (*model.cell.free, *(e.target for e in model.cell.equations))
        )

    @cached_property
    def all_letters(self) -> frozenset[str]:
        """Those of every system of the assignment."""
        return self.letters(self.expected.model(name) for name in self.assignment.systems)

    @cached_property
    def programs(self) -> Mapping[str, tuple[str, ...]]:
        """Right programs for the answers that are code."""
        return right_programs(self.assignment)

    def given(self, question: str, models: Sequence[Model]) -> Iterator[Given]:
        """What is told of systems; numbers that two readings share are told once, as is what an earlier question told."""
        told: list[set[tuple[str, bytes]]] = []
        for model in models:
            chosen = chosen_symbols(self.assignment, model.name)
            is_needed = model.name in self.worked_with or bool(model.file.show or chosen)
            quantities = tuple(quantities_of(model, chosen)) if is_needed else ()
            numbers = {(str(q.symbol), q.value.tobytes()) for q in quantities}
            equations = self.beside.equations(model.name)
            figure = self.beside.figure(model.name) if is_needed and not chosen else None
            if chosen and "equations" in (model.file.show or ("equations",)):
                equations = model.written  # nothing is asked for that could be cut down to
            if numbers in told:
                quantities = ()
            told.append(numbers)
            alike = (equations.equations if equations else (), frozenset(numbers))
            earlier = self.stands.setdefault(alike, question)
            if quantities and earlier != question:
                above = sentences.as_in(earlier, equations=equations is not None)
                yield Given((), None, figure, self.prose(above))
            elif quantities or equations or figure:
                yield Given(
                    quantities, equations, figure, self.legend(model, equations, quantities)
                )

    def legend(
        self, model: Model, equations: Cell | None, quantities: Sequence[Quantity]
    ) -> tuple[Paragraph, ...]:
        """What the letters of a cell of the author's own mean, each once on a sheet."""
        is_own = model.file.cell in self.assignment.cells
        found = legends(equations, quantities, dict(model.written.remarks) if is_own else {})
        new = [legend for legend in found if legend not in self.told]
        self.told.update(new)
        return sentence(new)

    def before(
        self, question: Question, models: list[Model], prompt: tuple[Paragraph, ...]
    ) -> tuple[tuple[str, tuple[Paragraph, ...]], ...]:
        """What was said of a question's systems by the questions that introduced them."""
        if not self.alone:
            return ()
        said = [self.first[model.name] for model in models if model.name in self.first]
        if any(answer.kind in _INTRODUCING for answer in question.answers):
            for model in models:
                self.first.setdefault(model.name, (question.id, prompt))
        return tuple(dict.fromkeys(said))

    def systems(self, question: Question) -> list[str]:
        """The systems that a question is about, in the order of the file."""
        named = {question.system, *(answer.system for answer in question.answers)}
        named |= {reading.system for reading in question.readings}
        for answer in question.answers:
            if answer.kind in NUMERIC:
                try:
                    named.add(self.expected.system_of(answer, question, None))
                except Faulty:
                    continue  # a constant, which is about no system
        return [name for name in self.assignment.systems if name in named]

    def exact(self, question: Question) -> frozenset[str]:
        """The answers of a question that are asked for exactly."""
        if question.id not in self.exactly:
            self.exactly[question.id] = told_exact(question, self.expected)
        return self.exactly[question.id]

    def slot(self, question: Question, answer: Answer) -> Slot:
        if answer in chosen_answers(question):
            return self.tried(question, answer)
        return self.compared(question, answer)

    def tried(self, question: Question, answer: Answer) -> Slot:
        """A slot for numbers that are run: no rounding is asked for, and the key is an example."""
        slot = replace(self.compared(question, answer), tried=True, demand="", credits=())
        if not self.solved:
            return slot
        example = key_of(self.expected, answer, question).value
        return replace(slot, solutions=(Solution(example),), remarks=(working.one_example(),))

    def compared(self, question: Question, answer: Answer) -> Slot:
        slot = Slot(
            answer.name,
            answer.points,
            "",
            self.prose(answer.prompt),
            tuple(
                (name, self.option(text) if text != name else ())
                for name, text in answer.options.items()
            ),
            matched_of(answer),
            kind=answer.kind,
            labels=answer.labels,
            per_entry=answer.per_entry and not question.result_only,
            decimals=answer.tolerance.decimals,
            demand=demand_of(answer) if answer.kind in NUMERIC else "",
        )
        if self.solved:
            slot = replace(slot, rubric=self.prose(_lined(answer)))
        if answer.kind in CODE:
            return self.programmed(slot, answer)
        readings = question.readings or (None,)
        keys = [key_of(self.expected, answer, question, reading) for reading in readings[:1]]
        exact = answer.name in self.exact(question)
        lines = tuple(lines_of(answer, keys[0], exact=exact))
        said = None if self.alone else self.usual or Tolerance()
        derivative = derivative_asked(answer, question)
        wanted = hint_of(answer, keys[0], said, exact=exact)
        slot = replace(slot, derivative=derivative, wanted=wanted, lines=lines)
        if not self.solved or answer.kind == "text":
            return slot
        keys += [key_of(self.expected, answer, question, reading) for reading in readings[1:]]
        return replace(
            slot,
            solutions=tuple(
                self.solution(answer, reading, key)
                for reading, key in zip(readings, keys, strict=True)
            ),
            remarks=(
                *self.any_sums(answer, readings, keys),
                *what_counts(answer, self.made(question, answer, keys[0])),
            ),
            credits=tuple(self.credits(question, answer, keys[0])),
        )

    def any_sums(
        self, answer: Answer, readings: Iterable[Reading | None], keys: Iterable[Key]
    ) -> Iterator[str]:
        """That a sum is asked for, where the file has only what it comes to."""
        for reading, key in zip(readings, keys, strict=True):
            if is_any_sum(self.expected, key, self.expected.value_text(answer, reading)):
                yield sentences.key_any_sum(str(key.value))

    def programmed(self, slot: Slot, answer: Answer) -> Slot:
        """A slot for code; its key is a program that is right, else the equations it has to follow."""
        hint = sentences.sheet_program(answer.kind == "tests")
        slot = replace(slot, wanted=hint, lines=tuple(lines_of(answer, None)))
        if not self.solved:
            return slot
        if answer.name in self.programs:  # which says more than the equations it is made of
            slot = replace(slot, program=self.programs[answer.name])
            above = () if slot.program else (sentences.program_above(class_of(answer)),)
            return replace(slot, remarks=(*above, *checks_of(answer)))
        equations = equations_of(answer, self.assignment)
        return replace(slot, equations=equations, remarks=tuple(checks_of(answer)))

    def credits(self, question: Question, answer: Answer, key: Key) -> Iterator[Credit]:
        """What earns points without being the key: alternatives, and mistakes by their notes."""
        for alternative, other in key.alternatives:
            value = key_value(self.expected, other, alternative.value)
            tolerance = alternative.tolerance or answer.tolerance
            accepted = other.accepted(tolerance) if other.kind in NUMERIC else None
            yield Credit(Fraction(1), value, alternative.why, accepted)
        for partly, asked, its_key in partly_of(self.expected, answer, question, None):
            value = key_value(self.expected, its_key, partly.value)
            accepted = its_key.accepted(asked.tolerance) if its_key.kind in NUMERIC else None
            yield Credit(partly.share, value, partly.why, accepted)
        nothing = Carried(())  # a key knows nobody's own values
        for mistake in credits_of(question, answer, key, self.expected, nothing):
            accepted = mistake.accepted if key.kind in NUMERIC else None
            yield Credit(mistake.share, mistake.value, mistake.what, accepted)

    def made(self, question: Question, answer: Answer, key: Key) -> dict[str, list[str]]:
        """The mistakes that an answer pays for, in words, by their notes."""
        said: dict[str, list[str]] = {}
        for one in credits_of(question, answer, key, self.expected, Carried(())):
            if one.what not in said.setdefault(one.note, []):
                said[one.note].append(one.what)
        return said

    def solution(self, answer: Answer, reading: Reading | None, key: Key) -> Solution:
        asked = self.expected.value_text(answer, reading)
        label = (reading.why or reading.id) if reading else ""
        if answer.options:  # else its letter would be read as one more of those above
            label = label or sentences.key_option()
        if key.kind not in NUMERIC:
            value = key_value(self.expected, key, asked)
            steps = worked_count(self.expected, key, asked)
            return Solution(value, label, _formula(key, value), steps=steps)
        target, accepted = key.target, key.accepted(answer.tolerance)
        places = right_places(target.value, accepted, answer.tolerance)
        return Solution(
            right_value(target.value, accepted, answer.tolerance),
            label,
            numbers=target.value,
            accepted=accepted,
            tolerance=answer.tolerance,
            steps=self.steps(key, places, answer.name),
        )

    def steps(self, key: Key, places: int, called: str) -> Worked | None:
        """The way to a number, without the steps that stand above."""
        target = key.target
        if isinstance(target.expression, Number | Symbol) and not target.system.cell.equations:
            return None
        whole = worked(
            target.system.cell,
            target.system.inputs,
            given=target.system.pins,
            targets=[target.expression],
            called=called,
            decimals=places,
        )
        name = target.system_name  # none where counts alone are reckoned with
        system = self.expected.model(name).system if name else target.system
        forward = {equation.target for equation in system.cell.equations}
        new = []
        for step in whole.steps:  # a gradient is called the same, whatever it is a gradient of
            of = None if step.equation.target in forward else f"{key.system} {target.of}"
            told = (of, whole.known_by(step))
            if told not in self.told:
                new.append(step)
            self.told.add(told)
        return replace(whole, steps=tuple(new), brief=True) if new else None


def _formula(key: Key, value: object) -> Formula | None:
    """A typed equation or sum as mathematics."""
    if key.kind not in ("equation", "expression"):
        return None
    try:
        expression = parse_expression(str(value))
    except CellError:
        return None  # it stays as it was typed
    if isinstance(expression, Number):
        return None  # which is no sum
    equation = key.origin.equation
    return Formula(expression, equation.cell.shapes if equation is not None else {})


def _lined(answer: Answer) -> str:
    """A rubric as its author wrote it; items that are ticked have a line each."""
    return "\n\n".join(answer.rubric.splitlines()) if answer.items else answer.rubric
