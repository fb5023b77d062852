"""All questions of an assignment, once for every variant, and what no course system keeps of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from grader.assignment import Assignment
from grader.export.ask import asked, lost
from grader.export.question import Question, Remark
from grader.handout.compose import sheet_of
from grader.handout.prose import Paragraph
from grader.handout.sheet import Sheet, Task
from grader.words.sentences import exports as sentences
from reference.records import dataclass, replace


@dataclass(frozen=True)
class Pool:
    """One question in all its variants: a course system draws one of them."""

    id: str
    title: str
    questions: tuple[Question, ...]

    @property
    def distinct(self) -> tuple[Question, ...]:
        """The variants that differ by more than their names."""
        seen: dict[object, Question] = {}
        for question in self.questions:
            seen.setdefault(_looks(question), question)
        if len(seen) == 1:  # it is nobody's in particular
            return (replace(self.questions[0], variant=""),)
        return tuple(seen.values())


@dataclass(frozen=True)
class Bank:
    """The questions of an assignment, pool by pool, with a remark for everything that is lost."""

    assignment: str
    title: str
    introduction: tuple[Paragraph, ...]
    pools: tuple[Pool, ...]
    variants: tuple[str, ...] = ("",)
    remarks: tuple[Remark, ...] = ()


def bank_of(variants: Mapping[str, Assignment]) -> Bank:
    """The bank of an assignment whose draws are filled in, by the names of its variants.

    The printed numbers have an empty name.  Raises Faulty where the assignment has no key.
    """
    sheets = {
        name: sheet_of(assignment, student=name or None, solved=True, alone=True)
        for name, assignment in variants.items()
    }
    first = next(iter(sheets.values()))
    pools: dict[str, list[Question]] = {}
    for name, sheet in sheets.items():
        for question in _questions(sheet, name):
            pools.setdefault(question.pool, []).append(question)
    return Bank(
        first.assignment,
        first.title,
        first.introduction,
        tuple(Pool(name, every[0].title, tuple(every)) for name, every in pools.items()),
        tuple(variants),
        gathered(_remarks(first)),
    )


def gathered(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Remarks that say the same as one, with everybody's names."""
    names: dict[str, dict[str, None]] = {}
    for remark in remarks:
        names.setdefault(remark.said, {}).update(dict.fromkeys(remark.names))
    return tuple(Remark(tuple(whose), said) for said, whose in names.items())


def _questions(sheet: Sheet, variant: str) -> Iterator[Question]:
    for task in sheet.tasks:
        answers = [asked(slot) for slot in task.slots]
        judged = tuple(answer for answer in answers if answer.by_hand is None)
        whole = Question(
            task.id,
            variant,
            f"{task.id} {task.title}".strip(),
            sheet.introduction,
            task.before,
            task.prompt,
            task.given,
            judged,
        )
        if judged:
            yield whole
        for answer in answers:
            if answer.by_hand is not None:
                own = f"{task.id}:{answer.name}"
                title = f"{whole.title} ({answer.name})"
                yield replace(whole, pool=own, title=title, answers=(answer,))


def _remarks(sheet: Sheet) -> Iterator[Remark]:
    for task in sheet.tasks:
        for slot in task.slots:
            for said in lost(slot, asked(slot)):
                yield Remark((slot.name,), said)
    for task in sheet.tasks:
        yield from _rules(task)


def _rules(task: Task) -> Iterator[Remark]:
    for rule in task.rules:
        yield Remark((task.id,), sentences.export_rule(rule))


def _looks(question: Question) -> object:
    """Everything of a question that a student sees or that decides about points."""
    given = tuple((str(q.symbol), q.value.tobytes()) for row in question.given for q in row)
    return question.title, question.before, question.prompt, given, question.answers
