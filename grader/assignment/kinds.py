"""The kinds of answers: one row a kind, with everything that follows from it alone.

What checks a kind stands in `grader.checkers`, which lies above; a test holds that it has a row for every kind here
that is not code.  To add a kind, add a row, and then what the map of this house names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of answer.

    `expects` and `example` are what an author is told to write as its value.  `reads` are the keys
    of an answer in a file that mean something for this kind and not for all.
    """

    name: str
    expects: str = ""
    example: str = ""
    reads: frozenset[str] = frozenset()
    numeric: bool = False  # a number that people round, or an array of such; its rank follows
    code: bool = False  # is run, not read: it has no value in a file and nothing is typed
    expression: bool = False  # its value may be an expression over a system
    words: bool = False  # what is typed are words: they are compared as such, never as numbers
    chosen: bool = False  # picked from options
    staff: bool = False  # read by people


def _kind(name: str, expects: str = "", example: str = "", reads: str = "", **traits: bool) -> Kind:
    return Kind(name, expects, example, frozenset(reads.split()), **traits)


_ROUNDED = "rounding tolerance precision_penalty labels per_entry public"
_LABELLED = "labels synonyms per_entry public"
_ROWS = (
    _kind("number", "an expression", "h[2]", _ROUNDED, numeric=True, expression=True),
    _kind("vector", "an expression", "h[2]", _ROUNDED, numeric=True, expression=True),
    _kind("matrix", "an expression", "dW", _ROUNDED, numeric=True, expression=True),
    _kind("count", "a whole number or an expression", "4", "public", expression=True),
    _kind("shape", "a list of sizes or an expression", "[3, 5]", "per_entry public", expression=True),
    _kind(
        "range", "a pair of numbers or an expression", "[-1, 1]", "rounding tolerance per_entry public",
        expression=True,
    ),
    _kind(
        "sequence", "a list of words, or an expression: a word a step, or a vector of their places", "[a, b]", _LABELLED,
        expression=True, words=True,
    ),
    _kind(
        "choice", "one of the options", "a", "options labels synonyms public",
        expression=True, words=True, chosen=True,
    ),
    _kind(
        "choices", "a list of options", "[a, b]", "options synonyms per_entry public",
        words=True, chosen=True,
    ),
    _kind("boolean", "true or false", "false", "public"),
    _kind(
        "matching", "a mapping", "{g1: output, g2: forget}",
        f"options {_LABELLED}",
        words=True,
    ),
    _kind("equation", "an expression", "tanh(W @ x[t])", "public", expression=True),
    _kind("expression", "an expression", "4*12 + 12*12", "rounding tolerance public", expression=True),
    _kind("text", staff=True),
    _kind("function", reads="function rounding tolerance public", code=True),
    _kind("tests", reads="tests", code=True),  # a kit never holds the tests of a course
)  # fmt: skip

KINDS: Mapping[str, Kind] = {row.name: row for row in _ROWS}
# In the order of their rank: a number has no axis, a matrix two.
NUMERIC = tuple(name for name, kind in KINDS.items() if kind.numeric)
CODE = tuple(name for name, kind in KINDS.items() if kind.code)


def readers_of(key: str) -> tuple[str, ...]:
    """The kinds for which a key of an answer means something."""
    return tuple(name for name, kind in KINDS.items() if key in kind.reads)


# Every key that only some kinds read; elsewhere it would be kept and never looked at.
SPECIAL_KEYS = tuple(dict.fromkeys(key for kind in _ROWS for key in sorted(kind.reads)))
