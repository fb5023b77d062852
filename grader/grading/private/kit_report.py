"""The report by a student's kit: what was found of public answers, and what was read of the others."""

from __future__ import annotations

from fractions import Fraction

from grader.assignment import Answer, Assignment, Question
from grader.grading.private.judge import Looked, look
from grader.grading.rubric import max_score
from grader.outcome.finding import Verdict
from grader.outcome.report import Entry, Report, Section
from grader.submission.work import Work
from grader.words.sentences import kits as sentences
from grader.words.shown import as_typed
from grader.words.text import as_sentence
from reference.records import replace

_NOTHING = Fraction(0)


def public_part(kit: Assignment) -> Assignment:
    """The public answers of a kit as an assignment like any other: these are graded."""
    questions = tuple(
        replace(question, answers=tuple(a for a in question.answers if a.public))
        for question in kit.questions
    )
    return replace(kit, questions=tuple(q for q in questions if q.answers), kit=None)


def joined(kit: Assignment, work: Work, public: Report) -> Report:
    """The report on the public answers, with the private ones beside them in the order of the file.

    What is read waits (`pending`), whether it follows from the student's own values or not.
    Raises Faulty for a kit whose systems cannot be solved.
    """
    looked = look(kit, work)
    sections = tuple(_section(question, public, looked) for question in kit.questions)
    return replace(
        public,
        max_score=sum((section.max_score for section in sections), _NOTHING),
        pending=sum((section.pending for section in sections), _NOTHING),
        sections=sections,
        kit=True,
    )


def _section(question: Question, public: Report, looked: Looked) -> Section:
    graded = {section.id: section for section in public.sections}.get(question.id)
    right_or_wrong = {entry.name: entry for entry in graded.entries} if graded else {}
    entries = tuple(
        right_or_wrong.get(answer.name) or _entry(answer, question, looked)
        for answer in question.answers
    )
    score = graded.score if graded else _NOTHING
    waiting = [entry.max_score for entry in entries if entry.verdict is Verdict.PENDING]
    return Section(
        id=question.id,
        title=question.title,
        score=score,
        max_score=max_score(question),
        pending=min(sum(waiting, _NOTHING), max_score(question) - score),
        entries=entries,
        remarks=(*(graded.remarks if graded else ()), *_remarks(question, looked)),
    )


def _remarks(question: Question, looked: Looked) -> list[str]:
    names = [answer.name for answer in question.answers]
    coarse = [name for name in names if name in looked.coarse]
    remarks = [sentences.kit_coarse(coarse)] if coarse else []
    if looked.first in names:
        remarks.append(sentences.kit_first(str(looked.first)))
    return remarks


def _entry(answer: Answer, question: Question, looked: Looked) -> Entry:
    finding, typed = looked.findings[answer.name], looked.typed.get(answer.name)
    return Entry(
        name=answer.name,
        question=question.id,
        kind=answer.kind,
        typed=as_typed(typed) if typed is not None else "",
        verdict=finding.verdict,
        note=finding.note,
        message=as_sentence(finding.message),
        score=_NOTHING,
        max_score=answer.points,
        remarks=finding.remarks,
    )
