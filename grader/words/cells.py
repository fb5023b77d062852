"""Cells of a table that people open in a spreadsheet: none of them is worked out there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

# what a spreadsheet works out, some of them behind blanks and in wide letters, too
_WORKED_OUT = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("-1.5"), harmless("'=1+1"), harmless("'tis")
    ("'=1+1", '-1.5', "''=1+1", "'tis")
    """
    return f"'{cell}" if _WORKED_OUT.match(cell) and not _NUMBER.fullmatch(cell) else cell


def as_meant(cell: str) -> str:
    """A cell without the apostrophe that kept a spreadsheet from working it out.

    >>> as_meant("'-1 for the sign"), as_meant("'tis"), as_meant("''=1+1")
    ('-1 for the sign', "'tis", "'=1+1")
    """
    return cell[1:] if cell[:1] == "'" and _WORKED_OUT.match(cell) else cell


def row_of(cells: Iterable[object], *, delimiter: str = ",", newline: str = "\n") -> str:
    r"""A row of a CSV; whatever would end it for some reader stands in quotes.

    >>> row_of(["a\rb", 'c"d', 1])
    '"a\rb","c""d",1\n'
    """
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return text.getvalue()[:-2] + newline
