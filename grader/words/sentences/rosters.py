# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of rosters."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.text import listed


def roster_not_read(path: str, why: str) -> str:
    return f"the roster {path} cannot be read: {why}"


def roster_empty(path: str) -> str:
    return f"the roster {path} has no students; it needs a line for each, under its header"


def roster_without_header(path: str) -> str:
    return (
        f"{path}: the first line names no column of a roster; export it from Gradescope (Name, SID, "
        "Email) or Canvas (Student, SIS User ID), or write a line `SID,Name` on top"
    )


def roster_without_ids(path: str, header: Sequence[str], near: Sequence[str]) -> str:
    meant = f' (is "{near[0]}" meant?)' if near else ""
    return (
        f"{path}, line 1: no column with ids is filled in (its columns are {listed(header)}); it needs "
        f"SID, SIS User ID or Email{meant}, or say which by --id COLUMN"
    )


def roster_row_too_long(cells: int, titles: int) -> str:
    return (
        f"it has {cells} cells, and the header has {titles}; put a cell that holds a comma in quotes, "
        "or take out what is too much"
    )


_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def roster_two_separators(here: str, below: str) -> str:
    return (
        f"the header is parted by {_SEPARATORS[here]} and the rows by {_SEPARATORS[below]}; "
        f'write "{below}" in the header, too'
    )


def roster_column(path: str, title: str) -> str:
    return f'{path}: the ids are those under "{title}"; take others by --id COLUMN'


def roster_no_column(path: str, wanted: str, header: Sequence[str], near: Sequence[str]) -> str:
    hint = f'did you mean "{near[0]}"?' if near else f"its columns are {listed(header)}"
    return f'{path} has no column "{wanted}"; {hint}'


def roster_line(path: str, line: int, said: str) -> str:
    return f"{path}, line {line}: {said}"


def roster_no_id(title: str) -> str:
    return f"there is nothing under {title}; fill it in, or take another column by --id COLUMN"


def roster_rounded_id(found: str) -> str:
    return (
        f"{found} is an id that a spreadsheet has rounded; format the column as text, export again"
    )


def roster_strange_id(found: str) -> str:
    return f"the id that begins {found!r} is too long or cannot be printed; shorten it"


def roster_id_twice(found: str, line: int) -> str:
    return f"the id {found} stands in line {line} already; every student needs one of their own"


def roster_open_quote() -> str:
    return "a quote is opened here and not closed before other rows begin; close it, or take it out"
