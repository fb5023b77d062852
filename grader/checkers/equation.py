"""Equations: read leniently, and held against the cell's own at random points."""

from __future__ import annotations

import re
from fractions import Fraction

from grader.assignment.model import Answer
from grader.key.model import EquationKey, Key
from grader.outcome.finding import Finding, Verdict
from grader.outcome.typed import Typed
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import mistakes as mistake_sentences
from grader.words.sentences import verdicts as verdict_sentences
from grader.words.shown import as_typed, shown_text
from reference import CellError, Expression, LanguageError, misconceptions, symbols
from reference.handwriting.agreement import Agreement, agree
from reference.handwriting.numbers_put_in import numbers_put_in
from reference.handwriting.vocabulary import vocabulary_of
from reference.handwriting.written import Written, read_written
from reference.language.expression import Binary, Number, walk


def check(typed: Typed, answer: Answer, key: Key) -> Finding:
    """Right if it says the same as the key; in other letters it cannot be read."""
    text = typed.value if isinstance(typed.value, str) else typed.source
    if text is None or key.equation is None:
        message = answer_sentences.expected_got(verdict_sentences.an_equation(), as_typed(typed))
        return Finding(Verdict.UNREADABLE, "equation.wrong-type", message)
    try:
        written = read_in_letters(text, key.equation)
        found = _worst(written, key.equation)
    except LanguageError as fault:
        if answer.explanation and text.strip():
            return Finding(Verdict.PENDING, "equation.explained", verdict_sentences.explained())
        message = verdict_sentences.equation_unreadable(shown_text(fault.message, 200))
        return Finding(Verdict.UNREADABLE, "equation.unreadable", message)
    remarks = _remarks(written)
    if found.agrees:
        return Finding(Verdict.RIGHT, "equation.match", share=Fraction(1), remarks=remarks)
    for alternative, other in key.alternatives:
        if other.equation is None:
            continue
        if _worst(read_in_letters(text, other.equation), other.equation).agrees:
            message = verdict_sentences.alternative_taken(alternative.why)
            return Finding(Verdict.RIGHT, "equation.alternative", message, share=Fraction(1))
    mistake = _mistake(written.sides[-1], key.equation)
    if mistake:
        note, what = mistake
        said = _message(mistake_sentences.mistake_named(what), key.equation)
        return Finding(Verdict.WRONG, f"equation.{note}", said, remarks=remarks)
    message = _message(found.message, key.equation)
    message = message or verdict_sentences.equation_differs(str(key.value))
    if _has_numbers_for_letters(written.sides[-1], key.equation):
        message += verdict_sentences.in_letters()
    return Finding(Verdict.WRONG, found.note, message, remarks=remarks)


def _worst(written: Written, key: EquationKey) -> Agreement:
    """An answer with several right sides is right when all of them are, or are it with numbers put in."""
    verdicts = [_agree(side, key) for side in written.sides]
    worst = next((verdict for verdict in verdicts if not verdict.agrees), verdicts[0])
    if worst.agrees:
        return worst
    for letters in (*((written.left,) if written.left else ()), *written.sides):
        others = [s for s, v in zip(written.sides, verdicts, strict=True) if not v.agrees]
        if all(numbers_put_in(letters, other) for other in others):
            verdict = _agree(letters, key)
            if verdict.agrees:
                return verdict
    return worst


def _agree(side: Expression, key: EquationKey) -> Agreement:
    return agree(side, key.quantity, key.cell, numbers=key.numbers)


def read_in_letters(text: str, key: EquationKey) -> Written:
    """What was typed, in the letters of the question; no message lists a name that no sheet shows."""
    names = vocabulary_of(key.cell, key.quantity).names
    if not key.unnamed:
        return read_written(text, key.cell, key.quantity)
    known = [name for name in names if name != key.quantity.name]
    # what an author's formulas are put together of is on no sheet; who guesses it is understood
    ours = () if key.cell.recurrent else [e.target.name for e in key.cell.equations]
    return read_written(text, key.cell, key.quantity, known=known, hidden=ours)


def _remarks(written: Written) -> tuple[str, ...]:
    """How an equation was read that says more than one, or says it of one step."""
    said = []
    if written.behind:
        said.append(verdict_sentences.read_behind_so(shown_text(written.behind)))
    if written.step is not None:
        said.append(verdict_sentences.step_read_as_t(written.step))
    return tuple(said)


def _has_numbers_for_letters(side: Expression, key: EquationKey) -> bool:
    """Whether numbers stand where the question has letters."""
    own = key.cell.by_target[key.quantity]
    missing = {s.name for s in symbols(own)} - {s.name for s in symbols(side)}
    return bool(missing and _numbers(side) - _numbers(own))


def _numbers(side: Expression) -> set[float]:
    """The numbers of an equation, without those that are exponents: n^2 is all letters."""
    powers = {n.right for n in walk(side) if isinstance(n, Binary) and n.operator == "**"}
    return {float(n.value) for n in walk(side) if isinstance(n, Number) and n not in powers}


_OURS = re.compile(r"\banswer(?:\[[^\]]*\]|[ₜ₋₊₀-₉]+)?(?!\w)")


def _message(said: str, key: EquationKey) -> str:
    """What is wrong with an equation, where nothing on the sheet has our name for what is asked."""
    return _OURS.sub(verdict_sentences.what_is_asked_for(), said) if key.unnamed else said


def _mistake(side: Expression, key: EquationKey) -> tuple[str, str] | None:
    """The one usual mistake that gives this equation, if there is exactly one."""
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
