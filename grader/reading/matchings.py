"""Matchings: which label belongs to which key, as a mapping, a list of pairs or a text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading.missing import is_blank
from grader.reading.pairs import labels_in_a_row, read_pairs
from grader.reading.words import (
    LONGEST,
    MOST,
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
from reference.records import dataclass, replace


@dataclass(frozen=True)
class Matching:
    """The label given to each key, the keys that got none, and what could not be read."""

    pairs: tuple[tuple[str, str], ...]
    missing: tuple[str, ...] = ()
    text: str | None = None
    remarks: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def mapping(self) -> dict[str, str]:
        """The pairs as a mapping, in the order of the keys."""
        return dict(self.pairs)


def read_matching(
    typed: Typed,
    keys: Sequence[str],
    labels: Sequence[str],
    synonyms: Mapping[str, str] | None = None,
    *,
    entrywise: bool = False,
) -> Matching | Unreadable:
    """The pairs a student gave, in either direction; `synonyms` maps other words to labels.

    With `entrywise` a pair that cannot be read takes none of the others along.

    >>> read_matching(Typed("G1: output; g2 = Forget"), ["g1", "g2"], ["output", "forget"]).mapping
    {'g1': 'output', 'g2': 'forget'}
    >>> read_matching(Typed({"output": "g1"}), ["g1", "g2"], ["output", "forget"]).missing
    ('g2',)
    """
    wanted = word_answer_sentences.a_matching(keys, labels)
    given = _given(typed, keys, labels, synonyms)
    if given is None:
        message = answer_sentences.expected_got(wanted, as_typed(typed))
        return Unreadable("matching.unreadable", message)
    pairs, remarks = given
    forward = [(_key(a, keys, synonyms), _named(b, labels, synonyms)) for a, b in pairs]
    turned = [(_key(b, keys, synonyms), _named(a, labels, synonyms)) for a, b in pairs]
    if _unknown_count(turned) < _unknown_count(forward):
        pairs, forward = [(b, a) for a, b in pairs], turned
        remarks = (*remarks, word_answer_sentences.matching_turned())
    unknown = {
        word: near_word(word, names, {o: n for o, n in (synonyms or {}).items() if n in names})
        for (key, label), (left, right) in zip(forward, pairs, strict=True)
        for known, word, names in ((key, left, keys), (label, right, labels))
        if known is None
    }
    if unknown and not (entrywise and any(key and label for key, label in forward)):
        return Unreadable("matching.unknown", word_answer_sentences.not_among(wanted, unknown))
    found = _matched(forward, keys, typed, remarks, wanted, entrywise=entrywise)
    return (
        replace(found, unknown=tuple(shown_text(word, 20) for word in unknown)[:5])
        if isinstance(found, Matching)
        else found
    )


def _key(word: str, keys: Sequence[str], synonyms: Mapping[str, str] | None) -> str | None:
    """The key that was typed, with or without an index of its own: g1, g_1, g_{1}, g₁."""
    plain = re.sub(r"[_{}\s]", "", unicodedata.normalize("NFKC", word))
    return known_word(word, keys) or known_word(plain, keys) or _named(word, keys, synonyms)


def _named(word: str, names: Sequence[str], synonyms: Mapping[str, str] | None) -> str | None:
    """The one name that was typed with or without the word of its kind: "forget gate", "forget"."""
    others = {other: name for other, name in (synonyms or {}).items() if name in names}
    if found := known_word(word, names, others) or beside_its_text(word, others):
        return found
    if len({known_word(one, names, others) for one in one_of((*names, *others)).findall(word)}) > 1:
        return None  # the key of one partner beside the text of another
    if found := only_known_word(word, names, others):
        return found
    if {"not", "no", "non"} & {*_spaced(word).split()}:
        return None
    spaced = {_spaced(other): name for other, name in others.items()}
    spaced |= {_spaced(name): name for name in names}
    if len({*spaced.values()}) < len({*names}):
        return None
    if found := only_known_word(_spaced(word), names, spaced):
        return found
    often = Counter(part for name in names for part in {*_spaced(name).split()})
    typed = _spaced(word).split()
    fitting = [
        name
        for name in names
        if typed and typed == [part for part in _spaced(name).split() if often[part] < 2]
    ]
    return fitting[0] if len(fitting) == 1 else None


def _spaced(word: str) -> str:
    """A word as it is compared, with blanks for hyphens between letters: no sign is one."""
    return re.sub(r"(?<=[^\W\d_])[-_](?=[^\W\d_])", " ", folded(word))


def _matched(
    found: Iterable[tuple[str | None, str | None]],
    keys: Sequence[str],
    typed: Typed,
    remarks: tuple[str, ...],
    wanted: str,
    *,
    entrywise: bool,
) -> Matching | Unreadable:
    table: dict[str, str] = {}
    twice = []
    for key, label in found:
        if key is not None and label is not None and table.setdefault(key, label) != label:
            twice.append(key)
    if twice and entrywise:  # of two partners none is meant
        table = {key: label for key, label in table.items() if key not in twice}
    elif twice:
        message = word_answer_sentences.matching_twice(wanted, [*dict.fromkeys(twice)])
        return Unreadable("matching.twice", message)
    missing = tuple(key for key in keys if key not in table)
    pairs = tuple((key, table[key]) for key in keys if key in table)
    return Matching(pairs, missing, typed.text, remarks)


_Pairs = tuple[list[tuple[str, str]], tuple[str, ...]]


def _given(
    typed: Typed, keys: Sequence[str], labels: Sequence[str], synonyms: Mapping[str, str] | None
) -> _Pairs | None:
    """The pairs as typed, and remarks; None where there are no pairs to be seen."""
    value = typed.value
    if isinstance(value, dict):
        return _from_mapping(value)
    if isinstance(value, str):
        return _from_text(value, keys, labels, synonyms)
    entries = entries_of(typed)
    if entries is None:
        return None
    words = [entry.value for entry in entries]
    if all(isinstance(word, str) for word in words):
        texts = [str(word) for word in words]
        if len(texts) == len(keys) and all(only_known_word(t, labels, synonyms) for t in texts):
            # Labels alone: there is only one order they can stand in.
            return [*zip(keys, texts, strict=True)], (
                word_answer_sentences.matching_in_order(keys),
            )
        return _from_text("; ".join(texts), keys, labels, synonyms)
    return _from_lists(words)


def _from_mapping(value: Mapping[object, object]) -> _Pairs | None:
    if len(value) > MOST:
        return None
    pairs = []
    for left, right in value.items():
        if is_blank(right):
            continue
        words = word_of(Typed(left)), word_of(Typed(right))
        if words[0] is None or words[1] is None:
            return None
        pairs.append((words[0], words[1]))
    return pairs, ()


def _from_lists(words: Sequence[object]) -> _Pairs | None:
    pairs = []
    for word in words:
        if not isinstance(word, (list, tuple)) or len(word) != 2:
            return None
        left, right = word
        if not isinstance(left, str) or not isinstance(right, str):
            return None
        pairs.append((left[:LONGEST], right[:LONGEST]))
    return pairs, ()


def _from_text(
    text: str, keys: Sequence[str], labels: Sequence[str], synonyms: Mapping[str, str] | None
) -> _Pairs | None:
    words = (*keys, *labels, *(synonyms or {}))

    def is_key(word: str) -> bool:
        return _key(word, keys, synonyms) is not None

    def is_label(word: str) -> bool:
        return _named(word, labels, synonyms) is not None

    if row := labels_in_a_row(text, words, is_key, len(keys)):
        return [*zip(keys, row, strict=True)], (word_answer_sentences.matching_in_order(keys),)
    pairs = read_pairs(text, words, is_key, is_label)
    return ([pair for pair in pairs if not is_blank(pair[1])], ()) if pairs else None


def _unknown_count(pairs: Sequence[tuple[str | None, str | None]]) -> int:
    return sum(known is None for pair in pairs for known in pair)
