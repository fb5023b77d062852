"""How near two texts are: enough for a proposal that a person confirms, never for a mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

NEAR = 0.6  # of the words of both; a short sentence and its denial are as near as that
_MOST = 6  # proposals a text
_LONGEST = 20_000  # characters; what is longer is read for itself
_WORD = re.compile(r"\w+")
Words = frozenset[str]


def words_of(text: str) -> Words:
    """The words of a text, each as often as it stands there."""
    if len(text) > _LONGEST:
        return frozenset()
    counts: dict[str, int] = {}
    found = set()
    for word in _WORD.findall(text.casefold()):
        counts[word] = counts.get(word, 0) + 1
        found.add(f"{word} {counts[word]}")
    return frozenset(found)


def likeness(one: Words, other: Words) -> float:
    """The share of words that both have, of all that one of them has."""
    if not one or not other:
        return 0.0
    both = len(one & other)
    return both / (len(one) + len(other) - both)


def nearest(own: Words, others: Iterable[tuple[str, Words]]) -> list[str]:
    """The names of the texts that are near, the nearest first."""
    found = [(likeness(own, words), name) for name, words in others]
    near = sorted((-share, name) for share, name in found if share >= NEAR)
    return [name for _, name in near[:_MOST]]


def differences(one: str, other: str) -> list[tuple[str, str]]:
    """The other text in pieces: `same` as the one, `more` than it, or `less`, which it lacks.

    >>> differences("it does change", "it does not change")
    [('same', 'it does '), ('more', 'not '), ('same', 'change')]
    """
    first, second = _pieces(one), _pieces(other)
    found = []
    for what, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(second[c:d])))
            continue
        found += [(kind, "".join(part)) for kind, part in (("less", first[a:b]), ("more", second[c:d])) if part]  # fmt: skip
    return found


def _pieces(text: str) -> Sequence[str]:
    return re.findall(r"\s*\S+\s?", text[:4000])
