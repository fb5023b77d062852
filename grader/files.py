"""Files on disk: each whole or not at all, and one writer at a time in a folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from grader.outcome.errors import InputError


def put(path: Path, data: bytes) -> None:
    """Write a file; whatever goes wrong, OSError or Ctrl-C, what was there before is there still."""
    if path.exists() and not path.is_file():  # /dev/stdout and pipes are not to be replaced
        path.write_bytes(data)
        return
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def putting(path: Path) -> Iterator[BinaryIO]:
    """A file to be written bit by bit, that takes its place when all of it is there."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def alone_in(folder: Path, busy: str) -> Iterator[None]:
    """Hold a folder against every other process; raise InputError, saying `busy`, if one has it.

    A folder that is not there yet is made, and taken away again if nothing comes into it.
    """
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with _locked(folder, busy):
            yield
    finally:
        with suppress(OSError):  # there is something in it
            for each in new:
                each.rmdir()


@contextmanager
def _locked(folder: Path, busy: str) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)  # no file of its own that a crash could leave behind
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(busy) from None
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(handle)
