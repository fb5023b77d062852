"""What a typed line says, and what is only the way to it: `T = 10, since 0.5^10 < 0.001`, `sum 9.4 => p = (0.2, 0.8)`.

A line says what stands behind its last concluding sign (or under the name that is asked for), else
what stands before its first reason.  If the rest of it says another value by itself, it says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import TypeVar

Value = TypeVar("Value")
Reader = Callable[[str], Value | None]
Agree = Callable[[Value, Value], bool]

LONGEST = 500  # characters of a line that is parted in several ways

_BECAUSE = re.compile(
    r"\b(?:because|since|due\s+to|weil|da|as(?!\s+(?:well|much|many|opposed|in|of|for)\b))\b:?",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"=>|->|[⇒→∴]|\\(?:to|Rightarrow)\b|\b(?:so|thus|hence|therefore|which\s+(?:gives|is)|also|daher)\b[:,]?",
    re.IGNORECASE,
)
_NAME = r"[∂∇]?[^\W\d][\w{}^'’]*(?:\s?[\[(][^\[\]()=]*[\])])?(?:\s?/\s?[∂∇]?[^\W\d][\w{}^'’]*)?"
_NAMED = re.compile(rf"\s*(?P<name>{_NAME})\s*(?::=|[=:≈])\s*(?P<rest>.+)", re.DOTALL)
_APART = re.compile(rf"[;\n]|,\s+(?={_NAME}\s*[=:≈])|\s(?:and|und)\s+(?={_NAME}\s*[=:≈])")
_DOUBT = re.compile(
    r"[!?≠±]|<>|\b(?:or|oder|either|not|no|nicht|kein|maybe|perhaps|instead|wrong|false|incorrect|but)\b",
    re.IGNORECASE,
)
# Where words begin that say no number of their own: a bracket, a comma before a word, a preposition.
_ASIDE = re.compile(
    r"\s*[,;]\s+(?=[^\W\d_]{2})|(?<=[\w)\]}%])\s+(?=\()|\s+(?=(?:in|of|for|per|je|pro|rounded|approx\w*)\b)",
    re.IGNORECASE,
)
_PER = re.compile(r"\s*(?:per|je|pro|each|every)\b", re.IGNORECASE)
# What leaves another number, or several.
_ANOTHER = re.compile(
    r"\s*(?:minus|negative|plus|neg|and|und|to|bis|until|then|times|twice|half|at\s+(?:least|most)|least|most|up|less|more"
    r"|fewer|below|above|under|over|between|from|dozen|hundreds?|thousands?|millions?|billions?|zero|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"(?:rounded\s+)?(?:to|auf)\s+\d+\s*(?:decimal|digit|place|d\.?p|significant|fig|Stelle|Nachkomma)\w*",
    re.IGNORECASE,
)
_EQUATION = re.compile(
    r"(?P<left>[^=<>≤≥≈,;]*)(?:[=<>≤≥≈]+\s*[-+−]?[\d.]+(?:[eE][-+]?\d+)?)+(?![\d.])"
)
_WORKS = re.compile(r"\d\s*[*/+^·×÷]|[*/+^·×÷]\s*\d|\w\s*\(")
_SINGLE = re.compile(r"\s*([^\W\d]\w*)\s*(\[\s*\d+\s*\])?\s*")
_APPLIED = re.compile(
    r"\\?(?:tanh|sigmoid|sigma|σ|relu|exp)\s*(?:\((?P<of>[^()]*)\))?\s*[=:≈]\s*(?P<rest>[^=:≈]+)",
    re.IGNORECASE,
)
_TWO = 2
_FREE = re.compile(r"(?<![\w.])\.?\d")


class Contradicted:
    """What a line says that claims one value, and another one in its reason."""


CONTRADICTED = Contradicted()


def told_with_reason(
    text: str, read: Reader[Value], agree: Agree[Value]
) -> Value | Contradicted | None:
    """What stands before "since" or "because"; the numbers behind it are not the answer's.

    >>> told_with_reason("T = 10, since 0.5^10 = 0.001", lambda part: part, lambda a, b: True)
    'T = 10'
    """
    cut = _first(_BECAUSE, text) if len(text) <= LONGEST else None
    if cut is None:
        return None
    claim, reason = text[: cut.start()].rstrip(" ,;:–—-"), text[cut.end() :].strip()
    found = read(claim) if claim else None
    if found is None:
        return None
    end = _last(_SIGN, reason)
    other = None if end is None else read(reason[end.end() :].strip())
    is_bare = re.fullmatch(r"[-+−]?[\d.,\s]+%?", reason)
    return CONTRADICTED if is_bare or (other is not None and not agree(other, found)) else found


def has_reason(text: str) -> bool:
    """Whether a line tells a reason by a word for it, outside brackets."""
    return len(text) <= LONGEST and _first(_BECAUSE, text) is not None


def said(
    text: str, read: Reader[Value], agree: Agree[Value], asked: str = "", *, rates: bool = False
) -> Value | None:
    """What a line says among other things; `asked` is the quantity, `rates` may be told per something.

    `agree` says whether a value before the answer may be the same one, before it was rounded.
    """
    if len(text) > LONGEST:
        return None
    if not _DOUBT.search(_SIGN.sub(" ", text)):
        statements = [*_statements(text)]
        for found in (_under_its_name(statements, read, agree, asked), _last_of(text, read, agree)):
            if found is not None:
                return found
        for found in (_alone(statements, read), _gone_on(statements, read, agree)):
            if found is not None:
                return found
    return _before_an_aside(text, read, rates=rates)


def concluded(text: str, read: Reader[Value]) -> Value | None:
    """What stands behind the last concluding sign, where no statement before it is another answer.

    >>> concluded("0.46 is largest, so end", lambda part: part.strip())
    >>> concluded("0.46 is largest, so end", lambda part: part if part == "end" else None)
    'end'
    """
    end = _last(_SIGN, text) if len(text) <= LONGEST else None
    if end is None or _DOUBT.search(_SIGN.sub(" ", text)):
        return None
    found = read(text[end.end() :].strip())
    parts = [text[: end.start()], *(part for _, part in _statements(text[: end.start()]))]
    others = [read(part.strip(" ,;")) for part in parts]
    return found if all(other is None or other == found for other in others) else None


def plain_name(name: str) -> str:
    """A name as it is compared: `h_{2}`, `h₂`, `h[2]` and `h2` are one.

    >>> plain_name("h_{2}"), plain_name("h₂"), plain_name("h[2]")
    ('h2', 'h2', 'h2')
    """
    return re.sub(r"[\s_{}\[\]()\\$^]", "", unicodedata.normalize("NFKC", name))


def single(expression: object) -> str:
    """The quantity that an answer asks for, where it is one alone; empty for anything else.

    >>> single("h[2]"), single("softmax(z)"), single(3)
    ('h[2]', '', '')
    """
    found = _SINGLE.fullmatch(expression) if isinstance(expression, str) else None
    return "" if found is None else found[1] + (found[2] or "")


Statement = tuple[str, str]  # the name before the sign, or "", and all of it


def _statements(text: str) -> Iterator[Statement]:
    """The statements of a line, each with its name; what is no name (`e^2`) names nothing."""
    for whole in _parted(text, re.compile(f"{_APART.pattern}|{_SIGN.pattern}", re.IGNORECASE)):
        because = _first(_BECAUSE, whole)
        part = whole if because is None else whole[: because.start()]
        if part.strip(" ,;"):
            named = _NAMED.fullmatch(part)
            yield (plain_name(named["name"]) if named else "", part.strip(" ,;"))


def _under_its_name(
    statements: list[Statement], read: Reader[Value], agree: Agree[Value], asked: str
) -> Value | None:
    """The value under the name that is asked for; with its step, or without where that says the same."""
    exact = plain_name(asked)
    names = {exact, plain_name(asked.partition("[")[0])} if exact else set()
    values = [read(part) for name, part in statements if name in names]
    if len(statements) == 1 or not values:
        return None
    last = values[-1]
    if last is None or any(one is None or not agree(one, last) for one in values):
        return None
    bare = [read(part) for name, part in statements if not name and not re.search(r"[=:≈]", part)]
    return last if all(one is None or agree(one, last) for one in bare) else None


def _last_of(text: str, read: Reader[Value], agree: Agree[Value]) -> Value | None:
    """The named value behind the last concluding sign, where nothing before it is bare or has its name."""
    end = _last(_SIGN, text)
    named = None if end is None else _NAMED.fullmatch(text[end.end() :])
    if end is None or named is None or (found := read(named["rest"])) is None:
        return None
    name = plain_name(named["name"])
    for other, part in _statements(text[: end.start()]):
        is_its_own = other == name or (not other and not re.search(r"[=:≈]", part))
        value = read(part) if is_its_own else None
        if value is not None and not agree(value, found):
            return None
    return found


def _alone(statements: list[Statement], read: Reader[Value]) -> Value | None:
    """The value of the last statement, which has a name, where all others are of another shape."""
    if len(statements) < _TWO:
        return None
    *others, (name, last) = statements
    found = read(last) if name else None
    return found if all(read(part) is None for _, part in others) else None


def _gone_on(statements: list[Statement], read: Reader[Value], agree: Agree[Value]) -> Value | None:
    """The function of what was worked out before it: `0.8*0.5 = 0.4; tanh = 0.38`, `z = 0.4, tanh(z) = 0.38`."""
    if len(statements) != _TWO or (applied := _APPLIED.fullmatch(statements[1][1])) is None:
        return None
    (name, first), of = statements[0], (applied["of"] or "").strip()
    before = read(first)
    if before is None or not (name or _WORKS.search(first.partition("=")[0])):
        return None
    inner = read(of) if of else None
    is_of_it = not of or plain_name(of) == name or (inner is not None and agree(before, inner))
    return read(applied["rest"]) if is_of_it else None


def _before_an_aside(text: str, read: Reader[Value], *, rates: bool) -> Value | None:
    """What stands before a bracket or words that say no other value."""
    cuts = [*_outside(_ASIDE, text)]
    if not cuts or _first(_BECAUSE, text):
        return None
    parts = [(text[: cut.start()].strip(), text[cut.end() :].strip().rstrip(".")) for cut in cuts]
    # a bracket that does not close at the end is a factor
    parts = [one for one in parts if one[1][:1] != "(" or _closes_at_end(one[1])] or [("", "")]
    claim, aside = parts[0]
    in_bracket = aside.startswith("(")
    if in_bracket:
        aside = aside[1:-1].strip()
        if aside[:1] in "=≈<>≤≥±+~-":
            return None
    if _SIGN.search(aside) or _SIGN.search(claim) or _DOUBT.search(claim) or not aside.strip():
        return None
    if _PER.match(aside) and not rates:
        return None
    because = _BECAUSE.search(aside)
    said_so = aside[: because.start()] if because else aside
    if _says_another(said_so, workings=in_bracket):
        return None
    return read(claim)


def _says_another(aside: str, *, workings: bool) -> bool:
    """Whether words say a number of their own; in a bracket, one that no working comes to."""
    if _DOUBT.search(aside) or _ANOTHER.match(aside):
        return True
    rest = _PLACES.sub(" ", aside)
    for equation in _EQUATION.finditer(rest) if workings else ():
        if _WORKS.search(equation["left"]):
            rest = rest.replace(equation[0], " ")
    return _FREE.search(rest) is not None


def _first(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(_outside(pattern, text), None)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter([*_outside(pattern, text)][-1:]), None)


def _outside(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The places of a pattern that stand in no bracket."""
    depths, depth = [], 0
    for character in text:
        depths.append(depth)
        depth += (character in "[({") - (character in "])}")
    depths.append(depth)
    for found in pattern.finditer(text):
        if depths[found.start()] <= 0:
            yield found


def _parted(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    begin = 0
    for cut in _outside(pattern, text):
        yield text[begin : cut.start()]
        begin = cut.end()
    yield text[begin:]


def _closes_at_end(text: str) -> bool:
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "[(") - (character in "])")
        if not depth:
            return place == len(text) - 1
    return False
