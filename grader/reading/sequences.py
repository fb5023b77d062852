"""Sequences of labels: `["NNP", "VBZ"]`, `NNP VBZ NNP`, `nnp, vbz, nnp`, `NNP-VBZ-NNP`, `ABA`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading.words import LONGEST, entries_of, folded, known_word, near_word, one_of
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import word_answers as word_answer_sentences
from grader.words.shown import as_typed, kind_of
from reference.records import dataclass


@dataclass(frozen=True)
class LabelSequence:
    """Labels in their order, spelled as the assignment spells them."""

    labels: tuple[str, ...]
    text: str | None = None
    remarks: tuple[str, ...] = ()


_BETWEEN = re.compile(r"(?:\s|[,;|/()\[\]{}.\"'`→⇒>–—-])+")
_UNKNOWN = "sequence.unknown-label"
_COMMAS = re.compile(r"\s*[,;|→\n]\s*|\s+")


def read_sequence(
    typed: Typed,
    labels: Sequence[str] = (),
    *,
    length: int | None = None,
    entrywise: bool = False,
) -> LabelSequence | Unreadable:
    """The labels a student gave, in order; `length` is how many there must be.

    With `entrywise` a word that is no label only takes its own place, as long as another is one.

    >>> read_sequence(Typed("nnp-vbz, NNP"), ["NNP", "VBZ"]).labels
    ('NNP', 'VBZ', 'NNP')
    """
    wanted = word_answer_sentences.a_sequence(labels, length)
    found = _words(typed, labels, wanted)
    if isinstance(found, Unreadable) and entrywise and isinstance(typed.value, str):
        apart = [word for word in _COMMAS.split(typed.value.strip(" []()")) if word]
        found = apart if len(apart) == length and found.note == _UNKNOWN else found
    if isinstance(found, Unreadable):
        return found
    if labels:
        unknown = [word for word in found if known_word(word, labels) is None]
        if unknown:
            if all(re.fullmatch(r"\d+", word) for word in unknown):
                return Unreadable("sequence.index", word_answer_sentences.sequence_index(wanted))
            if not entrywise or len(found) != length or len(unknown) == length:
                return _unknown(wanted, unknown, labels)
        found = [known_word(word, labels) or word for word in found]
    if length is not None and len(found) != length:
        message = word_answer_sentences.sequence_length(wanted, len(found), as_typed(typed))
        return Unreadable("sequence.wrong-length", message)
    return LabelSequence(tuple(found), typed.text)


def _words(typed: Typed, labels: Sequence[str], wanted: str) -> list[str] | Unreadable:
    if isinstance(typed.value, str):
        return _split(typed.value, labels, wanted)
    entries = entries_of(typed)
    if entries is None:
        message = answer_sentences.expected_got(wanted, kind_of(typed.value))
        return Unreadable("sequence.wrong-type", message)
    words = []
    for entry in entries:
        if isinstance(entry.value, str) and len(entry.value) <= LONGEST:
            words.append(entry.value.strip() if labels else folded(entry.value))
        elif isinstance(entry.value, (int, float)):
            return Unreadable("sequence.index", word_answer_sentences.sequence_index(wanted))
        else:
            message = answer_sentences.expected_got(wanted, as_typed(typed))
            return Unreadable("sequence.wrong-type", message)
    return words


def _split(text: str, labels: Sequence[str], wanted: str) -> list[str] | Unreadable:
    """The words of a text.  Known labels are found first, so "B-PER" is not cut at its dash."""
    if len(text) > LONGEST:
        return Unreadable("sequence.wrong-type", answer_sentences.too_long(wanted, len(text)))
    if not labels:
        return [word for word in _COMMAS.split(text.strip(" []()")) if word]
    pattern = one_of(labels)
    leftover = [word for word in _BETWEEN.split(pattern.sub(" ", text)) if word]
    if leftover:
        if letters := _letters(text, labels):
            return letters
        if all(re.fullmatch(r"\d+", word) for word in leftover):
            return Unreadable("sequence.index", word_answer_sentences.sequence_index(wanted))
        return _unknown(wanted, leftover, labels)
    return pattern.findall(text)


def _letters(text: str, labels: Sequence[str]) -> list[str]:
    """The labels of a text that says them without anything between: ABA, where each is one letter."""
    if any(len(label) != 1 for label in labels):
        return []
    letters = list("".join(text.split()).strip("[](){}\"'`"))
    return letters if all(known_word(letter, labels) for letter in letters) else []


def _unknown(wanted: str, words: Sequence[str], labels: Sequence[str]) -> Unreadable:
    near = {word: near_word(word, labels) for word in words}
    return Unreadable(_UNKNOWN, word_answer_sentences.not_among(wanted, near))
