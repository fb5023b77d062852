"""Several numbers in one text, each with its name, place, or working: `h1: 0.3, h2: 0.4`, `σ(0.81)=0.692, σ(-0.56)=0.364`.

A text is parted into as many items as there are entries; each must lead to one number, by itself.
Names are not known here, so the order is that of the items: places that count otherwise say that
another order was meant, and then nothing is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading.number_syntax import CHANGED, Number, read_spelling, undressed
from grader.reading.workings import read_working
from reference.records import dataclass

_LONGEST = 1000  # characters of a text that is parted in several ways

_PARTS = (
    r"[;\n|]",
    r",\s+",
    r",(?!\d)|(?<!\d),",
    r"\s+(?:and|und)\s+",
    r"(?<=[\d%)])\s+(?=[^\W\d])",
)
_SIGN = r"(?::|=|->|=>|→)"
_PLACE = re.compile(
    rf"(?P<stem>(?:[∂∇]?[^\W\d][\w'’]*\s?/\s?)?[∂∇]?[^\W\d][\w'’]*?|)[\s_=\[({{#]*(?P<place>\d{{1,3}})[\])}}]*?(?:\s*{_SIGN}\s*|\s*\)\s+|\s+(?=[^\s/*+]))(?P<rest>.+)"
)
_WORDS = re.compile(
    rf"(?P<words>['\"]?[^\W\d_][\w'’-]*['\"]?(?:\s[^\W\d_][\w-]*)?)(?P<sign>\s*{_SIGN}\s*|\s+)(?P<rest>[-+−–.\d].*)"
)
_BEHIND = re.compile(r"(?P<rest>.*[\d%])\s*\(\s*(?P<words>[^\W\d_]\w*)\s*\)")
# Words that say what is done with a number, or that it is none: no names of entries.
_NO_NAME = re.compile(
    r"\b(?:plus|positive|or|oder|and|und|either|maybe|perhaps|wrong|old|e|pi|ten|less|more|than|below|above"
    r"|under|over|between|from|to|until|at|least|most|per|by|of)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Item:
    """The number of one item, and the name before it: its words, or a place that counts it."""

    number: Number
    words: str = ""
    stem: str | None = None
    place: int | None = None
    bound: bool = True  # by a sign, and not by a blank alone


def read_labelled(typed: Typed, length: int) -> tuple[Number, ...] | None:
    """The numbers of so many items, in their order; None where one could be another.

    >>> [number.value for number in read_labelled(Typed("t=1: -0.01, t=2: 0.4"), 2)]
    [-0.01, 0.4]
    >>> read_labelled(Typed("t=2: -0.01, t=1: 0.4"), 2), read_labelled(Typed("h 0.1 or 0.2"), 2)
    (None, None)
    """
    for texts in _parted(typed, length):
        items = [_item(text.strip()) for text in texts]
        read = [item for item in items if item is not None]
        if len(read) == length and _stand_in_order(read):
            return tuple(item.number for item in read)
    return None


def counted_otherwise(typed: Typed, length: int) -> bool:
    """Whether the places that the items say are not those in which they stand: `h2 = 0.4, h1 = 0.3`."""
    for texts in _parted(typed, length):
        items = [_item(text.strip()) for text in texts]
        read = [item for item in items if item is not None]
        if len(read) == length:
            places = _places(read)
            return len({*places}) > 1 and places != sorted({*places})
    return False


def _parted(typed: Typed, length: int) -> Iterator[Sequence[str]]:
    """The ways to part a text, or the entries of a list, into so many items."""
    value = typed.value
    if isinstance(value, list) and len(value) == length:
        if all(isinstance(one, str) for one in value):
            yield value
        return
    if not isinstance(value, str) or len(value) > _LONGEST:
        return
    text = _inside(undressed(value))
    for separator in _PARTS:
        items = _outside_brackets(separator, text)
        if len(items) == length:
            yield items


def _inside(text: str) -> str:
    """A text without the brackets around all of it, and without the name before these."""
    found = re.fullmatch(r"(?:[^\W\d][\w{}^]*\s*[:=]\s*)?([\[({])(.*)[\])}][.;]?", text, re.DOTALL)
    if found is None:
        return text
    depth = 0
    for character in found[2]:
        depth += (character in "[({") - (character in "])}")
        if depth < 0:
            return text  # the first bracket closes before the end
    return found[2].strip()


def _outside_brackets(separator: str, text: str) -> list[str]:
    depths, depth = [], 0
    for character in text:
        depth += (character in "[({") - (character in "])}")
        depths.append(depth)
    items, begin = [], 0
    for cut in re.finditer(separator, text):
        if depths[cut.start()] <= 0:
            items.append(text[begin : cut.start()])
            begin = cut.end()
    items.append(text[begin:])
    return [item for item in items if item.strip()]


def _item(text: str) -> _Item | None:
    text = unicodedata.normalize("NFKC", text) if re.match(r"[^\W\d]+[₀-₉]", text) else text
    if placed := _PLACE.fullmatch(text):
        number = _number(placed["rest"])
        ratio = not placed["stem"] and re.match(r"\d+:\S", text)  # 1:2
        if number is not None and _names(placed["stem"]) and not ratio:
            return _Item(number, stem=placed["stem"], place=int(placed["place"]))
    for named in (_WORDS.fullmatch(text), _BEHIND.fullmatch(text)):
        if named and _names(named["words"]) and (number := _number(named["rest"])):
            bound = "sign" not in named.groupdict() or bool(named["sign"].strip())
            return _Item(number, words=named["words"].strip("'\"").casefold(), bound=bound)
    number = _number(text)
    return None if number is None else _Item(number)


def _names(words: str) -> bool:
    return _NO_NAME.search(words) is None and CHANGED.search(words) is None


def _number(text: str) -> Number | None:
    found = read_spelling(text, "")
    return read_working(text) if isinstance(found, Unreadable) else found


def _stand_in_order(items: list[_Item]) -> bool:
    """Whether the names before the numbers leave no other order, and no doubt that they are names."""
    words = [item.words for item in items if item.words]
    if any(not item.bound for item in items) and len(words) < len(items):
        return False
    return len({*words}) == len(words) and _count_up(items)


def _count_up(items: list[_Item]) -> bool:
    """Whether places that count the same count up by one; where not all have one, they say nothing."""
    places = _places(items)
    return not places or places == [*range(places[0], places[0] + len(places))]


def _places(items: list[_Item]) -> list[int]:
    """The places by which all items count the same thing."""
    places = [item.place for item in items if item.place is not None]
    return places if len(places) == len(items) and len({item.stem for item in items}) == 1 else []
