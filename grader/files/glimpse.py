"""A look at a stranger's file that ends soon, whatever it is: its first bytes, and a digest of it."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

MOST = 256 << 20  # bytes; above it nothing of a hand-in is read, or unpacked, by anybody
_PIECE = 1 << 20


def start_of(path: Path, most: int = MOST, *, links: bool = False) -> bytes:
    """The first bytes of an ordinary file; none of a pipe, a link, or what cannot be opened."""
    try:
        with ordinary(path, links=links) as file:
            return file.read(most)
    except OSError:
        return b""


def digest_of(path: Path) -> bytes:
    """What changes with a file: its SHA-256; of one that nobody reads whole, with its size and its end.

    A file that cannot be opened has a digest, too: that of the reason.
    """
    found = hashlib.sha256()
    try:
        with ordinary(path) as file:
            size = os.fstat(file.fileno()).st_size
            for _ in range(MOST // _PIECE):
                piece = file.read(_PIECE)
                if not piece:
                    break
                found.update(piece)
            else:
                file.seek(max(MOST, size - _PIECE))  # where a zip has its list
                found.update(file.read(_PIECE) + str(size).encode())
    except OSError as error:
        found.update(f"unreadable {error.errno}".encode())
    return found.digest()


@contextmanager
def ordinary(path: Path, *, links: bool = False) -> Iterator[BinaryIO]:
    """The file, opened without waiting for anybody; OSError where it is none, or a link."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags if links else flags | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "no ordinary file")
        yield file
