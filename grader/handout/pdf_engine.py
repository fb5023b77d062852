"""What makes PDF pages of a typeset source: a class an engine, and the one that is used.

To try another engine, write a class with these two methods and name it in `engine`; the source it is given is Typst's
markup, which `typst.source` writes.
"""

from __future__ import annotations

from typing import Any, Protocol

from grader.outcome.errors import InputError
from grader.words.sentences.classes import typst_missing


class PdfEngine(Protocol):
    """Pages of a source: one document, or pictures."""

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

    def pdf(self, source: str) -> bytes:
        """A source as PDF; the same source gives the same bytes."""
        found: bytes = self._compiler.compile(input=source.encode(), format="pdf", timestamp=0)
        return found

    def png(self, source: str, *, ppi: float = 144.0) -> list[bytes]:
        """A source as pictures, one a page."""
        found = self._compiler.compile(input=source.encode(), format="png", ppi=ppi)
        return [found] if isinstance(found, bytes) else list(found)


def engine() -> PdfEngine:
    """The engine that is used; InputError if it is not installed."""
    return Typst()
