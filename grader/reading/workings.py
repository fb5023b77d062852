"""A number with its working before it, or a working alone: `0.4*1.2 + 0.7*0.9 = 1.11`, `0.4*1.2 + 0.7*0.9`.

The result that was written down is the answer, with its own digits; nobody works out anything then.
Without one, a sum of plain numbers is worked out, as a program would.
"""

from __future__ import annotations

import re

from grader.outcome.finding import Unreadable
from grader.reading.number_syntax import LONGEST, Number, read_spelling
from grader.reading.sums import work_out
from grader.words.sentences import counts as count_sentences
from grader.words.shown import shown, shown_text
from reference.records import replace

_EQUALS = re.compile(r"=|≈|≃|\\approx")
_WORKS = re.compile(r"[*/+^·×⋅÷√]|\w\s*\(|[\w)]\s*[-−–]\s*[\w(]|\\(?:cdot|times|frac)")

_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")
# Two statements, a comparison or a choice: nothing that leads to one number.
_SEVERAL = re.compile(r"[;<>!?≤≥≠±]|,\s|\b(?:or|and|not|oder|und|nicht)\b", re.IGNORECASE)


def read_working(text: str) -> Number | None:
    """The number that a working comes to; None where a text is none.

    >>> found = read_working("0.411*1.2 + 0.717*0.856 = 1.107")
    >>> found.value, found.decimals
    (1.107, 3)
    """
    if len(text) > LONGEST:
        return None
    *before, result = _EQUALS.split(text)
    typed = shown_text(text.strip())
    if before:
        found = read_spelling(result, "")
        if isinstance(found, Unreadable) or not _is_working(before, found):
            return None
        remark = count_sentences.result_read(typed, result.strip())
        return replace(found, text=text, remarks=(*found.remarks, remark))
    worked = work_out(text)
    if isinstance(worked, Unreadable) or worked.value is None or not worked.operators:
        return None
    if _THOUSANDS.search(text):
        return None  # of a count; in a sum of decimals it is another number
    remark = count_sentences.arithmetic_read(typed, shown(float(worked.value)))
    return Number(float(worked.value), None, None, text, (remark,))


def _is_working(before: list[str], result: Number) -> bool:
    """Whether a line leads to its result: no second statement, and no other number on the way."""
    if not any(map(_WORKS.search, before)) or any(map(_SEVERAL.search, before)):
        return False
    bare = [found for part in before if isinstance(found := read_spelling(part, ""), Number)]
    room = 0.5 * 10.0 ** -(result.decimals or 0)
    return all(abs(one.value - result.value) <= room for one in bare)
