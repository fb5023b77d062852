# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of files that are handed in, before anything of them is run."""

from __future__ import annotations


def no_file(name: str) -> str:
    return f"There is no file {name}."


def is_link(name: str) -> str:
    return f"{name} is a link. Hand in the file itself."


def no_main(main: str) -> str:
    return f"The folder holds no {main} and no notebook. Hand in {main}."


def several_notebooks(listed: str, main: str) -> str:
    return f"The folder holds several notebooks ({listed}) and no {main}. Hand in one of them."


def may_not_be_read(name: str) -> str:
    return f"{name} may not be read. Give it the right to be read."


def cannot_be_read(name: str, why: str | None) -> str:
    return f"{name} cannot be read ({why})."


def no_ordinary_file(name: str) -> str:
    return f"{name} is no ordinary file. Hand in a text file."


def grew(name: str) -> str:
    return f"{name} grew while it was read."


def too_large(name: str, size: float, most: int) -> str:
    return (
        f"{name} has {size:.1f} MB; at most {most} MB can be read. "
        "Remove data and pictures from it."
    )
