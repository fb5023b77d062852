"""Choices: one option by its letter or its text, or several of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading.statement import concluded
from grader.reading.words import (
    LONGEST,
    before_reason,
    beside_its_text,
    entries_of,
    folded,
    known_word,
    near_word,
    one_of,
    only_known_word,
    word_of,
)
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import word_answers as word_answer_sentences
from grader.words.shown import as_typed, shown_text
from reference.records import dataclass


@dataclass(frozen=True)
class Choice:
    """The one option that was chosen, by its key."""

    key: str
    text: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
    """The options that were chosen, by their keys, in the order of the assignment."""

    keys: tuple[str, ...]
    text: str | None = None
    remarks: tuple[str, ...] = ()


_PLACE = re.compile(r"(?:[^\W\d]+\s+)?#?(\d{1,2})(?:st|nd|rd|th)?[.)]?(?:\s+[^\W\d]+)?")
_DIGIT = re.compile(r"\d")
_BEFORE = re.compile(r"(?:option|answer|choice|antwort)\s*[:=]?\s*", re.IGNORECASE)


def read_choice(
    typed: Typed, options: Mapping[str, str], synonyms: Mapping[str, str] | None = None
) -> Choice | Unreadable:
    """The option a student chose.  `options` maps keys ("c", "VBZ") to texts (which may be "").

    >>> read_choice(Typed("C)"), {"c": "-1 to 1", "d": "all"}).key
    'c'
    >>> read_choice(Typed("-1 to 1"), {"c": "-1 to 1", "d": "all"}).key
    'c'
    """
    wanted = word_answer_sentences.a_choice([*options])
    entries = entries_of(typed)
    if entries is not None and len(entries) == 1 and entries_of(entries[0]) is None:
        choice = read_choice(entries[0], options, synonyms)
        if isinstance(choice, Unreadable):
            return choice
        return Choice(choice.key, typed.text, (answer_sentences.only_entry_taken(),))
    word = word_of(typed)
    key = None
    if word is not None:
        key = (
            _option(word, options, synonyms)
            or _with_reason(word, options, synonyms)
            or _concluded(word, options, synonyms)
        )
    if key is not None:
        return Choice(key, typed.text)
    if word is None:
        note = "choice.wrong-type" if entries is None else "choice.several"
        return Unreadable(note, answer_sentences.expected_got(wanted, as_typed(typed)))
    note = (
        "choice.several" if len(_several(word, options, synonyms) or ()) > 1 else "choice.unknown"
    )
    return Unreadable(note, _unknown(wanted, word, options))


def read_choices(
    typed: Typed, options: Mapping[str, str], synonyms: Mapping[str, str] | None = None
) -> Choices | Unreadable:
    """The options a student chose: a list or set, or a text such as "a, c" or "ac".

    >>> read_choices(Typed("d, A"), {"a": "", "c": "", "d": ""}).keys
    ('a', 'd')
    """
    wanted = word_answer_sentences.some_choices([*options])
    entries = entries_of(typed)
    found: set[str] = set()
    for entry in (typed,) if entries is None else entries:
        word = word_of(entry)
        keys = None if word is None else _several(word, options, synonyms)
        if keys is None:
            if word is not None:
                return Unreadable("choice.unknown", _unknown(wanted, word, options))
            message = answer_sentences.expected_got(wanted, as_typed(entry))
            return Unreadable("choice.wrong-type", message)
        found |= keys
    return Choices(tuple(key for key in options if key in found), typed.text)


def _unknown(wanted: str, word: str, options: Mapping[str, str]) -> str:
    """What is said of a word that is no option: whether its place was given by a number, too."""
    got = shown_text(word.strip())
    with_digits = any(map(_DIGIT.search, (*options, *options.values())))
    place = _PLACE.fullmatch(word.strip())
    numbered = place is not None and int(place[1]) <= len(options) and not with_digits
    near = near_word(got, options, {text: key for key, text in options.items() if text})
    return word_answer_sentences.choice_unknown(wanted, got, numbered=numbered, near=near)


def _option(
    word: str, options: Mapping[str, str], synonyms: Mapping[str, str] | None
) -> str | None:
    """The option that a text names: by key, by its own text, or by both ("c) -1 to 1")."""
    by_text = {text: key for key, text in options.items() if text}
    other = {**by_text, **(synonyms or {})}
    for candidate in (word, _BEFORE.sub("", word.strip(), count=1)):
        if key := known_word(candidate, options, other):
            return key
        if key := beside_its_text(candidate, by_text):
            return key
    # Only whole words stand out among others: the "a" of "a network" chooses nothing.
    return only_known_word(word, [key for key in options if len(key) > 2])


def _with_reason(
    word: str, options: Mapping[str, str], synonyms: Mapping[str, str] | None
) -> str | None:
    """The option that stands before a reason: `Elman, because n^2 > nk`."""
    other = {**{text: key for key, text in options.items() if text}, **(synonyms or {})}
    claimed = before_reason(word) if len(word) <= LONGEST else None
    key = known_word(claimed[0], options, other) if claimed else None
    if claimed is None or key is None:
        return None
    _, reason, is_told = claimed
    named = {known_word(one, options, other) for one in one_of((*options, *other)).findall(reason)}
    if re.match(r"(?:or|oder|and|und|not|but|no)\b", reason) or (named - {key} and not is_told):
        return None
    return key


def _concluded(
    word: str, options: Mapping[str, str], synonyms: Mapping[str, str] | None
) -> str | None:
    """The option behind the last concluding sign: `p_2(end) = 0.457 is largest, so end`."""

    def claimed(text: str) -> str | None:
        other = {**{text: key for key, text in options.items() if text}, **(synonyms or {})}
        return known_word(text, options, other) or _with_reason(text, options, synonyms)

    return concluded(word, claimed) if len(word) <= LONGEST else None


def _several(
    word: str, options: Mapping[str, str], synonyms: Mapping[str, str] | None
) -> set[str] | None:
    """All options a text names, if it names nothing else."""
    if len(word) > LONGEST:
        return None
    if key := _option(word, options, synonyms):
        return {key}
    pattern = one_of((*options, *(synonyms or {})))
    leftover = re.sub(r"[\s,;&+/()\[\]{}.:'\"|]+|\b(?:and|und)\b", "", pattern.sub(" ", word))
    keys = {_option(found, options, synonyms) for found in pattern.findall(word)}
    if not leftover and keys:
        return {key for key in keys if key}
    letters = [_option(letter, options, None) for letter in folded(word)]
    if all(len(key) == 1 for key in options) and letters and None not in letters:
        return {key for key in letters if key}
    parts = [_option(part, options, synonyms) for part in re.split(r"\s*[;\n]\s*", word)]
    return {key for key in parts if key} if None not in parts else None
