"""Students' text made harmless to show: short, printable, and reading in one direction."""

from __future__ import annotations

import unicodedata

MESSAGE = 600
"""Characters of an error message that are kept: a screenful says no more."""

# letters that turn the direction of what follows, and separators that look like nothing
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean(text: str, limit: int = MESSAGE) -> str:
    """The text with everything invisible or active written as an escape, cut to `limit`."""
    short = text[:limit]
    if not short.isprintable():
        short = "".join(c if c in "\n\t" or c.isprintable() else _escaped(c) for c in short)
    if len(text) > limit or len(short) > limit:
        return f"{short[:limit]} [...]"
    return short


def _escaped(character: str) -> str:
    if character == "\r" or unicodedata.category(character) not in _HIDDEN:
        return "\n" if character == "\r" else character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
