"""Notebooks: their code cells, in order, as Python that can run without a notebook.

A notebook is a JSON text.  Its code cells are what counts; magics (`%matplotlib inline`), lines
for the shell (`!pip install`) and questions (`np.tanh?`) are left out, each replaced by an empty line so that
every line keeps its number.  A cell that is written for another language is left out whole.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from grader.sandbox.message import say

# `%%time`, `%%capture out`: the rest of the cell is Python all the same
_TRANSPARENT = {"time", "timeit", "capture", "prun", "python", "python3", "pypy", "debug"}
# texts, which `re` compiles (and keeps) when a notebook needs them
_ASSIGNED = r"^(\s*)(\w[\w, ]*)=\s*[!%].*$"
_TIMED = r"^(\s*)(\w[\w, ]*=\s*)?%time\s+(\S.*)$"  # the rest of the line is Python, and it is run
_QUESTION = r"^\s*\?{1,2}[\w.*%]+\s*(?:;\s*)?$|^\s*[%\w.*\[\]]+\?{1,2}\s*(?:;\s*)?$"
_TRIPLE = ('"""', "'''")
_PIECE = (
    r'"""|\'\'\'|"(?:\\.|[^"\\])*"?'
    r"|'(?:\\.|[^'\\])*'?|#|[()\[\]{}]"
)
MOST_CELLS = 2_000


class NotANotebook(ValueError):
    """The text is no notebook; `said` is what was found instead, by its code."""

    def __init__(self, code: str, *values: str | int) -> None:
        super().__init__(code, *values)
        self.said = say(code, *values)


class Cell(NamedTuple):
    """One code cell: its number among all code cells, from 1, and its Python text."""

    number: int
    text: str


def code_cells(data: bytes) -> tuple[Cell, ...]:
    """The code cells of a notebook, with everything that is no Python left out."""
    return tuple(
        Cell(number, plain_python(_source(cell)))
        for number, cell in enumerate(_code(data), start=1)
    )


def _code(data: bytes) -> list[dict[str, object]]:
    """The code cells as the file has them."""
    try:
        book = json.loads(data.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise NotANotebook("notebook-no-json", str(error)[:200]) from None
    cells = book.get("cells") if isinstance(book, dict) else None
    if cells is None and isinstance(book, dict):  # the format before 2015 had sheets
        sheets = book.get("worksheets")
        if isinstance(sheets, list):
            cells = [c for s in sheets if isinstance(s, dict) for c in s.get("cells") or ()]
    if not isinstance(cells, list):
        raise NotANotebook("notebook-no-cells")
    code = [c for c in cells if isinstance(c, dict) and c.get("cell_type") == "code"]
    if len(code) > MOST_CELLS:  # the answers may stand in any of them
        raise NotANotebook("notebook-many-cells", len(code), MOST_CELLS)
    return code


def without_outputs(data: bytes) -> bytes:
    """The same notebook with the source of its code cells alone; raise NotANotebook if it is none.

    Its pictures are what makes a notebook large, and nobody reads them.
    """
    kept = [{"cell_type": "code", "source": _source(cell)} for cell in _code(data)]
    return json.dumps({"cells": kept}).encode()


def _source(cell: dict[str, object]) -> str:
    text = cell.get("source", cell.get("input", ""))
    if isinstance(text, list):
        text = "".join(part for part in text if isinstance(part, str))
    return text if isinstance(text, str) else ""


def plain_python(text: str) -> str:
    """The text of a cell with its magics, shell lines and questions emptied, line by line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines and lines[first].lstrip().startswith("%%"):
        words = lines[first].lstrip()[2:].split()
        if not words or words[0] not in _TRANSPARENT:
            return "\n" * (len(lines) - 1)
        lines[first] = ""
    state, going_on = _PLAIN, False
    for i, written in enumerate(lines):
        line = written if going_on or state != _PLAIN else _untimed(written)
        lines[i] = line
        if going_on or (state == _PLAIN and _is_for_the_notebook(line)):
            indent = line[: len(line) - len(line.lstrip())]
            # an indented magic may be all that its block holds
            lines[i] = indent + "pass" if indent and not going_on else ""
            going_on = line.rstrip().endswith("\\")
            continue
        if state == _PLAIN and (assigned := re.match(_ASSIGNED, line)):
            lines[i] = f"{assigned[1]}{assigned[2].rstrip()} = None"
        state = _after(lines[i], state)
    return "\n".join(lines)


def _untimed(line: str) -> str:
    """A line without `%time` before what is timed: that is Python, and binds its names."""
    timed = re.match(_TIMED, line)
    return f"{timed[1]}{timed[2] or ''}{timed[3]}" if timed else line


def _is_for_the_notebook(line: str) -> bool:
    return line.lstrip()[:1] in {"%", "!"} or bool(re.match(_QUESTION, line))


class _State(NamedTuple):
    """Where a line begins: within which quotes, and within how many open brackets."""

    quotes: str = ""
    depth: int = 0


_PLAIN = _State()


def _after(line: str, state: _State) -> _State:
    """The state at the end of a line.  There `%` is an operator, or text, but no magic."""
    quotes, depth, at = state.quotes, state.depth, 0
    while True:
        if quotes:
            end = line.find(quotes, at)
            if end < 0:
                return _State(quotes, depth)
            quotes, at = "", end + 3
        found = re.compile(_PIECE).search(line, at)
        if found is None or found[0].startswith("#"):
            return _State("", depth)
        at = found.end()
        if found[0] in _TRIPLE:
            quotes = found[0]
        elif found[0] in "([{":
            depth += 1
        elif found[0] in ")]}":
            depth = max(0, depth - 1)
