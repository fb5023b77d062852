"""A number with its working before it, or a working alone: `0.4*1.2 + 0.7*0.9 = 1.11`, `0.4*1.2 + 0.7*0.9`.

The result that was written down is the answer, with its own digits; nobody works out anything then.
Without one, a sum of plain numbers is worked out, as a program would.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from grader.outcome.finding import Unreadable
from grader.reading.number_syntax import LONGEST, Number, read_spelling
from grader.reading.sums import work_out
from grader.words.sentences import counts as count_sentences
from grader.words.shown import shown, shown_text
from reference.records import replace


class _Valued(Protocol):
    """A number, or a count."""

    @property
    def value(self) -> float: ...


Read = TypeVar("Read", bound=_Valued)

_EQUALS = re.compile(r"->|=>|=|≈|≃|→|\\approx")
# A bracket after a blank is no factor: it says where the number comes from.
_BESIDE = re.compile(r"(?P<number>\S.*?)\s+\((?P<working>.+)\)")
WORKS = re.compile(
    r"[*/+^·×⋅÷√]|\w\s*\(|[\w)]\s*[-−–]\s*[\w(]|\\(?:cdot|times|frac)"
    r"|(?<![^\W\d_])(?:ln|log|exp|tanh|sigmoid|sigma|sqrt|relu|softmax|σ)\s+[\w\\−-]",
    re.IGNORECASE,
)

_EXPONENT = 200  # e to a larger power is no answer to anything
_EXP = re.compile(
    r"(?<![\w.\\])(?:\\?exp\s*\((?P<called>(?:[^()]|\([^()]*\))*)\)"
    r"|e\s*(?:\^|\*\*)\s*(?:\((?P<round>(?:[^()]|\([^()]*\))*)\)|\{(?P<curly>[^{}]*)\}|(?P<bare>[-−+]?\d+(?:[.,]\d+)?(?![\w.,^]))))"
)
_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")
# Two statements, a comparison or a choice: nothing that leads to one number.
_SEVERAL = re.compile(r"[;<>!?≤≥≠±]|,\s|\b(?:or|and|not|for|oder|und|nicht)\b", re.IGNORECASE)


def read_working(text: str) -> Number | None:
    """The number that a working comes to; None where a text is none.

    >>> found = read_working("0.411*1.2 + 0.717*0.856 = 1.107")
    >>> found.value, found.decimals
    (1.107, 3)
    """
    if len(text) > LONGEST:
        return None
    if found := beside_its_working(text, lambda part: read_spelling(part, ""), read_working):
        return replace(found, text=text)
    *before, result = _EQUALS.split(text)
    typed = shown_text(text.strip())
    if before:
        last = read_spelling(result, "")
        if isinstance(last, Unreadable):
            return _not_worked_out(before, result, text)
        if not _is_working(before, last):
            return None
        remark = count_sentences.result_read(typed, result.strip())
        return replace(last, text=text, remarks=(*last.remarks, remark))
    if _BESIDE.fullmatch(text.strip()):
        return None  # a bracket after a blank, which comes to something else
    plain = _without_exp(text)
    worked = work_out(plain)
    if isinstance(worked, Unreadable) or worked.value is None:
        return None
    if not worked.operators and plain == text:
        return None
    if _THOUSANDS.search(text):
        return None  # of a count; in a sum of decimals it is another number
    remark = count_sentences.arithmetic_read(typed, shown(float(worked.value)))
    return Number(float(worked.value), None, None, text, (remark,))


def _not_worked_out(before: Sequence[str], result: str, text: str) -> Number | None:
    """A sum or product behind names or letters, whose last step was left out: `o*tanh(c) = 0.7*0.9`."""
    if not all(re.search(r"[^\W\d]", part) and work_out_alone(part) is None for part in before):
        return None  # of two sums each may be meant
    found = work_out_alone(result)
    return None if found is None else replace(found, text=text)


def work_out_alone(text: str) -> Number | None:
    """The number that arithmetic without an equals sign comes to."""
    return None if _EQUALS.search(text) else read_working(text.strip())


_INNERMOST = re.compile(r"\[[^\[\]()]*\]|\([^\[\]()]*\)")


def led_to(text: str) -> tuple[str, list[str]] | None:
    """The list at which a line of workings ends, and what stands before it; None where a line is none.

    >>> led_to("2*h = 2*[0.1, 0.2] = [0.2, 0.4]")
    ('[0.2, 0.4]', ['2*h ', ' 2*[0.1, 0.2] '])
    >>> led_to("[0.2, 0.4] (= 2*h)"), led_to("a = 2*b, c = [0.2, 0.4]")
    (('[0.2, 0.4]', ['2*h']), None)
    """
    if len(text) > LONGEST:
        return None
    beside = re.fullmatch(r"(\[.*\])\s+\(\s*=(.+)\)", text.strip())
    if beside:
        result, before = beside[1], _EQUALS.split(beside[2].strip())
    else:
        *before, result = _EQUALS.split(text)
    if not any(map(WORKS.search, before)) or any(map(_several_outside, before)):
        return None
    return result.strip(), before


_SO = re.compile(
    r"(?P<before>.+?)\s*(?:->|=>|=|≈|→|⇒|∴|\\approx|\b(?:so|thus|hence|therefore|also)\b[,:]?)\s*"
    r"(?P<result>[\[(][^=≈→⇒]*[\])](?:\s*(?:\^\{?\\?(?:T|top)\}?|ᵀ|⊤))?)[.;]?",
    re.DOTALL | re.IGNORECASE,
)
_DOUBT = re.compile(
    r"[<>!?≤≥≠±]|\b(?:or|not|no|either|oder|nicht|maybe|instead|wrong)\b", re.IGNORECASE
)


def concluded(text: str) -> tuple[str, list[str]] | None:
    """The list in brackets behind the last sign of a line of several statements, and all that stands before it.

    >>> concluded("e^1 = 2.7, e^2 = 7.4 => (0.27; 0.73)")
    ('(0.27; 0.73)', ['e^1 = 2.7, e^2 = 7.4', 'e^1', '2.7, e^2', '7.4'])
    """
    found = _SO.fullmatch(text.strip()) if len(text) <= LONGEST * 4 else None
    if found is None or not _one_bracket(found["result"]):
        return None
    before = found["before"]
    if _DOUBT.search(re.sub("->|=>", "", before)):
        return None
    said = [before, *re.split(r"->|=>|[=≈→⇒;\n]", before), *_INNERMOST.findall(before)]
    rest = [re.sub(r"^.*?(?=[\[(])|(?<=[\])])[^\])]*$", "", one) for one in said]
    return found["result"], [*dict.fromkeys(one.strip() for one in (*said, *rest) if one.strip())]


def _one_bracket(text: str) -> bool:
    """Whether the bracket that opens a text closes at its end."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "[(") - (character in "])")
        if not depth and place:
            return not re.search(r"[\[(]", text[place:])
    return False


def _several_outside(part: str) -> bool:
    """Whether more than one thing is said outside the brackets."""
    bare, found = part, 1
    while found:
        bare, found = _INNERMOST.subn("", bare)
    return bool(_SEVERAL.search(bare) or re.search(r"[,\[\]()]", bare))


def _without_exp(text: str) -> str:
    """A working with numbers for its powers of e: `e^0.673`, `2*exp(-0.5)`, in one another, too."""

    def number(power: re.Match[str]) -> str:
        inner = next(part for part in power.groups() if part is not None)
        worked = work_out(_without_exp(inner))
        if isinstance(worked, Unreadable) or worked.value is None or abs(worked.value) > _EXPONENT:
            return power[0]
        return f"({math.exp(worked.value)!r})"

    return _EXP.sub(number, text)


def beside_its_working(
    text: str, read: Callable[[str], Read | Unreadable], work_out: Callable[[str], Read | None]
) -> Read | None:
    """The number before a bracket that comes to the same: `0.48 (0.4*1.2)`, `0.411 (= σ(−0.36))`, `2193 (17*128+17)`."""
    beside = _BESIDE.fullmatch(text.strip())
    if beside is None or isinstance(found := read(beside["number"]), Unreadable):
        return None
    said = _EQUALS.match(beside["working"])
    where = beside["working"][said.end() :].strip() if said else beside["working"]
    other = read(where)
    if said and isinstance(other, Unreadable):  # worked out from there, as what stands behind "="
        return None if _SEVERAL.search(where) else found
    inner = work_out(where) if isinstance(other, Unreadable) else other
    return found if inner is not None and rounds_to(inner, found) else None


def rounds_to(one: _Valued, result: _Valued) -> bool:
    """Whether a number is one that was rounded further; a count has no decimals."""
    decimals = (result.decimals or 0) if isinstance(result, Number) else 0
    return abs(one.value - result.value) <= 0.5 * 10.0**-decimals


def _is_working(before: list[str], result: Number) -> bool:
    """Whether a line leads to its result: no second statement, and no other number on the way."""
    if not any(map(WORKS.search, before)) or any(map(_SEVERAL.search, before)):
        return False
    bare = [found for part in before if isinstance(found := read_spelling(part, ""), Number)]
    return all(rounds_to(one, result) for one in bare)
