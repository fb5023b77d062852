"""Names of people: the one form in which two spellings of a name are one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def folded(name: str) -> str:
    r"""A student's id without case, blanks around it, and ways to write the same letters.

    >>> folded("Asa.Oberg@Uni.EDU") == folded("asa.oberg@uni.edu")
    True
    >>> folded("Jose\u0301") == folded("JOS\u00c9")
    True
    """
    once = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", once).strip()  # folding may part what was joined


def spelling_of(name: str, known: Iterable[str]) -> str | None:
    """How somebody is spelled among the known ids: as given, else in another case or form."""
    spellings: dict[str, str] = {}
    for each in known:
        if each == name:
            return each
        spellings.setdefault(folded(each), each)
    return spellings.get(folded(name))
