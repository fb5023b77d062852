"""Files on disk: each whole or not at all, and one writer at a time in a folder."""

from __future__ import annotations

import os
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from grader.outcome.errors import InputError
from grader.words.sentences import submissions as sentences

_HALF_WRITTEN = re.compile(r"\..+\.[0-9a-f]{16}\.part", re.DOTALL)


def put(path: Path, data: bytes, *, private: bool = False, durable: bool = False) -> None:
    """Write a file; whatever goes wrong, OSError or Ctrl-C, what was there before is there still.

    No link that somebody planted is written through: it is replaced.  What is `private` nobody but
    the owner may read.  What is `durable` lies on the disk when this returns, not in memory.
    """
    if path.exists() and not path.is_file():  # /dev/stdout and pipes are not to be replaced
        path.write_bytes(data)
        return
    part, handle = _part_of(path, private=private)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if path.exists() and not path.is_symlink() and not private:
            part.chmod(path.stat().st_mode & 0o777)  # what was private stays so
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if durable:
        _settle(path.parent)


def _settle(folder: Path) -> None:
    """Let the disk know the name, too: without it a whole file may be gone after a power cut."""
    if os.name == "nt":  # folders cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def in_turn(path: Path) -> Iterator[None]:
    """Hold a file's turn: whoever else writes it waits.  The lock is a hidden file beside it."""
    if sys.platform == "win32":
        yield
        return
    import fcntl  # Windows has none

    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    handle = os.open(path.with_name(f".{path.name}.lock"), flags, 0o600)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _part_of(path: Path, *, private: bool = False) -> tuple[Path, int]:
    """A new file beside another, of a name that nobody can have planted, and its handle."""
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return part, os.open(part, flags, 0o600 if private else 0o666)


def _sweep(folder: Path) -> None:
    """Take away what writers of ours that were killed have left half written."""
    for here, _, names in os.walk(folder):
        for name in names:
            if _HALF_WRITTEN.fullmatch(name):
                with suppress(OSError):
                    Path(here, name).unlink()


def refuse_links(root: Path, folder: Path) -> None:
    """Raise InputError where a folder below `root` is a link: what is written would go elsewhere."""
    for each in (folder, *folder.parents):
        if each == root or root not in each.parents:
            return
        if each.is_symlink():
            raise InputError(sentences.link_not_written_through(each))


@contextmanager
def putting(path: Path) -> Iterator[BinaryIO]:
    """A file to be written bit by bit, that takes its place when all of it is there."""
    part, handle = _part_of(path)
    try:
        with os.fdopen(handle, "wb") as file:
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
    import fcntl  # Windows has none

    handle = os.open(folder, os.O_RDONLY)  # no file of its own that a crash could leave behind
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(busy) from None
        except OSError:
            pass  # a file system without locks
        else:
            _sweep(folder)  # nobody else writes here
        yield
    finally:
        os.close(handle)
