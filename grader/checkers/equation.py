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
from reference import CellError, LanguageError, misconceptions
from reference.handwriting.agreement import Agreement, agree
from reference.handwriting.lenient import read_answer


def check(typed: Typed, answer: Answer, key: Key) -> Finding:
    """Right if it says the same as the key; in other letters it cannot be read."""
    text = typed.value if isinstance(typed.value, str) else typed.source
    if text is None or key.equation is None:
        message = answer_sentences.expected_got(verdict_sentences.an_equation(), as_typed(typed))
        return Finding(Verdict.UNREADABLE, "equation.wrong-type", message)
    try:
        found = _worst(text, key.equation)
    except LanguageError as fault:
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
    message = found.message or verdict_sentences.equation_differs(str(key.value))
    return Finding(Verdict.WRONG, found.note, message)


def _worst(text: str, key: EquationKey) -> Agreement:
    """An answer with several right sides is right when all of them are."""
    sides = read_answer(text, key.cell, key.quantity)
    verdicts = [agree(side, key.quantity, key.cell, numbers=key.numbers) for side in sides]
    return next((verdict for verdict in verdicts if not verdict.agrees), verdicts[0])


def _mistake(text: str, key: EquationKey) -> tuple[str, str] | None:
    """The one usual mistake that gives this equation, if there is exactly one."""
    side = read_answer(text, key.cell, key.quantity)[-1]
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
