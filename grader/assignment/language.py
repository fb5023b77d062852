"""The hooks into `reference`: whether a text is of the language, and which cells there are.

Everything else about an assignment is known without the mathematics, so these few functions are
the only ones here that enter `reference`, and only when a file is compiled.
"""

from __future__ import annotations

from typing import NamedTuple

from reference import (
    CATALOGUE,
    CellError,
    LanguageError,
    parse_cell,
    parse_condition,
    parse_expression,
)


class CellFault(NamedTuple):
    """What is wrong with the text of a cell, and in which of its lines (0 for the whole)."""

    said: str
    line: int


def expression_fault(text: str) -> str | None:
    """What is wrong with an expression, with the place under a caret; None where nothing is."""
    try:
        parse_expression(text)
    except CellError as fault:
        return _with_caret("the expression cannot be read", fault)
    return None


def condition_fault(text: str) -> str | None:
    """What is wrong with a condition of `require:`; None where nothing is."""
    try:
        parse_condition(text)
    except CellError as fault:
        return _with_caret("the condition cannot be read", fault)
    return None


def compares(text: str) -> bool:
    """Whether a text is meant as a comparison, such as `h[3] > h[2]`."""
    return "<" in text or ">" in text


def cell_fault(text: str) -> CellFault | None:
    """What is wrong with the text of a cell; None where nothing is."""
    try:
        parse_cell(text)
    except CellError as fault:
        line = (fault.line or 0) if isinstance(fault, LanguageError) else 0
        return CellFault(_with_caret("the cell cannot be read", fault), line)
    return None


def known_cells() -> tuple[str, ...]:
    """The names of the catalogue's cells."""
    return tuple(CATALOGUE)


def _with_caret(said: str, fault: CellError) -> str:
    return "\n    ".join([f"{said}:", *str(fault).splitlines()])
