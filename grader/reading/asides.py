"""One number among words: `11 parameters`, `the 10th step`, `11 (Elman)`, and one that a text ends at: `9.97, so 10`.

Words may only stand around a number.  Those that make another number of it, or leave two, are none of
these asides, and neither is a letter, which may be a factor.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from grader.outcome.finding import Unreadable
from grader.reading.number_syntax import CHANGED, Number
from grader.reading.workings import WORKS, Read

_LONGEST = 200  # characters of a text that is looked at
_WORDS = 6  # on a side of a number; more of them tell a story

_AMOUNT = (
    r"[-+−]?\s?\d(?:[\d.,'_]|\s(?=\d{3}(?!\d)))*(?:\s?(?:k|m|thousand|million|tsd|mio)\b\.?|\s?%)?"
)
_AROUND = r"[^\d+*/^=<>≤≥≠±!?·×\\|~≈-]*"
_AMIDST = re.compile(
    rf"(?P<before>{_AROUND}?)(?<![\w.,-])(?P<number>{_AMOUNT})(?:st|nd|rd|th|\.(?=\s))?(?P<behind>(?!\w){_AROUND})",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(r"[^\W\d]\w{0,5}\s*(?:≥|>=|\\geq?\b)\s*(?P<number>\d[\d ,.']*)")
# What leaves another number, several, or none; and what would be an explanation, which is staff's.
_OTHER = re.compile(
    r"\b(?:or|oder|either|maybe|perhaps|wrong|instead|except|without\s+(?:it|that)|than|less|more|fewer|below"
    r"|above|under|over|between|from|to|bis|until|up|least|most|max|minimum|maximum|per|each|every|je|pro|by"
    r"|of\s+which|half|dozen|hundred|hundreds|thousands?|millions?|billions?|log|because|since|weil|da|as"
    r"|higher|lower|greater|smaller|larger|bigger|false|incorrect|but"
    r"|zero|one|two|three|four|five|six|seven|eight|nine|ten|alpha|beta|gamma|delta|epsilon|eta|lambda|theta)\b",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"an?|i[ns]|it|we|so|at|on|my|our|i|got|has|und|der|die|das|im|bei|mit|am|all", re.IGNORECASE
)
_LAST = re.compile(
    r"(?P<arrow>->|=>|→|⇒|∴|≈|\\(?:to|Rightarrow|approx)\b)|\b(?:so|thus|hence|therefore|also|daher)\b[:,]?",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"[!?≠±]|\b(?:or|not|no|either|oder|nicht|kein|maybe|perhaps|instead|wrong)\b", re.IGNORECASE
)
_SIGNS = re.compile(r"->|=>|[=→⇒∴≈]|\\(?:to|Rightarrow|approx)\b")


def amidst_words(text: str) -> str | None:
    """The number that stands alone among words, as it was typed; None where it could be another.

    >>> amidst_words("the 10th step"), amidst_words("11 (Elman)"), amidst_words("645k parameters")
    ('10', '11', '645k')
    >>> amidst_words("10 or 11"), amidst_words("less than 10 steps"), amidst_words("3 n")
    (None, None, None)
    """
    found = _AMIDST.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        return None
    for side in (found["before"], found["behind"]):
        words = re.findall(r"\w+", side)
        if len(words) > _WORDS or _OTHER.search(side) or CHANGED.search(side):
            return None
        if any(len(word) < 3 and not _SHORT.fullmatch(word) for word in words):
            return None
    if "," in found["behind"] + found["before"] or not re.search(r"[^\W\d]", text):
        return None
    return found["number"].strip()


def leaves_another(words: str) -> bool:
    """Whether words beside a number make another one of it, or leave several."""
    return bool(_OTHER.search(words) or CHANGED.search(words) or re.match(r"\s*[^\W\d]\b", words))


def at_least(text: str) -> str | None:
    """The number at which a name begins: the 10 of `T ≥ 10`, the first of all that are meant."""
    found = _AT_LEAST.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    return None if found is None else found["number"].strip()


def ended_at(
    text: str,
    read: Callable[[str], Read | Unreadable],
    bare: Callable[[str], Number | Unreadable],
    near: Callable[[Number, Read], bool],
) -> Read | None:
    """The number behind the last "so" or arrow of a text; `near` says which may stand alone before it.

    What stands before an arrow is a name, a working, or the same number before it was rounded.
    """
    signs = [*_LAST.finditer(text)] if len(text) <= _LONGEST else []
    if not signs or _DOUBT.search(text):
        return None
    before, behind = text[: signs[-1].start()].strip(" ,;"), text[signs[-1].end() :]
    result = read(behind.strip().rstrip(".;"))
    if isinstance(result, Unreadable) or not before:
        return None
    arrow = signs[-1]["arrow"] is not None
    ends = [(0, 0), *(sign.span() for sign in signs)]
    between = [text[end:begin] for (_, end), (begin, _) in pairwise(ends)]
    parts = [before, *between, *(_SIGNS.split(before) if arrow else ())]
    alone = [found for one in parts if isinstance(found := bare(one.strip(" ,;")), Number)]
    leads = alone or WORKS.search(before) or re.fullmatch(r"[^\W\d][\w{}^]*", before)
    return result if all(near(one, result) for one in alone) and (leads or not arrow) else None
