"""The catalogue: every cell we know, as text, each parsed when it is first asked for.

Sizes: d inputs, n hidden units, m outputs; p and m are the sizes of keys and values.  A symbol
with `?` may be left out.  A line `# source: ...` names where the equations come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from reference.cells.families import (
    around,
    attractors,
    concatenated,
    continuous,
    gated,
    gru,
    lstm,
    memories,
    quasi,
    simple,
    state_space,
)
from reference.cells.parse_cell import parse_cell
from reference.language.cell import Cell
from reference.language.errors import CellError
from reference.language.parse import suggestion
from reference.words import say

TEXTS: Mapping[str, str] = {
    **simple.TEXTS,
    **concatenated.TEXTS,
    **lstm.TEXTS,
    **gru.TEXTS,
    **gated.TEXTS,
    **continuous.TEXTS,
    **quasi.TEXTS,
    **state_space.TEXTS,
    **memories.TEXTS,
    **attractors.TEXTS,
    **around.TEXTS,
}


def cell(name: str) -> Cell:
    """A cell of the catalogue; raise CellError for an unknown name.

    >>> from reference import cell
    >>> cell("relu-rnn").name
    'relu-rnn'
    """
    if name not in TEXTS:
        hint = suggestion(name, TEXTS)
        raise CellError(say("no-such-cell", name=name, hint=hint))
    return _parsed(name)


@cache
def _parsed(name: str) -> Cell:
    return parse_cell(TEXTS[name], name=name)
