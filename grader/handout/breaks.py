"""Where a long equation may be broken: before its signs, as textbooks break them.

Browsers set a formula on one line, and let it run out of a narrow screen.  Here the signs at which a
line may end are marked in the MathML, and a style lays what stands around them like words: each piece stays
mathematics, the next line begins with a sign and hangs behind the first.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

# What is never broken, a matrix with the product behind it, and a sign between two terms.
_PARTS = re.compile(
    r"<(?P<whole>msub|msup|mfrac|mover|msqrt)\b.*?</(?P=whole)>"
    r"|(?P<matrix><mtable>.*?</mtable><mo>\]</mo></mrow>)(?P<times><mo>&#8290;</mo>)?"
    r"|<mo>(?P<sign>\+|&#8722;|=|&#8857;)</mo>",
    re.DOTALL,
)
_MARK = '<mo class="b">'
_BEFORE_A_WORD = re.compile(r"(<mo>&#8290;</mo>)(?=(?:<m(?:sub|sup|row)>)*<mi>[^\W\d_]{2})")
_THIN = '<mspace width="0.17em"/>'
_TABLE = re.compile(r"<mtable>(.*?)</mtable>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

_LETTER = 0.65  # of its size, that a character takes with the space around signs, about

# `%LINES%` are elements that are broken, each on a line of its own; what is not `%WHOLE%` is gone into.
# Behind the line a chain is one text: its stages stand beside each other, and every chain begins a line.
_STYLE = """\
%SCOPE% > math, %SCOPE% > math > mtable, %SCOPE% > math > mtable > mtr { display: block; width: auto; white-space: nowrap; }
%SCOPE% > math > mtable > mtr, %SCOPE% > math:not(:has(> mtable)) { padding: .1em 0 .1em 1.6em; text-indent: -1.6em; line-height: 1.8; }
%SCOPE% > math > mtable > %GOES_ON% { text-indent: -.8em; }
%SCOPE% > math > mtable > %GOES_ON% + mtr:not(%EMPTY%) { margin-top: .5em; }
%SCOPE% > math > mtable > mtr > mtd { padding: 0; }
%LINES% > *, %LINES% > %OPEN% > *, %LINES% > %OPEN% > %OPEN% > * { display: inline math; text-indent: 0; }
%SCOPE% > math > mtable > mtr > mtd, %LINES% > mo, %LINES% > %OPEN%, %LINES% > %OPEN% > mo, %LINES% > %OPEN% > %OPEN%,
%LINES% > %OPEN% > %OPEN% > mo { display: inline; }
%LINES% > mfrac, %LINES% > %OPEN% > mfrac { margin: .3em 0; }
%SIGNS% { margin: 0 .22em; } %SIGNS%::before { content: "\\200b"; white-space: normal; }
%SCOPE% > math > mtable > %GOES_ON% > mtd > mo.b:only-child::before { content: none; }
----
%SCOPE% > math > mtable { padding-left: 1.6em; }
%SCOPE% > math > mtable > mtr { display: inline; padding: 0; text-indent: 0; }
%SCOPE% > math > mtable > mtr:not(%EMPTY%) > mtd:first-child { margin-left: -1.6em; }
%SCOPE% > math > mtable > mtr:not(:first-child, %EMPTY%)::before { content: "\\a"; white-space: pre; }
%SCOPE% > math > mtable > %GOES_ON% > mtd > mo.b:only-child::before { content: "\\200b"; }
"""
_BROKEN, _FLOWING = _STYLE.split("----\n")
_EMPTY = ":has(> mtd:first-child:empty)"  # a row that goes on with the chain above

_LINES = ":is(%SCOPE% > math:not(:has(> mtable)), %SCOPE% > math > mtable > mtr > mtd)"
_SIGNS = ":is(%LINES% > mo.b, %LINES% > %OPEN% > mo.b, %LINES% > %OPEN% > %OPEN% > mo.b)"
_OPEN = "mrow:not(:has(mtable, mfrac))"


def breaking(scope: str, *, flowing: bool = False) -> str:
    """The style that breaks the equations of elements, such as `.long`; `flowing` sets chains as text."""
    text = _BROKEN + (_FLOWING if flowing else "")
    for mark, meant in (
        ("%SIGNS%", _SIGNS),
        ("%LINES%", _LINES),
        ("%OPEN%", _OPEN),
        ("%GOES_ON%", f"mtr{_EMPTY}"),
        ("%EMPTY%", _EMPTY),
        ("%SCOPE%", scope),
    ):
        text = text.replace(mark, meant)
    return f"@supports selector(:has(a)) and (display: inline math) {{\n{text}}}\n"


@lru_cache(maxsize=1024)  # most of a class's equations are the same
def breakable(mathml: str) -> str:
    """An equation in which the signs are marked before which a line may be broken.

    A factor with a longer name than a letter, such as a function, stands apart from the one before.
    """
    return _PARTS.sub(_marked, _BEFORE_A_WORD.sub(rf"\1{_THIN}", mathml))


def _marked(found: re.Match[str]) -> str:
    if found["sign"]:
        return f"{_MARK}{found['sign']}</mo>"
    if found["matrix"]:
        return found["matrix"] + (found["times"] or "").replace("<mo>", _MARK)
    return found[0]


def ems(mathml: str) -> float:
    """About how wide an equation is, in letters of its size; of several below each other the widest."""
    rows = _TABLE.sub(_columns, mathml).split("</mtr>")
    return max(len(unescape(_TAG.sub("", row))) for row in rows) * _LETTER


def _columns(table: re.Match[str]) -> str:
    """A matrix as wide as its columns are together."""
    rows = [row.split("</mtd>")[:-1] for row in table[1].split("</mtr>")[:-1]]
    widths = [
        max(len(unescape(_TAG.sub("", entry))) for entry in column) + 2
        for column in zip(*rows, strict=False)
    ]
    return "x" * sum(widths)
