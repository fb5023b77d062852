"""Every cell of the catalogue from its equations, with a source that can be pasted."""

from __future__ import annotations

from collections.abc import Iterator

from grader.handout import cell_pages
from reference import CATALOGUE


def page() -> str:
    """The page of the cells."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Cells\n"
    yield (
        "Name one as `cell:` of a system, or paste its source under `cells:` and change it. "
        "`grader cells NAME` prints the same.\n"
    )
    for name in CATALOGUE:
        yield f"## {name}\n"
        yield f"```text\n{cell_pages.describe(name).strip()}\n```\n"
        yield "Source:\n"
        yield f"```text\n{cell_pages.source(name).strip()}\n```\n"
