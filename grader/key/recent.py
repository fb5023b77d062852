"""The last few of what was asked for: a class asks the same again and again, and its memory stays flat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

FEW = 16  # sets of numbers written before an answer: most students have right ones

K = TypeVar("K")
V = TypeVar("V")


def recent(kept: dict[K, V], what: K, make: Callable[[], V]) -> V:
    """What was kept under this key, or made now; the one that was not asked for longest goes.

    >>> kept = {}
    >>> [recent(kept, k % 2, lambda: object()) is kept[k % 2] for k in range(3)]
    [True, True, True]
    """
    found = kept.pop(what) if what in kept else make()
    if len(kept) >= FEW:
        del kept[next(iter(kept))]
    kept[what] = found
    return found
