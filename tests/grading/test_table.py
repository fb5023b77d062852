"""A table with an open quote is refused at its line: the rows that it swallows are somebody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.grading.table import BrokenTable, rows_of
from grader.words.cells import row_of

PATH = Path("marks.csv")
OPEN = [
    (2, 'a,b\n1,"open\n2,x\n3,"y"\n', "until the next quoted cell"),
    (3, 'a,b\n1,2\n1,"open\n2,x\n', "until the end"),
    (2, 'a,b\n"1,2\n3,4\n', "in the first cell"),
    (4, 'a,b\n1,"two\nlines"\n"x" y,1\n', "a quote within a cell"),
]


@pytest.mark.parametrize(("line", "text", "why"), OPEN)
def test_an_open_quote_swallows_nobody(line: int, text: str, why: str) -> None:
    with pytest.raises(
        BrokenTable, match=rf"marks\.csv:{line}: .*quote is opened here and not closed"
    ) as told:
        list(rows_of(text.encode(), PATH))
    assert line == told.value.fault.line, why


def test_what_is_written_is_read_as_it_was() -> None:
    rows = [["a", "b"], ["x\ry", 'two\n"lines", and; more'], ["", "'=1"], ["\u2028", "\x0b"]]
    text = "".join(map(row_of, rows))
    assert rows == [cells for _, cells in rows_of(text.encode(), PATH)]


def test_a_cell_may_be_a_megabyte() -> None:
    assert [(1, ["a", "x" * 1_000_000])] == list(rows_of(f"a,{'x' * 1_000_000}\n".encode(), PATH))
