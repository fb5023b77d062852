"""Reading a private answer: what was meant, or why that cannot be said."""

from __future__ import annotations

from grader import reading
from grader.assignment import Answer
from grader.checkers.equation import read_in_letters
from grader.checkers.numbers import not_read, read
from grader.grading.private.answer import READ, Seen
from grader.key.model import Key
from grader.outcome.finding import Finding, Unreadable, Verdict
from grader.outcome.typed import Typed
from grader.reading.numbers import read_numbers
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import verdicts as verdict_sentences
from grader.words.shown import as_typed, shown_text
from reference import LanguageError


def finding_of(answer: Answer, found: object) -> Finding:
    """What is said of a value that was read, or could not be."""
    if isinstance(found, Unreadable):
        empty = found.note == "text.empty"
        verdict = Verdict.MISSING if empty else Verdict.UNREADABLE
        return Finding(verdict, found.note, found.message)
    remarks = getattr(found, "remarks", ())
    if answer.kind == "text":
        said = verdict_sentences.text_pending()
        return Finding(Verdict.PENDING, "text.pending", said, remarks=remarks)
    return Finding(Verdict.PENDING, READ, remarks=remarks)


def read_number(typed: Typed, answer: Answer, key: Key | None) -> Seen:
    """Numbers in the shape that is asked for; in any where the kit does not tell."""
    if key is None:
        key = Key("number", None)
        numbers = read_numbers(
            typed, _shape_of(typed.value), entrywise=answer.per_entry, workings=True
        )
    else:
        numbers = read(typed, answer, key)
    if isinstance(numbers, Unreadable):
        return Seen(answer, not_read(typed, answer, numbers), key)
    if numbers.faults:
        said = ". ".join(dict.fromkeys(fault.message for fault in numbers.faults.values()))
        note = next(iter(numbers.faults.values())).note
        return Seen(answer, Finding(Verdict.UNREADABLE, note, said), key)
    return Seen(answer, finding_of(answer, numbers), key, numbers)


def _shape_of(value: object) -> tuple[int, ...]:
    """The shape of nested lists, as far as the first entries show it."""
    shape = []
    while isinstance(value, (list, tuple)) and value:
        shape.append(len(value))
        value = value[0]
    return tuple(shape)


def read_word(typed: Typed, answer: Answer, key: Key | None) -> object:
    """What was meant by anything else, or why that cannot be said."""
    options = answer.options or dict.fromkeys(answer.labels, "")
    match answer.kind:
        case "count":
            return reading.read_count(typed)
        case "shape":
            return reading.read_shape(typed)
        case "range":
            return reading.read_range(typed)
        case "expression":
            return reading.read_expression(typed)
        case "choice":
            return reading.read_choice(typed, options)
        case "choices":
            return reading.read_choices(typed, options)
        case "boolean":
            return reading.read_boolean(typed)
        case "matching":
            sides = answer.value if isinstance(answer.value, dict) else {}
            return reading.read_matching(typed, tuple(sides), answer.labels, answer.synonyms)
        case "sequence":
            length = len(key.targets) if key is not None else None
            return reading.read_sequence(typed, answer.labels, length=length)
        case _:
            return reading.read_text(typed)


def read_equation(typed: Typed, key: Key | None) -> Finding:
    """An equation in the letters of its question, where the kit holds the cell; else a text."""
    text = typed.value if isinstance(typed.value, str) else typed.source
    if text is None:
        said = answer_sentences.expected_got(verdict_sentences.an_equation(), as_typed(typed))
        return Finding(Verdict.UNREADABLE, "equation.wrong-type", said)
    if key is not None and key.equation is not None:
        try:
            read_in_letters(text, key.equation)
        except LanguageError as fault:
            said = verdict_sentences.equation_unreadable(shown_text(fault.message, 200))
            return Finding(Verdict.UNREADABLE, "equation.unreadable", said)
    return Finding(Verdict.PENDING, READ)
