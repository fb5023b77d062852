"""What makes PDF pages of a typeset source: a class an engine, and the one that is used.

To try another engine, write a class with these two methods and name it in `engine`; the source it is given is Typst's
markup, which `typst.source` writes: a head, and pieces between lines that say so.
"""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from typing import Any, Protocol

from grader.outcome.errors import InputError
from grader.words.sentences.classes import typst_missing

PIECE = "// -- piece --"  # a line before each, which is a comment to Typst
# Every piece is read on its own: what a class shares has then no other place in each sheet, and
# Typst, which remembers what it has laid out, finds it again.
_SET = '#for piece in json("pieces.json") { eval(piece, mode: "markup", scope: kit) }'
_LACKING = re.compile(r'the text `?"(.+?)"`? could not be displayed')


class PdfEngine(Protocol):
    """Pages of a source: one document, or pictures; `lacking` are letters that no font had."""

    lacking: list[str]

    def pdf(self, source: str) -> bytes:
        """A source as PDF; the same source gives the same bytes."""
        ...

    def png(self, source: str, *, ppi: float = 144.0) -> list[bytes]:
        """A source as pictures, one a page."""
        ...


class Typst:
    """Typst, started once for as many pages as there are."""

    def __init__(self) -> None:
        try:
            import typst  # an optional extra, and a large one
        except ModuleNotFoundError:
            raise InputError(typst_missing()) from None
        self._compiler: Any = typst.Compiler()

        self.lacking: list[str] = []

    def pdf(self, source: str) -> bytes:
        """A source as PDF that passes Typst's check of PDF/UA-1; the same source gives the same bytes.

        The check refuses a letter that no font has: the page then shows a box, and the letter is kept.
        """
        import typst  # an extra

        try:
            return self._pdf(source, pdf_standards=["ua-1"])
        except typst.TypstError as error:
            found = _LACKING.search(str(error))
            if found is None:
                raise
            self.lacking.append(found[1])
            return self._pdf(source)

    def _pdf(self, source: str, **more: object) -> bytes:
        found: bytes = self._compiler.compile(
            input=_files(source), format="pdf", timestamp=0, **more
        )
        return found

    def png(self, source: str, *, ppi: float = 144.0) -> list[bytes]:
        """A source as pictures, one a page."""
        found = self._compiler.compile(input=_files(source), format="png", ppi=ppi)
        return [found] if isinstance(found, bytes) else list(found)


def _files(source: str) -> dict[str, bytes]:
    """A source as the files that Typst is given."""
    head, *pieces = source.split(f"\n{PIECE}\n")
    if not pieces:
        return {"main.typ": head.encode()}
    main = f"{head}\n{_SET}\n"
    return {"main.typ": main.encode(), "pieces.json": json.dumps(pieces).encode()}


def is_installed() -> bool:
    """Whether there is an engine, without loading it."""
    return find_spec("typst") is not None


def engine() -> PdfEngine:
    """The engine that is used; InputError if it is not installed."""
    return Typst()
