"""The picture of a printed page that the README shows: a real sheet, set by Typst."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.assignment import find_assignment, load_assignment
from grader.handout import typst
from grader.handout.compose import sheet_of
from grader.handout.pdf_engine import Typst
from grader.variant.selection import example_of

HOME = Path(__file__).resolve().parent.parent
ASSIGNMENT = "sheet-pos-tagging"
PPI = 150.0


def main(target: Path) -> None:
    """Save the first page of the example's sheet as PNG."""
    assignment = example_of(load_assignment(find_assignment(ASSIGNMENT)))
    sheet = sheet_of(assignment, student="A1", name="Ada Lovelace")
    target.write_bytes(Typst().png(typst.source(sheet), ppi=PPI)[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HOME / "docs" / "sheet.png")
