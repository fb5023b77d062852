<<<<<<< HEAD
"""Why a zip is not unpacked: what follows on its name."""
=======
# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of a zip or a file that cannot be opened."""
>>>>>>> main

from __future__ import annotations


<<<<<<< HEAD
def too_many_files(count: int, most: int) -> str:
    """More files than anybody hands in."""
    return f"it holds {count:,} files; at most {most:,} are unpacked"


def damaged(error: object) -> str:
    """It cannot be read."""
    return f"it is damaged or no zip ({error})"


def encrypted() -> str:
    """It wants a password."""
    return "it is encrypted"


def cannot_be_unpacked(why: str) -> str:
    """A file of it cannot be written."""
    return f"it cannot be unpacked ({why})"


def leads_outside(name: str) -> str:
    """A name that climbs."""
    return f"{name!r} leads outside of it"


def link_or_device(name: str) -> str:
    """What is no file."""
    return f"{name!r} is a link or a device"


def twice(name: str) -> str:
    """Two files of one name."""
    return f"{name!r} stands in it twice"


def too_large_unpacked() -> str:
    """More bytes than a disk should hold."""
    return "it is too large when unpacked"
=======
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
>>>>>>> main
