"""What somebody could write instead of a list of numbers that does not read, for the message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.outcome.typed import Typed

_LONGEST = 200  # characters of a text that is looked at once more
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_LIST = re.compile(
    r"^\s*[-+−]?[\d.,]+\s*$|(?:^|[=:,;]|\b(?:or|and)\b)\s*[\[(][^\[\]()]*[,;][^\[\]()]*[\])]\s*(?=$|[=,;]|\b(?:or|and)\b)"
)
_BLANK_BEFORE_SIGN = re.compile(r"\s+(?=%)")


def other_forms(typed: Typed) -> Iterator[Typed]:
    """Forms that are near to what was typed, the nearest first; each has to be read to count.

    >>> [form.value for form in other_forms(Typed("2*a = (1, 2)"))]
    ['(1, 2)']
    >>> [form.value for form in other_forms(Typed("30,4 % 52,1 %"))]
    ['30,4% 52,1%', '30.4% 52.1%']
    """
    value = typed.value
    if isinstance(value, dict):
        yield Typed([*value.values()])
    if isinstance(value, list) and typed.text and len(typed.text) <= _LONGEST:
        for form in (typed.text.replace(";", ","), _COMMA.sub(".", typed.text)):
            if form != typed.text:
                yield Typed(form)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return
    before, _, last = value.rpartition("=")
    last = value if _LIST.search(before) else last.strip()  # of two lists none is proposed
    closed = _BLANK_BEFORE_SIGN.sub("", last)
    for form in dict.fromkeys((last, closed, _COMMA.sub(".", closed))):
        if form != value:
            yield Typed(form)
