"""What strangers wrote is worked out by no spreadsheet, and comes back as they wrote it."""

from __future__ import annotations

import pytest

from grader.words.cells import as_meant, harmless

FORMULAS = [
    '=HYPERLINK("http://x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1",
    "\uff1d1+1", "\uff0b1", "\uff0d1+1", "\uff20SUM(A1)", "'=1", "''=1", "=", "-", "-2-3",
]  # fmt: skip
TEXTS = ["-1.5", "+2", "-0,5", "'tis", "'", "''", "", "1+1", "a=b", "because -1", "A1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_and_each_comes_back(text: str) -> None:
    assert "'" == harmless(text)[0]
    assert text == as_meant(harmless(text))


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert text == harmless(text)
    assert text == as_meant(text)


def test_no_two_texts_become_one_cell() -> None:
    assert len({harmless(text) for text in (*FORMULAS, *TEXTS)}) == len((*FORMULAS, *TEXTS))
