"""Equations: read leniently, and held against the cell's own at random points."""

from __future__ import annotations

from fractions import Fraction

from grader.assignment.model import Answer
from grader.key.model import EquationKey, Key
from grader.outcome.finding import Finding, Verdict
from grader.outcome.typed import Typed
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import mistakes as mistake_sentences
from grader.words.sentences import verdicts as verdict_sentences
from grader.words.shown import as_typed, shown_text
from reference import CellError, Expression, LanguageError, misconceptions
from reference.handwriting.agreement import Agreement, agree
from reference.handwriting.lenient import read_answer
from reference.handwriting.vocabulary import vocabulary_of


def check(typed: Typed, answer: Answer, key: Key) -> Finding:
    """Right if it says the same as the key; in other letters it cannot be read."""
    text = typed.value if isinstance(typed.value, str) else typed.source
    if text is None or key.equation is None:
        message = answer_sentences.expected_got(verdict_sentences.an_equation(), as_typed(typed))
        return Finding(Verdict.UNREADABLE, "equation.wrong-type", message)
    try:
        found = _worst(text, key.equation)
    except LanguageError as fault:
        if answer.explanation and text.strip():
            return Finding(Verdict.PENDING, "equation.explained", verdict_sentences.explained())
        message = verdict_sentences.equation_unreadable(shown_text(fault.message, 200))
        return Finding(Verdict.UNREADABLE, "equation.unreadable", message)
    if found.agrees:
        return Finding(Verdict.RIGHT, "equation.match", share=Fraction(1))
    for alternative, other in key.alternatives:
        if other.equation is not None and _worst(text, other.equation).agrees:
            message = verdict_sentences.alternative_taken(alternative.why)
            return Finding(Verdict.RIGHT, "equation.alternative", message, share=Fraction(1))
    mistake = _mistake(text, key.equation)
    if mistake:
        note, what = mistake
        return Finding(Verdict.WRONG, f"equation.{note}", mistake_sentences.mistake_named(what))
    message = _message(found, key.equation)
    message = message or verdict_sentences.equation_differs(str(key.value))
    return Finding(Verdict.WRONG, found.note, message)


def _worst(text: str, key: EquationKey) -> Agreement:
    """An answer with several right sides is right when all of them are."""
    sides = _read(text, key)
    verdicts = [agree(side, key.quantity, key.cell, numbers=key.numbers) for side in sides]
    return next((verdict for verdict in verdicts if not verdict.agrees), verdicts[0])


def _read(text: str, key: EquationKey) -> tuple[Expression, ...]:
    names = vocabulary_of(key.cell, key.quantity).names
    hidden = {key.quantity.name} if key.unnamed else set[str]()
    return read_answer(text, key.cell, key.quantity, known=[n for n in names if n not in hidden])


def _message(found: Agreement, key: EquationKey) -> str:
    """What is wrong with an equation, where nothing on the sheet has our name for what is asked."""
    asked = verdict_sentences.what_is_asked_for()
    return found.message.replace(str(key.quantity), asked) if key.unnamed else found.message


def _mistake(text: str, key: EquationKey) -> tuple[str, str] | None:
    """The one usual mistake that gives this equation, if there is exactly one."""
    side = _read(text, key)[-1]
    found: dict[str, str] = {}
    for mistake in misconceptions(key.cell):
        if mistake.cell.by_target[key.quantity] == key.cell.by_target[key.quantity]:
            continue
        try:
            same = agree(side, key.quantity, mistake.cell, numbers=key.numbers).agrees
        except CellError:
            continue
        if same:
            found.setdefault(mistake.note, mistake.sentence)
    return next(iter(found.items())) if len(found) == 1 else None
