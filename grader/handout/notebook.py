"""A sheet as a Jupyter notebook: Markdown, with the lines to fill in below every task.

Filled in, the notebook is a submission.  A figure is an image with its data in the address: Jupyter
draws no SVG that stands in the text, and none that is attached.  It lies on white paper, for dark themes.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from html import escape

from grader.handout import markdown
from grader.handout.drawing import drawing
from grader.handout.figure import Figure
from grader.handout.sheet import Sheet, Task

_PAPER = "#ffffff"
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}

Cell = dict[str, object]


def text_of(sheet: Sheet) -> str:
    """The notebook of a sheet, or of its key, as JSON; the same sheet gives the same text."""
    cells = [_with_id(cell, place) for place, cell in enumerate(_cells(sheet))]
    book = {"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cells(sheet: Sheet) -> Iterator[Cell]:
    yield _markdown(markdown.heading(sheet))
    if not sheet.is_key:
        student = [] if sheet.student is None else [f"student = {sheet.student!r}"]
        yield _code([f'assignment = "{sheet.assignment}"', *student])
    for task in sheet.tasks:
        yield from _task(task, is_key=sheet.is_key)


def _task(task: Task, *, is_key: bool) -> Iterator[Cell]:
    blocks = [*markdown.asked(task)]
    for given in task.given:
        figure = _image(given.figure) if given.figure is not None else ""
        blocks += markdown.given_text(given, figure=figure)
    if is_key:
        blocks += markdown.solved(task)
    else:
        for slot in task.asked:
            blocks += markdown.asked_beside(slot)
    yield _markdown(blocks)
    if not is_key:
        yield _code("\n".join(line for slot in task.slots for line in slot.lines).split("\n"))


def _image(figure: Figure) -> str:
    picture = drawing(figure, paper=_PAPER)
    data = b64encode(picture.svg.encode()).decode()
    return f'<img alt="{escape(picture.sentence)}" src="data:image/svg+xml;base64,{data}">'


def _markdown(blocks: Iterable[str]) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": _lines("\n\n".join(blocks))}


def _code(lines: list[str]) -> Cell:
    source = _lines("\n".join(lines).strip("\n"))
    return {
        "cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [],
        "source": source,
    }  # fmt: skip


def _lines(text: str) -> list[str]:
    """A text as notebooks keep it: a list of lines, each with its end."""
    return text.splitlines(keepends=True)


def _with_id(cell: Cell, place: int) -> Cell:
    """The cell under an id that follows from what it says and where it stands."""
    said = json.dumps([place, cell["cell_type"], cell["source"]])
    return {**cell, "id": blake2b(said.encode(), digest_size=6).hexdigest()}
