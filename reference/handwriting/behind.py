"""What stands behind an equation and is none: the conditions under which it is written."""

from __future__ import annotations

import re

from reference.handwriting.tokens import Writing
from reference.words import say

# Alone between blanks, and with a "=" of its own behind it: `if` may be the product of i and f.
_WORDS_BEHIND = re.compile(
    r"(?<=[^=\s,;])[\s,;]+((?:with|where|when|if|for|since|because|as|given|assuming|using|and)"
    r" +[^\W\d][^=]*=.*)"
)


def refuse_words_behind(writing: Writing) -> None:
    """`c = c_{t-1} + i g with f = 1` has one right side: the 1 is none of c."""
    found = _WORDS_BEHIND.search(writing.text)
    if found and "=" in writing.text[: found.start()]:
        words = " ".join(found[1].split())[:60]
        raise writing.error(found.start(1), say("words-behind-equation", words=words))
