"""A table that people filled in: its rows, whichever program saved it, or the line where it breaks off."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from grader.assignment.faults import Fault
from grader.outcome.errors import InputError
from grader.words.sentences import marks as sentences

LARGEST = 20_000_000  # bytes; a class of a thousand has less than one million


class BrokenTable(InputError):
    """A table with a quote that swallows rows, or with what is no text."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def rows_of(source: bytes, path: Path, delimiters: str = ";\t,") -> Iterator[tuple[int, list[str]]]:
    """The rows with their lines, parted by what parts the first; raise BrokenTable where they end.

    A quote that is left open would swallow the rows below it, and with them what people are to get.
    """
    text = decoded(source)
    first = next((line for line in text.splitlines() if line.strip()), "")
    csv.field_size_limit(LARGEST)  # the usual 131,072 is less than a student can write
    delimiter = max(delimiters, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        of_quotes = any(word in str(error) for word in ("expected after", "unexpected end"))
        said = sentences.quote_open() if of_quotes else (sentences.table_unreadable(error), "")
        raise BrokenTable(Fault(path, before + 1, "", *said)) from None


def decoded(source: bytes) -> str:
    """The text of a table: UTF-8, or what spreadsheets write where it is not."""
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return source.decode("utf-16", errors="replace")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source.decode("cp1252", errors="replace")
