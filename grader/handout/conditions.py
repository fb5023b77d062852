"""A condition of an assignment file as a sheet writes it in a sentence."""

from __future__ import annotations

import re

from reference import CellError, parse_expression
from reference.readings.notations.latex import LATEX
from reference.readings.typeset import typeset

_COMPARED = re.compile(r"([^=<>!]+)(==|<=|>=|!=|<|>)([^=<>!]+)\Z")
_COMPARISONS = {"==": "=", "<=": r"\le", ">=": r"\ge", "!=": r"\ne", "<": "<", ">": ">"}


def as_mathematics(text: str) -> str:
    """A condition as mathematics between dollars; as it was typed, where it is more than one comparison."""
    found = _COMPARED.match(text)
    if found is None:
        return f"`{text}`"
    left, sign, right = found.groups()
    try:
        sides = [typeset(parse_expression(side), LATEX) for side in (left, right)]
    except CellError:
        return f"`{text}`"
    return f"${sides[0]} {_COMPARISONS[sign]} {sides[1]}$"
