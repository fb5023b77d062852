"""From what was typed to what was meant: one file a kind of value, and one function in it.

Each `read_...` answers with a small value, or with `Unreadable` and a sentence; a student's
spelling never raises.  `is_missing` comes first: what is empty is not read at all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.reading.booleans import Boolean, read_boolean
    from grader.reading.choices import Choice, Choices, read_choice, read_choices
    from grader.reading.counts import Count, read_count
    from grader.reading.entries import Numbers
    from grader.reading.expressions import Expression, read_expression
    from grader.reading.matchings import Matching, read_matching
    from grader.reading.missing import is_missing
    from grader.reading.number_syntax import Number
    from grader.reading.numbers import read_numbers, wanted_numbers
    from grader.reading.ranges import Range, read_range
    from grader.reading.sequences import LabelSequence, read_sequence
    from grader.reading.shapes import Shape, read_shape
    from grader.reading.texts import Text, read_text

__all__ = [
    "Boolean",
    "Choice",
    "Choices",
    "Count",
    "Expression",
    "LabelSequence",
    "Matching",
    "Number",
    "Numbers",
    "Range",
    "Shape",
    "Text",
    "is_missing",
    "read_boolean",
    "read_choice",
    "read_choices",
    "read_count",
    "read_expression",
    "read_matching",
    "read_numbers",
    "read_range",
    "read_sequence",
    "read_shape",
    "read_text",
    "wanted_numbers",
]

# A sheet has a few kinds of answers; the readers of all the others are not worth their import.
_HOME = {
    "Boolean": "booleans",
    "Choice": "choices",
    "Choices": "choices",
    "Count": "counts",
    "Expression": "expressions",
    "LabelSequence": "sequences",
    "Matching": "matchings",
    "Number": "number_syntax",
    "Numbers": "entries",
    "Range": "ranges",
    "Shape": "shapes",
    "Text": "texts",
    "is_missing": "missing",
    "read_boolean": "booleans",
    "read_choice": "choices",
    "read_choices": "choices",
    "read_count": "counts",
    "read_expression": "expressions",
    "read_matching": "matchings",
    "read_numbers": "numbers",
    "read_range": "ranges",
    "read_sequence": "sequences",
    "read_shape": "shapes",
    "read_text": "texts",
    "wanted_numbers": "numbers",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
