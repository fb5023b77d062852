"""What one part of an assignment says about another, before anything is solved.

Every rule is a small function from the sheet to complaints; a complaint is a path, what is
wrong, and what to write instead.  What needs the key's numbers is in `check_solved`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from grader.assignment.check_answer import check_answer, check_shared_mistakes
from grader.assignment.check_draws import check_draws
from grader.assignment.check_systems import (
    check_cells,
    check_conditions,
    check_systems,
    known_system,
)
from grader.assignment.check_tolerance import check_stated, check_tolerance, points_of, two_rules
from grader.assignment.check_value import check_value
from grader.assignment.complaint import Complaint
from grader.assignment.document import KeyPath
from grader.assignment.faults import did_you_mean
from grader.assignment.kinds import NUMERIC
from grader.assignment.language import condition_fault
from grader.assignment.normalise import kind_of
from grader.assignment.schema.sheet import AssignmentFile, QuestionFile
from grader.words.sentences import working
from grader.words.sentences.complaints import answers as sentences
from grader.words.text import points as shown_points


def check(sheet: AssignmentFile) -> Iterator[Complaint]:
    """Everything wrong between the parts of a sheet, each once."""
    return iter(dict.fromkeys(_everything(sheet)))


def _everything(sheet: AssignmentFile) -> Iterator[Complaint]:
    yield from check_cells(sheet)
    yield from check_systems(sheet)
    yield from check_conditions(sheet)
    for where, said, remedy, warning in check_draws(sheet):
        yield Complaint(where, said, remedy, warning=warning)
    yield from _ids(sheet)
    yield from _total(sheet)
    for index, question in enumerate(sheet.questions):
        path = ("questions", index)
        yield from known_system(question.system, sheet, (*path, "system"))
        yield from _question(question, path)
        yield from _readings(question, sheet, path)
        if question.defaults is not None:
            yield from known_system(question.defaults.system, sheet, (*path, "defaults", "system"))
            yield from check_tolerance(
                question.defaults.tolerance, (*path, "defaults", "tolerance")
            )
            yield from check_shared_mistakes(question, path)
            if question.defaults.rounding is not None and question.defaults.tolerance is not None:
                yield two_rules((*path, "defaults", "rounding"))
        for name, answer in question.answers.items():
            here = (*path, "answers", name)
            yield from known_system(answer.system, sheet, (*here, "system"))
            yield from check_answer(name, answer, question, sheet, here)
            yield from check_stated(answer, question, sheet, here)


def _ids(sheet: AssignmentFile) -> Iterator[Complaint]:
    """Ids of questions and names of answers belong to one thing each."""
    questions: dict[str, int] = {}
    answers: dict[str, str] = {}
    for index, question in enumerate(sheet.questions):
        if question.id in questions:
            yield Complaint(
                ("questions", index, "id"),
                *sentences.question_id_is_taken(questions[question.id] + 1, question.id),
            )
        questions.setdefault(question.id, index)
        for name in question.answers:
            path = ("questions", index, "answers", name)
            if name in answers:
                yield Complaint(
                    path, *sentences.answer_name_is_taken(answers[name], _free_name(question.id, name)),
                )  # fmt: skip
            answers.setdefault(name, question.id)


def _free_name(question: str, name: str) -> str:
    joined = f"{question}_{name}"
    return joined if joined.isidentifier() else f"{name}_2"


def _total(sheet: AssignmentFile) -> Iterator[Complaint]:
    total = Fraction(0)
    for index, question in enumerate(sheet.questions):
        every = sum(
            (points_of(answer, question) for answer in question.answers.values()), Fraction(0)
        )
        if question.cap is not None and question.cap > every:
            yield Complaint(
                ("questions", index, "cap"),
                *sentences.cap_above_the_sum(shown_points(question.cap), shown_points(every)),
            )
        total += every if question.cap is None else min(every, question.cap)
    if total != sheet.points:
        yield Complaint(
            ("points",),
            *sentences.points_are_not_the_sum(shown_exactly(sheet.points), shown_exactly(total)),
        )


def shown_exactly(amount: Fraction) -> str:
    """An amount of points without any rounding: 9, 8.5, 1/3."""
    decimals = shown_points(amount)
    return decimals if Fraction(decimals) == amount else str(amount)


def _question(question: QuestionFile, path: KeyPath) -> Iterator[Complaint]:
    if isinstance(question.together, list):
        for index, group in enumerate(question.together):
            flat = ("questions", path[1], "together", index)
            yield from _known_names(group, question, flat)
            if len(set(group)) < 2:
                yield Complaint(flat, *sentences.group_too_small())
        grouped = [name for group in question.together for name in group]
        for name in sorted({name for name in grouped if grouped.count(name) > 1}):
            yield Complaint(
                (*path, "together"), *sentences.twice_in_together(name),
            )  # fmt: skip
    yield from _works(question, path)
    for result, workings in question.implies.items():
        here = (*path, "implies", result)
        yield from _known_names([result, *workings], question, here)
        if result in workings:
            yield Complaint(here, f'"{result}" cannot prove itself', "name other answers")


def _works(question: QuestionFile, path: KeyPath) -> Iterator[Complaint]:
    """Conditions are comparisons, and the numbers that are tried are symbols of one system."""
    for index, text in enumerate(question.works):
        said = condition_fault(text)
        if said:
            yield Complaint((*path, "works", index), said, working.write_condition())
    if question.works and question.readings:
        yield Complaint((*path, "readings"), *working.one_reading())
    for name, answer in question.answers.items() if question.works else ():
        here = (*path, "answers", name)
        kind = kind_of(answer, question.defaults)
        if kind not in NUMERIC or not str(answer.value).isidentifier():
            yield Complaint(here, *working.no_symbol())
        elif answer.system is not None:
            yield Complaint((*here, "system"), *working.one_system())


def _known_names(
    names: Iterable[str], question: QuestionFile, path: KeyPath
) -> Iterator[Complaint]:
    for name in names:
        if name not in question.answers:
            yield Complaint(
                path, sentences.no_answer_of_this_question(name),
                did_you_mean(name, question.answers),
            )  # fmt: skip


def _readings(question: QuestionFile, sheet: AssignmentFile, path: KeyPath) -> Iterator[Complaint]:
    ids = [reading.id for reading in question.readings]
    if len(ids) == 1:
        yield Complaint((*path, "readings"), *sentences.single_reading())
    for index, reading in enumerate(question.readings):
        here = (*path, "readings", index)
        if reading.id in ids[:index]:
            yield Complaint((*here, "id"), *sentences.two_readings_of_one_id(reading.id))
        yield from known_system(reading.system, sheet, (*here, "system"))
        plain_reading = reading.system is None and not reading.values
        if plain_reading and index:  # the first may be the question as it stands
            yield Complaint(here, *sentences.reading_changes_nothing())
        for name, value in reading.values.items():
            where = (*here, "values", name)
            yield from _known_names([name], question, where)
            if name in question.answers:
                kind = kind_of(question.answers[name], question.defaults)
                yield from check_value(value, kind, question.answers[name], question, where)
