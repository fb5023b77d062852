"""Answers in the student's own words, which staff read."""

from __future__ import annotations

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading.missing import is_missing
from grader.reading.words import entries_of
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import word_answers as word_answer_sentences
from grader.words.shown import kind_of
from grader.words.text import visible
from reference.records import dataclass

LONGEST = 1_000_000  # characters of an answer that are kept: whatever a person wrote, all of it


@dataclass(frozen=True)
class Text:
    """A text that was written, with nothing hidden in it."""

    text: str
    remarks: tuple[str, ...] = ()


def read_text(typed: Typed) -> Text | Unreadable:
    """The words a student wrote; a list of texts is read line by line.

    >>> read_text(Typed("  the Jacobians multiply ")).text
    'the Jacobians multiply'
    """
    if is_missing(typed):
        return Unreadable("text.empty", answer_sentences.nothing_typed())
    entries = entries_of(typed)
    if entries is not None and all(isinstance(entry.value, str) for entry in entries):
        return Text(_readable("\n".join(str(entry.value) for entry in entries)))
    if isinstance(typed.value, str):
        return Text(_readable(typed.value))
    if isinstance(typed.value, (bool, int, float)) and typed.text is not None:
        return Text(_readable(typed.text))  # a short answer such as `no` or `4`
    if isinstance(typed.value, (bool, int, float)):
        return Text(_readable(str(typed.value) if abs(typed.value) < 10**300 else "…"))
    message = answer_sentences.expected_got(word_answer_sentences.a_text(), kind_of(typed.value))
    return Unreadable("text.wrong-type", message)


def _readable(text: str) -> str:
    stripped = text.replace("\r\n", "\n").expandtabs(4).strip()
    return visible(stripped, longest=LONGEST, lines=True)
