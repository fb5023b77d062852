"""The pictures of sheets that the README and the manual show: on paper, a key, on a phone, in the dark.

Paper is set by Typst.  A browser shows the other two, where CHROMIUM names one or it lies where Debian has it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from grader.assignment import find_assignment, load_assignment
from grader.handout import html, typst
from grader.handout.compose import sheet_of
from grader.handout.pdf_engine import Typst
from grader.handout.sheet import Sheet
from grader.variant.selection import example_of

HOME = Path(__file__).resolve().parent.parent
ASSIGNMENT = "sheet-pos-tagging"
PPI, PPI_OF_KEY = 150.0, 100.0
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PHONE, WINDOW = "width: 390px; height: 1700px", "390,1700"
DARK = ("--blink-settings=preferredColorScheme=0", "--window-size=900,1150")


def _sheet() -> Sheet:
    assignment = example_of(load_assignment(find_assignment(ASSIGNMENT)))
    return sheet_of(assignment, student="A1", name="Ada Lovelace", solved=True)


def _browsed(page: str, target: Path, *options: str) -> None:
    """A page as a browser shows it."""
    with tempfile.TemporaryDirectory() as folder:
        shown = Path(folder, "page.html")
        shown.write_text(page, encoding="utf-8")
        if not options:  # a window is never so narrow; a frame in it is
            frame = f'<body style="margin: 0"><iframe src="page.html" style="border: 0; {PHONE}">'
            shown = Path(folder, "phone.html")
            shown.write_text(frame, encoding="utf-8")
            options = ("--window-size=" + WINDOW,)
        subprocess.run(
            [
                CHROMIUM, "--headless", "--no-sandbox", "--hide-scrollbars", *options,
                f"--screenshot={target}", shown.as_uri(),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip


def main(docs: Path) -> None:
    """Save the first pages of the example's sheet and key, and how browsers show the sheet."""
    key, printer = _sheet(), Typst()
    sheet = key.for_student()
    (docs / "sheet.png").write_bytes(printer.png(typst.source(sheet), ppi=PPI)[0])
    (docs / "key.png").write_bytes(printer.png(typst.source(key), ppi=PPI_OF_KEY)[1])
    if Path(CHROMIUM).exists():
        _browsed(html.page(sheet), docs / "sheet-phone.png")
        _browsed(html.page(sheet), docs / "sheet-dark.png", *DARK)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HOME / "docs")
