"""Whether anything was filled in at all.  A template handed in untouched is no mistake."""

from __future__ import annotations

from grader.outcome.arrays import is_array
from grader.outcome.typed import Typed

_PLACEHOLDERS = frozenset(
    {"", "?", "??", "???", "...", "…", "..", "_", "__", "___", "-", "--", "todo", "tbd", "fixme"}
    | {"none", "null", "n/a", "~", "pass", "ellipsis", "notimplemented", "not implemented"}
)
_DEPTH = 8  # a placeholder nested deeper than any answer is looked at as an answer


def is_missing(typed: Typed) -> bool:
    """Whether the place of an answer is still empty: None, "", `...`, "TODO", [] and the like.

    A list is missing when all its entries are.

    >>> is_missing(Typed(None)), is_missing(Typed([None, "..."])), is_missing(Typed(0))
    (True, True, False)
    """
    return is_blank(typed.value)


def is_blank(value: object, depth: int = _DEPTH) -> bool:
    """Whether a single value, or everything in a list or mapping, is a placeholder."""
    if value is None or value is Ellipsis or value is NotImplemented:
        return True
    if isinstance(value, str):
        # A long text is an answer, whatever it says; do not copy a megabyte to find out.
        return len(value) <= 1000 and value.strip().strip("<>[]()#'\"").lower() in _PLACEHOLDERS
    if is_array(value):
        return value.size == 0 or (
            value.dtype.kind in "OU" and value.size <= 1000 and is_blank(value.tolist(), depth)
        )
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return depth > 0 and all(is_blank(entry, depth - 1) for entry in value)
    return False
