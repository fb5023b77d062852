"""Numbers in a typed line: what `statement` says of lines, asked by a reader of numbers."""

from __future__ import annotations

from collections.abc import Callable

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import statement
from grader.reading.entries import Numbers
from grader.reading.number_syntax import Number
from grader.reading.workings import rounds_to
from grader.words.sentences import numbers as number_sentences
from grader.words.shown import as_typed, shown, shown_text
from reference.records import replace

Plainly = Callable[[Typed], Numbers | Unreadable]

_MENDED = ("number.text", "number.wrong-length", "number.wrong-shape", "number.ragged")


def numbers_of(typed: Typed, plainly: Plainly, asked: str) -> Numbers | Unreadable:
    """The numbers that a line says, as `plainly` reads them where they stand alone."""
    text = str(typed.value)

    def strictly(part: str) -> Numbers | None:
        found = plainly(Typed(part))
        return None if isinstance(found, Unreadable) or found.faults else found

    def read(part: str) -> Numbers | None:
        return strictly(part) or statement.said(part, strictly, _agree, asked, rates=True)

    told = statement.told_with_reason(text, read, _agree)
    if isinstance(told, Numbers):
        return _remarked(told, typed)
    if isinstance(told, statement.Contradicted):
        wanted = number_sentences.one_number()
        message = number_sentences.number_text(wanted, shown_text(text.strip()), "")
        return Unreadable("number.text", message)
    found = plainly(typed)
    if isinstance(found, Numbers) or found.note not in _MENDED:
        return found
    meant = statement.said(text, read, _agree, asked, rates=True)
    return found if meant is None else _remarked(meant, typed)


def _agree(one: Numbers, last: Numbers) -> bool:
    """Whether numbers may be the same ones, before these were rounded."""
    return all(
        isinstance(a, Number) and isinstance(b, Number) and rounds_to(a, b)
        for a, b in zip(one.entries, last.entries, strict=True)
    )


def _remarked(found: Numbers, typed: Typed) -> Numbers:
    values = [*found.values]
    meant = shown(values) if found.shape else f"{values[0]:g}"
    return replace(found, remarks=(number_sentences.read_as(as_typed(typed), meant),))
