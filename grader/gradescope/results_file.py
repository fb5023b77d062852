"""results.json on the disk: there from the first moment, replaced whole, smaller if it must be.

A file is written beside it and then renamed, so that whoever looks sees the old results or the new
ones.  On a full disk smaller and smaller ones are tried, at last inside the space that the first
results hold already; for that they are padded with blanks, which JSON allows.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from grader.gradescope.results import Results, as_json
from grader.words.sentences import results_files as sentences

NAME = "results.json"
RESERVED = 4096  # bytes: a block of the disk, and more than bare results need


class NotWritten(Exception):
    """The results folder takes nothing; the text says what the system answered."""


def write(folder: Path, results: Results) -> str:
    """Write results, as much of them as there is room for; what had to be left out, or ""."""
    reason = ""
    for shape, make in _SHAPES:
        try:
            content = as_json(make(results))
        except ValueError as error:
            reason = reason or sentences.not_valid(error)
            continue
        fault = _written(folder, content)
        if fault is None:
            return f"{shape}: {reason}" if shape else ""
        reason = reason or fault
    raise NotWritten(reason)


_SHAPES: tuple[tuple[str, Callable[[Results], Results]], ...] = (
    ("", lambda results: results),
    ("texts were shortened", Results.short),
    (sentences.only_the_score(), Results.bare),
)


def _written(folder: Path, content: bytes) -> str | None:
    """Write a file whole or not at all; None, or why not."""
    padded = content + b" " * max(0, RESERVED - len(content))
    why = _fault(_beside, folder, padded)
    if why is None or _fault(_in_place, folder, content) is None:
        return None
    return why


def _fault(way: Callable[[Path, bytes], None], folder: Path, content: bytes) -> str | None:
    try:
        way(folder, content)
    except OSError as error:
        return error.strerror or str(error)
    return None


def _beside(folder: Path, content: bytes) -> None:
    """A new file, renamed when it is complete and on the disk."""
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
    part = folder / f".{NAME}.part"
    _discard(part)  # left by one that was ended; or put there
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file, _no_signal_for_size():
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / NAME)
    except BaseException:
        with contextlib.suppress(OSError):
            _discard(part)
        raise


def _in_place(folder: Path, content: bytes) -> None:
    """Over the results that are there, within their length: that takes no new space."""
    handle = os.open(folder / NAME, os.O_WRONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, "wb", buffering=0) as file:
        length = os.fstat(file.fileno()).st_size
        if len(content) > length:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        file.write(content + b" " * (length - len(content)))


def _discard(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()


@contextlib.contextmanager
def _no_signal_for_size() -> Iterator[None]:
    """A limit on file sizes shall be an error that we can answer, not our end."""
    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGXFSZ, before)
