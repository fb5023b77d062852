"""How a typed word is matched with the words an assignment knows.

Capitals, spaces and the punctuation around a word do not count: `C)`, ` (c) ` and `c.` are
`c`.  The words themselves are never guessed from their first letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from grader.outcome.arrays import is_array, is_scalar
from grader.outcome.typed import Typed
from grader.reading.statement import plain_name

LONGEST = 2000  # characters of a text in which words are looked for
MOST = 500  # entries of a list of words
_SHORT = 3  # letters of a word that may be any

_ARTICLE = re.compile(r"^(?:the|an?|der|die|das|eine?) (?=\w\w)")
_REASON = re.compile(
    r"(?P<claim>.+?)(?:\s*[,.;:(–—]+\s*|\s+-\s+|\s+(?=because|since|weil))"
    r"(?P<because>(?:because|since|as|weil|da)\b\s*)?(?P<reason>.+)"
)
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_AROUND = " \t\n.,;:!?()[]{}<>\"'`*$„“”‚‘’«»"


def folded(word: str) -> str:
    """A word as it is compared: lower case, single spaces, no punctuation around it.

    >>> folded(" (C). "), folded("Output  Gate")
    ('c', 'output gate')
    """
    return " ".join(word.translate({0x2212: "-", 0x2013: "-"}).casefold().split()).strip(_AROUND)


def known_word(
    word: str, known: Iterable[str], synonyms: Mapping[str, str] | None = None
) -> str | None:
    """The known word that was typed, or None.  `synonyms` maps another word to a known one."""
    wanted = folded(word)
    table = {folded(name): name for name in (*known,)}
    for other, name in (synonyms or {}).items():
        table.setdefault(folded(other), name)
    return table.get(wanted) or _without_article(wanted, table) or _as_a_symbol(word, table)


def _as_a_symbol(word: str, table: Mapping[str, str]) -> str | None:
    """The one known symbol that was typed with its index in another way: h1, h₁, h_{1}."""
    if not any("_" in name or "[" in name for name in table):
        return None
    wanted = plain_name(word.strip(_AROUND)).casefold()
    found = {name for known, name in table.items() if plain_name(known).casefold() == wanted}
    return found.pop() if len(found) == 1 and wanted else None


def _without_article(wanted: str, table: Mapping[str, str]) -> str | None:
    """The one known word that differs by "the" or "a" before it."""
    bare = _ARTICLE.sub("", wanted)
    found = {name for word, name in table.items() if _ARTICLE.sub("", word) == bare}
    return found.pop() if len(found) == 1 and bare else None


def only_known_word(
    text: str, known: Iterable[str], synonyms: Mapping[str, str] | None = None
) -> str | None:
    """The known word in a few words around it ("the output gate"), if it is the only one.

    >>> only_known_word("the Output gate", ["output", "forget"])
    'output'
    >>> only_known_word("output or forget", ["output", "forget"]) is None
    True
    >>> only_known_word("update gate/input gate", ["output", "update"], {"input": "update"})
    'update'
    """
    names = (*known,)
    if exact := known_word(text, names, synonyms):
        return exact
    words = re.split(r"[\s/()]+", folded(text))
    if len(words) > 4 or "not" in words:
        return None
    found = {name for word in words if (name := known_word(word, names, synonyms))}
    return found.pop() if len(found) == 1 else None


def beside_its_text(word: str, keys: Mapping[str, str]) -> str | None:
    """The key that was typed with its own text, or the beginning of it; `keys` has each text's key.

    >>> beside_its_text("C) -1 to 1", {"-1 to 1": "c", "0 to 1": "b"})
    'c'
    >>> beside_its_text("C) 0 to 1", {"-1 to 1": "c", "0 to 1": "b"}) is None
    True
    """
    typed = folded(word)
    texts = {folded(text): key for text, key in keys.items()}
    for text, key in texts.items():
        name = re.escape(folded(key))
        behind = re.fullmatch(rf"{name}\s*(?P<sign>[).:\]=-]*)\s*(?P<text>.+)", typed)
        before = re.fullmatch(rf"(?P<text>.+?)\s*[(\[]\s*{name}", typed)
        if any(both and folded(both["text"]) == text for both in (behind, before)):
            return key
        begun = f"{folded(behind['text'])} " if behind and behind["sign"] else ""
        if begun.count(" ") > 2 and [t for t in texts if t.startswith(begun)] == [text]:
            return key
    return None


def before_reason(word: str) -> tuple[str, str, bool] | None:
    """What is claimed before its reason, the reason, and whether a word says that it is one.

    >>> before_reason("Elman, because n^2 > nk"), before_reason("True - it multiplies")
    (('elman', 'n^2 > nk', True), ('true', 'it multiplies', False))
    """
    found = _REASON.fullmatch(folded(word))
    if found is None:
        return None
    return found["claim"].strip(_AROUND), found["reason"], found["because"] is not None


def near_word(word: str, known: Iterable[str], synonyms: Mapping[str, str] | None = None) -> str:
    """The known word that a typed one comes near, for a sentence; empty where none does.

    Of another word for it, the known one is told.

    >>> near_word("Forgit gate", ["forget gate", "input gate"])
    'forget gate'
    >>> near_word("not output", ["output"]), near_word("g4", ["g1"])
    ('', '')
    """
    from difflib import get_close_matches  # what is read pays nothing for it

    wanted = folded(word)
    if len(wanted) <= _SHORT or {"not", "no", "non"} & {*wanted.split()}:
        return ""
    table = {folded(other): name for other, name in (synonyms or {}).items()}
    table |= {folded(name): name for name in known}
    return "".join(table[near] for near in get_close_matches(wanted, table, n=1, cutoff=0.75))


def word_of(typed: Typed) -> str | None:
    """The word in place of one answer: a text, or what stood in the file (`no`, `3`)."""
    value = typed.value
    if isinstance(value, str):
        return str(value) if len(value) <= LONGEST else None
    if isinstance(value, int) or is_scalar(value, "biu"):
        if typed.text is not None and len(typed.text) <= LONGEST:
            return typed.text
        truth = isinstance(value, bool) or is_scalar(value, "b")
        return str(value) if truth or abs(int(value)) < 10**6 else None
    return None


def entries_of(typed: Typed) -> tuple[Typed, ...] | None:
    """The entries of a list, tuple, set or one-dimensional array; None for anything else."""
    value = typed.value
    if is_array(value):
        value = value.tolist() if value.ndim == 1 and value.dtype.kind in "OUbi" else None
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=str) if all(isinstance(v, (str, int)) for v in value) else None
    if not isinstance(value, (list, tuple)) or len(value) > MOST:
        return None
    if len(typed.entries) == len(value):
        return typed.entries
    return tuple(map(Typed, value))


def one_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the words in a text, the longest first, as whole words."""
    longest_first = sorted({" ".join(word.split()) for word in words if word.strip()}, key=len)
    body = "|".join(map(_pattern_of, reversed(longest_first)))
    return re.compile(rf"(?<!\w)(?:{body or '(?!)'})(?!\w)", re.IGNORECASE)


def _pattern_of(word: str) -> str:
    """A word as it is found in a text; a letter with an index in any of the ways these are typed."""
    symbol = re.fullmatch(r"([^\W\d_]+)_(\d+)", word)
    if symbol is None:
        return re.escape(word).replace(r"\ ", r"\s+")
    below = symbol[2].translate(_LOWERED)
    return rf"{symbol[1]}(?:_?{symbol[2]}|_?\{{{symbol[2]}\}}|\[{symbol[2]}\]|{below})"
