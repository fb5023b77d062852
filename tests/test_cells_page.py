"""The page of the catalogue is what its cells say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from reference import CATALOGUE, cell

HOME = Path(__file__).parents[1]
sys.path.insert(0, str(HOME / "tools"))

from cells_page import PAGE, frameworks, page  # noqa: E402 - a tool, found by its place


def test_the_page_is_what_the_catalogue_says():
    """`make cells` writes it anew."""
    assert page() == PAGE.read_text(encoding="utf-8")


def test_every_cell_has_a_row_and_whatever_was_measured_agrees():
    table = PAGE.read_text(encoding="utf-8").split("## Relatives")[0]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
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


# what `sum(p.numel() ...)` or its like said for d = 3, n = 5 (p = 2), a package a row
MEASURED_COUNTS = {
    "tanh-rnn": (50, 45), "irnn": (50,), "lstm": (200, 180), "lstm-forget1": (180,),
    "lstm-projected": (150,), "lstm-peephole": (215,), "lstm-original": (150,),
    "lstm-multiplicative": (250,), "ran": (115,), "gru": (135,), "gru-cho": (135, 150),
    "gru-torch": (150,), "gru-flax": (140, 135), "mgu": (100,), "mgu-flax": (95,),
    "mingru-log": (30,), "minlstm-log": (45,), "fastgrnn": (62,), "ugrnn": (100,),
    "minimalrnn": (75,), "janet": (101,), "cfn": (120,), "indrnn": (30,), "antisymmetric": (50,),
    "ligru": (100,), "lightru": (70,), "star": (70,), "atr": (50,), "brc": (80,), "nbrc": (120,),
    "cornn": (80,), "lem": (200,), "cfc": (180,), "ltc": (191,), "sru": (95,), "rg-lru": (65,),
}  # fmt: skip


def test_a_cell_says_what_frameworks_count():
    said = {name: tuple(map(frameworks, cell(name).kin.counted.values())) for name in CATALOGUE}
    assert {name: counts for name, counts in said.items() if counts} == MEASURED_COUNTS


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_relatives_of_a_cell_are_in_the_catalogue(name):
    assert set() == set(cell(name).kin.relatives) - set(CATALOGUE)
