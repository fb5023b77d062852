"""A pool: variants that belong to nobody, to be dealt out or drawn from."""

from __future__ import annotations

from grader.outcome.errors import InputError
from grader.words.sentences import classes as sentences

MOST = 10_000


def pool(size: int) -> tuple[str, ...]:
    """The names of the variants of a pool; they draw numbers as students' ids do.

    >>> pool(3)
    ('v1', 'v2', 'v3')
    """
    if not 1 <= size <= MOST:
        raise InputError(sentences.pool_size(size, MOST))
    return tuple(f"v{number}" for number in range(1, size + 1))
