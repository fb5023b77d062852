"""The formats of a sheet: a row a format, with what writes it.

To add one, write a file beside this one that turns a `Sheet` into text, and give it a row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from grader.handout import html, markdown, notebook, typst
from grader.handout.pdf_engine import PdfEngine
from grader.handout.sheet import Sheet

Engine = Callable[[], PdfEngine]  # started when the first page is wanted
Format = Callable[[Sheet, Engine], bytes]


def _pdf(sheet: Sheet, engine: Engine) -> bytes:
    return engine().pdf(typst.source(sheet))


def _html(sheet: Sheet, _: Engine) -> bytes:
    return html.page(sheet).encode()


def _markdown(sheet: Sheet, _: Engine) -> bytes:
    return markdown.text_of(sheet).encode()


def _notebook(sheet: Sheet, _: Engine) -> bytes:
    return notebook.text_of(sheet).encode()


FORMATS: Mapping[str, Format] = {"pdf": _pdf, "html": _html, "md": _markdown, "ipynb": _notebook}
