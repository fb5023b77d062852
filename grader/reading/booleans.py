"""True or false, in the words people use for it."""

from __future__ import annotations

import re

from grader.outcome.arrays import is_array, is_scalar
from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading.words import LONGEST, before_reason, entries_of, folded
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import word_answers as word_answer_sentences
from grader.words.shown import as_typed
from reference.records import dataclass


@dataclass(frozen=True)
class Boolean:
    """A truth value that was read."""

    value: bool
    text: str | None = None
    remarks: tuple[str, ...] = ()


_WORDS = {
    **dict.fromkeys(("true", "t", "yes", "y", "on", "correct", "right", "wahr", "richtig", "ja"), True),
    **dict.fromkeys(("false", "f", "no", "n", "off", "incorrect", "wrong", "falsch", "nein"), False),
    **dict.fromkeys(("not correct", "not true", "not right"), False),
}  # fmt: skip
_NUMBERS = {"1": True, "1.0": True, "0": False, "0.0": False}


def read_boolean(typed: Typed) -> Boolean | Unreadable:
    """The truth value a student gave; 0 and 1 are taken, with a remark.

    >>> read_boolean(Typed("No.")).value, read_boolean(Typed(1)).remarks
    (False, ('1 was read as True',))
    """
    value = typed.value
    if is_array(value) and value.ndim == 0:
        value = value[()]
    if isinstance(value, bool) or is_scalar(value, "b"):
        return Boolean(bool(value), typed.text)
    if isinstance(value, str) and len(value) <= LONGEST:
        found = _from_text(value, typed)
    elif (isinstance(value, (int, float)) or is_scalar(value, "iufc")) and value in {0, 1}:
        found = _remarked(bool(value), typed)
    else:
        entries = entries_of(typed)
        found = None
        if entries is not None and len(entries) == 1 and not isinstance(entries[0].value, list):
            inner = read_boolean(entries[0])
            if isinstance(inner, Boolean):
                found = Boolean(inner.value, typed.text, (answer_sentences.only_entry_taken(),))
    if found is not None:
        return found
    message = answer_sentences.expected_got(word_answer_sentences.a_boolean(), as_typed(typed))
    return Unreadable("boolean.unreadable", message)


def _from_text(text: str, typed: Typed) -> Boolean | None:
    word = folded(text)
    if word in _WORDS:
        return Boolean(_WORDS[word], typed.text)
    if word in _NUMBERS:
        return _remarked(_NUMBERS[word], typed)
    claimed = before_reason(word) or before_reason(word.replace("-", " - ", 1))
    if claimed is None or len(claimed[0]) < 2 or claimed[0] not in _WORDS:
        return None
    value = _WORDS[claimed[0]]
    if re.match(r"(?:or|oder)\b", claimed[1]) or _WORDS.get(claimed[1], value) is not value:
        return None
    return _remarked(value, typed)


def _remarked(value: bool, typed: Typed) -> Boolean:
    return Boolean(value, typed.text, (word_answer_sentences.boolean_read(as_typed(typed), value),))
