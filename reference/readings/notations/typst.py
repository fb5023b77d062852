"""Equations as Typst's mathematics, on one line and on several."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reference.language.functions import Function
from reference.readings.notations.letters import (
    GREEK,
    LONGEST_LETTER,
    accent_of,
    direction_of,
    is_step,
    parted,
)
from reference.readings.notations.notation import Notation
from reference.records import replace

_ACCENTS = {"hat": "hat", "bar": "macron", "tilde": "tilde"}


def _typst_letter(name: str) -> str:
    if direction_of(name):
        return f"arrow{'' if direction_of(name) == '→' else '.l'}({name[0]})"
    if name in GREEK or len(name) == 1:
        return name
    accent, letter = accent_of(name)
    if accent:
        return f"{_ACCENTS[accent]}({letter})"
    if name.startswith("d") and len(name) == LONGEST_LETTER:
        return f"dif {name[1:]}"
    return f'"{name}"'


def _typst_below(part: str) -> str:
    if len(part) == 1 or part.isdigit():
        return part
    return part if part.startswith("t") and is_step(part) else f'"{part}"'


def _typst_symbol(base: str, below: Sequence[str]) -> str:
    base, below = parted(base, below)
    letter = _typst_letter(base)
    if not below:
        return letter
    inner = ",".join(map(_typst_below, below))
    letter = f"({letter})" if " " in letter else letter
    return f"{letter}_({inner})"


def _typst_call(row: Function, arguments: Sequence[str]) -> str:
    if row.name == "ones":  # as many as there are entries beside it
        return row.typst
    if row.name == "step":
        at_zero = {"0": "> 0", "1": ">= 0"}.get(arguments[1])
        if at_zero:
            return f"bold(1)[{arguments[0]} {at_zero}]"
    if row.name == "sqrt":
        return f"sqrt({arguments[0]})"
    # right after a subscript, what stands in parentheses would hang below, too
    apart = " " if "_" in row.typst else ""
    return f"{row.typst}{apart}({', '.join(arguments)})"


_NUMBER = re.compile(r"-?\d+(?:\.(\d+))?")
_ARRAY_OF_NUMBERS = 'delim: "[", align: #end'
_DIGIT, _POINT = 0.5, 0.278  # of the size of the type, in the font of mathematics


def _column(entries: Sequence[str]) -> list[str]:
    """Numbers below one another at their right ends, with so much room after each that the points agree.

    Typst has a sign to align at, too; with it a sheet of matrices takes three times as long.
    """
    plain = [_NUMBER.fullmatch(entry) for entry in entries]
    decimals = [len(found[1] or "") if found else 0 for found in plain]
    most = max(decimals, default=0)
    return [
        f"{entry}#h({_DIGIT * (most - own) + (0 if own else _POINT):.3g}em)"
        if found and own < most
        else entry
        for entry, own, found in zip(entries, decimals, plain, strict=True)
    ]


def _matrix(rows: Sequence[Sequence[str]]) -> str:
    columns = [_column(column) for column in zip(*rows, strict=True)]
    # right after a call of code, `;` would only end the code
    inner = " ; ".join(", ".join(row) for row in zip(*columns, strict=True))
    return f"mat({_ARRAY_OF_NUMBERS}, {inner})"


TYPST = Notation(
    name="typst",
    symbol=_typst_symbol,
    number=lambda text: text,
    infix={"+": " + ", "-": " - ", "*": " dot ", "⊙": " dot.o ", "@": " ", "/": " \\/ "},
    negative="-",
    group=lambda inner: f"({inner})",
    fraction=lambda above, below: f"frac({above}, {below})",
    power=lambda base, exponent: f"{base}^({exponent})",
    call=_typst_call,
    stack=lambda parts: f'vec(delim: "[", {", ".join(parts)})',
    transpose=lambda inner: f"{inner}^top",
    norm=lambda inner: f"norm({inner})",
    vector=lambda entries: f"vec({_ARRAY_OF_NUMBERS}, {', '.join(_column(entries))})",
    matrix=_matrix,
    equals=" = ",
)

_ARRAY = re.compile(r"(vec|mat)\(|frac\(")


def _height(text: str) -> int:
    """How many rows the tallest piece of a formula has."""
    return max((_rows(text, m) for m in _ARRAY.finditer(text)), default=1)


def _rows(text: str, match: re.Match[str]) -> int:
    if match[1] is None:
        return 2
    depth, rows, mark = 0, 1, "," if match[1] == "vec" else ";"
    for letter in text[match.end() :]:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            break
        rows += depth == 0 and letter == mark
    first = text[match.end() :].startswith(_ARRAY_OF_NUMBERS)
    return rows - (match[1] == "vec") * (1 + first)  # how it looks stands first


def _fenced(inner: str) -> str:
    """Something in parentheses that a line may break in: Typst holds paired ones together."""
    height = _height(inner)
    if height == 1:
        return rf"\({inner}\)"
    return rf"lr(\(, size: #tall({height})) {inner} lr(\), size: #tall({height}))"


def _typst_call_fenced(row: Function, arguments: Sequence[str]) -> str:
    if row.name in ("step", "sqrt", "ones"):
        return _typst_call(row, arguments)
    # within a fraction or an array a bare comma would end an argument of Typst's
    inner = "\\, ".join(arguments)
    return f"{row.typst} {_fenced(inner)}"


# In lines of text, where a formula is broken at its signs; a style defines `tall`.
TYPST_LINES = replace(TYPST, name="typst-lines", group=_fenced, call=_typst_call_fenced)
