# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of marks that staff give by hand."""

from __future__ import annotations


def too_large(path: object, most: int) -> str:
    return f"{path} is larger than {most:,} bytes: these are no marks"


def say_whose() -> str:
    return "say whose points these are"


def no_such_answer() -> str:
    return "there is no answer of this name"


def points_no_number(got: object) -> str:
    return f"points must be a number of 0 or more (got {got})"


def graded_by_program() -> str:
    return "this answer is graded by the program and takes no marks"


def take_the_row_out() -> str:
    return "take the row out"


def marked_already(line: object) -> str:
    return f"marked in line {line} already"


def keep_one() -> str:
    return "keep one of the two"


def table_unreadable(error: object) -> str:
    return f"the table cannot be read: {error}"


def one_cell(row: str) -> tuple[str, str]:
    return f'the row "{row}" has one cell', "part the cells as the header's are, by the same sign"


def row_too_long(cells: int, titles: int) -> tuple[str, str]:
    return (
        f"the row has {cells} cells, and the header has {titles}",
        'put a remark that holds a comma in quotes: "good, and short"',
    )


def quote_open() -> tuple[str, str]:
    return "a quote is opened here and not closed", "close it, or take it out"


def start_with(columns: object) -> str:
    return f"start with {columns}"


def empty_file() -> str:
    return "the file is empty"


def write_rows() -> str:
    return "write {student: ..., answer: ..., points: ..., remark: ...}, one a line"
