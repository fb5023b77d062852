"""Why a zip is not unpacked: what follows on its name."""

from __future__ import annotations


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
