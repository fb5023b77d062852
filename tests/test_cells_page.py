"""The page of the catalogue is what its cells say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from reference import CATALOGUE

HOME = Path(__file__).parents[1]
sys.path.insert(0, str(HOME / "tools"))

from cells_page import PAGE, page  # noqa: E402 - a tool, found by its place


def test_the_page_is_what_the_catalogue_says():
    """`make cells` writes it anew."""
    assert page() == PAGE.read_text(encoding="utf-8")


def test_every_cell_has_a_row_and_whatever_was_measured_agrees():
    rows = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    assert len(CATALOGUE) == len(rows)
    agreed = [int(n) for row in rows for n in re.findall(r"(-?\d+) decimals", row)]
    assert min(agreed) >= 5, "written down to six, so the last may be a unit off"


def test_the_catalogue_is_parsed_when_it_is_asked_for():
    """A start of the program reads no cell: names are known, texts wait."""
    code = (
        "import reference.cells.catalogue as c; assert 'slstm' in c.TEXTS; "
        "assert c._parsed.cache_info().currsize == 0; c.cell('slstm'); "
        "assert c._parsed.cache_info().currsize == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=HOME)
