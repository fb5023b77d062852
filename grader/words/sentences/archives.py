# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of a zip or a file that cannot be opened."""

from __future__ import annotations


def no_zip(error: object) -> str:
    return f"it is damaged or no zip ({error})"


def not_unpacked(error: object) -> str:
    return f"it cannot be unpacked ({error})"


def leads_outside(name: object) -> str:
    return f"{name!r} leads outside of it"


def is_link_or_device(name: object) -> str:
    return f"{name!r} is a link or a device"


def too_large_unpacked() -> str:
    return "it is too large when unpacked"


def end_of_file() -> str:
    return "the end of the file"


def a_name_in_quotes() -> str:
    return 'a name in double quotes, such as "h1"'


def no_encoding(encoding: object) -> str:
    return f"{encoding} is no encoding for a program"


def nested_too_deeply() -> str:
    return "it is nested too deeply"


def encrypted() -> str:
    return "it is encrypted"


def too_many_files(count: int, most: int) -> str:
    return f"it holds {count:,} files; at most {most:,} are unpacked"


def stands_twice(name: object) -> str:
    return f"{name!r} stands in it twice"
