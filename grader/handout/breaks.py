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
_TABLE = re.compile(r"<mtable>(.*?)</mtable>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

_LETTER = 0.65  # of its size, that a character takes with the space around signs, about

# `%LINES%` are elements that are broken, each on a line of its own; what is not `%WHOLE%` is gone into.
_STYLE = """\
%SCOPE% > math, %SCOPE% > math > mtable, %SCOPE% > math > mtable > mtr { display: block; width: auto; white-space: nowrap; }
%SCOPE% > math > mtable > mtr, %SCOPE% > math:not(:has(> mtable)) { padding-left: 1.6em; text-indent: -1.6em; line-height: 1.8; }
%SCOPE% > math > mtable > mtr > mtd { padding: 0; }
%LINES% > *, %LINES% > %OPEN% > *, %LINES% > %OPEN% > %OPEN% > * { display: inline math; text-indent: 0; }
%SCOPE% > math > mtable > mtr > mtd, %LINES% > mo, %LINES% > %OPEN%, %LINES% > %OPEN% > mo, %LINES% > %OPEN% > %OPEN%,
%LINES% > %OPEN% > %OPEN% > mo { display: inline; }
%SIGNS% { margin: 0 .22em; } %SIGNS%::before { content: "\\200b"; white-space: normal; }
"""
_LINES = ":is(%SCOPE% > math:not(:has(> mtable)), %SCOPE% > math > mtable > mtr > mtd)"
_SIGNS = ":is(%LINES% > mo.b, %LINES% > %OPEN% > mo.b, %LINES% > %OPEN% > %OPEN% > mo.b)"
_OPEN = "mrow:not(:has(mtable, mfrac))"


def breaking(scope: str) -> str:
    """The style that breaks the equations of elements, such as `.long`."""
    text = (
        _STYLE.replace("%SIGNS%", _SIGNS)
        .replace("%LINES%", _LINES)
        .replace("%OPEN%", _OPEN)
        .replace("%SCOPE%", scope)
    )
    return f"@supports selector(:has(a)) and (display: inline math) {{\n{text}}}\n"


@lru_cache(maxsize=1024)  # most of a class's equations are the same
def breakable(mathml: str) -> str:
    """An equation in which the signs are marked before which a line may be broken."""
    return _PARTS.sub(_marked, mathml)


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
